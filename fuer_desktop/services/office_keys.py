"""An office's keys: the working key in its workspace, and the root on a printed recovery sheet.

The root and what opens sealed packages after a loss (escrow) both follow from a seed of 32 bytes
that is printed as the recovery code and never stored: no function here writes it, or a secret
derived from it, anywhere but to the sheet; a new office made from the code keeps the escrow key,
since it has to read what was sealed before.

Keys are numbered, and a desk takes only a higher number. The number is at least the count of days
since 2000, so that an office that starts again from the code alone, and no longer knows how many
keys it had, is above all of them; whoever knows better may say a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain import fingerprints, recovery_code
from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.recovery_sheet import RecoverySheet
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.units import Place
from fuer_desktop.formats import definitions, files, packages, sealing, signing
from fuer_desktop.formats.package_contents import OfficeKey
from fuer_desktop.services import paths
from fuer_desktop.services.catalogues import PLACE
from fuer_desktop.services.manifests import kept_of_key, said_of_key
from fuer_desktop.services.sessions import create_workspace, undo_creation
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import office_keys as texts

_FIRST_DAY = date(2000, 1, 1)
MOST_NUMBER = 100_000
"""As a manifest's ``Number`` has it; the days reach it in 2273."""


class SheetState(StrEnum):
    """How it stands with an office's recovery sheet."""

    NONE = "none"
    MADE = "made"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Standing:
    """An office's key and sheet, for people: fingerprints as they are printed, ``kept`` the ISO
    time of the last check. ``may_make`` says that a sheet can be made now, ``is_new`` that no task
    was made yet, ``began_again`` that there were other keys before."""

    state: SheetState
    key: str
    number: int = 0
    root: str = ""
    kept: str = ""
    may_make: bool = False
    practice: bool = False
    is_new: bool = False
    began_again: bool = False


def new_office(path: Path) -> str:
    """Make an office's workspace with working key, root and escrow; refuses a path that exists.

    Returns the recovery code in its groups, which the workspace does not keep.
    """
    code = new_code()
    with create_workspace(path, Role.OFFICE, signing.new_private_key()) as workspace:
        adopt_sheet(workspace, code)
    return code


def new_office_without_sheet(path: Path) -> None:
    """Make an office's workspace with a working key alone; refuses a path that exists."""
    create_workspace(path, Role.OFFICE, signing.new_private_key()).close()


def new_code() -> str:
    """A recovery code that nobody had before, in its groups."""
    return " ".join(recovery_code.groups_of(bytes.fromhex(signing.new_secret())))


def standing(workspace: Workspace) -> Standing:
    """How it stands with key and sheet."""
    said = said_of_key(workspace.office)
    place = _place(workspace)
    key = fingerprints.spoken(signing.public_key_of(workspace.private_key))
    kept = workspace.sheet_kept
    bare = Standing(
        SheetState.NONE,
        key,
        may_make=not kept and (said is None or place is None),
        practice=place is not None and place.practice,
        is_new=place is None,
        began_again=bool(workspace.former_keys),
    )
    if said is None:
        return bare
    return replace(
        bare,
        state=SheetState.KEPT if kept else SheetState.MADE,
        number=said.number,
        root=fingerprints.spoken(said.root),
        kept=kept,
    )


def adopt_sheet(workspace: Workspace, code: str) -> None:
    """Have the office's root from this code, once its sheet is on paper; the same again changes
    nothing. Raises WorkspaceError where another root is out already: desks know it, and would take
    this office for another."""
    workspace.require(Role.OFFICE)
    said = said_of_key(workspace.office)
    if said is not None and said.root == _root_of(code):
        return
    if not standing(workspace).may_make:
        raise WorkspaceError(texts.HAS_SHEET)
    number = said.number if said else 1
    with workspace.commit(How.OFFICE_KEY):
        workspace.set_office(_introduced(code, workspace.private_key, number))
        workspace.journal.note(about=texts.SHEET_TITLE)


