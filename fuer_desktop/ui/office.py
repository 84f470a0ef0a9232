"""The pages of an office, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fuer_desktop.ui.frame import Context, Page
from fuer_desktop.ui.main_window import Place
from fuer_desktop.ui.pages.office_board import BoardPage
from fuer_desktop.ui.pages.office_indicators import IndicatorsPage
from fuer_desktop.ui.pages.office_inquiries import InquiriesPage
from fuer_desktop.ui.pages.office_intake import IntakePage
from fuer_desktop.ui.pages.office_matters import MattersPage
from fuer_desktop.ui.pages.office_tasks import TasksPage
from fuer_desktop.ui.pages.plans import PlansPage, own_plans_page


@dataclass(frozen=True)
class Office:
    """What an office sees of its workspace."""

    tasks: TasksPage
    intake: IntakePage
    matters: MattersPage
    inquiries: InquiriesPage
    board: BoardPage
    indicators: IndicatorsPage
    plans: PlansPage

    def places(self, keeping: Place) -> list[Place]:
        """Where the window leads, in order."""
        return [
            Place("tasks", "form", self.tasks),
            Place("intake", "intake", self.intake),
            Place("matters", "check", self.matters),
            Place("inquiries", "ask", self.inquiries),
            Place("board", "board", self.board),
            Place("indicators", "chart", self.indicators),
            Place("plans", "plan", self.plans),
            keeping,
        ]

    def count(self) -> None:
        """Say beside the pages' names again how much waits there, whichever is in front."""
        for page in self.counted:
            page.refresh()

    @property
    def counted(self) -> tuple[Page, ...]:
        """The pages beside whose names a number stands."""
        return self.matters, self.inquiries, self.board


def office_of(context: Context, changed: Callable[[], None]) -> Office:
    """The pages of the office that the context has open; ``changed`` hears that what the title
    says of it may be something else now."""
    office = Office(
        tasks=TasksPage(context),
        intake=IntakePage(context),
        matters=MattersPage(context),
        inquiries=InquiriesPage(context),
        board=BoardPage(context),
        indicators=IndicatorsPage(context),
        plans=own_plans_page(context),
    )
    for told in (office.tasks.made, office.intake.taken):
        told.connect(changed)
        for page in office.counted:
            told.connect(page.refresh)
    for hears in (changed, office.inquiries.refresh, office.board.refresh):
        office.matters.settled.connect(hears)
    return office
