"""Commands about keys: an office's with its recovery sheet, and those of units."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say, show_progress
from fuer_desktop.domain.errors import FuerError, WorkspaceError
from fuer_desktop.services import deciding, office_keys, questions, sessions
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.store.unit_keys import KeyState
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import office_keys as texts

KEY_FIELDS = (
    "unit", "fingerprint", "state", "last_version", "first_seen", "last_seen", "counted",
    "waiting", "reason", "by", "at",
)  # fmt: skip


def new_office(path: Path, place: str) -> None:
    """Make an office and its recovery sheet; without a sheet there is no office."""
    office_keys.new_office_without_sheet(path)
    try:
        with open_workspace(path) as workspace:
            _make_sheet(workspace, place, None)
    except FuerError:
        sessions.undo_creation(path)
        raise


def recovery_sheet(arguments: Namespace) -> int:
    """Make the sheet of an office that has none, or compare one with its office."""
    with open_workspace(arguments.workspace) as workspace:
        workspace.require(Role.OFFICE)
        if arguments.check:
            fingerprint = office_keys.check_sheet(workspace, _code(arguments))
            say(texts.SHEET_CHECKED.format(fingerprint=fingerprint))
            return DONE
        _make_sheet(workspace, "", arguments.out)
    return DONE


def replace_office_key(arguments: Namespace) -> int:
    """Sign with a new key: in the workspace, or, where it is lost, in one made from the code."""
    path, code = arguments.workspace, _code(arguments)
    if path.exists():
        with open_workspace(path) as workspace:
            now = office_keys.replace_key(workspace, code, arguments.number)
        say(texts.KEY_REPLACED.format(number=now.number, fingerprint=now.key))
    else:
        sessions.refuse_lost(path)
        now = office_keys.office_from_code(path, code, arguments.number)
        words = {"path": path, "number": now.number, "fingerprint": now.root}
        say(texts.OFFICE_FROM_CODE.format(**words))
    return DONE


def learn_office_key(arguments: Namespace) -> int:
    """Know a former key of the office by a package that it signed."""
    with open_workspace(arguments.workspace) as workspace:
        say(office_keys.learn_former_key(workspace, arguments.package))
    return DONE


def unit_keys(arguments: Namespace) -> int:
    """The keys of the units, after a decision about one where it is asked for."""
    with open_workspace(arguments.workspace) as workspace:
        workspace.require(Role.OFFICE)
        task = load_task(workspace, arguments.task).code
        if arguments.do:
            _decide(workspace, task, arguments)
        found = deciding.keys_of(workspace, task)
    keys = [(unit, key) for unit, known in found.items() for key in known]
    rows = (
        (
            unit, key.fingerprint, key.words, key.last_version, key.first_seen, key.last_seen,
            key.counted, key.waiting, key.reason, key.by, key.at,
        )
        for unit, key in keys
    )  # fmt: skip
    put_rows(KEY_FIELDS, rows, arguments.out)
    asked = any(key.state is KeyState.ASKED for _, key in keys)
    return ATTENTION if asked else DONE


def _decide(workspace: Workspace, task: str, arguments: Namespace) -> None:
    wanted = "".join(arguments.key.split())
    known = deciding.keys_of(workspace, task).get(arguments.unit, [])
    found = [key for key in known if wanted and key.fingerprint.replace(" ", "") == wanted]
    if not found:
        words = {"unit": arguments.unit, "fingerprint": arguments.key}
        raise WorkspaceError(texts.NO_SUCH_KEY.format(**words))
    whose = (task, arguments.unit, found[0].public_key)
    if arguments.do == "revoke":
        revocation = deciding.Revocation(arguments.reason, arguments.last)
        deciding.revoke(workspace, *whose, revocation)
    elif arguments.do == "refuse":
        deciding.refuse(workspace, *whose, arguments.reason)
    else:
        for line in questions.admit(workspace, whose, arguments.reason, Job(show_progress)):
            say(line.message)


def _make_sheet(workspace: Workspace, place: str, out: Path | None) -> None:
    """Write a sheet; the office is bound to it only once it is there."""
    if not office_keys.standing(workspace).may_make:
        raise WorkspaceError(texts.HAS_SHEET)
    path, code = out or office_keys.sheet_path(workspace.path), office_keys.new_code()
    office_keys.draw(office_keys.sheet_of(workspace, code, place), path)
    office_keys.adopt_sheet(workspace, code)
    say(texts.SHEET_MADE.format(path=path))


def _code(arguments: Namespace) -> str:
    """The code of the command, or, so that no list of commands keeps it, as it is typed now."""
    if arguments.code:
        return str(arguments.code)
    say(texts.ASK_CODE)
    typed = sys.stdin.readline() if sys.stdin else ""
    if not typed.strip():
        raise WorkspaceError(texts.NO_CODE)
    return typed
