"""A block from a spreadsheet lands where it is seen to land, whole or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.cell_text import as_written
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Row
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind, number
from fuer_desktop.services.editing import EditSession, FormContent
from fuer_desktop.services.pasting import Line, Place, paste
from tests.domain.builders import ROWS as FIRST_ROWS
from tests.domain.builders import TWO_COLUMNS, form, table

FORM = form(
    table((*FIRST_ROWS, Row("二、婚姻"), Row("结婚", "04", unit="对", element="m")), TWO_COLUMNS)
)


class Desk:
    """A session in memory and what was committed from it."""

    def __init__(self, values=None, **content):
        self.steps = []
        self.session = EditSession(FORM, FormContent(values or {}, {}, **content), self._post)

    def _post(self, change, committed):
        self.steps.append(change)
        committed(None)

    def lines(self):
        """The form's lines from its first figure on."""
        [own] = FORM.tables
        return [
            Line([self._place(own, row, c) for c in own.columns], is_heading=not row.code)
            for row in own.rows[1:]
        ]

    def _place(self, own, row, column):
        key = CellKey(own.code, row.code, column.code)
        is_open = own.is_open(row, column)
        if not row.code:
            return Place(None, row.title)
        return Place(key if is_open else None, self.session.value(key).text if is_open else "")

    def paste(self, block):
        return paste(self.session, block, self.lines())


ROWS = [row for row in FORM.tables[0].rows if row.code]
figures = st.one_of(st.just(""), st.integers(0, 10**6).map(str))
BLOCKS = st.lists(
    st.lists(figures, min_size=1, max_size=5).filter(any), min_size=1, max_size=len(ROWS) + 2
)


@given(BLOCKS)
def test_each_figure_lands_in_its_row_and_column_and_an_empty_cell_erases_nothing(block):
    before = {key: number(7) for key in FORM.typed_cells}
    desk = Desk(before)
    expected = dict(before)
    for row, texts in zip(ROWS, block, strict=False):
        for column, text in zip(TWO_COLUMNS, texts, strict=False):
            key = CellKey("1", row.code, column.code)
            if text and key in before:
                expected[key] = number(text)

    desk.paste(block)

    assert {key: desk.session.value(key) for key in before} == expected
    assert len(desk.steps) == (expected != before)


@given(BLOCKS, st.sampled_from(["无", "12a", "3,21", "1.234567", "无数据"]))
def test_a_block_with_a_mistake_changes_nothing_and_names_the_place(block, wrong):
    desk = Desk({key: number(7) for key in FORM.typed_cells})
    block[0] = [wrong]

    with pytest.raises(EntryError, match="一格都没有改") as refused:
        desk.paste(block)

    assert wrong in str(refused.value)
    assert desk.steps == []


def test_a_paste_is_one_step_and_says_what_it_did():
    desk = Desk({CellKey("1", "01", "1"): number(5), CellKey("1", "02", "1"): number(8)})

    said = desk.paste([["6", "1"], ["8", ""], ["", "", "多出来的"]])

    assert [step.how for step in desk.steps] == [How.PASTED]
    assert said == (
        "已粘贴2格，其中1格改了原来的数，1格与原来相同，1格落在不用填的地方，没有粘贴，"
        "落在第01行至第02行。"
        "按 Ctrl+Z 可以一步撤销。"
    )


def test_rows_copied_with_the_forms_own_empty_headings_keep_their_rows():
    desk = Desk()
    lines = desk.lines()
    with_headings = [["" if line.is_heading else str(n)] for n, line in enumerate(lines)]
    without = [row for row in with_headings if row != [""]]
    desk.paste(with_headings)
    first = dict(desk.session.figures)
    other = Desk()

    other.paste(without)

    assert other.session.figures == first != {}


def test_a_copied_heading_is_known_by_its_words_and_a_word_in_a_heading_is_not_swallowed():
    lines = [["1"], ["2"], ["3"], ["二、婚姻"], ["4"]]
    desk = Desk()
    desk.paste(lines)
    assert desk.session.value(CellKey("1", "04", "1")) == number(4)

    with pytest.raises(EntryError, match="无"):
        Desk().paste([["1"], ["2"], ["3"], ["无"], ["4"]])


def test_a_locked_form_takes_nothing():
    desk = Desk(locked="只读。")

    with pytest.raises(EntryError, match="只读"):
        desk.paste([["1"]])

    assert desk.session.value(next(iter(FORM.typed_cells))) == BLANK


def test_nobody_exempts_herself_and_the_word_for_a_blank_erases_nothing():
    desk = Desk({CellKey("1", "01", "1"): number(7)})

    with pytest.raises(EntryError, match="免报由办公室决定"):
        desk.paste([["免报"]])
    desk.paste([["未填"]])

    assert desk.session.value(CellKey("1", "01", "1")) == number(7)


kinds = st.sampled_from(
    [
        number(12), number(0), DataValue(Kind.NOT_APPLICABLE),
        DataValue(Kind.NO_DATA, None, "当年未开展该项调查（见附表3）；下年补"),
        DataValue(Kind.INCLUDED, None, "并入第02行（其中：女）"),
    ]
)  # fmt: skip


@given(st.lists(kinds, min_size=len(FORM.typed_cells), max_size=len(FORM.typed_cells)))
def test_what_was_copied_from_a_form_pastes_into_another_as_it_was(values):
    whole = Desk(dict(zip(FORM.typed_cells, values, strict=True)))
    copied = [
        [as_written(whole.session.value(p.key)) if p.key else p.shown for p in line.places]
        for line in whole.lines()
    ]
    other = Desk()

    other.paste(copied)
    whole.paste(copied)

    assert {k: other.session.value(k) for k in FORM.typed_cells} == dict(
        zip(FORM.typed_cells, values, strict=True)
    )
    assert whole.steps == []
