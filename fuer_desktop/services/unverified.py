"""Files that no signature vouches for: unsigned, altered, or signed in a way nobody knows.

They are kept as they came, seen and never counted: what such a file says of its unit or task is
not believed, so it stands on no board. The office sends a copy back, and puts the file away once
a good one has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.steps import How
from fuer_desktop.formats import files
from fuer_desktop.store.intake import UnverifiedFile
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import journal as journal_texts
from fuer_desktop.texts import matters as texts


@dataclass(frozen=True, slots=True)
class Unverified:
    """One such file. ``digest`` is the SHA-256 (hex) of its bytes, ``at`` the ISO time at which it
    came, ``source`` the folder it came from, ``why`` what is wrong with it, in a sentence."""

    digest: str
    file: str
    at: str
    source: str
    why: str

    @property
    def about(self) -> tuple[str, ...]:
        """The same of the same matter, whatever became of it."""
        return (self.digest,)

    @property
    def is_open(self) -> bool:
        """It waits for a person as long as it is kept."""
        return True


def unverified_files(workspace: Workspace) -> list[Unverified]:
    """What is kept, the first that came first."""
    kept = workspace.intake.unverified()
    if not kept:
        return []
    sources = {run.number: run.source for run in workspace.intake.runs()}
    said = {(line.run, line.sha256): line.message for line in workspace.intake.lines()}
    return [
        Unverified(
            digest=each.digest,
            file=each.file,
            at=each.at,
            source=sources.get(each.run, ""),
            why=said.get((each.run, each.digest), ""),
        )
        for each in kept
    ]


def copy_out(workspace: Workspace, digest: str, path: Path) -> None:
    """Write a kept file to ``path``, byte for byte as it came; raises WorkspaceError."""
    _kept(workspace, digest)
    files.write_whole(path, workspace.intake.unverified_data(digest))


def put_away(workspace: Workspace, digest: str) -> None:
    """Keep a file no longer; the lines of its taking-in stay. Raises WorkspaceError where it is not
    kept (any more)."""
    workspace.require(Role.OFFICE)
    kept = _kept(workspace, digest)
    with workspace.commit(How.PUT_AWAY):
        workspace.intake.remove_unverified(digest)
        about = journal_texts.FILE_EVENT.format(name=kept.file, digest=digest)
        workspace.journal.note(about=about)


def _kept(workspace: Workspace, digest: str) -> UnverifiedFile:
    for each in workspace.intake.unverified():
        if each.digest == digest:
            return each
    raise WorkspaceError(texts.NOT_KEPT)
