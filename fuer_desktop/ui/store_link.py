"""Brings the answers of the store thread back to the thread of the windows."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fuer_desktop.domain.errors import FuerError, JobCancelledError, WorkspaceError
from fuer_desktop.services.store_thread import Answer, Steps, StoreThread, Work, answer_of
from fuer_desktop.texts import workspace as texts
from fuer_desktop.ui.collecting import collect_here

OnResult = Callable[[object], None]
OnError = Callable[[Exception], None]


class StoreLink(QObject):
    """What windows hold of the store thread. Callbacks run on the windows' thread, in order.

    An error that nobody asked for is ``refused`` if it has a sentence for people, else it is our
    own mistake and ``failed``.
    """

    refused = Signal(str)
    failed = Signal(object)
    _called = Signal(object)

    def __init__(self, thread: StoreThread | None = None) -> None:
        super().__init__()
        collect_here()
        self._thread = thread
        self._called.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        make_thread: Callable[[Callable[[Answer], None]], StoreThread],
        opened: Callable[[Answer], None],
    ) -> None:
        """Make the thread; opening the workspace is its first piece of work."""
        self._thread = make_thread(lambda answer: self._called.emit(lambda: opened(answer)))

    def ask(self, work: Work, done: OnResult, failed: OnError | None = None) -> None:
        """Have work done in the store thread and its result brought back."""
        if self._thread is None:
            if failed is not None:
                failed(WorkspaceError(texts.CLOSED))
            return
        self._thread.post(work, lambda answer: self._bring(answer, done, failed))

    def aside(self, work: Callable[[], object], done: OnResult) -> None:
        """Have work done that needs no workspace, in a thread that ends with it."""
        thread = threading.Thread(
            target=lambda: self._bring(answer_of(work), done, None), name="aside", daemon=True
        )
        thread.start()

    def run(self, steps: Steps, each: OnResult, ended: OnError | None, done: OnResult) -> None:
        """Have a job done in slices; ``each`` hears every item, then ``done`` or ``ended``."""
        self._require().post_job(
            steps,
            lambda item: self._called.emit(lambda: each(item)),
            lambda answer: self._bring(answer, done, ended),
        )

    def close(self) -> None:
        """Finish what was posted and let go of the workspace."""
        if self._thread is not None:
            self._thread.close()
            self._thread = None

    def _require(self) -> StoreThread:
        assert self._thread is not None  # no page is shown before a workspace is open
        return self._thread

    def _bring(self, answer: Answer, done: OnResult, failed: OnError | None) -> None:
        self._called.emit(lambda: self._deliver(answer, done, failed))

    def _deliver(self, answer: Answer, done: OnResult, failed: OnError | None) -> None:
        if answer.error is None:
            done(answer.result)
        elif failed is not None:
            failed(answer.error)
        else:
            self.report(answer.error)

    def report(self, error: Exception) -> None:
        """Say an error where it belongs."""
        if isinstance(error, JobCancelledError):
            return
        if isinstance(error, FuerError):
            self.refused.emit(str(error))
        else:
            self.failed.emit(error)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()
