"""How wide the columns of a printed table are."""

from __future__ import annotations

from collections.abc import Sequence

from fuer_desktop.paper import face
from fuer_desktop.paper.pieces import BODY
from fuer_desktop.paper.sheet import Head, Holds, PrintedTable

PAD = 4.0
"""Points left free at both sides of a cell."""

_LEAST_NAME, _LEAST_NUMBER, _LEAST_TEXT = 165.0, 54.0, 130.0
_MOST_NUMBER, _USUAL_NAME = 100.0, 150.0
_HEAD_LINES = 3


def widths(tables: Sequence[PrintedTable], room: float) -> list[tuple[float, ...]] | None:
    """For each table of a form widths in points that fill ``room``, or None where one of them does
    not fit into it.

    Names get what they want after figures have what they need; figures then grow, and what is left
    goes to texts, or to the names. Tables of the same columns share their widths.
    """
    alike: dict[tuple[Holds, ...], list[float]] = {}
    for table in tables:
        kinds = tuple(head.holds for head in table.heads)
        known = alike.get(kinds, [0.0] * len(kinds))
        own = [_need(table, number) for number in range(len(kinds))]
        alike[kinds] = [max(pair) for pair in zip(known, own, strict=True)]
    for kinds, needs in alike.items():
        rest = room - sum(needs[1:])
        if rest < min(needs[0], _LEAST_NAME):
            return None
        needs[0] = min(max(needs[0], _USUAL_NAME), rest)
        _grow(kinds, needs, room - sum(needs))
    return [tuple(alike[tuple(head.holds for head in table.heads)]) for table in tables]


def _grow(kinds: Sequence[Holds], needs: list[float], left: float) -> None:
    wide = [n for n, kind in enumerate(kinds) if kind is Holds.TEXT]
    figures = [n for n, kind in enumerate(kinds) if kind is Holds.NUMBER]
    if figures and not wide:
        most = max(needs[number] for number in figures)
        even = min(_MOST_NUMBER, (sum(needs[n] for n in figures) + left) / len(figures))
        if even >= most:
            left -= sum(even - needs[number] for number in figures)
            for number in figures:
                needs[number] = even
    for number in wide or [0]:
        needs[number] += left / len(wide or [0])


def _need(table: PrintedTable, number: int) -> float:
    head = table.heads[number]
    if head.holds is Holds.NAME:
        return _natural(table)
    if head.holds is Holds.TEXT:
        return max(_LEAST_TEXT, _head_width(head))
    texts = (part for line in table.lines for part in line.cells[number].text.split("\n"))
    cells = max((face.width(text, BODY) for text in texts), default=0.0)
    least = _LEAST_NUMBER if head.holds is Holds.NUMBER else 0.0
    return max(least, cells + 2 * PAD, _head_width(head), _shared_width(table, number))


def _shared_width(table: PrintedTable, number: int) -> float:
    """A column's part of the head that it shares with its neighbours."""
    group = next((g for g in table.groups if g.first <= number < g.first + g.count), None)
    return _head_width(Head(group.title, "", Holds.NUMBER)) / group.count if group else 0.0


def _head_width(head: Head) -> float:
    """So wide that the head needs three lines at most."""
    room = face.longest_word(head.title, BODY)
    while len(face.wrapped(head.title, BODY, room)) > _HEAD_LINES:
        room += BODY
    if head.holds in (Holds.UNIT, Holds.CODE):
        room = max(room, 2 * BODY)
    return room + 2 * PAD


def _natural(table: PrintedTable) -> float:
    """So wide that no name needs a second line."""
    longest = (
        face.width(line.cells[0].text, BODY) + line.cells[0].indent * BODY for line in table.lines
    )
    return max(longest, default=0.0) + 2 * PAD + 1
