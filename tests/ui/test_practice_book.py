"""A clerk practises: she chooses a form, finds what is wrong in it, looks at her score, goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from fuer_desktop.services import practice_book
from fuer_desktop.services.practice_score import score
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import practice_book as texts
from tests.ui.person import Person

TOWNSHIP = "FE-XZ01"


@pytest.fixture(scope="module")
def copy_once(tmp_path_factory) -> Path:
    """A practice copy of the township form."""
    path = practice_book.free_path(tmp_path_factory.mktemp("copy"), TOWNSHIP)
    practice_book.begin(path, practice_book.usual_subject(), 3)
    return path


@pytest.fixture
def copy(copy_once, documents) -> Path:
    """The same in the person's folder."""
    documents.mkdir(parents=True)
    return Path(shutil.copy(copy_once, documents))


def task_of(office: Path, unit: str) -> Path:
    return office.parent / "tasks" / f"990100-2025_990100{unit}_任务.fuer"


def offered(person: Person):
    person.program.practice_book.show()
    person.wait(lambda: person.program.practice_book.offer is not None)
    return person.program.practice_book.offer


def beside(person: Person):
    person.program.practice_book.show()
    person.wait(lambda: person.program.practice_book.window is not None)
    return person.program.practice_book.window


def opened_copy(person: Person, path: Path):
    person.start(None)
    person.open(path)
    return person.open_form(TOWNSHIP)


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_a_clerk_without_a_task_practises_the_township_form_and_sees_that_it_is_practice(
    person: Person, documents, qtbot
):
    person.start(None)
    offer = offered(person)
    assert offer.forms.count() == 1

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        qtbot.keyClick(offer.begin, Qt.Key.Key_Return)

    [path] = practice_book.copies_in(documents)
    person.wait(person.program.window._practice.isVisible)
    assert path.name == "演练_FE-XZ01.fuerdb"
    assert "演练县" in person.program.window.windowTitle()
    assert "这是演练本" in person.program.window.message
    assert person.settings.recent == ()


def test_a_clerk_with_a_task_practises_one_of_her_own_forms_beside_her_real_ones(
    person: Person, office, documents, qtbot
):
    person.start(None)
    person.open(task_of(office, "WJ"))
    offer = offered(person)
    listed = [offer.forms.item(row).text() for row in range(offer.forms.count())]

    qtbot.keyClick(offer.forms, Qt.Key.Key_Down)
    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        qtbot.keyClick(offer.begin, Qt.Key.Key_Return)
    person.end()
    person.start(None, person.settings)
    person.wait(lambda: person.program.window.current == "desk_home")

    assert [line.split("　")[1] for line in listed][:2] == ["FE-WJ01", "FE-WJ02"]
    assert [path.stem for path in practice_book.copies_in(documents)] == ["演练_FE-WJ02"]
    assert "演练_" not in "".join(person.settings.recent)
    assert (documents / "990100WJ.fuerdb").exists()


def test_answers_are_kept_back_until_something_was_tried_or_they_are_asked_for(
    person: Person, copy, qtbot
):
    opened_copy(person, copy)
    window = beside(person)
    window.tabs.setCurrentIndex(1)
    person.wait(lambda: texts.NOT_BEGUN in words(window))
    assert "应是" not in words(window)

    qtbot.keyClick(window.answers, Qt.Key.Key_Return)
    person.wait(lambda: "应是" in words(window))


def test_the_score_follows_what_is_typed_into_the_form(person: Person, copy, qtbot):
    opened = opened_copy(person, copy)
    window = beside(person)
    with Workspace.look(copy) as workspace:
        content = practice_book.content_of(workspace)
    key = next(iter(content.planted[0].wrong))

    person.program.window.activateWindow()
    opened.grid.setFocus()
    person.wait(opened.grid.hasFocus)
    opened.grid.go_to(key)
    person.press(opened.grid, content.right[key].plain)
    window.tabs.setCurrentIndex(1)

    person.wait(lambda: "改对 1/7 处" in words(window))


