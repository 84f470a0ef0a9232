"""The part of a definition file that describes a form: tables, rows, columns, rules."""

from __future__ import annotations

from collections.abc import Collection

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Comparison, Expression, parse_formula, parse_relation
from fuer_desktop.domain.forms import Column, Form, Row, Table
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.rules import ChangeRule, Over, RelationRule, RuleClass
from fuer_desktop.domain.units import UnitKind
from fuer_desktop.formats.section import Section
from fuer_desktop.texts import definitions as texts


def read_form(root: Section) -> Form:
    """One file of ``forms/``; problems are noted in the section."""
    head = root.section("form")
    root.done()
    tables = tuple(_table(section) for section in head.sections("table"))
    form = Form(
        code=head.text("code"),
        version=head.integer("version"),
        title=head.text("title"),
        filed_by=head.choice("filed_by", UnitKind),
        period=head.choice("period", PeriodKind),
        tables=tables,
        relations=_rules(head, tables),
        changes=_changes(head, tables),
        department=head.text("department", ""),
        authority=head.text("authority", ""),
        frequency=head.text("frequency", ""),
        notes=head.texts("notes"),
    )
    head.done()
    rules = [rule.code for rule in form.relations] + [rule.code for rule in form.changes]
    head.refuse_repeated(texts.RULE, rules)
    head.refuse_repeated(texts.TABLE, [table.code for table in tables])
    head.refuse_repeated(texts.ELEMENT, [name for table in tables for name, _ in table.elements])
    for key in form.circular_cells:
        head.problem(texts.CIRCULAR.format(row=key.row, column=key.column))
    return form


def _table(section: Section) -> Table:
    column_sections = list(section.sections("column"))
    row_sections = list(section.sections("row"))
    columns = _codes(section, column_sections, texts.COLUMN)
    rows = _codes(section, row_sections, texts.ROW)
    table = Table(
        code=section.text("code"),
        title=section.text("title", ""),
        columns=tuple(_column(part, columns, rows) for part in column_sections),
        rows=tuple(_row(part, rows) for part in row_sections),
    )
    section.done()
    return table


def _codes(table: Section, sections: list[Section], what: str) -> list[str]:
    """The codes of rows or columns; each may stand once."""
    codes: list[str] = []
    for section in sections:
        code = section.text("code", "")
        if code and code in codes:
            table.problem(texts.DUPLICATE.format(what=what, code=code, other=texts.TABLE))
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
    )
    section.done()
    return column


def _row(section: Section, rows: list[str]) -> Row:
    row = Row(
        title=section.text("title"),
        code=section.text("code", ""),
        unit=section.measure(default=""),
        element=section.text("element", ""),
        decimals=section.decimals("decimals", 0),
        level=section.integer("level", 0),
        part_of=section.text("part_of", ""),
        typed_rate=section.text("typed_rate", ""),
        computed=_computed(section, rows),
    )
    section.done()
    if bool(row.code) != (bool(row.element) != bool(row.computed)):
        section.problem(texts.DOUBLE_MEANING)
    if row.part_of:
        section.require(texts.ROW, row.part_of, rows)
    return row


def _computed(section: Section, codes: list[str]) -> Expression | None:
    text = section.text("computed", "")
    if not text:
        return None
    return section.parsed(lambda: parse_formula(text, codes), None)


def _known(section: Section, key: str, codes: Collection[str], what: str) -> frozenset[str]:
    """The codes listed under ``key``, after noting those that do not exist."""
    listed = section.texts(key)
    for code in listed:
        section.require(what, code, codes)
    return frozenset(listed)


def _rules(head: Section, tables: tuple[Table, ...]) -> tuple[RelationRule, ...]:
    rules = []
    for section in head.sections("rule"):
        table = _table_of(section, tables)
        rules.append(_rule(section, table or _NO_TABLE))
    return tuple(rules)


_NO_TABLE = Table("", "", (), ())
"""Stands in for a table that a rule names wrongly, so that the rule's other keys are read."""


def _table_of(section: Section, tables: tuple[Table, ...]) -> Table | None:
    """The table a rule is about; it may be left unsaid where there is only one."""
    code = section.text("table", tables[0].code if len(tables) == 1 else None)
    found = next((table for table in tables if table.code == code), None)
    if found is None:
        section.problem(texts.NO_TABLE.format(table=code))
    return found


def _rule(section: Section, table: Table) -> RelationRule:
    over = section.choice("over", Over, Over.ROWS)
    rows, columns = list(table.coded_rows), list(table.column_by_code)
    names, lines = (rows, columns) if over is Over.ROWS else (columns, rows)
    text = section.text("relation")
    rule = RelationRule(
        code=section.text("code"),
        severity=section.choice("class", RuleClass),
        table=table.code,
        text=text,
        comparisons=_comparisons(section, text, names),
        over=over,
        only=_known(section, "only", lines, texts.COLUMN if over is Over.ROWS else texts.ROW),
        hint=section.text("hint", ""),
    )
    section.done()
    return rule


def _comparisons(section: Section, text: str, names: list[str]) -> tuple[Comparison, ...]:
    """The relation's comparisons; a list of relations separated by ； reads as all of them."""
    found: list[Comparison] = []
    for part in filter(None, text.replace("；", ";").split(";")):
        try:
            found += parse_relation(part, names)
        except DefinitionError as error:
            for problem in error.problems:
                section.problem(problem)
    return tuple(found)


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
        section.done()
    return tuple(rules)
