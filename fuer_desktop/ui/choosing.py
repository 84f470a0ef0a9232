"""The system's own boxes: which file to open, where to put a new one, what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

import fuer_desktop
from fuer_desktop.services import paths
from fuer_desktop.texts import opening_files as opening_texts
from fuer_desktop.texts import printing as printing_texts
from fuer_desktop.texts import ui as texts


def task_package(window: QWidget) -> Path | None:
    """A task package; None where nothing was chosen."""
    file, _ = QFileDialog.getOpenFileName(window, texts.CHOOSE_TASK, "", texts.TASK_FILES)
    return Path(file) if file else None


def any_file(window: QWidget) -> Path | None:
    """A file of whatever kind; None where nothing was chosen."""
    file, _ = QFileDialog.getOpenFileName(window, opening_texts.CHOOSE, "", opening_texts.FILES)
    return Path(file) if file else None


def workspace(window: QWidget) -> Path | None:
    """A workspace that is there; None where nothing was chosen."""
    file, _ = QFileDialog.getOpenFileName(
        window, texts.CHOOSE_WORKSPACE, str(documents()), texts.WORKSPACE_FILES
    )
    return Path(file) if file else None


def new_office(window: QWidget) -> Path | None:
    """Where to make an office's workspace; None where nothing was chosen."""
    file, _ = QFileDialog.getSaveFileName(
        window, texts.CHOOSE_NEW_OFFICE, str(documents()), texts.WORKSPACE_FILES
    )
    return new_file(window, file, paths.WORKSPACE_ENDING)


def new_workspace(window: QWidget, proposed: Path, title: str) -> Path | None:
    """Where to make a workspace that would lie there; None where nothing was chosen."""
    file, _ = QFileDialog.getSaveFileName(window, title, str(proposed), texts.WORKSPACE_FILES)
    return new_file(window, file, paths.WORKSPACE_ENDING)


def new_pdf(window: QWidget, name: str) -> Path | None:
    """Where to put a PDF that would be called so; None where nothing was chosen."""
    proposed = str(documents().parent / "".join("_" if c in _UNFIT else c for c in name))
    file, _ = QFileDialog.getSaveFileName(
        window, printing_texts.CHOOSE_FILE, proposed, printing_texts.PDF_FILES
    )
    return new_file(window, file, PDF)


def new_file(window: QWidget, chosen: str, ending: str) -> Path | None:
    """The file that a person named, with its ending: a name with a dot keeps all of it. Where the
    ending makes it another file that is there, nothing is chosen and that is said."""
    if not chosen or chosen.lower().endswith(ending):
        return Path(chosen) if chosen else None
    path = Path(chosen + ending)
    if not path.exists():
        return path
    words = texts.FILE_THERE.format(file=path.name)
    box = QMessageBox(QMessageBox.Icon.NoIcon, texts.PROGRAM, words, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.addButton(texts.OK, QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return None


PDF = ".pdf"
_UNFIT = '\\/:*?"<>|'
"""What Windows takes in no file's name."""


def about_box(window: QWidget) -> QMessageBox:
    """What this program is, and whose work it stands on."""
    words = texts.ABOUT_TEXT.format(program=texts.PROGRAM, version=fuer_desktop.__version__)
    box = QMessageBox(QMessageBox.Icon.NoIcon, texts.ABOUT, words, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.addButton(texts.OK, QMessageBox.ButtonRole.AcceptRole)
    return box


def documents() -> Path:
    """Where workspaces go that nobody placed elsewhere."""
    from fuer_desktop.services import sessions

    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return sessions.own_folder(Path(folder), texts.PROGRAM)