def test_papers_and_score_that_were_closed_come_back(person: Person, copy):
    opened_copy(person, copy)
    window = beside(person)
    window.close()
    assert not window.isVisible()

    person.program.practice_book.show()

    person.wait(window.isVisible)


def test_whoever_thinks_better_of_it_while_a_copy_is_made_keeps_none(
    person: Person, documents, qtbot
):
    person.start(None)
    offer = offered(person)

    with qtbot.waitSignal(offer.destroyed, timeout=15_000):
        qtbot.keyClick(offer.begin, Qt.Key.Key_Return)
        qtbot.keyClick(offer, Qt.Key.Key_Escape)

    book = person.program.practice_book
    person.wait(lambda: not book.is_making)
    assert practice_book.copies_in(documents) == []
    assert person.program.window.current == "start"


def test_from_a_mistake_one_key_leads_to_its_cell(person: Person, copy, qtbot):
    opened = opened_copy(person, copy)
    window = beside(person)
    window.tabs.setCurrentIndex(1)
    person.wait(lambda: hasattr(window, "answers"))
    qtbot.keyClick(window.answers, Qt.Key.Key_Return)
    person.wait(lambda: "应是" in words(window))

    first = next(b for b in window.findChildren(QPushButton) if b.text() == texts.GO_TO)
    qtbot.keyClick(first, Qt.Key.Key_Return)

    with Workspace.look(copy) as workspace:
        [mark, *_] = score(workspace).marks
    assert opened.model.key(opened.grid.currentIndex()) == mark.cell


def test_another_round_takes_the_place_of_the_last(person: Person, copy, documents, qtbot):
    opened_copy(person, copy)
    window = beside(person)

    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        qtbot.keyClick(window.once_more, Qt.Key.Key_Return)

    [path] = practice_book.copies_in(documents)
    assert path != copy
    assert practice_book.copy_of(TOWNSHIP, [path]) == path
    assert person.program.practice_book.window is None


def test_one_button_takes_the_copy_away_and_the_next_task_goes_where_it_belongs(
    person: Person, copy, office, documents, qtbot
):
    opened = opened_copy(person, copy)
    qtbot.keyClick(beside(person).remove, Qt.Key.Key_Return)
    person.wait(lambda: not shiboken6.isValid(opened.grid))

    assert person.program.window.current == "start"
    assert person.program.window.message == texts.REMOVED
    assert practice_book.copies_in(documents) == []
    person.open(task_of(office, "JC"))
    assert (documents / "990100JC.fuerdb").exists()


def test_a_real_task_opened_while_practising_does_not_go_into_the_copy(
    person: Person, copy, office, documents
):
    opened_copy(person, copy)

    person.open(task_of(office, "JC"))

    assert (documents / "990100JC.fuerdb").exists()
    assert person.program.window.message == ""


def test_a_round_that_is_there_can_be_gone_on_with_or_thrown_away(person: Person, copy, qtbot):
    person.start(None)
    offer = offered(person)
    assert "有一本没删" in offer.forms.item(0).text()
    with qtbot.waitSignal(person.program.opened, timeout=15_000):
        qtbot.keyClick(offer.go_on, Qt.Key.Key_Return)
    person.end()

    person.start(None)
    qtbot.keyClick(offered(person).throw_away, Qt.Key.Key_Return)

    assert not copy.exists()


def test_a_copy_that_cannot_be_made_is_said_where_it_was_asked_for(
    person: Person, documents, qtbot
):
    documents.parent.mkdir(parents=True, exist_ok=True)
    documents.write_text("a file where the folder should be")
    person.start(None)
    offer = offered(person)

    qtbot.keyClick(offer.begin, Qt.Key.Key_Return)

    person.wait(lambda: offer._told.text() not in ("", texts.PREPARING))
    assert offer.begin.isEnabled()
    offer.reject()
