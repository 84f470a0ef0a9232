"""The office says whose a unit's keys are: admitted, refused, revoked from some version on.

What counts is a function of what is there: submissions whose key was revoked before their version
go back to quarantine, where they are seen and not counted, and come in again when the key is
admitted again. So every decision can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuer_desktop.domain import fingerprints
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.paths import PACKAGE_ENDING
from fuer_desktop.store.intake import Quarantined
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.unit_keys import KeyState, UnitKey
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import office_keys as texts


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that signed for a unit. ``state`` is None for one that the office never heard of, whose
    packages wait; versions are 0 where there is none; ``waiting`` packages are in quarantine."""

    public_key: str
    state: KeyState | None
    last_version: int
    reason: str
    by: str
    at: str
    first_seen: int
    last_seen: int
    counted: int
    waiting: int

    @property
    def fingerprint(self) -> str:
        """Six groups of four digits, to be compared on the telephone."""
        return fingerprints.spoken(self.public_key)

    @property
    def words(self) -> str:
        """The state for people."""
        if self.state is None:
            return texts.KEY_STATES["unknown"]
        if self.state is KeyState.REVOKED and not self.last_version:
            return texts.REVOKED_WHOLE
        return texts.KEY_STATES[self.state.value].format(last=self.last_version)


def keys_of(workspace: Workspace, task: str) -> dict[str, list[KnownKey]]:
    """Every key that signed for a unit of a task, by unit; those that were heard of first come
    first."""
    known = workspace.unit_keys.of_task(task)
    waiting = workspace.intake.quarantined(task)
    handed_in = workspace.submissions.of_task(task)
    units = dict.fromkeys([*known, *handed_in, *(each.unit for each in waiting)])
    found = {
        unit: list(
            _of_unit(
                known.get(unit, {}),
                [each for each in handed_in.get(unit, []) if not each.on_paper],
                [each for each in waiting if each.unit == unit],
            )
        )
        for unit in units
    }
    return {unit: keys for unit, keys in found.items() if keys}


def _of_unit(
    known: dict[str, UnitKey], records: list[SubmissionRecord], waiting: list[Quarantined]
) -> Iterator[KnownKey]:
    others = dict.fromkeys([each.sender for each in records] + [w.public_key for w in waiting])
    for public_key in dict.fromkeys([*known, *others]):
        held = [r.version.number for r in records if r.sender == public_key]
        kept = [each.version for each in waiting if each.public_key == public_key]
        key = known.get(public_key)
        yield KnownKey(
            public_key=public_key,
            state=key.state if key else None,
            last_version=key.last_version if key else 0,
            reason=key.reason if key else "",
            by=key.by if key else "",
            at=key.at if key else "",
            first_seen=min([*held, *kept], default=0),
            last_seen=max([*held, *kept], default=0),
            counted=len(held),
            waiting=len(kept),
        )


def admit(workspace: Workspace, task: str, unit: str, public_key: str, reason: str) -> None:
    """This key signs for the unit too. What waits in quarantine can come in from now on; taking it
    in is for the caller. Raises WorkspaceError."""
    _require(workspace, task, unit, public_key, reason)
    with workspace.commit(How.KEY_ADMITTED, reason.strip()):
        _put(workspace, (task, unit, public_key), KeyState.ADMITTED, reason)


def refuse(workspace: Workspace, task: str, unit: str, public_key: str, reason: str) -> None:
    """This key never signs for the unit; what it signed stays in quarantine. Raises WorkspaceError,
    also where something that it signed is taken in: that is for ``revoke``."""
    name = _require(workspace, task, unit, public_key, reason)
    if any(record.sender == public_key for record in _records(workspace, task, unit)):
        raise WorkspaceError(texts.HAS_COUNTED.format(unit=name))
    with workspace.commit(How.KEY_REFUSED, reason.strip()):
        _put(workspace, (task, unit, public_key), KeyState.REFUSED, reason)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why a key is revoked, and the last of its versions that still counts (0: none)."""

    reason: str
    last_version: int = 0


def revoke(
    workspace: Workspace, task: str, unit: str, public_key: str, revocation: Revocation
) -> int:
    """Of this key only versions up to some one count from now on. Later ones go back to
    quarantine; returns how many. Raises WorkspaceError, also where one of those is accepted."""
    reason, last_version = revocation.reason, revocation.last_version
    name = _require(workspace, task, unit, public_key, reason)
    gone = [
        record
        for record in _records(workspace, task, unit)
        if record.sender == public_key and record.version.number > last_version
    ]
    decided = workspace.decisions.decided(task).get(unit)
    for record in gone:
        if decided is not None and record.version.digest == decided.accepted:
            words = {"unit": name, "version": record.version.number}
            raise WorkspaceError(texts.IS_ACCEPTED.format(**words))
    period = load_task(workspace, task).record.period
    with workspace.commit(How.KEY_REVOKED, reason.strip()):
        _put(workspace, (task, unit, public_key), KeyState.REVOKED, reason, last_version)
        for record in gone:
            _set_aside(workspace, task, period, record)
    if gone:
        checking.record_run(workspace, load_task(workspace, task), {unit})
    return len(gone)


def _set_aside(workspace: Workspace, task: str, period: int, record: SubmissionRecord) -> None:
    version, data = record.version, workspace.submissions.package(record.number)
    waiting = Quarantined(
        digest=version.digest,
        task=task,
        unit=record.unit,
        public_key=record.sender,
        version=version.number,
        at=record.at,
        file=f"{record.unit}_{period}_v{version.number}_{version.digest[:8]}{PACKAGE_ENDING}",
        run=record.run,
    )
    workspace.submissions.remove(task, record)
    workspace.intake.set_aside(waiting, data)


def _put(
    workspace: Workspace,
    whose: tuple[str, str, str],
    state: KeyState,
    reason: str,
    last_version: int = 0,
) -> None:
    task, unit, public_key = whose
    by, at = workspace.journal.signature
    key = UnitKey(public_key, state, last_version, reason.strip(), by, at)
    workspace.unit_keys.put(task, unit, key)
    about = texts.KEY_EVENT.format(task=task, fingerprint=fingerprints.spoken(public_key))
    workspace.journal.note(unit, about=about)


def _require(workspace: Workspace, task: str, unit: str, public_key: str, reason: str) -> str:
    """The name of the unit that a decision is about, its code where a revision took it out; raises
    WorkspaceError where there is nothing to decide."""
    workspace.require(Role.OFFICE)
    if not reason.strip():
        raise WorkspaceError(texts.REASON_FIRST)
    listed = load_task(workspace, task).task.place.unit(unit)
    known = keys_of(workspace, task).get(unit, [])
    if listed is None and not known:
        raise WorkspaceError(texts.NO_SUCH_UNIT.format(task=task, unit=unit))
    name = listed.name if listed is not None else unit
    if all(key.public_key != public_key for key in known):
        words = {"unit": name, "fingerprint": fingerprints.spoken(public_key)}
        raise WorkspaceError(texts.NO_SUCH_KEY.format(**words))
    return name


def _records(workspace: Workspace, task: str, unit: str) -> list[SubmissionRecord]:
    return workspace.submissions.of_task(task, [unit]).get(unit, [])
