"""A form keyed twice: blind, by keys alone, and each difference decided."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import Kind, number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services import opening, paths
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.ui.frame import Context
from fuer_desktop.ui.open_form import open_form
from fuer_desktop.ui.second_keying import SecondKeyingDialog
from fuer_desktop.ui.theme import Theme

UNIT, FORM = "990100102", "FE-XZ01"
FIRST = ["74935", "36643", "38292", "13189", "6252", "6937"]
"""The first six cells of the form."""


@pytest.fixture
def desk(office, tmp_path):
    path = tmp_path / "desk.fuerdb"
    opening.open_task(next((tmp_path / "tasks").rglob(f"*_{UNIT}_*")), path)
    return path


@pytest.fixture
def keyed(person, desk):
    """The form with its first six cells keyed once."""
    person.start(desk)
    person.wait(lambda: person.program.window.current not in ("", "start"))
    opened = person.open_form(FORM)
    person.type_figures(opened, FIRST)
    person.wait(lambda: not opened.session.unsaved)
    return opened


def begin(person, opened, qtbot) -> SecondKeyingDialog:
    """Ctrl+K, and the window that it opens."""
    qtbot.keyClick(opened.grid, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: isinstance(QApplication.activeModalWidget(), SecondKeyingDialog))
    return QApplication.activeModalWidget()


def key_again(person, dialog, figures):
    for figure in figures:
        person.press(dialog.keying.grid, figure)


def first_values(opened):
    keys = list(opened.session.form.typed_cells)[: len(FIRST)]
    return [str(opened.session.value(key).number) for key in keys]


def test_differences_are_decided_by_keys_alone_and_written_as_one_step(keyed, person, qtbot, desk):
    dialog = begin(person, keyed, qtbot)
    key_again(person, dialog, ["74935", "36634", "38229", "13189", "6525", "6937"])
    dialog.keying.compare.setFocus()
    qtbot.keyClick(dialog.keying.compare, Qt.Key.Key_Return)
    table = dialog.comparing.table

    qtbot.keyClick(table, Qt.Key.Key_1)
    qtbot.keyClick(table, Qt.Key.Key_2)
    early = dialog.comparing.write.isEnabled()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.keyClicks(dialog.comparing.other, "6255")
    qtbot.keyClick(dialog.comparing.other, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    person.wait(lambda: not keyed.session.unsaved)

    assert not early
    assert first_values(keyed) == ["74935", "36643", "38229", "13189", "6255", "6937"]
    person.end()
    with open_workspace(desk) as workspace:
        steps = list(workspace.journal.steps(2025))
        assert [(s.how, s.cells) for s in steps if s.how is How.COMPARED] == [(How.COMPARED, 2)]
        place = FormPlace(UNIT, FORM, 2025)
        assert len(workspace.values.of_form(place)) == len(FIRST)


def test_the_second_keying_is_empty_changes_nothing_and_is_there_after_closing_and_opening(
    keyed, person, qtbot, desk
):
    dialog = begin(person, keyed, qtbot)
    empty = dialog.keying.progress.text()
    key_again(person, dialog, ["74935", "36634"])
    person.wait(lambda: not dialog.session.unsaved)
    progress = dialog.keying.progress.text()
    first = first_values(keyed)
    dialog.keying.shut.click()
    person.end()

    person.start(desk)
    person.wait(lambda: person.program.window.current not in ("", "start"))
    again = begin(person, person.open_form(FORM), qtbot)

    assert empty.startswith("已录 0/")
    assert progress.startswith("已录 2/")
    assert progress.endswith("不同 1")
    assert again.keying.progress.text() == progress
    assert first == FIRST
    here = again.keying.model.key(again.keying.grid.currentIndex())
    assert here == list(again.session.form.typed_cells)[2]
    again.reject()


def test_two_keyings_that_agree_are_told_and_ended_with_enter(keyed, person, qtbot):
    dialog = begin(person, keyed, qtbot)
    key_again(person, dialog, FIRST)
    dialog.keying.compare.click()

    assert "两遍完全一致" in dialog.comparing._count.text()
    qtbot.keyClick(dialog.comparing.write, Qt.Key.Key_Return)
    person.wait(lambda: QApplication.activeModalWidget() is None)

    assert first_values(keyed) == FIRST
    assert "比了6格，不同0格，改了0格" in person.program.window.message


# --- the window alone, without a file -----------------------------------------------------


class Paper(QWidget):
    """Stands in for the page of forms; whatever is kept is kept at once."""

    def __init__(self):
        super().__init__()
        self.said = []
        self.context = Context(self, Theme(), self.said.append, lambda _: None)

    def ask(self, _work, done, _failed=None):
        done(None)


@pytest.fixture
def dialog(prepared, qtbot):
    """The window over a township's form whose first six cells were keyed once."""
    text = (paths.forms() / "forms" / f"{FORM}.toml").read_text("utf-8")
    [form] = read_forms({f"forms/{FORM}.toml": text})
    first = {key: number(figure) for key, figure in zip(form.typed_cells, FIRST, strict=False)}
    session = EditSession(form, FormContent(first, {}), lambda _, done: done(None))
    page = Paper()
    opened = open_form(session, Theme(), page.said.append, page)
    qtbot.addWidget(page)
    made = SecondKeyingDialog(page, opened, None, {})
    made.open()
    made.keying.grid.go_to_first()
    made.keying.grid.setFocus()
    return made


