"""Opening any kind of file: what it is by its content, and what the program will do with it.

Names and endings decide nothing. What is decided here is data; windows and commands carry it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.formats import container, file_shapes, files, packages
from fuer_desktop.formats.file_shapes import Shape
from fuer_desktop.formats.package_contents import Manifest
from fuer_desktop.formats.packages import Package
from fuer_desktop.services.intake_log import unit_names
from fuer_desktop.store import database
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import opening_files as texts
from fuer_desktop.texts import packages as package_texts


class What(StrEnum):
    """What a file is; packages as their manifests call them. ``UNREADABLE`` is a package that does
    not hold, or that a newer program made."""

    TASK = "task"
    SUBMISSION = "submission"
    INQUIRY = "inquiry"
    RETURN = "return"
    RECEIPT = "receipt"
    HANDOVER = "handover"
    WORKSPACE = "workspace"
    WORKBOOK = "workbook"
    UNREADABLE = "unreadable"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.WHATS[self.value]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was looked at. ``fault`` says why it cannot be used, nothing where it can; of a
    workspace it is told by its header alone, and opening it tells the rest."""

    path: Path
    what: What
    fault: str = ""
    package: Package | None = None

    @property
    def name(self) -> str:
        """The file's name for lines and messages."""
        return files.printable(self.path.name)


def kind_of(path: Path) -> Seen:
    """Look at a file, without changing anything. Raises WorkspaceError where it cannot be read."""
    name = files.printable(path.name)
    if path.is_dir():
        return Seen(path, What.OTHER, texts.FOLDER.format(file=name))
    if file_shapes.is_database(files.read_at_most(path, file_shapes.HEAD_BYTES)):
        return _workspace(path)
    data = files.read_at_most(path, container.MAX_BYTES + 1)
    shape = file_shapes.shape_of(data)
    if shape is Shape.PACKAGE:
        return _package(path, data, name)
    if shape is Shape.WORKBOOK:
        return Seen(path, What.WORKBOOK)
    template = package_texts.EMPTY if shape is Shape.EMPTY else texts.OTHER
    return Seen(path, What.OTHER, template.format(file=name))


def _workspace(path: Path) -> Seen:
    try:
        database.examine_header(path)
    except WorkspaceError as error:
        return Seen(path, What.WORKSPACE, str(error))
    return Seen(path, What.WORKSPACE)


def _package(path: Path, data: bytes, name: str) -> Seen:
    try:
        package = packages.read_any(data, name)
    except PackageError as error:
        return Seen(path, What.UNREADABLE, str(error))
    return Seen(path, What(package.manifest.kind), package=package)


# --- what becomes of it ---------------------------------------------------------------------


class Deed(StrEnum):
    """What the program does with a file."""

    OPEN_TASK = "open_task"
    TAKE_IN = "take_in"
    ANSWER = "answer"
    SHOW = "show"
    TAKE_UP = "take_up"
    OPEN_WORKSPACE = "open_workspace"
    TAKE_WORKBOOK = "take_workbook"
    SAY = "say"


@dataclass(frozen=True, slots=True)
class Now:
    """What is open: an office's workspace, or that of a desk, which belongs to ``unit`` and has
    these tasks; ``known`` are workspaces that were open before."""

    is_office: bool = False
    unit: str = ""
    tasks: frozenset[str] = frozenset()
    known: tuple[Path, ...] = ()

    def is_desk_of(self, manifest: Manifest) -> bool:
        """Whether the open workspace is the one that this was sent to."""
        return self.unit == manifest.unit and manifest.task in self.tasks


@dataclass(frozen=True, slots=True)
class Planned:
    """What is done with a file, what is said about it, and in which other workspace, if one."""

    deed: Deed
    seen: Seen
    sentence: str = ""
    workspace: Path | None = None


def plan(seen: Seen, now: Now) -> Planned:
    """What is to be done with a file, as things stand; desks that were open before are looked for
    where an answer belongs to another one."""
    if seen.package is not None and seen.what in (What.RETURN, What.RECEIPT):
        return _plan_answer(seen, seen.package.manifest, now)
    if seen.what in (What.SUBMISSION, What.INQUIRY):
        if now.is_office:
            words = texts.TAKING_IN.format(file=seen.name, what=seen.what.label)
            return Planned(Deed.TAKE_IN, seen, words)
        return Planned(Deed.SHOW, seen, texts.OPEN_AT_OFFICE)
    if seen.what is What.WORKBOOK and not now.unit:
        return Planned(Deed.SAY, seen, texts.WORKBOOK_NOWHERE.format(file=seen.name))
    return Planned(_DEEDS.get(seen.what, Deed.SAY), seen, seen.fault)


_DEEDS: Mapping[What, Deed] = {
    What.TASK: Deed.OPEN_TASK,
    What.HANDOVER: Deed.TAKE_UP,
    What.WORKSPACE: Deed.OPEN_WORKSPACE,
    What.WORKBOOK: Deed.TAKE_WORKBOOK,
}


def _plan_answer(seen: Seen, manifest: Manifest, now: Now) -> Planned:
    """A return or receipt belongs to one desk."""
    if now.is_desk_of(manifest):
        return Planned(Deed.ANSWER, seen)
    words = {"file": seen.name, "what": seen.what.label, "unit": manifest.unit}
    found = desk_of(manifest, now.known)
    if found is None:
        return Planned(Deed.SHOW, seen, texts.OPEN_AT_DESK.format(**words))
    path, words["unit"] = found
    sentence = texts.OF_OTHER_DESK.format(name=path.name, **words)
    return Planned(Deed.ANSWER, seen, sentence, path)


def desk_of(manifest: Manifest, known: Iterable[Path]) -> tuple[Path, str] | None:
    """Which of these workspaces, which nobody has open, a package was sent to, and its unit's name;
    one that somebody else goes on with is not meant."""
    for path in known:
        with suppress(WorkspaceError, OSError), Workspace.look(path) as workspace:
            record = workspace.tasks.get(manifest.task)
            is_it = workspace.role is Role.DESK and not workspace.handed_over
            if is_it and record is not None and record.unit == manifest.unit:
                return path, unit_names(workspace).get(record.unit, record.unit)
    return None


def now_of(workspace: Workspace) -> Now:
    """How things stand while a workspace is open."""
    if workspace.role is Role.OFFICE:
        return Now(is_office=True)
    tasks = workspace.tasks.all()
    unit = tasks[0].unit if tasks else ""
    return Now(unit=unit, tasks=frozenset(task.code for task in tasks))
