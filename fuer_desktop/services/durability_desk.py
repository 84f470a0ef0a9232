"""The desk's acts in a durability trial: everything that stores, over the window's own road."""

from __future__ import annotations

import hashlib
import queue
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
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
from fuer_desktop.domain.values import CellKey, DataValue, number
from fuer_desktop.formats import signing
from fuer_desktop.formats.backup_list import Backup
from fuer_desktop.formats.rows import CellRow
from fuer_desktop.services import (
    attaching,
    backing_up,
    durability_office,
    entering,
    submitting,
    undoing,
)
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.durability_trial import GONE, Trial, line, told
from fuer_desktop.services.editing import (
    Change,
    Committed,
    EditSession,
    FormContent,
    commit_change,
    load_content,
)
from fuer_desktop.services.pasting import Line, Place, paste
from fuer_desktop.services.store_thread import Answer, StoreThread, Work
from fuer_desktop.store.findings import explanation_from
from fuer_desktop.store.journal import FormPlace, JournalRow, value_of
from fuer_desktop.store.recording import Position
from fuer_desktop.store.workspace import Workspace

SIGNATORIES = {"head": "甲", "statistics_head": "乙", "filler": "丙"}
TRIAL_RULE = "SY-01.C01"
REASON = "试验的原因{number}"
WORKBOOK = "trial.xlsx"
PASTED, IMPORTED = 3, 4
"""Cells of one paste and of one import."""
MOST_ATTACHED = 3


class Desk:
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

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.close()

    def store(self, count: int) -> None:
        """Do one thing after another; each is answered before the next begins."""
        others = (
            self._paste, self._undo, self._take_workbook, self._hand_in, self._take_back,
            self._back_up, self._explain, self._fill, self._redo,
        )  # fmt: skip
        for turn in range(count):
            act = others[turn // 2 % len(others)] if turn % 2 else self._type
            try:
                act()
            except FuerError as error:
                self._trial.say(f"ERR {line(error)}")

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
            self._trial.say(f"ERR {line(self._failure)}")  # as the window marks the cells
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
        self._trial.say(f"TRY {reason_words(explanation_of(key, reason))}")
        self._ask(lambda desk: commit_change(desk, self._task, change))
        self._trial.say(f"ACK {reason_words(explanation_of(key, reason))}")

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
        cells = {key: text_of(value_of(text)[0]) for key, text in texts if key is not None}
        reasons = [explanation_from(text) for key, text in texts if key is None]
        self._say_all("TRY", cells, reasons)
        done = cast(undoing.Reversal, self._ask(lambda desk: act(desk, self._task)))
        self._say_all("ACK", cells, reasons)
        code = self._form.code
        self._session.take_over(done.cells.get(code, {}), done.reasons.get(code, ()))

    def _hand_in(self) -> None:
        """Attach a file, fill what is empty, export, and have the office take it in, with what was
        exported before and a broken file."""
        self._attach()
        empty = [key for key in self._cells if not self._session.value(key).plain]
        if empty:
            self._enter({key: self._next() for key in empty}, How.PASTED)
        done = cast(submitting.Exported, self._ask(self._export))
        self._trial.say(f"ACK version:desk:{done.digest} kept")
        whole = signing.fingerprint(done.path.read_bytes())
        self._trial.say(f"ACK file:{done.digest[:8]} {whole}")
        durability_office.take_in(self._trial)

    def _take_back(self) -> None:
        durability_office.take_back(self._trial)

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
        workspace, self._telling = told(self._trial.desk, self._trial.say)
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
            self._trial.say(f"{word} {cell_words(self._task, key)} {text}")

    def _say_all(
        self, word: str, cells: Mapping[CellKey, str], reasons: Iterable[Explanation]
    ) -> None:
        self._say_cells(word, cells)
        for explanation in reasons:
            self._trial.say(f"{word} {reason_words(explanation)}")

    def _next(self) -> str:
        self._counter += 1
        return str(self._counter)


Reverse = Callable[[Workspace, LoadedTask], undoing.Reversal]


def place_of(task: LoadedTask) -> FormPlace:
    return FormPlace(task.record.unit, task.own_forms[0].code, task.record.period)


def cell_words(task: LoadedTask, key: CellKey) -> str:
    place = place_of(task)
    return f"{place.unit}/{place.form}/{place.period}/{key.row}"


def text_of(value: DataValue) -> str:
    return value.plain or "-"


def reason_words(explanation: Explanation) -> str:
    """Key and value of a reason; a key has no blank."""
    cells = cells_text(explanation.cells).replace(" ", "+")
    sides = "/".join(map(side_text, (explanation.left, explanation.right)))
    return f"reason:{explanation.rule}/{cells}/{sides} {explanation.reason or '-'}"
