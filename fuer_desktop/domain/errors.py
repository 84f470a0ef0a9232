"""The faults of the world: a damaged file, a full disk, a figure that is not a number.

Wrong data are findings, which are values; a mistake of ours is any other exception.
"""

from __future__ import annotations


class FuerError(Exception):
    """Something a person has to put right; its text is one Chinese sentence for that person."""


class EntryError(FuerError):
    """What was typed or imported cannot be a value of its cell."""


class DefinitionError(FuerError):
    """Definition files hold mistakes; ``problems`` lists all of them with their places."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PackageError(FuerError):
    """A file that travels is damaged, foreign, wrongly signed or for somebody else."""


class WorkbookError(FuerError):
    """A spreadsheet file that cannot be read at all, or must not be."""


class WorkspaceError(FuerError):
    """The workspace file cannot be opened, read or written."""


class NewerWorkspaceError(WorkspaceError):
    """The workspace file was made by a newer program: nothing is wrong with it."""


class JobCancelledError(FuerError):
    """A person asked a running job to stop; what it had finished stays."""
