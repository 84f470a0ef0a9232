"""The part of a definition file that describes a form: tables, rows, columns, rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fuer_desktop.domain.choices import Choices, parse_choice
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Blanks, Expression, parse_formula, refs
from fuer_desktop.domain.form_sense import (
    compared_texts,
    misused_choices,
    mixed_units,
    wrong_parts,
)
from fuer_desktop.domain.forms import Approval, Column, Content, Form, Gathers, Row, Table
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.rule_language import joined, parse_rule
from fuer_desktop.domain.rule_text import UnknownFormError
from fuer_desktop.domain.rules import ChangeRule, Over, RuleClass, RuleText, ValidationRule
from fuer_desktop.domain.same_figures import same_figure_rules
from fuer_desktop.domain.spots import spots
from fuer_desktop.domain.units import MemberKind, UnitKind
from fuer_desktop.domain.values import LEAST_REASON, MAX_TEXT, CellKey, is_reason
from fuer_desktop.domain.vocabulary import Vocabulary
from fuer_desktop.formats.section import Section, Spot, suggestion
from fuer_desktop.formats.succession_definition import read_succession
from fuer_desktop.formats.validity import read_validity
from fuer_desktop.texts import definitions as texts
from fuer_desktop.texts import entry as entry_texts
from fuer_desktop.texts import rules as rule_texts


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form with the sections of its rules, which may name other forms and are read after all."""

    form: Form
    head: Section
    rules: tuple[Section, ...]

    @property
    def code(self) -> str:
        """The form's code."""
        return self.form.code


_APPROVAL = ("approved_by", "approval_number", "approved_until")


def read_form(root: Section) -> ReadForm:
    """One file of ``forms/`` but for its rules; problems are noted in the section."""
    head = root.section("form")
    root.done()
    tables = tuple(_table(section) for section in head.sections("table"))
    version = head.integer("version")
    valid_from, valid_to = read_validity(head)
    form = Form(
        code=head.text("code"),
        version=version,
        title=head.text("title"),
        filed_by=head.choice("filed_by", UnitKind),
        period=head.choice("period", PeriodKind),
        tables=tables,
        changes=_changes(head, tables),
        department=head.text("department", ""),
        authority=head.text("authority", ""),
        approval=Approval(*(head.text(key, "") for key in _APPROVAL)),
        frequency=head.text("frequency", ""),
        notes=head.texts("notes"),
        valid_from=valid_from,
        valid_to=valid_to,
        succession=read_succession(head, version, tables),
        reasons=_reasons(head),
        sensitive=head.flag("sensitive", default=False),
    )
    rules = tuple(head.sections("rule"))
    head.done()
    _refuse_wrong_supplements(head, tables)
    if any(table.members for table in tables) and form.filed_by is not UnitKind.DEPARTMENT:
        head.problem(texts.LIST_OF_DEPARTMENT, "filed_by")
    _refuse_repeated(head, form)
    for key in form.circular_cells:
        problem = texts.CIRCULAR.format(row=key.row, column=key.column)
        head.problem(problem, spot=row_spot(head.spot, form, key, "computed"))
    return ReadForm(form, head, rules)


def with_rules(read: ReadForm, others: Mapping[str, Form], *, complete: bool) -> Form:
    """The form with its rules. ``others`` are the forms they may name; where these are not
    ``complete``, a rule about one that is missing is left out, since it is not checked here."""
    form = read.form
    names = Vocabulary(form, _NO_TABLE, Over.ROWS, others, complete)
    rules = [(_rule(part, names), part.spot) for part in read.rules]
    known = [(rule, replace(spot, key="code")) for rule, spot in rules if rule is not None]
    codes = [rule.code for rule, _ in known] + [rule.code for rule in form.changes]
    spots = [spot for _, spot in known] + _spots(read.head, "change", form.changes)
    read.head.refuse_repeated(texts.RULE, codes, spots)
    if complete:
        _refuse_unknown_principals(read, others)
    rules_written = tuple(rule for rule, _ in known)
    return replace(form, rules=rules_written + tuple(same_figure_rules(form, others)))


def refuse_nonsense(read: ReadForm, form: Form, others: Mapping[str, Form]) -> None:
    """Note parts that no rule keeps under their whole, unless a rule could not be read, and figures
    of different units of measure that are added or set equal."""
    unread = len(read.rules) > sum(bool(rule.says.relations) for rule in form.rules)
    for place, problem in () if unread else wrong_parts(form):
        key = CellKey(place.table, place.row, "")
        read.head.problem(problem, spot=row_spot(read.head.spot, form, key, "part_of"))
    section_of = {section.text("code", ""): section for section in read.rules}
    for rule in form.rules:
        section = section_of.get(rule.code, read.head)
        for problem in _senseless(form, rule, others):
            section.problem(problem, "relation" if rule.code in section_of else "")


