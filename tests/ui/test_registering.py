"""The switch in the help menu by which a double click opens our files, and the offer of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from fuer_desktop.services import file_kinds, registering
from fuer_desktop.services.registering import Standing
from fuer_desktop.services.settings import Settings
from fuer_desktop.services.windows_registry import CHOSEN, WindowsRegistry
from fuer_desktop.texts import registering as texts
from tests.services.registry import MemoryDoor
from tests.ui.person import Person


@pytest.fixture
def door(monkeypatch):
    """A registry in which nothing is tied."""
    made = MemoryDoor()
    monkeypatch.setattr(registering, "this_system", lambda: WindowsRegistry(made, made.tell))
    monkeypatch.setattr(registering, "can_register", lambda: True)
    return made


@pytest.fixture
def built(monkeypatch):
    """The program was built, and is not run from a checkout."""
    monkeypatch.setattr(file_kinds, "is_frozen", lambda: True)


def standing(door) -> Standing:
    return registering.standing(WindowsRegistry(door, door.tell))


def help_menu(person: Person, qtbot):
    """Open it, as Alt+H does."""
    menu = person.program.window.helping
    menu.popup(person.program.window.pos())
    qtbot.waitExposed(menu)
    return menu


def press_switch(person: Person, qtbot) -> str:
    """Press Enter on the switch, and give what is said."""
    person.program.window.say("")
    menu = help_menu(person, qtbot)
    menu.setActiveAction(person.program.file_ties.switch)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    person.wait(lambda: bool(person.program.window.message))
    return person.program.window.message


def offer(person: Person) -> dict[str, QPushButton]:
    """The buttons of the offer, where the start page has one."""
    page = person.page("start")
    shown = [label for label in page.findChildren(QLabel) if label.text() == texts.OFFER]
    if not shown or not shown[0].isVisible():
        return {}
    return {button.text(): button for button in shown[0].parent().findChildren(QPushButton)}


def test_the_switch_ties_says_so_and_takes_it_back(person: Person, qtbot, door):
    person.start(None)

    assert "由本程序打开" in press_switch(person, qtbot)
    assert standing(door) is Standing.HERE
    assert press_switch(person, qtbot) == texts.REMOVED
    assert standing(door) is Standing.NONE


def test_the_menu_reads_how_it_stands_whenever_it_opens(person: Person, qtbot, door):
    person.start(None)
    switch = person.program.file_ties.switch
    help_menu(person, qtbot).hide()
    assert (switch.text(), switch.isChecked()) == (texts.SWITCH, False)

    registering.register(WindowsRegistry(door, door.tell))
    help_menu(person, qtbot).hide()
    assert (switch.text(), switch.isChecked()) == (texts.SWITCH, True)

    door.put(CHOSEN.format(ending=".fuer"), "ProgId", "SomeArchiver")
    help_menu(person, qtbot).hide()
    assert (switch.text(), switch.isChecked()) == (texts.SWITCH_FOREIGN, False)


def test_another_copy_of_the_program_is_named_as_that(person: Person, qtbot, door, tmp_path):
    other = tmp_path / "fuer-desktop.exe"
    WindowsRegistry(door, door.tell).tie((str(other),))
    person.start(None)
    switch = person.program.file_ties.switch

    help_menu(person, qtbot).hide()
    assert switch.text() == texts.SWITCH_GONE
    other.touch()
    help_menu(person, qtbot).hide()
    assert switch.text() == texts.SWITCH_OTHER_COPY


def test_what_windows_refuses_is_said_and_the_switch_stays_off(person: Person, qtbot, door):
    person.start(None)
    door.locked = True

    assert press_switch(person, qtbot).startswith("不能改文件关联")
    help_menu(person, qtbot).hide()
    assert not person.program.file_ties.switch.isChecked()


def test_a_checkout_offers_nothing_and_nothing_is_ever_tied_unasked(person: Person, door):
    person.start(None)

    assert offer(person) == {}
    assert door.keys == {}
    assert not person.settings.tie_offered


def test_a_built_program_offers_it_once_and_takes_no_for_an_answer(
    person: Person, qtbot, door, built
):
    person.start(None)
    buttons = offer(person)
    assert [*buttons] == [texts.OFFER_TIE, texts.OFFER_NOT]
    assert door.keys == {}

    person.program.set_dark(on=True)
    assert offer(person), "another look is no answer"
    qtbot.keyClick(offer(person)[texts.OFFER_NOT], Qt.Key.Key_Return)
    assert offer(person) == {}
    assert door.keys == {}

    person.program.set_dark(on=False)
    assert offer(person) == {}
    person.end()
    person.start(None, person.settings)
    assert offer(person) == {}


def test_the_offer_taken_ties_and_goes(person: Person, qtbot, door, built):
    person.start(None)

    qtbot.keyClick(offer(person)[texts.OFFER_TIE], Qt.Key.Key_Return)

    person.wait(lambda: "由本程序打开" in person.program.window.message)
    assert offer(person) == {}
    assert standing(door) is Standing.HERE


def test_nothing_is_offered_where_the_files_are_tied_already(person: Person, door, built):
    registering.register(WindowsRegistry(door, door.tell))

    person.start(None, Settings())

    assert offer(person) == {}