def key_in(dialog, qtbot, figures):
    """Type figures one after the other, each with Enter."""
    grid = dialog.keying.grid
    for figure in figures:
        for character in figure:
            editor = next((e for e in grid.findChildren(QLineEdit) if e.isVisible()), grid)
            qtbot.keyClicks(editor, character)
        editor = next((e for e in grid.findChildren(QLineEdit) if e.isVisible()), grid)
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_nothing_is_compared_before_anything_was_keyed(dialog):
    dialog.keying.compare.click()

    assert dialog.keying.isVisible()
    assert "还没有录数" in dialog.keying._said.text()


def test_enter_with_differences_still_open_says_how_many(dialog, qtbot):
    key_in(dialog, qtbot, ["1", "2"])
    dialog.keying.compare.click()

    qtbot.keyClick(dialog.comparing.table, Qt.Key.Key_Return)

    assert "还有2格没有定" in dialog.comparing._said.text()
    assert dialog.comparing.isVisible()


def test_what_was_decided_stays_decided_while_both_keyings_stay(dialog, qtbot):
    key_in(dialog, qtbot, ["1", "2"])
    dialog.keying.compare.click()
    qtbot.keyClick(dialog.comparing.table, Qt.Key.Key_1)
    qtbot.keyClick(dialog.comparing.table, Qt.Key.Key_2)
    decided = dict(dialog.comparing.decisions)

    dialog.comparing.back.click()
    dialog.keying.grid.go_to(list(decided)[1])
    key_in(dialog, qtbot, ["3"])
    dialog.keying.compare.click()

    assert dialog.comparing.decisions == dict(list(decided.items())[:1])


def test_a_figure_that_cannot_stand_is_refused_in_words(dialog, qtbot):
    key_in(dialog, qtbot, ["1"])
    dialog.keying.compare.click()

    qtbot.keyClick(dialog.comparing.table, Qt.Key.Key_F2)
    dialog.comparing.other.setText("约七万")
    qtbot.keyClick(dialog.comparing.other, Qt.Key.Key_Return)

    assert "约七万" in dialog.comparing._said.text()
    assert dialog.comparing.decisions == {}


def test_a_slash_chooses_a_kind_of_no_number_in_the_second_keying_too(dialog):
    key = next(iter(dialog.session.form.typed_cells))

    dialog.keying.kind_menu(key).actions()[0].trigger()

    assert dialog.session.value(key).kind is Kind.NOT_APPLICABLE
    assert dialog.keying.progress.text().startswith("已录 1/")


def test_clearing_empties_only_the_second_keying(dialog, qtbot):
    key_in(dialog, qtbot, FIRST)
    assert dialog.comparison.keyed == len(FIRST)

    dialog.clear()

    assert dialog.comparison.keyed == 0
    assert [str(value.number) for value in dialog.comparison.first.values()] == FIRST


def test_escape_never_closes_the_window(dialog, qtbot):
    qtbot.keyClick(dialog.keying.grid, Qt.Key.Key_Escape)
    key_in(dialog, qtbot, ["1"])
    dialog.keying.compare.click()
    qtbot.keyClick(dialog.comparing.table, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert dialog.keying.isVisible()
