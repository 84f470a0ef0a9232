"""The line over a form that tells what is new in its version."""

import pytest

from fuer_desktop.services.last_year import FormChanges
from fuer_desktop.ui.pages.form_changes import SHOWN_LINES, ChangesLine

NEW = FormChanges("本表是第2版：新增1行", ("第05行（新的）是新增的，上年没有数。",))


@pytest.fixture
def line(prepared, qtbot):
    made = ChangesLine()
    qtbot.addWidget(made)
    return made


def opened(line):
    return line.sentences.isVisibleTo(line)


def test_a_form_in_which_nothing_is_new_has_no_line(line):
    assert line.isHidden()

    line.show_changes(NEW)
    assert not line.isHidden()
    line.show_changes(FormChanges())
    assert line.isHidden()


def test_the_line_opens_to_its_sentences_and_folds_again(line):
    line.show_changes(NEW)
    assert line.line.text() == "▽ 本表是第2版：新增1行"
    assert not opened(line)

    line.line.click()
    assert opened(line)
    assert line.line.text() == "△ 本表是第2版：新增1行"
    assert line.sentences.text() == NEW.sentences[0]

    line.line.click()
    assert not opened(line)


def test_what_was_opened_stays_so_for_its_form_and_another_form_comes_folded(line):
    line.show_changes(NEW)
    line.line.click()

    line.show_changes(NEW)
    assert opened(line)
    line.show_changes(FormChanges("本表是第3版：停用1行", ("上年的第02行停用了。",)))
    assert not opened(line)


def test_many_sentences_leave_room_for_the_grid(line):
    line.show_changes(FormChanges("本表是第2版：新增40行", tuple(f"第{n}行" for n in range(40))))
    line.line.click()

    height = line.sentences.fontMetrics().lineSpacing()
    assert line.sizeHint().height() <= (SHOWN_LINES + 3) * height