def _senseless(form: Form, rule: ValidationRule, others: Mapping[str, Form]) -> Iterator[str]:
    """What is wrong with a rule that can be read."""
    for first, second in mixed_units(form, rule, others):
        yield texts.MIXED_UNITS.format(text=rule.text, first=first, second=second)
    for column in compared_texts(form, rule, others):
        words = {"text": rule.text, "column": column.code, "title": column.title}
        yield texts.TEXT_COMPARED.format(**words)
    for row in misused_choices(form, rule, others):
        yield texts.CHOICE_COMPARED.format(text=rule.text, row=row.code, title=row.title)


def _refuse_unknown_principals(read: ReadForm, others: Mapping[str, Form]) -> None:
    """Note every row that is said to be the same as what no other form asks."""
    asked = {row.element for code, form in others.items() if code != read.code
             for row in form.rows.values() if row.element}  # fmt: skip
    for place, row in read.form.rows.items():
        if row.same_as and row.same_as not in asked:
            near = suggestion(row.same_as, asked)
            problem = texts.NO_PRINCIPAL.format(element=row.same_as, suggestion=near)
            key = CellKey(place.table, place.row, "")
            read.head.problem(problem, spot=row_spot(read.head.spot, read.form, key, "same_as"))


def _refuse_wrong_supplements(head: Section, tables: Sequence[Table]) -> None:
    """Note supplementary tables that cannot be printed as sentences below the others."""
    for number, table in enumerate(tables):
        wrong = ""
        if table.supplement and (len(table.columns) != 1 or table.members):
            wrong = texts.SUPPLEMENT_COLUMNS.format(table=table.code)
        if table.supplement and not all(t.supplement for t in tables[max(number, 1) :]):
            wrong = texts.SUPPLEMENT_LAST.format(table=table.code)
        if table.supplement and number == 0:
            wrong = texts.SUPPLEMENT_LAST.format(table=table.code)
        if wrong:
            head.problem(wrong, spot=head.spot.below("table", number, "supplement"))


def _refuse_repeated(head: Section, form: Form) -> None:
    """Note every code of a table or data element that stands more than once in the form."""
    tables = _spots(head, "table", form.tables)
    head.refuse_repeated(texts.TABLE, [table.code for table in form.tables], tables)
    elements = [element for table in form.tables for element in table.elements]
    spots = [row_spot(head.spot, form, key) for _, key in elements]
    head.refuse_repeated(texts.ELEMENT, [name for name, _ in elements], spots)


def _spots(head: Section, name: str, parts: Sequence[object]) -> list[Spot]:
    """Where the codes of a form's parts stand."""
    return [head.spot.below(name, position, "code") for position in range(len(parts))]


def row_spot(head: Spot, form: Form, cell: CellKey, key: str = "element") -> Spot:
    """Where a key of a cell's row stands, below the form's section; of rows that share a code
    the last."""
    tables = [table.code for table in form.tables]
    at = tables.index(cell.table)
    codes = [row.code for row in form.tables[at].rows]
    row = len(codes) - 1 - codes[::-1].index(cell.row)
    return head.below("table", at).below("row", row, key)


def _table(section: Section) -> Table:
    column_sections = list(section.sections("column"))
    row_sections = list(section.sections("row"))
    columns = _codes(section, column_sections, texts.COLUMN)
    rows = _codes(section, row_sections, texts.ROW)
    table = Table(
        code=section.text("code"),
        title=section.text("title", ""),
        columns=tuple(_column(part, columns, rows) for part in column_sections),
        rows=tuple(read_row(part, rows) for part in row_sections),
        period=section.optional("period", PeriodKind),
        members=section.optional("members", MemberKind),
        supplement=section.flag("supplement", default=False),
    )
    _refuse_computed_choices(row_sections, table.rows)
    _refuse_wrong_list(section, table)
    section.done()
    return table


def _refuse_wrong_list(section: Section, table: Table) -> None:
    """Note what only a list of members can have, and what a list lacks."""
    gathered = [row for row in table.rows if row.gathers]
    demanded = [column for column in table.columns if column.at_least is not None]
    if gathered and not table.members:
        section.problem(texts.GATHERS_NO_LIST.format(row=gathered[0].code), "members")
    if table.members and not gathered:
        section.problem(texts.LIST_GATHERS_NOTHING, "members")
    if any(row.gathers is Gathers.REACHING for row in gathered) and not demanded:
        section.problem(texts.NOTHING_DEMANDED, "members")


