"""One target of a plan beside the text: its sentence, and the indicator it is asked of."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.demands import demand_words
from fuer_desktop.domain.indicators import Indicator
from fuer_desktop.domain.plans import Target
from fuer_desktop.services.reading import scope_words, when_words
from fuer_desktop.texts import plans as texts
from fuer_desktop.ui.frame import column, label
from fuer_desktop.ui.theme import GRID_PX, Theme

Facts = Iterator[tuple[str, str]]

VALUE = "value"
"""Name of the words that stand close below their heading."""


class PlanTargetPanel(QScrollArea):
    """Shows one target; what does not apply to it is not mentioned."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(texts.TARGET)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        words = label(texts.CHOOSE, "muted", wrap=True)
        self._set_parts([words])

    def show_target(self, catalogue: Catalogue, target: Target) -> None:
        """Show a target with its indicator."""
        indicator = catalogue.indicator_by_code[target.indicator]
        title = label(target.wording, wrap=True)
        title.setFont(self._theme.font(step=2, bold=True))
        demand = label(
            texts.DEMAND.format(demand=demand_words(target), when=when_words(target)), wrap=True
        )
        demand.setFont(self._theme.font(bold=True))
        parts: list[QWidget] = [title, demand]
        for facts in (_of_target(catalogue, target), _of_indicator(catalogue, indicator)):
            for head, words in facts:
                if words:
                    parts += [self._head(head), _selectable(words)]
            parts.append(_line())
        self._set_parts(parts[:-1])

    @property
    def words(self) -> list[str]:
        """Everything that is said."""
        return [part.text() for part in self._parts if isinstance(part, QLabel)]

    def _head(self, words: str) -> QLabel:
        made = label(words, "muted")
        made.setFont(self._theme.font(step=-1))
        return made

    def _set_parts(self, parts: list[QWidget]) -> None:
        self._parts = parts
        layout = column(margin=GRID_PX)
        layout.setSpacing(GRID_PX // 2)
        for part in parts:
            if part.objectName() != VALUE:
                layout.addSpacing(2 * GRID_PX)
            layout.addWidget(part)
        layout.addStretch(1)
        inside = QWidget()
        inside.setLayout(layout)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # the page's own ground shows through


def _of_target(catalogue: Catalogue, target: Target) -> Facts:
    item = texts.STANDS_ITEM.format(item=target.item) if target.item[:1].isdigit() else ""
    yield texts.SENTENCE, target.sentence
    yield (
        texts.STANDS,
        texts.STANDS_IN.format(
            domain=target.domain, standing=texts.STANDINGS[target.stands_in.value], item=item
        ),
    )
    yield texts.BINDS, scope_words(target)
    yield texts.ATTRIBUTE, target.attribute
    yield texts.REFERENCE, _reference(catalogue, target)
    yield texts.NOTE_HEAD, target.note


def _reference(catalogue: Catalogue, target: Target) -> str:
    if not target.reference_words:
        return ""
    if not target.reference:
        return texts.NOT_A_STATISTIC.format(words=target.reference_words)
    return catalogue.indicator_by_code[target.reference].name


def _of_indicator(catalogue: Catalogue, indicator: Indicator) -> Facts:
    unit = indicator.unit
    name = texts.INDICATOR_NAME.format(name=indicator.name, unit=unit) if unit else indicator.name
    yield texts.INDICATOR, name
    yield texts.DEFINITION, indicator.definition
    forms = [
        texts.FORM.format(code=form.code, title=form.title)
        for form in catalogue.forms_of(indicator)
    ]
    unasked = catalogue.unasked_by(indicator)
    yield texts.FORMS, texts.NO_FORM if unasked else texts.LIST.join(forms)
    yield texts.SOURCE, indicator.source
    responsible = indicator.responsible
    if indicator.cooperating:
        responsible = texts.COOPERATING.format(
            responsible=responsible, cooperating=texts.LIST.join(indicator.cooperating)
        )
    yield texts.RESPONSIBLE, responsible


def _selectable(words: str) -> QLabel:
    """Words that a person may want to copy into a letter."""
    made = label(words, VALUE, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _line() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    return made
