"""Commands about files that stand beside forms."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fuer_desktop.cli.output import DONE, open_workspace, put_rows, say
from fuer_desktop.services import attaching
from fuer_desktop.services.attaching import UnitFiles
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.texts import attachments as texts

FIELDS = ("unit", "form", "period", "version", "name", "size", "sha256", "by", "at", "saved_as")


def attach(arguments: Namespace) -> int:
    """Put a file beside a form of the unit."""
    given = attaching.read_file(arguments.file)
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        made = attaching.attach(workspace, task, arguments.form, given)
    say(texts.ATTACHED.format(name=made.name, form=made.form, size=made.shown_size))
    return DONE


def attachments(arguments: Namespace) -> int:
    """List the files: the desk's own, or at the office those of every unit; copies of them are
    written unit by unit."""
    folder = arguments.save
    count = 0
    rows: list[tuple[object, ...]] = []
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        for found in attaching.files_of_all(workspace, task):
            if folder is not None:
                count += len(attaching.save_all(workspace, found, folder))
            rows += _rows(found)
    put_rows(FIELDS, rows, arguments.out)
    if folder is not None:
        say(texts.SAVED.format(count=count, folder=folder))
    elif not rows:
        say(texts.NONE)
    return DONE


def _rows(found: UnitFiles) -> Iterator[tuple[object, ...]]:
    for one in found.files:
        about = (found.unit, one.form, found.period, found.version or "")
        saved_as = attaching.name_of(found, one)
        yield (*about, one.name, one.size, one.digest, one.by, one.at, saved_as)
