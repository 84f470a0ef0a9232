"""Commands about keeping: what is on record, whether it is whole, and how to get it back."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import rows
from fuer_desktop.services import backing_up, examining, restoring, undoing
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.restoring import Comparison, Kept, Sources
from fuer_desktop.texts import backups as texts
from fuer_desktop.texts import journal as journal_texts

_SHOWN_CELLS = 40


def fsck(arguments: Namespace) -> int:
    """Examine a workspace without changing it; the exit codes are its own (reliability.md G20)."""
    found = examining.examine_file(arguments.file, deep=arguments.deep)
    for sentence in found.sentences:
        say(sentence)
    return int(found.soundness)


def journal(arguments: Namespace) -> int:
    """List everything that is on record."""
    with open_workspace(arguments.workspace) as workspace:
        found = map(astuple, workspace.journal.rows())
        put_rows(rows.JOURNAL_FIELDS, found, arguments.out)
    return DONE


def undo(arguments: Namespace) -> int:
    """Take back the latest step; one of an earlier day only if told to."""
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        step = undoing.next_back(workspace, task)
        today = datetime.now().astimezone().date()
        if undoing.is_of_earlier_day(step, today) and not arguments.yes:
            say(undoing.question(step) + journal_texts.ADD_YES)
            return ATTENTION
        say(undoing.undo(workspace, task).sentence)
    return DONE


def redo(arguments: Namespace) -> int:
    """Do again what was undone last."""
    with open_workspace(arguments.workspace) as workspace:
        say(undoing.redo(workspace, load_task(workspace, arguments.task)).sentence)
    return DONE


def backup(arguments: Namespace) -> int:
    """Make a backup now, or name a second place for all of them; list what there is."""
    with open_workspace(arguments.workspace) as workspace:
        made = backing_up.back_up(workspace, backing_up.Reason.BY_HAND)
        backing_up.rehearse_if_due(workspace)
        if arguments.second is not None:
            backing_up.set_second_place(workspace, arguments.second)
        known = backing_up.listed(workspace)
    for item in known.backups:
        print(backing_up.line_of(item))
    say(texts.MADE.format(name=made.name, size=made.size // 1024))
    say(backing_up.status_line(known))
    return DONE


def restore(arguments: Namespace) -> int:
    """Show what restoring would change, and do it if told to."""
    source = _source(arguments, restoring.sources(arguments.workspace))

    def agree(comparison: Comparison) -> bool:
        _show(comparison)
        return bool(arguments.yes)

    done = restoring.restore(arguments.workspace, source, agree)
    if done is None:
        say(texts.NOT_SWITCHED)
        return ATTENTION
    template = texts.SWITCHED_NEW if done.kept is None else texts.SWITCHED
    say(template.format(path=arguments.workspace, kept=done.kept))
    return DONE


def _source(arguments: Namespace, found: Sources) -> restoring.Source:
    """The backup that was named, else the witness, which has everything, else the newest backup."""
    if arguments.backup:
        return _named(arguments.backup, found)
    if arguments.witness:
        return Path(arguments.witness)
    if found.witness is not None:
        return found.witness
    if not found.backups:
        raise WorkspaceError(texts.NONE_KEPT.format(path=arguments.workspace))
    return found.backups[0]


def _named(name: str, found: Sources) -> Kept:
    for kept in found.backups:
        if kept.backup.name == name:
            return kept
    known = "、".join(kept.backup.name for kept in found.backups)
    raise WorkspaceError(texts.UNKNOWN.format(name=name, known=known))


def _show(comparison: Comparison) -> None:
    for change in comparison.cells[:_SHOWN_CELLS]:
        print(restoring.line_of(change))
    say(restoring.summary(comparison))
