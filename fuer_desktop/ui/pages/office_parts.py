"""What the office's pages share: looks of outcomes and states, late answers, empty states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from fuer_desktop.charts import palette
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.boards import UnitState
from fuer_desktop.services.jobs import Progress
from fuer_desktop.texts import office as texts
from fuer_desktop.ui.frame import Context, EmptyState, button, label
from fuer_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """A sign with its word and colour; the sign and the word say it without the colour."""

    sign: str
    word: str
    colour: QColor

    @property
    def text(self) -> str:
        """Sign and word."""
        return texts.SIGNED.format(sign=self.sign, word=self.word)


def outcome_looks(theme: Theme) -> dict[Outcome, Look]:
    """How outcomes of taking in look."""
    colours = theme.colours
    bad, unsure = colours.findings[RuleClass.A], colours.findings[RuleClass.C]
    signs = {
        Outcome.NEW: ("●", colours.good),
        Outcome.NEWER: ("●", colours.good),
        Outcome.OLDER: ("○", colours.muted),
        Outcome.SAME: ("○", colours.muted),
        Outcome.CONFLICT: ("▲", bad),
        Outcome.ACCEPTED: ("○", colours.muted),
        Outcome.INQUIRY: ("◇", unsure),
        Outcome.UNTRUSTED: ("◇", unsure),
        Outcome.UNKNOWN_UNIT: ("✖", bad),
        Outcome.WRONG_YEAR: ("✖", bad),
        Outcome.WRONG_FORMS: ("✖", bad),
        Outcome.DAMAGED: ("✖", bad),
        Outcome.REFUSED: ("✖", bad),
    }
    return {
        outcome: Look(sign, outcome.label, QColor(colour))
        for outcome, (sign, colour) in signs.items()
    }


def unit_looks(theme: Theme) -> dict[UnitState, Look]:
    """How states of units look on the board."""
    colours = theme.colours
    signs = {
        UnitState.RECEIVED: ("●", colours.good),
        UnitState.ACCEPTED: ("✔", colours.good),
        UnitState.MISSING: ("○", colours.findings[RuleClass.B]),
        UnitState.CONFLICT: ("▲", colours.findings[RuleClass.A]),
    }
    return {
        state: Look(sign, texts.UNIT_STATES[state.value], QColor(colour))
        for state, (sign, colour) in signs.items()
    }


def state_looks(theme: Theme) -> dict[State, Look]:
    """How verdicts look: the signs and colours of the charts."""
    drawn = palette.DARK if theme.dark else palette.LIGHT
    return {
        state: Look(palette.MARK_OF[state].value, state.value, QColor(drawn.colour(state)))
        for state in State
    }


def no_task(context: Context) -> EmptyState:
    """What every other page of a new office says, with the way to the page that makes a task."""
    go = button(texts.GO_TASKS, lambda: context.navigate("tasks"), "primary")
    return EmptyState(context.theme, (texts.NO_TASK_TITLE, texts.NO_TASK_TEXT), go)


class Faces(QStackedWidget):
    """A page's faces, of which one is seen: reading, empty states and the work itself.

    When the work comes into sight, ``keys`` takes what is typed.
    """

    def __init__(self, keys: QLineEdit, **faces: QWidget) -> None:
        super().__init__()
        self._keys = keys
        reading = label(texts.READING, "muted")
        reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._faces = {"reading": reading, **faces}
        for face in self._faces.values():
            self.addWidget(face)

    def show_face(self, name: str) -> None:
        """Bring a face to the front."""
        before = self.currentWidget()
        self.setCurrentWidget(self._faces[name])
        if self.isVisible() and self.currentWidget() is not before:
            self._keys.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """The page came to the front."""
        super().showEvent(event)
        self._keys.setFocus()

    @property
    def shown(self) -> str:
        """The name of the face in front."""
        return next(name for name, face in self._faces.items() if face is self.currentWidget())


def longest(words: Iterable[str], most: int = 3) -> list[str]:
    """The few longest of many texts: measuring all would take longer than showing them."""
    return sorted(set(words), key=len)[-most:]


class Reporter(QObject):
    """Brings a job's progress to the windows' thread; it outlives the page while the job runs."""

    progressed = Signal(object)

    def report(self, progress: Progress) -> None:
        """Called in the store thread; the job's hold on this method keeps the reporter."""
        self.progressed.emit(progress)
