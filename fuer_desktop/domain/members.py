"""Lists in forms: a row for each village, school or institution that the place lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fuer_desktop.domain.forms import Form, Gathers, Row, Table
from fuer_desktop.domain.units import Member


def with_members(form: Form, members: Sequence[Member]) -> Form:
    """The form with a row for each member in its lists. A list of which the place has no members
    stays as it is: its gathered rows are counts to be typed (应达、已达)."""
    if not any(table.members for table in form.tables):
        return form
    return replace(form, tables=tuple(_listing(table, members) for table in form.tables))


def _listing(table: Table, members: Sequence[Member]) -> Table:
    unit = next((row.unit for row in table.rows if row.gathers is Gathers.SUM), "")
    listed = tuple(
        Row(title=member.name, code=member.code, unit=unit, level=1, is_member=True)
        for member in members
        if member.kind is table.members
    )
    return replace(table, rows=(*table.rows, *listed)) if listed else table
