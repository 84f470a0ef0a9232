"""The two halves of a durability trial: store over the window's own road, and read after a fall.

``work`` prints ``TRY key value`` before it stores, ``ACK key value`` only when the program would
say "saved", ``ERR text`` when it says that it could not; ``read`` opens the folder as the program
does at start, examines it, and prints ``HAVE key value`` for everything that is there. A harness
kills, cuts and starves the first and compares what it said with what the second finds
(reliability.md section 5).

The folder starts with the kept files of version 0, so that every first start migrates them.
"""

from __future__ import annotations

import hashlib
import queue
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

from fuer_desktop.domain.attachments import Attachment
from fuer_desktop.domain.errors import FuerError, WorkspaceError
from fuer_desktop.domain.findings import (
    Explanation,
    FindingKey,
    cells_text,
    explanation_of,
    side_text,
)
from fuer_desktop.domain.steps import How, Step, next_redo
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, number
from fuer_desktop.formats import files, packages
from fuer_desktop.formats.backup_list import Backup
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import (
    admitting,
    attaching,
    backing_up,
    entering,
    examining,
    paths,
    restoring,
    sessions,
    submitting,
    taking_in,
    undoing,
)
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.editing import (
    Change,
    Committed,
    EditSession,
    FormContent,
    commit_change,
    load_content,
)
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.pasting import Line, Place, paste
from fuer_desktop.services.store_thread import Answer, StoreThread, Work
from fuer_desktop.store.findings import explanation_from
from fuer_desktop.store.journal import FormPlace, JournalRow, value_of
from fuer_desktop.store.recording import Change as Row
from fuer_desktop.store.recording import Position, Witness
from fuer_desktop.store.workspace import Workspace

_EXPORTING = "desk"
SIGNATORIES = {"head": "甲", "statistics_head": "乙", "filler": "丙"}
TRIAL_RULE = "SY-01.C01"
REASON = "试验的原因{number}"
WORKBOOK = "trial.xlsx"
PASTED, IMPORTED = 3, 4
"""Cells of one paste and of one import."""
MOST_ATTACHED = 3
GONE = "-"

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
    def sent(self) -> Path:
        """Where the desk exports to."""
        return self.out / "sent"

    def lay_out(self) -> None:
        """Put the kept files there, if they are not yet."""
        kept = paths.resources() / "durability"
        for path in (self.desk, self.office):
            if not path.exists() and not paths.kept_for(path, "witness"):
                files.copy_whole(kept / f"{path.stem}-v0.fuerdb", path)


def work(trial: Trial, seed: int, count: int) -> None:
    """Store ``count`` times: cells one by one, and now and then a paste, an undo, an import of rows
    or of a workbook, an attached file, an export that the office takes in, a backup, the reason of
    a finding."""
    try:
        trial.lay_out()
        with _Desk(trial, seed) as desk:
            desk.store(count)
    except FuerError as error:
        trial.say(f"ERR {_line(error)}")


def read(trial: Trial) -> bool:
    """Open what is there, restore what can only be restored, and list it; False where it is not
    sound."""
    sound = True
    for path in (trial.desk, trial.office):
        if not path.exists() and not paths.kept_for(path, "witness"):
            continue
        if not path.exists():
            witness = restoring.sources(path).witness
            assert witness is not None  # there is a folder of witnesses for this path
            restoring.restore(path, witness, lambda _: True)
        with _opened(trial, path) as workspace:
            found = examining.examine(workspace, deep=True)
            for sentence in found.sentences:
                trial.say(sentence)
            sound = sound and found.soundness is examining.Soundness.SOUND
            _list(trial, workspace)
    _list_files(trial)
    return sound


@contextmanager
def _opened(trial: Trial, path: Path) -> Iterator[Workspace]:
    """For work, or where the disk is full the read-only copy that the program offers then."""
    try:
        workspace = sessions.open_workspace(path)
    except WorkspaceError as error:
        trial.say(str(error))
        with Workspace.look(path) as copied:
            yield copied
    else:
        with workspace:
            yield workspace


