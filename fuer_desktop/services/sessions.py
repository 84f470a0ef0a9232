"""Starting work on a workspace: which file, in which thread, as whom."""

from __future__ import annotations

from pathlib import Path

from fuer_desktop.services.store_thread import Answered, StoreThread
from fuer_desktop.store.workspace import Workspace

WORKSPACE_ENDING = ".fuerdb"
PACKAGE_ENDING = ".fuer"


def start(path: Path, opened: Answered) -> StoreThread:
    """Open a workspace in a store thread of its own; ``opened`` hears whether it could be."""
    return StoreThread(lambda: Workspace.open(path), opened)


def desk_path(package: Path, folder: Path) -> Path:
    """Where a task package's workspace is, or will be: one for each unit in the person's folder.

    Raises PackageError or WorkspaceError if the file is no task package.
    """
    from fuer_desktop.formats import files, packages

    read = packages.read(files.read_package_bytes(package), package.name, wanted="task")
    return folder / f"{read.manifest.unit}{WORKSPACE_ENDING}"
