"""The part of a form's definition that says what became of the rows of the version before."""

from __future__ import annotations

from collections.abc import Collection

from fuer_desktop.domain.continuity import ALLOWED, Continuity, RowPlace, Succession, What
from fuer_desktop.domain.forms import Table
from fuer_desktop.formats.section import Section
from fuer_desktop.texts import definitions as texts

_COUNTS = {What.ADDED: (0, 0), What.MERGED: (2, None), What.CLOSED: (1, None)}
"""How many rows each kind names in ``was``, at least and at most; the others name one."""


def read_succession(
    head: Section, version: int, tables: tuple[Table, ...]
) -> tuple[Succession, ...]:
    """The statements of a form; what they say of the version before is checked against it
    elsewhere (``domain.succession``)."""
    rows = {RowPlace(table.code, code) for table in tables for code in table.coded_rows}
    only = tables[0].code if len(tables) == 1 else None
    found = []
    for section in head.sections("succession"):
        if version == 1:
            section.problem(texts.SUCCESSION_OF_FIRST)
        found.append(_statement(section, rows, only))
    return tuple(found)


def _statement(section: Section, rows: Collection[RowPlace], only: str | None) -> Succession:
    what = section.choice("what", What)
    table = section.text("table", only)
    row = section.text("row", "")
    is_closing = what is What.CLOSED
    if bool(row) == is_closing:
        problem = texts.SUCCESSION_ROW_NEEDLESS if is_closing else texts.SUCCESSION_ROW
        section.problem(problem.format(row=section.word("row"), was=section.word("was")), "row")
    elif row:
        known = {place.row for place in rows if place.table == table}
        section.require(texts.ROW, row, known, "row")
    statement = Succession(
        what=what,
        continuity=_continuity(section, what),
        place=RowPlace(table, row) if row else None,
        was=tuple(_old_place(code, table) for code in section.texts("was")),
        note=section.text("note", ""),
    )
    section.done()
    _check_was(section, statement)
    return statement


def _continuity(section: Section, what: What) -> Continuity:
    allowed = ALLOWED[what]
    found = section.choice("continuity", Continuity, allowed[0])
    if found not in allowed:
        words = {
            "what_word": section.word("what"),
            "what": section.word("what", what.value),
            "continuity": section.word("continuity"),
            "found": section.word("continuity", found.value),
            "known": "、".join(section.word("continuity", one.value) for one in allowed),
        }
        section.problem(texts.CONTINUITY_OF.format(**words), "continuity")
        return allowed[0]
    return found


def _old_place(code: str, table: str) -> RowPlace:
    """``table/row``, or a row of the same table."""
    before, slash, row = code.partition("/")
    return RowPlace(before, row) if slash else RowPlace(table, code)


def _check_was(section: Section, statement: Succession) -> None:
    least, most = _COUNTS.get(statement.what, (1, 1))
    count = len(statement.was)
    if count < least or (most is not None and count > most):
        problem = texts.WAS_COUNT[statement.what.value].format(was=section.word("was"))
        section.problem(problem, "was")
    section.refuse_repeated(texts.ROW, ["/".join(place) for place in statement.was])