def _codes(table: Section, sections: list[Section], what: str) -> list[str]:
    """The codes of rows or columns; each may stand once."""
    codes: list[str] = []
    for section in sections:
        code = section.text("code", "")
        if code and code in codes:
            problem = texts.DUPLICATE.format(what=what, code=code, other=texts.TABLE)
            table.problem(problem, spot=replace(section.spot, key="code"))
        codes.append(code)
    return [code for code in codes if code]


def _column(section: Section, columns: list[str], rows: list[str]) -> Column:
    column = Column(
        code=section.text("code"),
        title=section.text("title"),
        breakdown=section.text("breakdown", ""),
        decimals=section.decimals("decimals", 0),
        computed=_computed(section, columns),
        rows=_known(section, "rows", rows, texts.ROW),
        content=section.choice("content", Content, Content.NUMBER),
        at_least=section.optional_number("at_least"),
        least_chars=section.optional_integer("least_chars"),
        most_chars=section.optional_integer("most_chars"),
        group=section.text("group", ""),
    )
    section.done()
    _refuse_wrong_length(section, column)
    return column


def _refuse_wrong_length(section: Section, column: Column) -> None:
    """Note advice on length where there are no texts, and such as nobody can follow."""
    given = [advice for advice in (column.least_chars, column.most_chars) if advice is not None]
    key = "least_chars" if column.least_chars is not None else "most_chars"
    if given and column.content is not Content.TEXT:
        section.problem(texts.LENGTH_OF_NUMBER, key)
    elif given != sorted(given) or any(not 1 <= advice <= MAX_TEXT for advice in given):
        section.problem(texts.WRONG_LENGTH.format(most=MAX_TEXT), key)


def read_row(section: Section, rows: Sequence[str]) -> Row:
    """One row; ``rows`` are the codes that it may name. Problems are noted in the section."""
    row = Row(
        title=section.text("title"),
        code=section.text("code", ""),
        unit=section.measure(default=""),
        element=section.text("element", ""),
        decimals=section.decimals("decimals", 0),
        level=section.integer("level", 0),
        part_of=section.text("part_of", ""),
        typed_rate=section.text("typed_rate", ""),
        same_as=section.text("same_as", ""),
        computed=_computed(section, rows),
        gathers=section.optional("gathers", Gathers),
        meaning=section.text("meaning", ""),
        mistake=section.text("mistake", ""),
        reasons=_reasons(section),
        choices=_choices(section),
    )
    section.done()
    if row.choices:
        _refuse_counting_keys(section, row)
    if row.gathers:
        return row
    computed = bool(section.text("computed", ""))  # written, if perhaps not understood
    if bool(row.code) != (bool(row.element) != computed):
        words = {key: section.word(key) for key in ("element", "computed")}
        section.problem(texts.DOUBLE_MEANING.format(**words), "element")
    if row.same_as and not row.element:
        section.problem(texts.SAME_NEEDS_ELEMENT.format(key=section.word("same_as")), "same_as")
    if row.part_of:
        section.require(texts.ROW, row.part_of, rows, "part_of")
    return row


def _reasons(section: Section) -> tuple[str, ...]:
    """Ready reasons; each must be one that a finding takes."""
    found = section.texts("reasons")
    for reason in found:
        if not is_reason(reason):
            problem = texts.NO_REASON.format(text=reason, least=LEAST_REASON)
            section.problem(problem, "reasons")
    return found


def _choices(section: Section) -> Choices:
    """The answers of a row, after noting those that cannot be read or told apart."""
    written = section.texts("choices")
    read = [(text, parse_choice(text)) for text in written]
    for text, choice in read:
        if choice is None:
            section.problem(texts.CHOICE_SHAPE.format(text=text), "choices")
        elif choice.label in entry_texts.KINDS.values():
            section.problem(texts.CHOICE_IS_KIND.format(text=text), "choices")
    found = tuple(choice for _, choice in read if choice is not None)
    told_apart = min(len({c.code for c in found}), len({c.label for c in found}))
    if told_apart < len(found) or len(written) == 1:
        section.problem(texts.CHOICES_ALIKE, "choices")
    return found


_COUNTING = ("unit", "decimals", "computed", "typed_rate", "same_as", "gathers", "part_of")
"""What a row of answers cannot have, since its codes count nothing."""


def _refuse_counting_keys(section: Section, row: Row) -> None:
    if not row.code or not row.element:
        section.problem(texts.SAME_NEEDS_ELEMENT.format(key=section.word("choices")), "choices")
    for key in _COUNTING:
        if getattr(row, key):
            section.problem(texts.CHOICE_HAS_NO.format(key=section.word(key)), key)


