"""A clerk who stands at a cell is told what it means, from the task's own definitions."""

from dataclasses import replace

import pytest

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.choices import Choice
from fuer_desktop.services import catalogues, paths
from fuer_desktop.services.explaining import At, Explainer
from fuer_desktop.texts import helping as texts


@pytest.fixture(scope="module")
def shipped():
    return catalogues.newest(catalogues.shipped_texts(paths.forms()))


@pytest.fixture(scope="module")
def explainer(shipped):
    return Explainer(shipped, {form.code: Checker(form, {}, 2025) for form in shipped.forms}, 2025)


def at(explainer, form, table, row="", column=""):
    found = explainer.catalogue.form_by_code[form]
    there = found.table_by_code[table]
    return At(found, there, there.coded_rows.get(row), there.column_by_code.get(column))


def told(explainer, *place):
    return explainer.explain(at(explainer, *place))


def test_every_figure_of_every_shipped_form_says_what_it_counts(shipped):
    silent = [
        (form.code, row.code)
        for form in shipped.forms
        for row in form.rows.values()
        if not row.computed and not row.meaning
    ]

    assert silent == []


def test_no_shipped_row_explains_itself_with_its_own_title(shipped):
    empty = [
        (form.code, row.code)
        for form in shipped.forms
        for row in form.rows.values()
        if row.meaning.rstrip("。") == row.title or (row.mistake and row.mistake == row.meaning)
    ]

    assert empty == []


def test_every_shipped_cell_has_help(shipped, explainer):
    lacking = []
    for form in shipped.forms:
        for table in form.tables:
            for row in table.coded_rows.values():
                found = explainer.explain(At(form, table, row, table.columns[0]))
                if not (found.meaning or found.computed) or not list(found.facts):
                    lacking.append((form.code, row.code))

    assert lacking == []


def test_a_count_is_told_as_denominator_with_the_formula_and_the_target(explainer):
    use = told(explainer, "FE-WJ01", "1", "01", "1").uses[0]

    assert use.part == "孕产妇死亡率（1/10万）（分母）"
    assert use.formula == "＝ 孕产妇死亡人数 ÷ 活产数 × 100000（1/10万）"
    assert "目标（妇女规划）：≤12.5/10万，2025年" in use.targets


def test_a_part_of_a_count_is_told_by_row_and_column(explainer):
    found = told(explainer, "FE-RS01", "1", "08", "2")

    assert [use.part for use in found.uses] == [
        "基本养老保险女性参保人数（万人）（就是这个指标的数）",
        "妇女基本养老保险参保率（%）（分子）",
    ]
    assert found.uses[0].formula == ""
    assert (
        "基本养老保险参保人数（女） ÷ 基本养老保险应参保人数（女） × 100%" in found.uses[1].formula
    )


def test_where_only_another_column_is_used_that_is_said(explainer):
    found = told(explainer, "FE-RS01", "1", "08", "3")

    assert found.uses
    assert all("本行另一栏" in use.part for use in found.uses)


def test_a_large_unit_says_what_1_is(explainer):
    assert told(explainer, "FE-RS01", "1", "08", "1").measure == (
        "万人，保留2位小数。填1就是10\u202f000人。"
    )


def test_a_derived_cell_says_how_it_is_computed_and_why_nobody_fills_it(explainer):
    found = told(explainer, "FE-WJ01", "1", "03", "1")

    assert found.closed == texts.DERIVED
    assert found.computed == "第02行（孕产妇死亡人数）÷第01行（活产数）×100\u202f000"
    assert found.kinds == ()


def test_a_derived_column_is_told_by_the_names_of_its_columns(explainer):
    found = told(explainer, "FE-FY01", "1", "01", "3")

    assert found.computed == "第2栏（女）÷第1栏（合计）×100"
    assert [use.indicator.name for use in found.uses] == ["女性法官占比"]


def test_a_cell_that_is_not_to_be_filled_says_so_and_still_explains_its_row(explainer):
    found = told(explainer, "FE-WJ01", "1", "08", "2")

    assert found.closed == "“城镇”这一栏不用于这一行，不填。"
    assert found.meaning


def test_a_heading_and_a_name_say_why_nothing_is_typed_there(explainer):
    form = explainer.catalogue.form_by_code["FE-WJ01"]
    [heading, *_] = [row for row in form.tables[0].rows if not row.code]

    assert explainer.explain(At(form, form.tables[0], heading)).closed == texts.HEADING
    assert told(explainer, "FE-WJ01", "1", "01").closed == texts.STUB


def test_a_text_names_only_what_a_text_can_be_left_as(explainer):
    found = told(explainer, "FE-LS01", "1", "01", "1")

    assert (found.measure, found.kinds) == (texts.TEXT.format(most=4000), texts.KINDS_TEXT)


def test_a_choice_lists_its_answers_and_is_no_zero(explainer):
    here = at(explainer, "FE-NY01", "1", "04", "1")
    row = replace(here.row, unit="", choices=(Choice(1, "已完成"), Choice(2, "未完成")))
    table = replace(here.table, rows=(row,))
    form = replace(here.form, tables=(table,))

    found = explainer.explain(At(form, table, row, here.column))

    assert found.measure == texts.CHOICES.format(choices="1 已完成、2 未完成")
    assert found.kinds == texts.KINDS_NUMBER[1:]


@pytest.mark.parametrize(
    ("row", "beginning"),
    [("46", "得到免费检测及干预服务的产妇数（45—47行）"), ("70", "性病病例指梅毒")],
)
def test_the_notes_that_name_a_row_stand_with_it(explainer, row, beginning):
    form = explainer.catalogue.form_by_code["FE-WJ01"]
    table = next(table for table in form.tables if row in table.coded_rows)
    notes = explainer.explain(At(form, table, table.coded_rows[row])).notes

    assert [note for note in notes if note.startswith(beginning)]


def test_a_note_about_another_forms_row_does_not_stand_with_ours(explainer):
    here = at(explainer, "FE-WJ01", "1", "02", "1")
    note = "合计应与FE-WJ02表02行一致。"
    form = replace(here.form, notes=(note,))

    assert explainer.explain(replace(here, form=form)).notes == ()
    own = replace(here.form, notes=(note + "01行至03行按季核对。",))
    assert explainer.explain(replace(here, form=own)).notes == own.notes


def test_a_number_that_another_department_gives_too_is_named(explainer):
    found = told(explainer, "FE-JY01", "1", "01", "1")

    assert found.same == "与常住人口分年龄情况表“04 3—5岁”是同一个数，两处应一致。"


def test_the_rules_of_a_cell_are_told_in_words_with_their_class(explainer):
    rules = told(explainer, "FE-WJ01", "1", "02", "1").rules

    assert "A 强制：第01行（活产数）应大于或等于第02行（孕产妇死亡人数）" in rules
    assert any("与上年相差超过30%" in rule for rule in rules)


def test_the_period_is_the_tables_where_it_has_one_of_its_own(explainer):
    assert "2024年10月1日—2025年9月30日" in told(explainer, "FE-WJ01", "1", "01", "1").period
    assert told(explainer, "FE-WJ01", "2", "24", "1").period.startswith("2025年（1月1日")
