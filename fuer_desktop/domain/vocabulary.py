"""What a rule of a form may name: rows and columns by code, by title or by identity, its other
tables, and other forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Form, Row, Table
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.rules import Over
from fuer_desktop.texts import rules as texts

_NUMBERING = re.compile(
    r"^\s*([一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]+[.、](?![0-9])|[①-⑳])?\s*"
    r"(其中[::]?|[#*])?\s*([①-⑳]|[0-9]+[.、](?![0-9]))?\s*"
)
_LAST_BRACKET = re.compile(r"\([^()]*\)$")
_DIGITS = "一二三四五六七八九"
_FOLDED = str.maketrans(
    {"﹥": ">", "﹤": "<", "〈": "<", "〉": ">", "≧": "≥", "≦": "≤", "\u2a7e": "≥", "\u2a7d": "≤",
     "⋯": "…", "−": "-", "﹣": "-", "﹢": "+", "：": ":"}
)  # fmt: skip


def folded(text: str) -> str:
    """A rule's text with one spelling for each sign; every character keeps its place."""
    return halfwidth(text.translate(_FOLDED))


@lru_cache(maxsize=1 << 14)
def bare_title(title: str) -> str:
    """A title as people refer to it: without numbering, 其中 and blanks. Remembered, because every
    rule of a form asks for the titles of its columns."""
    return _NUMBERING.sub("", folded(title)).replace(" ", "")


def chinese_numeral(number: int) -> str:
    """1 to 99 as tables are counted: 三, 十六, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return head + (_DIGITS[ones - 1] if ones else "")


Meant = TypeVar("Meant")


class Names(dict[str, Meant]):
    """What names mean; finds those that stand in a text, which every name in every rule asks."""

    def at(self, text: str, place: int) -> Iterator[str]:
        """The names that stand in the text from this place on, longest first."""
        for name in self._by_first.get(text[place : place + 1], ()):
            if text.startswith(name, place):
                yield name

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """Under their first character, longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self, key=len, reverse=True):
            found.setdefault(name[:1], []).append(name)
        return found


@dataclass(frozen=True)
class Vocabulary:
    """Names known to the rules of one form.

    ``home`` is the table that names without one mean first. ``others`` are the forms known
    besides; ``complete`` says that there are no more, so that a form not among them is a mistake.
    """

    form: Form
    home: Table
    over: Over = Over.ROWS
    others: Mapping[str, Form] | None = None
    complete: bool = True

    @cached_property
    def tables(self) -> Names[Table]:
        """Tables of the form by what they may be called."""
        return self.tables_of(self.form)

    def tables_of(self, form: Form) -> Names[Table]:
        """Tables of any form by what they may be called."""
        if form.code not in self._tables:
            self._tables[form.code] = _table_names(form)
        return self._tables[form.code]

    @cached_property
    def _tables(self) -> dict[str, Names[Table]]:
        return {}

    @cached_property
    def forms(self) -> Names[Form]:
        """Other forms by code and by title."""
        known = {code: form for code, form in (self.others or {}).items() if form != self.form}
        return Names(known | {bare_title(form.title): form for form in known.values()})

    @cached_property
    def over_columns(self) -> Vocabulary:
        """The same names for relations between columns."""
        return replace(self, over=Over.COLUMNS)

    @cached_property
    def by_home(self) -> dict[str, Vocabulary]:
        """The same names from each table of the form, by its code."""
        return {table.code: replace(self, home=table) for table in self.form.tables}

    def candidates(self, form: Form, table: Table | None) -> Names[list[Ref]]:
        """What each name may mean in a form: in one table, or in the home table and after it in
        all the others."""
        where = form.code, "" if table is None else table.code
        if where not in self._found:
            self._found[where] = Names(self._candidates(form, table))
        return self._found[where]

    @cached_property
    def _found(self) -> dict[tuple[str, str], Names[list[Ref]]]:
        """What was looked up already: every name of every rule asks."""
        return {}

    def _candidates(self, form: Form, table: Table | None) -> dict[str, list[Ref]]:
        if table is not None:
            return _names(table, self.over, self._code(form))
        if form is not self.form:
            return _joined([_names(t, self.over, form.code) for t in form.tables])
        own = _names(self.home, self.over, "")
        rest = (t for t in form.tables if t.code != self.home.code)
        return _joined([_names(t, self.over, "") for t in rest]) | own

    def above(self, ref: Ref) -> Ref | None:
        """The row under which a row stands: the nearest before it that is less indented."""
        where = ref.form, ref.table
        if where not in self._parents:
            self._parents[where] = _parents(self.table_of(ref))
        parent = self._parents[where].get(ref.name)
        return None if parent is None else Ref(parent, table=ref.table, form=ref.form)

    @cached_property
    def _parents(self) -> dict[tuple[str, str], dict[str, str]]:
        return {}

    def code(self, ref: Ref) -> str:
        """A name by its code, with its table where the form has several."""
        table = self.table_of(ref)
        code = table.code_of[ref.name] if self.over is Over.ROWS else ref.name
        form = self.forms[ref.form] if ref.form else self.form
        where = texts.TABLE.format(code=table.code) if len(form.tables) > 1 else ""
        return f"{ref.form}.{where}{code}" if ref.form else where + code

    def table_of(self, ref: Ref) -> Table:
        """The table a name was found in."""
        form = self.forms[ref.form] if ref.form else self.form
        return form.table_by_code[ref.table]

    def _code(self, form: Form) -> str:
        return "" if form is self.form else form.code

    def lines(self, ref: Ref) -> dict[str, str]:
        """Codes (identities) of the columns (rows) that may stand in brackets behind a name, by
        what they may be called."""
        table = self.table_of(ref)
        if self.over is Over.ROWS:
            return dict(_spelled((c.code, c.title, c.code) for c in table.columns))
        return dict(_spelled((r.code, r.title, r.identity) for r in table.rows if r.code))