def _list(trial: Trial, workspace: Workspace) -> None:
    """What ``work`` says that it stores, and nothing else."""
    task = load_task(workspace)
    name = workspace.path.stem
    if task.record.unit:
        _list_cells(trial, workspace, task)
    rows = list(workspace.journal.rows())
    since = max((row.number for row in rows if row.how == How.MIGRATED), default=0)
    for row in rows:
        if row.number > since and row.how != How.RESTORED:
            trial.say(f"HAVE audit:{name}:{row.number} {row.hash}")
    for records in workspace.submissions.of_task(task.code).values():
        for record in records:
            trial.say(f"HAVE version:{name}:{record.version.digest} kept")
    for backup in backing_up.listed(workspace).backups:
        wrong = backing_up.faults_in(backing_up.folder_of(workspace) / backup.name, backup)
        if backup.reason == backing_up.Reason.BY_HAND and not wrong:
            trial.say(f"HAVE backup:{name}:{backup.number} {backup.head}")


def _list_cells(trial: Trial, desk: Workspace, task: LoadedTask) -> None:
    """Those that were ever filled, and the reasons; what was taken back by an undo is there as
    such."""
    place = _place(task)
    values = desk.values.of_form(place)
    touched = {row.key for row in desk.journal.rows() if row.place == place}
    for key in task.own_forms[0].typed_cells:
        if key in touched:
            trial.say(f"HAVE {_cell(task, key)} {_text(values.get(key, BLANK))}")
    for row in desk.findings.of_year(place.period):
        trial.say(f"HAVE {_reason(row.record.explanation)}")
    kept = {one.digest: one.name for one in attaching.own_files(desk, task)}
    for event in desk.journal.rows():
        if event.how in (How.ATTACHED, How.DETACHED):
            digest = event.new.split()[-1]
            trial.say(f"HAVE attached:{digest} {kept.get(digest, GONE)}")


def _list_files(trial: Trial) -> None:
    for path in sorted(trial.sent.glob(f"*{paths.PACKAGE_ENDING}")):
        package = packages.read(path.read_bytes(), path.name, wanted="submission")
        trial.say(f"HAVE file:{package.digest[:8]} {package.digest}")


class _Telling:
    """A witness that says what is about to be stored, before it is."""

    def __init__(self, witness: Witness, name: str, say: Say) -> None:
        self._witness = witness
        self._name = name
        self._say = say
        self._tried: list[str] = []
        self._before = 0

    def write(self, before: Position, after: Position, changes: Sequence[Row]) -> None:
        """Say every row of the journal and every submission of the transaction, then keep it."""
        tried = []
        for change in changes:
            values = dict(zip(change.columns, change.values, strict=True))
            if change.table == "journal":
                row, head = str(values["number"]), str(values["hash"])
                tried.append(f"audit:{self._name}:{row} {head}")
            if change.table == "submission":
                digest = str(values["digest"])
                tried.append(f"version:{self._name}:{digest} kept")
                if self._name == _EXPORTING:
                    tried.append(f"file:{digest[:8]} {digest}")
        for words in tried:
            self._say(f"TRY {words}")
        self._witness.write(before, after, changes)
        self._before = len(self._tried)
        self._tried += [words for words in tried if words.startswith("audit:")]

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


def _told(path: Path, say: Say) -> tuple[Workspace, _Telling]:
    """A workspace whose witness tells."""
    workspace = sessions.open_workspace(path)
    telling = _Telling(workspace.witness, path.stem, say)
    workspace.watch(telling)
    return workspace, telling


