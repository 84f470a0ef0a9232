"""Our own mistakes, written whole into a log that holds no figures."""

from __future__ import annotations

import logging
import tempfile
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

import fuer_desktop
from fuer_desktop.services import paths

_MAX_BYTES = 1 << 20


def log_fault(error: BaseException) -> Path:
    """Write an exception with its trace; returns the log's path."""
    return _log(fuer_desktop.__version__, error)


def log_note(note: str) -> None:
    """Write a line for whoever looks for a fault later; a disk that refuses it is no matter."""
    with suppress(OSError):
        _log(note, None)


def _log(words: str, error: BaseException | None) -> Path:
    try:
        handler = _open_log(paths.user_folder())
    except OSError:
        handler = _open_log(Path(tempfile.gettempdir()))
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger(fuer_desktop.NAME)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    logger.log(logging.ERROR if error else logging.INFO, "%s", words, exc_info=error)
    handler.close()
    logger.removeHandler(handler)
    return Path(handler.baseFilename)


def _open_log(folder: Path) -> RotatingFileHandler:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "log.txt"
    return RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8")
