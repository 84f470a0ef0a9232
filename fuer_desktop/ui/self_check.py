"""The window's part of the self-test: Qt starts, the shipped font draws, the first page shows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

from fuer_desktop.services import paths
from fuer_desktop.services.settings import Settings
from fuer_desktop.texts import self_test as texts
from fuer_desktop.ui import theme
from fuer_desktop.ui.application import Application

_TEXT = "妇儿规划监测●◐◔◇◆▲▼○✖✓"


def check_window(folder: Path, log_fault: Callable[[BaseException], Path]) -> str:
    """Show the start page on a screen or without one; raises ValueError with what is missing."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    theme.prepare(application, paths.font())
    font = theme.Theme().font()
    font.setFamilies([theme.FAMILIES[-1]])
    missing = [sign for sign in _TEXT if not QFontMetrics(font).inFontUcs4(ord(sign))]
    if theme.FAMILIES[-1] not in QFontDatabase.families() or missing:
        raise ValueError(texts.WINDOW_FONT.format(missing="".join(missing)))
    program = Application(application, Settings(), lambda _: None, log_fault)
    program.start(None)
    application.processEvents()
    picture = program.window.grab()
    picture.save(str(folder / "window.png"))
    program.window.close()
    if picture.isNull():
        raise ValueError(texts.WINDOW_EMPTY)
    return texts.WINDOW_GOOD.format(width=picture.width(), height=picture.height())