def _table_names(form: Form) -> Names[Table]:
    """Tables of a form by what they may be called: 表2, 表二, their title."""
    found: Names[Table] = Names()
    for number, table in enumerate(form.tables, start=1):
        names = [f"表{table.code}", bare_title(table.title), f"表{chinese_numeral(number)}"]
        if re.fullmatch("[1-9][0-9]?", table.code):
            names[2] = f"表{chinese_numeral(int(table.code))}"
        for name in filter(None, names):
            found.setdefault(name, table)
    return found


def _parents(table: Table) -> dict[str, str]:
    """The row above each row, both by their identity; under a heading there is none."""
    found: dict[str, str] = {}
    open_rows: list[Row] = []
    for row in table.rows:
        while open_rows and open_rows[-1].level >= row.level:
            open_rows.pop()
        if row.code and open_rows and open_rows[-1].code:
            found[row.identity] = open_rows[-1].identity
        open_rows.append(row)
    return found


def _names(table: Table, over: Over, form: str) -> dict[str, list[Ref]]:
    """Rows (columns) of a table by code, title and identity; codes go before titles."""
    if over is Over.COLUMNS:
        parts = [(c.code, c.title, c.code) for c in table.columns]
    else:
        parts = [(row.code, row.title, row.identity) for row in table.rows if row.code]
    found: dict[str, list[Ref]] = {}
    for code, _, identity in parts:
        found[code] = [Ref(identity, table=table.code, form=form)]
    titles: dict[str, list[Ref]] = {}
    for _, title, identity in parts:
        bare = bare_title(title)
        for name in {bare, _LAST_BRACKET.sub("", bare), f"{{{identity}}}"}:
            titles.setdefault(name, []).append(Ref(identity, table=table.code, form=form))
    return {name: refs for name, refs in titles.items() if name and name not in found} | found


def _joined(parts: list[dict[str, list[Ref]]]) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = {}
    for part in parts:
        for name, refs in part.items():
            found.setdefault(name, []).extend(refs)
    return found


def _spelled(parts: Iterator[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Each thing by its code, and by its title where that is not another's code."""
    listed = list(parts)
    for _, title, identity in reversed(listed):
        yield bare_title(title), identity
    for code, _, identity in listed:
        yield code, identity