def check_sheet(workspace: Workspace, typed: str) -> str:
    """Whether a recovery code is this office's; remembers that it was, and returns the root's
    fingerprint. Raises EntryError for a code with a slip, WorkspaceError for another office's."""
    root = _own_root(workspace, typed)
    confirm_sheet(workspace)
    return fingerprints.spoken(root)


def confirm_sheet(workspace: Workspace) -> None:
    """Remember that the sheet was looked at and is right."""
    with workspace.commit(How.OFFICE_KEY):
        workspace.set_sheet_kept(workspace.clock())
        workspace.journal.note(about=texts.ASK["check"][0])


def sheet_of(workspace: Workspace, code: str, place: str = "") -> RecoverySheet:
    """What is to be printed: the code, and what it is known by; ``place`` is the office's name
    where the workspace has no task yet that says it."""
    known = _place(workspace)
    said = said_of_key(workspace.office)
    key = fingerprints.spoken(signing.public_key_of(workspace.private_key))
    made_on = datetime.fromisoformat(workspace.clock()).date().isoformat()
    return RecoverySheet(
        facts=(
            (texts.SHEET_OFFICE, known.name if known else place or texts.SHEET_UNNAMED),
            (texts.SHEET_WORKSPACE, workspace.path.name),
            (texts.SHEET_MADE_ON, made_on),
            (texts.SHEET_ROOT, fingerprints.spoken(_root_of(code))),
            (texts.SHEET_KEY.format(number=said.number if said else 1), key),
        ),
        groups=recovery_code.groups_of(recovery_code.seed_of(code)),
        practice=known is not None and known.practice,
    )


def draw(sheet: RecoverySheet, out: Path) -> None:
    """Write the sheet as a PDF of one page; raises WorkspaceError where it cannot be."""
    from fuer_desktop.paper import drawing, face
    from fuer_desktop.paper.recovery import lay_out_sheet

    kept = face.ready(paths.font())
    files.write_whole(out, drawing.pdf([lay_out_sheet(sheet)], texts.SHEET_TITLE))
    del kept  # an application of our own has to live until here


def sheet_path(workspace: Path) -> Path:
    """Where the sheet of an office goes that nobody placed elsewhere: beside its workspace, and
    over no other sheet."""
    name = texts.SHEET_FILE.format(office=workspace.stem)
    path, count = workspace.with_name(f"{name}.pdf"), 1
    while path.exists():
        count += 1
        path = workspace.with_name(f"{name}-{count}.pdf")
    return path


def replace_key(workspace: Workspace, typed: str, least: int = 1) -> Standing:
    """Sign with a new key from now on; the root introduces it, and the former one still opens what
    was sealed for it. ``least`` is the smallest number that it may have.

    Desks take the next package of the new key, and none of the old one after that. Raises
    EntryError or WorkspaceError, and then nothing was changed.
    """
    workspace.require(Role.OFFICE)
    said = said_of_key(workspace.office)
    if said is None:
        raise WorkspaceError(texts.NO_SHEET)
    _own_root(workspace, typed)
    private_key = signing.new_private_key()
    number = _number(workspace.clock(), max(said.number + 1, least))
    with workspace.commit(How.OFFICE_KEY):
        workspace.set_keys(private_key, workspace.reading_keys)
        workspace.set_office(_introduced(typed, private_key, number))
        workspace.set_sheet_kept(workspace.clock())
        for task in workspace.tasks.all():
            workspace.tasks.update(replace(task, office_key=signing.public_key_of(private_key)))
        workspace.journal.note(about=texts.KEY_NUMBER.format(number=number))
    return standing(workspace)


def office_from_code(path: Path, typed: str, least: int = 1) -> Standing:
    """Make an office's workspace from the recovery code alone; refuses a path that exists. Raises
    EntryError or WorkspaceError, and then there is none."""
    recovery_code.seed_of(typed)
    workspace = create_workspace(path, Role.OFFICE, signing.new_private_key())
    try:
        with workspace:
            return begin_again(workspace, typed, least)
    except WorkspaceError:
        undo_creation(path)
        raise