class _Desk:
    """A desk at work: an edit session over a store thread, as the window has it."""

    def __init__(self, trial: Trial, seed: int) -> None:
        self._trial = trial
        self._random = random.Random(seed)
        opened: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._thread = StoreThread(self._open, opened.put)
        answer = opened.get()
        if answer.error is not None:
            raise answer.error
        self._task = cast(LoadedTask, self._ask(load_task))
        [self._form] = self._task.own_forms
        content = self._ask(lambda desk: load_content(desk, self._task, self._form))
        self._session = EditSession(self._form, cast(FormContent, content), self._post)
        self._cells = list(self._form.typed_cells)
        numbers = [int(self._session.value(key).number or 0) for key in self._cells]
        self._counter = max(1000, *numbers) + 1000 * self._random.randrange(1, 1000)

    def __enter__(self) -> _Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.close()

    def store(self, count: int) -> None:
        """Do one thing after another; each is answered before the next begins."""
        others = (
            self._paste, self._undo, self._take_workbook, self._hand_in, self._back_up,
            self._explain, self._fill, self._redo,
        )  # fmt: skip
        for turn in range(count):
            act = others[turn // 2 % len(others)] if turn % 2 else self._type
            try:
                act()
            except FuerError as error:
                self._trial.say(f"ERR {_line(error)}")

    def _type(self) -> None:
        self._enter({self._random.choice(self._cells): self._next()}, How.TYPED)

    def _paste(self) -> None:
        new = {key: self._next() for key in self._random.sample(self._cells, PASTED)}
        lines = [Line([Place(key, "")], is_heading=False) for key in new]
        self._enter_by(lambda: paste(self._session, [[text] for text in new.values()], lines), new)

    def _enter(self, new: Mapping[CellKey, str], how: How) -> None:
        """Through the session, whose commit is posted and answered; the answer acknowledges."""
        self._enter_by(lambda: self._session.enter_many(new, how), new)

    def _enter_by(self, enter: Callable[[], object], new: Mapping[CellKey, str]) -> None:
        self._say_cells("TRY", new)
        enter()
        self._wait()
        if self._session.failed:
            self._trial.say(f"ERR {_line(self._failure)}")  # as the window marks the cells
            self._session.retry()
            self._wait()
        if self._session.failed:
            raise self._failure
        self._say_cells("ACK", new)

    def _explain(self) -> None:
        """The kept form has no rule that wants a reason, so it is one of a rule of the trial's."""
        cell = self._random.choice(self._cells)
        key = FindingKey(TRIAL_RULE, (cell,), Decimal(self._random.randrange(3)), None)
        reason = REASON.format(number=self._next())
        change = Change(self._form, {}, How.EXPLAINED, {key: reason})
        self._trial.say(f"TRY {_reason(explanation_of(key, reason))}")
        self._ask(lambda desk: commit_change(desk, self._task, change))
        self._trial.say(f"ACK {_reason(explanation_of(key, reason))}")

    def _fill(self) -> None:
        new = {key: self._next() for key in self._random.sample(self._cells, IMPORTED)}
        about = (self._task.record.unit, self._form.code, str(self._task.record.period))
        rows = [
            CellRow(line, *about, *key, text, "", "", "")
            for line, (key, text) in enumerate(new.items(), start=2)
        ]
        self._say_cells("TRY", new)
        self._ask(lambda desk: entering.fill(desk, self._task, rows, "trial.csv"))
        self._say_cells("ACK", new)
        self._session.take_over({key: number(text) for key, text in new.items()})

    def _take_workbook(self) -> None:
        """A workbook goes out, comes back filled, and is imported as the window does it."""
        from fuer_desktop.services import workbook_forms, workbook_import

        new = {key: self._next() for key in self._random.sample(self._cells, IMPORTED)}
        path = self._trial.out / WORKBOOK
        gathered = self._ask(lambda desk: workbook_forms.gather(desk, self._task, self._form.code))
        paper, filling = cast(tuple[Any, Any], gathered)
        figures = {**filling.values, **{key: number(text) for key, text in new.items()}}
        workbook_forms.write(paper, replace(filling, values=figures), path)
        found = workbook_import.read_workbook(self._task, path)
        shown = workbook_import.preview(self._form, found, self._session.figures)
        read = workbook_import.values_of(shown.lines)
        values = {key: read[key] for key in new}
        self._ask(lambda desk: backing_up.back_up(desk, backing_up.Reason.IMPORT))
        self._enter_by(lambda: self._session.enter_values(values, How.IMPORTED, WORKBOOK), new)

    def _undo(self) -> None:
        step = cast(Step, self._ask(lambda desk: undoing.next_back(desk, self._task)))
        self._reverse(step.number, undoing.undo)

    def _redo(self) -> None:
        steps = self._ask(lambda desk: list(desk.journal.steps(self._task.record.period)))
        again = next_redo(cast(list[Step], steps))
        if again:
            self._reverse(again, undoing.redo)

    def _reverse(self, step: int, act: Reverse) -> None:
        rows = cast(list[JournalRow], self._ask(lambda desk: desk.journal.rows_of(step)))
        texts = [(row.key, row.old if act is undoing.undo else row.new) for row in rows]
        cells = {key: _text(value_of(text)[0]) for key, text in texts if key is not None}
        reasons = [explanation_from(text) for key, text in texts if key is None]
        self._say_all("TRY", cells, reasons)
        done = cast(undoing.Reversal, self._ask(lambda desk: act(desk, self._task)))
        self._say_all("ACK", cells, reasons)
        code = self._form.code
        self._session.take_over(done.cells.get(code, {}), done.reasons.get(code, ()))

    def _hand_in(self) -> None:
        """Attach a file, fill what is empty, export, and have the office take it in."""
        self._attach()
        empty = [key for key in self._cells if not self._session.value(key).plain]
        if empty:
            self._enter({key: self._next() for key in empty}, How.PASTED)
        done = cast(submitting.Exported, self._ask(self._export))
        self._trial.say(f"ACK version:desk:{done.digest} kept")
        self._trial.say(f"ACK file:{done.digest[:8]} {done.digest}")
        office, telling = _told(self._trial.office, self._trial.say)
        with office:
            for line in taking_in.take_in(office, [done.path], Job()):
                if admitting.Outcome(line.outcome) in admitting.ATTENTION:
                    self._trial.say(f"ERR {_line(line.message)}")
                else:
                    self._trial.say(f"ACK version:office:{done.digest} kept")
            telling.acknowledge()

    def _attach(self) -> None:
        """One more file; the first is taken away where there are some already."""
        own = self._ask(lambda desk: attaching.own_files(desk, self._task))
        for old in list(cast(Sequence[Attachment], own))[: 1 - MOST_ATTACHED]:
            self._trial.say(f"TRY attached:{old.digest} {GONE}")
            self._ask(partial(self._detach, old))
            self._trial.say(f"ACK attached:{old.digest} {GONE}")
        content = b"%PDF-" + self._next().encode()
        name, digest = f"{self._counter}.pdf", hashlib.sha256(content).hexdigest()
        given = attaching.GivenFile(name, content, "trial")
        self._trial.say(f"TRY attached:{digest} {name}")
        self._ask(lambda desk: attaching.attach(desk, self._task, self._form.code, given))
        self._trial.say(f"ACK attached:{digest} {name}")

    def _detach(self, attachment: Attachment, desk: Workspace) -> None:
        attaching.detach(desk, self._task, attachment)

    def _export(self, desk: Workspace) -> submitting.Exported:
        return submitting.export(desk, self._task, SIGNATORIES, self._trial.sent)

    def _back_up(self) -> None:
        here = cast(Position, self._ask(lambda desk: desk.journal.position))
        self._trial.say(f"TRY backup:desk:{here.number} {here.head}")
        made = cast(
            Backup, self._ask(lambda desk: backing_up.back_up(desk, backing_up.Reason.BY_HAND))
        )
        if made.reason == backing_up.Reason.BY_HAND:
            self._trial.say(f"ACK backup:desk:{made.number} {made.head}")

    def _open(self) -> Workspace:
        workspace, self._telling = _told(self._trial.desk, self._trial.say)
        return workspace

    def _post(self, change: Change, committed: Committed) -> None:
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._committed = committed
        work: Work = partial(self._commit, change)
        self._thread.post(work, self._answers.put)

    def _commit(self, change: Change, desk: Workspace) -> None:
        commit_change(desk, self._task, change)

    def _wait(self) -> None:
        answer = self._answers.get()
        self._failure = answer.error or WorkspaceError("")
        self._committed(answer.error)
        if answer.error is None:
            self._telling.acknowledge()
        elif not isinstance(answer.error, FuerError):
            raise answer.error

    def _ask(self, work: Work) -> object:
        answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._thread.post(work, answers.put)
        answer = answers.get()
        if answer.error is not None:
            raise answer.error
        self._telling.acknowledge()
        return answer.result

    def _say_cells(self, word: str, cells: Mapping[CellKey, str]) -> None:
        for key, text in cells.items():
            self._trial.say(f"{word} {_cell(self._task, key)} {text}")

    def _say_all(
        self, word: str, cells: Mapping[CellKey, str], reasons: Iterable[Explanation]
    ) -> None:
        self._say_cells(word, cells)
        for explanation in reasons:
            self._trial.say(f"{word} {_reason(explanation)}")

    def _next(self) -> str:
        self._counter += 1
        return str(self._counter)


Reverse = Callable[[Workspace, LoadedTask], undoing.Reversal]


def _place(task: LoadedTask) -> FormPlace:
    return FormPlace(task.record.unit, task.own_forms[0].code, task.record.period)


def _cell(task: LoadedTask, key: CellKey) -> str:
    place = _place(task)
    return f"{place.unit}/{place.form}/{place.period}/{key.row}"


def _text(value: DataValue) -> str:
    return value.plain or "-"


def _reason(explanation: Explanation) -> str:
    """Key and value of a reason; a key has no blank."""
    cells = cells_text(explanation.cells).replace(" ", "+")
    sides = "/".join(map(side_text, (explanation.left, explanation.right)))
    return f"reason:{explanation.rule}/{cells}/{sides} {explanation.reason or '-'}"


def _line(words: object) -> str:
    return str(words).replace("\n", " ")
