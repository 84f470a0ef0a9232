"""The one thread that owns the open workspace: typing never waits for a disk.

A commit or a question is posted and answered; a job runs in the same thread, slice by slice,
and gives way to whatever was posted meanwhile. Answers are called in this thread; whoever
shows them brings them to its own.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TypeVar

from fuer_desktop.store.workspace import Workspace

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """How a piece of work ended: its result, or the exception that stopped it."""

    result: object = None
    error: Exception | None = None


Answered = Callable[[Answer], None]
Work = Callable[[Workspace], object]
Opening = Callable[[], AbstractContextManager[Workspace]]
Steps = Callable[[Workspace], Iterator[object]]


@dataclass(slots=True)
class _RunningJob:
    """A job between two slices: ``each`` hears every item it yields."""

    steps: Iterator[object]
    each: Callable[[object], None]
    answered: Answered


class StoreThread:
    """Opens a workspace in a thread of its own and works through what is posted."""

    def __init__(self, open_workspace: Opening, opened: Answered) -> None:
        self._posted: queue.SimpleQueue[Callable[[Workspace], None] | None] = queue.SimpleQueue()
        self._jobs: deque[_RunningJob] = deque()
        self._thread = threading.Thread(
            target=self._run, args=(open_workspace, opened), name="store", daemon=True
        )
        self._thread.start()

    def post(self, work: Work, answered: Answered) -> None:
        """Have a piece of work done; commits are done in the order they are posted."""
        self._posted.put(lambda workspace: answered(answer_of(lambda: work(workspace))))

    def post_job(self, steps: Steps, each: Callable[[object], None], answered: Answered) -> None:
        """Have a long job done in slices: an iterator that ends each slice with a yield."""
        self._posted.put(
            lambda workspace: self._jobs.append(_RunningJob(steps(workspace), each, answered))
        )

    def close(self) -> None:
        """Finish what was posted, close the workspace, and wait for it."""
        self._posted.put(None)
        self._thread.join()

    def _run(self, open_workspace: Opening, opened: Answered) -> None:
        with ExitStack() as held:
            answer = answer_of(lambda: held.enter_context(open_workspace()))
            opened(answer)
            if isinstance(answer.result, Workspace):
                self._work_on(answer.result)

    def _work_on(self, workspace: Workspace) -> None:
        while True:
            try:
                work = self._posted.get(block=not self._jobs)
            except queue.Empty:
                self._step_job()
                continue
            if work is None:
                return
            work(workspace)

    def _step_job(self) -> None:
        job = self._jobs[0]
        ended = object()
        answer = answer_of(lambda: next(job.steps, ended))
        if answer.error is not None or answer.result is ended:
            self._jobs.popleft()
            job.answered(Answer(error=answer.error))
        else:
            job.each(answer.result)


def answer_of(work: Callable[[], object]) -> Answer:
    """How a piece of work ended; whatever stopped it becomes part of the answer."""
    try:
        return Answer(result=work())
    except Exception as error:  # noqa: BLE001 - the last line of a worker: it becomes an answer
        return Answer(error=error)