def begin_again(workspace: Workspace, typed: str, least: int = 1) -> Standing:
    """Make an office that handed out nothing yet the one that the recovery code is of: the same
    root, a key with a higher number, and what opens packages that were sealed for it."""
    workspace.require(Role.OFFICE)
    if workspace.tasks.all():
        raise WorkspaceError(texts.NOT_EMPTY)
    secret = recovery_code.seed_of(typed).hex()
    private_key = signing.new_private_key()
    number = _number(workspace.clock(), least)
    with workspace.commit(How.OFFICE_KEY):
        workspace.set_keys(private_key, [*workspace.reading_keys, _escrow(secret)])
        workspace.set_office(_introduced(typed, private_key, number))
        workspace.set_sheet_kept(workspace.clock())
        workspace.journal.note(about=texts.KEY_NUMBER.format(number=number))
    return standing(workspace)


def learn_former_key(workspace: Workspace, package_path: Path) -> str:
    """Have submissions taken in that are addressed to a former key of this office, which the office
    lost: a package that it signed then, and in which its root introduces that key, proves it.

    Returns a sentence; raises PackageError where the package proves nothing.
    """
    workspace.require(Role.OFFICE)
    name = package_path.name
    manifest = packages.read_any(files.read_package_bytes(package_path), name).manifest
    said, own = manifest.office, said_of_key(workspace.office)
    is_own = said is not None and own is not None and said.root == own.root
    if not is_own or said is None or not is_introduced(said, manifest.sender):
        raise PackageError(texts.NOT_OWN_PACKAGE.format(file=name))
    fingerprint = fingerprints.spoken(manifest.sender)
    private = map(signing.public_key_of, workspace.reading_keys)
    if manifest.sender in {*private, *workspace.former_public}:
        return texts.KEY_KNOWN.format(fingerprint=fingerprint)
    with workspace.commit(How.OFFICE_KEY, name):
        workspace.set_former_public([*workspace.former_public, manifest.sender])
        workspace.journal.note(about=fingerprint)
    return texts.KEY_LEARNED.format(fingerprint=fingerprint)


def is_introduced(said: OfficeKey, sender: str) -> bool:
    """Whether what an office says of its key holds for the key that signed it."""
    return signing.introduces(said.root, said.introduction, said.number, sender)


def _introduced(code: str, private_key: str, number: int) -> str:
    """What the office says of this key, to be kept."""
    secret = recovery_code.seed_of(code).hex()
    root = _root(secret)
    said = OfficeKey(
        number=number,
        root=signing.public_key_of(root),
        introduction=signing.introduce(root, number, signing.public_key_of(private_key)),
        recipients=[sealing.recipient_of(private_key), sealing.recipient_of(_escrow(secret))],
    )
    return kept_of_key(said)


def _own_root(workspace: Workspace, typed: str) -> str:
    """The root (public) that follows from a code, which has to be this office's."""
    said = said_of_key(workspace.office)
    if said is None:
        raise WorkspaceError(texts.NO_SHEET)
    found = _root_of(typed)
    if found != said.root:
        words = {"found": fingerprints.spoken(found), "own": fingerprints.spoken(said.root)}
        raise WorkspaceError(texts.NOT_OURS.format(**words))
    return found


def _root_of(code: str) -> str:
    return signing.public_key_of(_root(recovery_code.seed_of(code).hex()))


def _place(workspace: Workspace) -> Place | None:
    """The office's place, as its latest task has it; None before its first."""
    tasks = workspace.tasks.all()
    if not tasks:
        return None
    return definitions.read_place(PLACE, workspace.tasks.definitions(tasks[0].code)[PLACE])


def _root(secret: str) -> str:
    return sealing.derived(secret, "office root").hex()


def _escrow(secret: str) -> str:
    return sealing.derived(secret, "office escrow").hex()


def _number(now: str, least: int) -> int:
    """The number of a key made now, at least so much."""
    days = (datetime.fromisoformat(now).date() - _FIRST_DAY).days
    number = max(days, least, 1)
    if number > MOST_NUMBER:
        raise WorkspaceError(texts.NUMBER_TOO_LARGE.format(number=number, most=MOST_NUMBER))
    return number
