"""What the parts of a workspace need to write: a transaction, the journal and the recorder."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from fuer_desktop.domain.steps import How
from fuer_desktop.store.journal import Journal
from fuer_desktop.store.recording import Recorder


class Commit(Protocol):
    """Opens a transaction of the workspace; ``source`` says from or to where."""

    def __call__(self, how: How, source: str = "") -> AbstractContextManager[None]:
        """The transaction, as a context manager."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Handed to every part that writes rows."""

    commit: Commit
    journal: Journal
    recorder: Recorder
