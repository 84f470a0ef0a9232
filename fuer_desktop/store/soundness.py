"""Is a workspace file whole: its pages, its references, its journal, and the cells against it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from fuer_desktop.domain.findings import cells_text
from fuer_desktop.domain.values import BLANK, CellKey
from fuer_desktop.store.attachments import attachment_faults
from fuer_desktop.store.database import Connection
from fuer_desktop.store.findings import explanation_from, given_reasons
from fuer_desktop.store.journal import FormPlace, first_breach, value_of
from fuer_desktop.store.values import OWN, values_of
from fuer_desktop.texts import workspace as texts


def page_faults(connection: Connection, *, thorough: bool) -> list[str]:
    """What SQLite finds in its own pages, indexes included if thorough; a sentence a fault.

    Raises WorkspaceError where the file cannot even be read.
    """
    found = connection.rows(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(20)")
    return [] if found == [("ok",)] else [texts.PAGE_FAULT.format(fault=row[0]) for row in found]


def faults_of(connection: Connection) -> list[str]:
    """Everything that is not whole, a sentence a fault; nothing where the file is sound.

    Raises WorkspaceError where the file cannot even be read.
    """
    found = page_faults(connection, thorough=True)
    if found:
        return found
    lost = Counter((row[0], row[2]) for row in connection.rows("PRAGMA foreign_key_check"))
    faults = [
        texts.REFERENCE_FAULT.format(table=table, count=count, target=target)
        for (table, target), count in lost.items()
    ]
    faults += _definition_faults(connection)
    faults += attachment_faults(connection)
    breach = first_breach(connection)
    if breach is not None:
        faults.append(texts.JOURNAL_FAULT.format(number=breach.number, at=breach.at))
        return faults
    return [*faults, *_cell_faults(connection), *_reason_faults(connection)]


def _definition_faults(connection: Connection) -> Iterator[str]:
    """Definition texts that are no longer those of their digest."""
    rows = connection.rows(
        "SELECT path, digest, text FROM task_definition JOIN definition USING (digest)"
    )
    for path, digest, text in rows:
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield texts.DEFINITION_FAULT.format(path=path)


_SHOWN_CELLS = 20


def _cell_faults(connection: Connection) -> Iterator[str]:
    """Cells that are not what the journal's last row about them says."""
    written = {where: value_of(text)[0] for where, text in dict(_last_written(connection)).items()}
    there = {(place, key): value for place, key, value in values_of(connection, OWN)}
    count = 0
    for where in sorted(written.keys() | there.keys()):
        if written.get(where, BLANK) != there.get(where, BLANK):
            count += 1
            if count <= _SHOWN_CELLS:
                place, key = where
                yield texts.CELL_FAULT.format(
                    unit=place.unit, form=place.form, period=place.period, row=key.row,
                    column=key.column,
                )  # fmt: skip
    if count > _SHOWN_CELLS:
        yield texts.MORE_CELL_FAULTS.format(count=count - _SHOWN_CELLS)


def _last_written(connection: Connection) -> Iterator[tuple[tuple[FormPlace, CellKey], str]]:
    rows = connection.execute(
        "SELECT unit, form, period, tbl, row, col, new FROM journal WHERE tbl <> '' ORDER BY number"
    )
    for unit, form, period, table, row, column, new in rows:
        yield (FormPlace(unit, form, period), CellKey(table, row, column)), new


def _reason_faults(connection: Connection) -> Iterator[str]:
    """Reasons of what is entered here that are not what the journal's last row about them says."""
    rows = connection.rows(
        "SELECT unit, form, period, new FROM journal WHERE tbl = '' AND old <> '' ORDER BY number"
    )
    said = ((FormPlace(*place), explanation_from(text)) for *place, text in rows)
    written = {(place, e.key): e for place, e in said}
    there = {(place, e.key): e for place, e in given_reasons(connection)}
    for where in sorted(written.keys() | there.keys(), key=str):
        found, wanted = there.get(where), written.get(where)
        if found != wanted and (found or (wanted and wanted.reason)):
            place, key = where
            yield texts.REASON_FAULT.format(
                unit=place.unit, form=place.form, period=place.period, rule=key.rule,
                cells=cells_text(key.cells),
            )  # fmt: skip
