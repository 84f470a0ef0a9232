"""A process of its own, under limits, for whatever openpyxl does to a stranger's workbook.

A mistake in the library or a cunning file may take all time and memory, and then it is that
process which ends and not the program (reliability.md 3.9). It gets the bytes through its input and
answers through its output.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.texts import workbook as texts

MAX_SECONDS = 20
MAX_MEMORY_BYTES = 512 << 20
MAX_ANSWER_BYTES = 128 << 20


@dataclass(frozen=True)
class Terms:
    """On what terms a process is asked: the hidden ``word`` that says what it is for, how long it
    may take, what calls it off (and is set at the end too), and another program in the place of
    ours, as tests run one."""

    word: str
    seconds: float = MAX_SECONDS
    stop: threading.Event | None = None
    command: Sequence[str] = ()


def ask(terms: Terms, data: bytes, examine: Callable[[], object]) -> Iterator[bytes]:
    """What the other process answers to ``data``, line by line as it comes. ``examine`` looks
    through the data first, while the process starts: it is given nothing before.

    Raises WorkbookError, at the end too where the process took too long or says too much, or what
    ``examine`` raises.
    """
    call = _Call(terms)
    try:
        examine()
        yield from call.answer(data)
    finally:
        call.end()


class _Call:
    """One process that is under way, and the watch that ends it."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._done = terms.stop or threading.Event()
        self._late = False
        try:
            self._process = subprocess.Popen(
                terms.command or _own_command(terms.word),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise WorkbookError(texts.NO_CHILD.format(reason=reason_of(error))) from error
        threading.Thread(target=self._watch, name="workbook", daemon=True).start()

    def _watch(self) -> None:
        self._late = not self._done.wait(self._terms.seconds)
        self._process.kill()

    def answer(self, data: bytes) -> Iterator[bytes]:
        """Hand over the data and read to the end, within time and size."""
        sink, source = self._process.stdin, self._process.stdout
        assert sink is not None  # both pipes were asked for
        assert source is not None
        with suppress(OSError), sink:  # it may be gone already; then it says nothing
            sink.write(data)
        said = 0
        while line := source.readline(MAX_ANSWER_BYTES + 1 - said):
            said += len(line)
            if said > MAX_ANSWER_BYTES:
                raise WorkbookError(texts.GAVE_UP)
            yield line
        if self._done.is_set():
            raise WorkbookError(texts.CALLED_OFF)
        if self._late:
            raise WorkbookError(texts.TOO_SLOW.format(limit=round(self._terms.seconds)))

    def end(self) -> None:
        """Let go of the process, whatever it is doing."""
        self._done.set()
        self._process.kill()
        with suppress(OSError):
            self._process.__exit__(None, None, None)


def _own_command(word: str) -> list[str]:
    """This same program; of a frozen one the console half, whose pipes are always there."""
    program = Path(sys.executable)
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "fuer_desktop", word]
    console = program.with_name(f"{program.stem.removesuffix('-cli')}-cli{program.suffix}")
    return [str(console if console.is_file() else program), word]


def _environment() -> dict[str, str]:
    """So that it is the same program, wherever it was started from."""
    package = str(Path(__file__).parents[2])
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (package, others)))}


def begin() -> None:
    """In the other process: limits, and a library without what it does not need here."""
    _limit_memory()
    modules: dict[str, Any] = sys.modules
    for optional in ("numpy", "PIL"):  # openpyxl takes them where they are, and needs neither
        modules[optional] = None


def _limit_memory() -> None:
    """Where the system can; on Windows it cannot without a job object, there time is the limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
