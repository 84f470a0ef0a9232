"""Commands that only look at files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, say
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import verifying
from fuer_desktop.store.workspace import Workspace


def verify(arguments: Namespace) -> int:
    """Say of each file what it is and whether it holds."""
    with ExitStack() as stack:
        workspace = None
        if arguments.workspace is not None:
            workspace = stack.enter_context(open_workspace(arguments.workspace))
        return DONE if _verify_all(arguments.files, workspace) else ATTENTION


def _verify_all(paths: Iterable[Path], workspace: Workspace | None) -> bool:
    are_sound = True
    for path in paths:
        try:
            found = verifying.verify(path, workspace)
        except WorkspaceError as error:
            say(str(error))
            are_sound = False
            continue
        for name, said in found.facts:
            print(f"{name}\t{said}", flush=True)
        say(found.sentence)
        are_sound = are_sound and found.is_sound
    return are_sound
