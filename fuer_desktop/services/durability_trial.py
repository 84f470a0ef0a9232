"""What both halves of a durability trial share: its files, and a witness that tells what is about
to be stored.

A run of taking in is one thing: how many lines it has and which versions it brought, so that half
a batch would show as a value that was never tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.formats import files, signing
from fuer_desktop.services import paths, sessions
from fuer_desktop.store.recording import Change, Position, Stored, Witness
from fuer_desktop.store.workspace import Workspace

GONE = "-"
_DESK = "desk"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """Where the trial's files are, and how it speaks."""

    folder: Path
    out: Path
    say: Say

    @property
    def desk(self) -> Path:
        """The workspace that is filled."""
        return self.folder / "desk.fuerdb"

    @property
    def office(self) -> Path:
        """The workspace that takes in."""
        return self.folder / "office.fuerdb"

    @property
    def inbox(self) -> Path:
        """The folder that the office takes in."""
        return self.out / "inbox"

    @property
    def sent(self) -> Path:
        """Where the desk exports to."""
        return self.out / "sent"

    def lay_out(self) -> None:
        """Put the kept files there, if they are not yet."""
        kept = paths.resources() / "durability"
        for path in (self.desk, self.office):
            if not path.exists() and not paths.kept_for(path, "witness"):
                files.copy_whole(kept / f"{path.stem}-v0.fuerdb", path)


def run_text(lines: int, digests: Iterable[str]) -> str:
    """What a taking-in came to."""
    return "/".join([str(lines), *sorted(digest[:8] for digest in digests)])


class Telling:
    """A witness that says what is about to be stored, before it is."""

    def __init__(self, witness: Witness, name: str, say: Say) -> None:
        self._witness = witness
        self._name = name
        self._say = say
        self._tried: list[str] = []
        self._before = 0

    def write(self, before: Position, after: Position, changes: Sequence[Change]) -> None:
        """Say every row of the journal and every submission of the transaction, and what a run of
        taking in comes to by it, then keep it."""
        rows = [(each.table, dict(zip(each.columns, each.values, strict=True))) for each in changes]
        tried = [_audit(self._name, row) for table, row in rows if table == "journal"]
        tried += self._runs(rows)
        sent = list(self._sent(rows))
        for words in [*tried, *sent]:
            self._say(f"TRY {words}")
        self._witness.write(before, after, changes)
        self._before = len(self._tried)
        self._tried += tried

    def _sent(self, rows: Sequence[_Row]) -> Iterator[str]:
        """A desk's version, and the file that it becomes, byte for byte."""
        for table, row in rows:
            if table == "submission" and self._name == _DESK:
                digest, package = str(row["digest"]), row["package"]
                assert isinstance(package, bytes)  # a desk's versions are never taken away
                yield f"version:desk:{digest} kept"
                yield f"file:{digest[:8]} {signing.fingerprint(package)}"

    def _runs(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Whole runs: what is taken in here is always less than one batch."""
        for table, run in rows:
            if table == "intake_run":
                number = int(run["number"] or 0)
                lines = [r for name, r in rows if name == "intake" and r["run"] == number]
                came = [str(r["digest"]) for name, r in rows if name == "submission" and "run" in r]
                value = GONE if run["undone"] else run_text(len(lines), came)
                yield f"run:{self._name}:{number} {value}"

    def acknowledge(self) -> None:
        """Say that everything up to now is saved."""
        for words in self._tried:
            self._say(f"ACK {words}")
        self._tried = []

    def withdraw(self) -> None:
        """As the witness does."""
        del self._tried[self._before :]
        self._witness.withdraw()

    def close(self) -> None:
        """As the witness does."""
        self._witness.close()


_Row = tuple[str, dict[str, Stored]]
"""A table, and what was written to a row of it."""


def _audit(name: str, row: Mapping[str, Stored]) -> str:
    number, head = str(row["number"]), str(row["hash"])
    return f"audit:{name}:{number} {head}"


def told(path: Path, say: Say) -> tuple[Workspace, Telling]:
    """A workspace whose witness tells."""
    workspace = sessions.open_workspace(path)
    telling = Telling(workspace.witness, path.stem, say)
    workspace.watch(telling)
    return workspace, telling


def line(words: object) -> str:
    """Anything that is told, on one line."""
    return str(words).replace("\n", " ")
