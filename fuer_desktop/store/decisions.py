"""What an office said about versions: which of several counts, returns, receipts."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fuer_desktop.domain.versions import Decided
from fuer_desktop.store.database import Connection
from fuer_desktop.store.writing import Writing

RETURN, RECEIPT = "return", "receipt"
RECEIVED, ACCEPTED = "received", "accepted"
OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Choice:
    """One version chosen over others; digests."""

    task: str
    unit: str
    chosen: str
    over: tuple[str, ...]
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A return or receipt, written by this office or opened at this desk. ``about`` are the digests
    of the versions it is about; ``number`` is a receipt's in its office's chain."""

    digest: str
    kind: str
    number: int
    task: str
    unit: str
    about: tuple[str, ...]
    state: str
    at: str


class DecisionStore:
    """Rows of choice and answer. Everything that writes does so inside the caller's transaction."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def choose(self, choice: Choice) -> None:
        """Add a choice."""
        [(last,)] = self._connection.rows("SELECT max(number) FROM choice")
        row = {**asdict(choice), "over": " ".join(choice.over)}
        self._writing.recorder.add("choice", {"number": (last or 0) + 1, **row})

    def choices(self, task: str) -> list[Choice]:
        """All choices of a task, the oldest first."""
        rows = self._connection.rows(
            "SELECT task, unit, chosen, over, reason, by, at FROM choice"
            " WHERE task = ? ORDER BY number",
            (task,),
        )
        return [
            Choice(code, unit, chosen, tuple(over.split()), *rest)
            for code, unit, chosen, over, *rest in rows
        ]

    def put_answer(self, answer: Answer, package: bytes) -> None:
        """Keep a return or receipt, or what became of it."""
        row = {**asdict(answer), "about": " ".join(answer.about), "package": package}
        self._writing.recorder.put("answer", row)

    def answers(self, task: str, unit: str = "") -> list[Answer]:
        """Returns and receipts of a unit, or of all, in their order."""
        rows = self._connection.rows(
            "SELECT digest, kind, number, task, unit, about, state, at FROM answer"
            " WHERE task = ? AND ? IN ('', unit) ORDER BY number, at, digest",
            (task, unit),
        )
        return [
            Answer(digest, kind, number, code, of, tuple(about.split()), state, at)
            for digest, kind, number, code, of, about, state, at in rows
        ]

    def last_receipt(self) -> tuple[int, str]:
        """Number and digest of the last receipt; zero and nothing before the first."""
        rows = self._connection.rows(
            "SELECT number, digest FROM answer WHERE kind = 'receipt' ORDER BY number DESC LIMIT 1"
        )
        return (rows[0][0], rows[0][1]) if rows else (0, "")

    def answer_package(self, digest: str) -> bytes:
        """The bytes of a return or receipt."""
        [(package,)] = self._connection.rows(
            "SELECT package FROM answer WHERE digest = ?", (digest,)
        )
        return bytes(package)

    def decided(self, task: str) -> dict[str, Decided]:
        """What was decided about the versions of each unit of a task, at an office."""
        aside: dict[str, set[str]] = {}
        for choice in self.choices(task):
            of_unit = aside.setdefault(choice.unit, set())
            of_unit.discard(choice.chosen)
            of_unit.update(choice.over)
        accepted: dict[str, str] = {}
        for answer in self.answers(task):
            if answer.kind == RECEIPT and answer.state == ACCEPTED:
                accepted[answer.unit] = answer.about[0]
        return {
            unit: Decided(frozenset(aside.get(unit, ())), accepted.get(unit, ""))
            for unit in {*aside, *accepted}
        }
