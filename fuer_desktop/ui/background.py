"""Long work without an open workspace: in a thread of its own, so that the window lives."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fuer_desktop.ui.store_link import OnError, OnResult

Given = TypeVar("Given")


class Background(QObject):
    """Callbacks run on the windows' thread, in order."""

    _called = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._called.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], object], done: OnResult, failed: OnError) -> None:
        """Have work done and its result, or what stopped it, brought back."""
        threading.Thread(
            target=self._work, args=(work, done, failed), name="background", daemon=True
        ).start()

    def ask(self, question: Callable[[], Given], otherwise: Given) -> Given:
        """Called by the work: have a person asked in the windows' thread, and wait for it.

        ``otherwise`` is the answer where asking failed.
        """
        answers: queue.SimpleQueue[Given] = queue.SimpleQueue()

        def put() -> None:
            answer = otherwise
            try:
                answer = question()
            finally:
                answers.put(answer)

        self._called.emit(put)
        return answers.get()

    def _work(self, work: Callable[[], object], done: OnResult, failed: OnError) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the last line of a worker: it is brought back
            reason = error
            self._called.emit(lambda: failed(reason))
        else:
            self._called.emit(lambda: done(result))

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()