def _refuse_computed_choices(sections: Sequence[Section], rows: Sequence[Row]) -> None:
    """Note what is computed from the codes of answers."""
    answers = {row.code: row for row in rows if row.choices}
    for section, row in zip(sections, rows, strict=True):
        for ref in refs(row.computed) if row.computed else ():
            if ref.name in answers:
                problem = texts.CHOICE_COMPUTED.format(row=ref.name, title=answers[ref.name].title)
                section.problem(problem, "computed")


def _computed(section: Section, codes: Sequence[str]) -> Expression | None:
    text = section.text("computed", "")
    if not text:
        return None
    return section.parsed(lambda: parse_formula(text, codes), None, "computed")


def _known(section: Section, key: str, codes: Collection[str], what: str) -> frozenset[str]:
    """The codes listed under ``key``, after noting those that do not exist."""
    listed = section.texts(key)
    for code in listed:
        section.require(what, code, codes, key)
    return frozenset(listed)


_NO_TABLE = Table("", "", (), ())
"""Stands in for a table that a rule names wrongly, so that the rule's other keys are read."""


def _table_of(section: Section, tables: tuple[Table, ...]) -> Table | None:
    """The table a rule is about; it may be left unsaid where there is only one."""
    code = section.text("table", tables[0].code if len(tables) == 1 else None)
    found = next((table for table in tables if table.code == code), None)
    if found is None:
        section.problem(texts.NO_TABLE.format(table=code), "table")
    return found


def _rule(section: Section, known: Vocabulary) -> ValidationRule | None:
    """One rule; ``known`` are the names that all rules of the form may use."""
    table = _table_of(section, known.form.tables)
    names = known.by_home[table.code] if table else known
    if section.choice("over", Over, Over.ROWS) is Over.COLUMNS:
        names = names.over_columns
    text = section.text("relation")
    says = _says(section, text, names)
    rule = ValidationRule(
        code=section.text("code"),
        severity=section.choice("class", RuleClass),
        table=names.home.code,
        text=text,
        says=_limited(section, says or RuleText(()), names.home),
        blank_left=section.choice("blank_left", Blanks, Blanks.SKIP_ANY),
        blank_right=section.choice("blank_right", Blanks, Blanks.SKIP_ANY),
        hint=section.text("hint", ""),
        message=section.text("message", ""),
        valid_from=section.integer("valid_from", 0),
        valid_to=section.integer("valid_to", 0),
        off=section.text("off", ""),
    )
    section.done()
    found = names.complete and table and rule.says.relations
    if found and not any(spots(names.form, rule, names.others or {})):
        section.problem(rule_texts.NOWHERE.format(text=text), "relation")
    return rule if says is not None else None


def _says(section: Section, text: str, names: Vocabulary) -> RuleText | None:
    """What the rule says; a list of relations separated by ； is all of them. None where it is
    about a form that is not known here; what cannot be read is noted and says nothing."""
    found: list[RuleText] = []
    for part in filter(str.strip, text.replace("；", ";").split(";")):
        try:
            found.append(parse_rule(part, names))
        except UnknownFormError:
            return None
        except DefinitionError as error:
            for problem in error.problems:
                section.problem(problem, "relation")
    if len(found) > 1 and any(part.condition or part.only for part in found):
        section.problem(rule_texts.ONE_AT_A_TIME.format(text=text), "relation")
    return joined(found) if found else RuleText(())


def _limited(section: Section, says: RuleText, home: Table) -> RuleText:
    """The rule with the lines and the tolerance that stand in keys of their own."""
    rows = says.over is Over.ROWS
    columns = {code: code for code in home.column_by_code}
    lines = columns if rows else {c: row.identity for c, row in home.coded_rows.items()}
    only = _known(section, "only", lines, texts.COLUMN if rows else texts.ROW)
    tolerance = section.number("tolerance", str(says.tolerance))
    kept = frozenset(lines[code] for code in only if code in lines) or says.only
    return replace(says, only=kept, tolerance=tolerance)


def _changes(head: Section, tables: tuple[Table, ...]) -> tuple[ChangeRule, ...]:
    rules = []
    for section in head.sections("change"):
        table = _table_of(section, tables) or _NO_TABLE
        rules.append(
            ChangeRule(
                code=section.text("code"),
                severity=section.choice("class", RuleClass),
                table=table.code,
                percent=section.number("percent", "30"),
                at_least=section.number("at_least", "0"),
                rows=_known(section, "rows", table.coded_rows, texts.ROW),
            )
        )
        for code in sorted(rules[-1].rows):
            row = table.coded_rows.get(code)
            if row and row.choices:
                section.problem(texts.CHOICE_WATCHED.format(row=code, title=row.title), "rows")
        section.done()
    return tuple(rules)
