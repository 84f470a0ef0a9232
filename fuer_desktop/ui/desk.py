"""The pages of a desk, put together, and what they tell one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.overview import DeskOverview
from fuer_desktop.services.recovering import Recovery
from fuer_desktop.services.returns import Returned
from fuer_desktop.ui.frame import Context
from fuer_desktop.ui.main_window import Place
from fuer_desktop.ui.pages.desk_forms import FormsPage
from fuer_desktop.ui.pages.desk_home import DeskHomePage
from fuer_desktop.ui.pages.desk_paper import PaperPage
from fuer_desktop.ui.pages.desk_submit import SubmitPage
from fuer_desktop.ui.pages.plans import own_plans_page
from fuer_desktop.ui.returned import ReturnedDialog
from fuer_desktop.ui.undo import Undo
from fuer_desktop.ui.workbook_tools import take_dropped


@dataclass(frozen=True)
class Desk:
    """The pages of one desk."""

    context: Context
    home: DeskHomePage
    forms: FormsPage
    submit: SubmitPage | PaperPage
    undo: Undo

    def places(self, keeping: Place) -> list[Place]:
        """What stands on the left, in order."""
        is_paper = isinstance(self.submit, PaperPage)
        return [
            Place("desk_home", "home", self.home),
            Place("forms", "form", self.forms),
            Place(*(("paper", "intake") if is_paper else ("submit", "submit")), self.submit),
            Place("plans", "plan", own_plans_page(self.context)),
            keeping,
        ]

    def open_form(self, form: str) -> None:
        """Go to a form."""
        self.forms.open(form)
        self.context.navigate("forms")

    def take_workbook(self, path: Path) -> None:
        """Show what a workbook that was dropped on the window would change in the form in front."""
        self.context.navigate("forms")
        self.forms.when_open(lambda opened: take_dropped(self.forms, opened, path))

    def compare(self, returned: object) -> None:
        """Show what versions differ in that the office gave back."""
        asked = cast(Returned, returned)
        there = cast("list[ReturnedDialog]", self.forms.findChildren(ReturnedDialog))
        known = [dialog for dialog in there if dialog.digest == asked.digest]
        dialog = known[0] if known else ReturnedDialog(self.forms, asked)
        if known:
            dialog.show_here(asked)
        else:
            dialog.settled.connect(self.home.refresh)
        self.context.navigate("forms")
        dialog.open()
        dialog.table.setFocus()

    def open_recovered(self, recovery: Recovery) -> None:
        """Go to the cell that was saved last."""
        self.forms.open(recovery.form.code, recovery.cell)
        self.context.navigate("forms")

    def open_finding(self, placed: PlacedFinding) -> None:
        """Go to the cell that a finding is about."""
        self.forms.open(placed.form.code, placed.finding.cells[0])
        self.context.navigate("forms")

    def keep_names(self, names: dict[str, str]) -> None:
        """Remember who signs."""
        memory = self.context.memory
        kept = dict(memory.settings().signatories) | names
        memory.keep(replace(memory.settings(), signatories=tuple(kept.items())))


def desk_of(
    context: Context,
    seen: Callable[[DeskOverview], None],
    *,
    agreed: bool,
    on_paper: bool = False,
) -> Desk:
    """Make a desk's pages; ``seen`` is told whenever its task was read, ``agreed`` says that the
    person already agreed to undo what was done on earlier days, ``on_paper`` that an office keeps
    the desk: nothing is handed in there, it is taken in."""
    forms = FormsPage(context)
    names = dict(context.memory.settings().signatories)
    undo = Undo(context, forms, agreed=agreed)
    submit = PaperPage(context, names) if on_paper else SubmitPage(context, names)
    desk = Desk(context, DeskHomePage(context), forms, submit, undo)
    desk.home.seen.connect(seen)
    desk.home.chosen.connect(desk.open_form)
    desk.home.recovery.wanted.connect(desk.open_recovered)
    desk.home.compared.connect(desk.compare)
    submit.signed.connect(desk.keep_names)
    submit.wanted.connect(desk.open_finding)
    submit.exported.connect(lambda _: desk.home.refresh())
    undo.done.connect(desk.home.refresh)
    forms.begun.connect(desk.home.refresh)
    return desk
