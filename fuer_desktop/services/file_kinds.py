"""The two kinds of file that belong to this program, and what starts this copy of it on one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.services import paths
from fuer_desktop.texts import registering as texts


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: how people and file managers call it, and how each system names it.

    ``container`` is the media type of which it is a special case; ``icon`` names a drawing in
    ``resources/icons``.
    """

    ending: str
    name: str
    icon: str
    prog_id: str
    media_type: str
    container: str


KINDS = (
    FileKind(
        ending=paths.PACKAGE_ENDING,
        name=texts.PACKAGE,
        icon="package",
        prog_id="FuerDesktop.Package",
        media_type="application/x-fuer-package",
        container="application/zip",
    ),
    FileKind(
        ending=paths.WORKSPACE_ENDING,
        name=texts.WORKSPACE,
        icon="workspace",
        prog_id="FuerDesktop.Workspace",
        media_type="application/x-fuer-workspace",
        container="application/vnd.sqlite3",
    ),
)


@dataclass(frozen=True, slots=True)
class Opener:
    """What a system starts for a kind of file: its ``command`` as the system keeps it, the
    ``program`` in it for people to read, and whether the entry is ``ours`` or a stranger's."""

    command: str
    program: str
    ours: bool = True


def is_frozen() -> bool:
    """Whether this is a built program, and not a Python that runs a checkout."""
    return bool(getattr(sys, "frozen", False))


def own_program() -> tuple[str, ...]:
    """The words that start the window of this copy; a file's path comes after them.

    A built program has two halves, of which the windowed one is meant whoever asks. From a
    checkout ``-P`` keeps Python from importing what lies beside the file that is opened.
    """
    program = Path(sys.executable)
    if is_frozen():
        return (str(program.with_name(program.stem.removesuffix("-cli") + program.suffix)),)
    windowed = program.with_name("pythonw.exe")
    return (str(windowed if windowed.is_file() else program), "-P", "-m", "fuer_desktop")


def icons() -> Path:
    """The folder of the drawings."""
    return paths.resources() / "icons"
