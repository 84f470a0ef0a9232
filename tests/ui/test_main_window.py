"""The frame around the pages."""

from __future__ import annotations

from fuer_desktop.ui.frame import Page
from fuer_desktop.ui.main_window import Place
from tests.ui.person import Person


def test_a_page_that_was_replaced_counts_nowhere_any_more(person: Person):
    window = person.start(None).window
    context = window.page("start").context
    former, present = Page(context), Page(context)
    window.show_places([Place("desk_home", "home", former), Place("forms", "form", Page(context))])
    window.show_places([Place("tasks", "form", present), Place("forms", "form", Page(context))])

    former.counted.emit(3)
    present.counted.emit(2)

    assert window._side.buttons["tasks"].text() == "任务  2"


def test_only_the_page_in_front_says_where_somebody_is(person: Person):
    window = person.start(None).window
    context = window.page("start").context
    front, behind = Page(context), Page(context)
    window.show_places([Place("tasks", "form", front), Place("forms", "form", behind)])

    front.located.emit("前")
    behind.located.emit("后")

    assert window._where.full == "前"
