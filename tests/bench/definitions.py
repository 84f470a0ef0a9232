"""Loading and checking all shipped definitions, against parsing their TOML alone."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median

from fuer_desktop.services import catalogues, paths

ROUNDS = 7


def measure(_folder: Path) -> tuple[float, float]:
    """Median seconds of parsing and of the whole check, both with reading the files, in turns."""
    parsed, checked = [], []
    for _ in range(ROUNDS):
        parsed.append(_seconds(_parse))
        checked.append(_seconds(lambda: catalogues.checked(paths.forms())))
    return median(parsed), median(checked)


def _parse() -> None:
    for text in catalogues.shipped_texts(paths.forms()).values():
        tomllib.loads(text)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
