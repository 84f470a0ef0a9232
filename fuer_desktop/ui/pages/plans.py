"""规划: any plan as a person reads it, goal by goal with its targets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QComboBox, QListView, QListWidget, QWidget

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.plans import Plan
from fuer_desktop.services.reading import Part, PlanLine, lines_of, matching
from fuer_desktop.texts import office as office_texts
from fuer_desktop.texts import plans as texts
from fuer_desktop.texts import ui as ui_texts
from fuer_desktop.ui.frame import Context, EmptyState, Page, column, label, row, while_alive
from fuer_desktop.ui.pages.office_parts import Faces
from fuer_desktop.ui.pages.plan_lines import PlanLines, PlanView
from fuer_desktop.ui.pages.plan_target import PlanTargetPanel
from fuer_desktop.ui.tables import FilterBox, nothing_found, width_of
from fuer_desktop.ui.theme import GRID_PX

PANEL_CHARACTERS = 22
"""Width of the target's panel in characters of its type."""


class PlansPage(Page):
    """``read`` brings the plans; they do not change while the page is there."""

    def __init__(self, context: Context, read: Callable[[Callable[[object], None]], None]) -> None:
        super().__init__(context)
        self._read = read
        self._catalogue: Catalogue | None = None
        self._all: list[PlanLine] = []
        self.chooser = QComboBox()
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.counts = label("", "muted")
        self.domains = QListWidget()
        self.domains.setAccessibleName(texts.DOMAINS)
        self.lines = PlanLines(self)
        self.view = PlanView(context.theme, self.lines)
        self.view.setAccessibleName(ui_texts.NAV["plans"])
        self.filter = FilterBox(office_texts.FILTER.format(what=texts.FILTER), self, self.view)
        self.panel = PlanTargetPanel(context.theme)
        self.faces = self._build_faces()
        self.setLayout(column(self.faces, margin=0))
        self.chooser.currentIndexChanged.connect(lambda _: self._show_plan())
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.domains.currentTextChanged.connect(self._go_to_domain)
        self.domains.itemClicked.connect(lambda item: self._go_to_domain(item.text()))
        self.view.selectionModel().currentChanged.connect(self._choose)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        plans = self._catalogue.plans if self._catalogue else ()
        number = self.chooser.currentIndex()
        return plans[number] if 0 <= number < len(plans) else None

    @property
    def is_loaded(self) -> bool:
        """Whether plans have come and are shown."""
        return self.plan is not None

    def refresh(self) -> None:
        """Read the plans, once."""
        if self._catalogue is None:
            self._read(while_alive(self, self._show))

    def show_target(self, target: str) -> None:
        """Choose a target of the shown plan by its code, if it is shown."""
        number = self.lines.row_of(target)
        if number >= 0:
            self.view.setCurrentIndex(self.lines.index(number))

    # --- what is seen ---------------------------------------------------------------------

    def _show(self, catalogue: object) -> None:
        assert isinstance(catalogue, Catalogue)
        self._catalogue = catalogue
        self.chooser.addItems([plan.title for plan in catalogue.plans])
        self.faces.show_face("work" if catalogue.plans else "empty")

    def _show_plan(self) -> None:
        plan, catalogue = self.plan, self._catalogue
        if plan is None or catalogue is None:
            return
        self._all = lines_of(plan, catalogue)
        self.domains.clear()
        self.domains.addItems([line.text for line in self._all if line.part is Part.DOMAIN])
        self._narrow()
        self.view.scrollToTop()

    def _narrow(self) -> None:
        """Show what the filter lets through; without a filter the plan is counted whole."""
        plan = self.plan
        if plan is None:
            return
        self.view.hint = nothing_found(self.filter)
        self.lines.set_lines(matching(self._all, self.filter.words()))
        self.panel.clear()
        self.located.emit("")
        targets = sum(line.target is not None for line in self.lines.lines)
        words = texts.FOUND if self.filter.words() else texts.COUNTS
        self.counts.setText(words.format(goals=len(plan.goals), targets=targets))

    def _go_to_domain(self, domain: str) -> None:
        number = self.lines.row_of_domain(domain)
        if number >= 0:
            index = self.lines.index(number)
            self.view.scrollTo(index, QListView.ScrollHint.PositionAtTop)

    def _choose(self, index: QModelIndex) -> None:
        line = self.lines.line(index.row())
        if line is None or line.target is None or self._catalogue is None:
            return
        target = line.target
        self.panel.show_target(self._catalogue, target)
        self.located.emit(
            texts.WHERE.format(code=target.code, domain=target.domain, wording=target.wording)
        )

    def _build_faces(self) -> Faces:
        theme = self.context.theme
        character = QFontInfo(theme.font()).pixelSize()
        self.panel.setFixedWidth(character * PANEL_CHARACTERS)
        self.chooser.setMinimumHeight(self.filter.sizeHint().height())
        self.domains.setFixedWidth(width_of(theme, [texts.WIDEST_DOMAIN]) + 4 * GRID_PX)
        self.domains.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        work = QWidget()
        lines = column()
        top = row(self.chooser, self.filter, self.counts)
        top.setStretch(1, 1)
        lines.addLayout(top)
        middle = row(self.domains, self.view, self.panel)
        middle.setStretch(1, 1)
        lines.addLayout(middle, 1)
        work.setLayout(lines)
        empty = EmptyState(theme, (texts.EMPTY_TITLE, texts.EMPTY_TEXT), None)
        return Faces(self.filter, work=work, empty=empty)


def own_plans_page(context: Context) -> PlansPage:
    """The plans of the workspace's latest task, or all shipped ones in a new office."""
    from fuer_desktop.services.reading import plans_at_hand

    return PlansPage(context, lambda show: context.link.ask(plans_at_hand, show))


def shipped_plans_page(context: Context) -> PlansPage:
    """Every plan that the program brings."""
    from fuer_desktop.services.reading import shipped_plans

    return PlansPage(context, lambda show: context.link.aside(shipped_plans, show))
