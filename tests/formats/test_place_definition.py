"""What a place uses of the one catalogue, and what it adds of its own."""

import pytest

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.formats.definitions import declare_elements, read_catalogue, read_forms

FORM = """
[form]
code = "F1"
version = 1
title = "甲表"
filed_by = "department"
department = "health"
period = "calendar"

[[form.table]]
code = "1"

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.column]]
code = "2"
title = "女"
breakdown = "female"

[[form.table.row]]
code = "01"
title = "儿童"
unit = "人"
element = "children"

[[form.table.row]]
code = "02"
title = "留守儿童"
unit = "人"
element = "left_behind"

[[form.table.row]]
code = "03"
title = "占比"
unit = "%"
computed = "02 / 01 * 100"

[[form.rule]]
code = "F1.R01"
class = "A"
relation = "01 ≥ 02"
"""

INDICATORS = """
[[indicator]]
code = "left_behind_share"
name = "留守儿童比重"
unit = "%"
decimals = 1
direction = "down"
numerator = "left_behind"
denominator = "children"
multiplier = 100
definition = "留守儿童与儿童之比。"
getting = "department"
period = "point"
source = "民政统计"
responsible = "民政部门"

[[indicator]]
code = "boarders"
name = "寄宿女童"
unit = "人"
decimals = 0
direction = "neutral"
numerator = "boarding.female"
definition = "寄宿女童人数。"
getting = "department"
period = "point"
source = "教育统计"
responsible = "教育部门"
"""

PLACE = """
[place]
code = "here"
name = "某县"
plans = []
forms = ["F1"]

[[leave_out]]
form = "F1"
elements = ["left_behind"]

[[row]]
form = "F1"
code = "51"
title = "寄宿儿童"
unit = "人"
element = "boarding"

[[rule]]
form = "F1"
code = "F1.here.R01"
class = "C"
relation = "51 ≤ 01"
"""

ELSEWHERE = """
[place]
code = "there"
name = "别处"
plans = []
forms = ["F1"]
"""

CATALOGUE = {
    "forms/F1.toml": FORM,
    "indicators/a.toml": INDICATORS,
    "places/here.toml": PLACE,
    "places/there.toml": ELSEWHERE,
}
TASK = {path: text for path, text in CATALOGUE.items() if path != "places/there.toml"}


def changed(old, new):
    assert PLACE.count(old) == 1
    return {**CATALOGUE, "places/here.toml": PLACE.replace(old, new)}


def problems_of(files):
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(files)
    return caught.value.problems


def rows(form):
    return [row.code for row in form.tables[0].rows]


def test_the_catalogue_itself_stays_what_it_is():
    [form] = read_catalogue(CATALOGUE).forms

    assert (rows(form), [rule.code for rule in form.rules]) == (["01", "02", "03"], ["F1.R01"])


def test_at_its_place_a_form_has_less_and_what_is_added_at_the_end():
    [form] = read_catalogue(TASK, complete=False).forms

    assert rows(form) == ["01", "51"]
    assert [rule.code for rule in form.rules] == ["F1.here.R01"]
    assert read_forms(TASK) == (form,)


def test_what_a_place_does_not_ask_is_told_by_name():
    catalogue = read_catalogue(TASK, complete=False)

    [gap] = catalogue.unasked_by(catalogue.indicator_by_code["left_behind_share"])

    assert gap == "留守儿童"
    assert catalogue.unasked_by(catalogue.indicator_by_code["boarders"]) == ()


def test_what_only_another_place_asks_is_declared_where_it_is_not_asked():
    here = {path: text for path, text in CATALOGUE.items() if path != "places/here.toml"}

    declared = declare_elements(here, {"places/here.toml": PLACE})

    files = {**here, "indicators/elsewhere.toml": declared}
    catalogue = read_catalogue(files, complete=False)
    assert catalogue.unasked_by(catalogue.indicator_by_code["boarders"]) == ("寄宿儿童",)


def test_an_earlier_version_need_not_have_what_is_left_out():
    files = {**TASK, "places/here.toml": PLACE.replace('["left_behind"]', '["left_behind", "old"]')}

    [form] = read_catalogue(files, complete=False).forms

    assert rows(form) == ["01", "51"]


MISTAKES = {
    "a form that the place does not use": (
        'form = "F1"\nelements', 'form = "F2"\nelements',
        "places/here.toml leave_out 1：报表“F2”没有定义。是不是“F1”？"),
    "an element that the form does not ask": (
        '["left_behind"]', '["left_behnd"]',
        "places/here.toml leave_out 1：数据项“left_behnd”没有定义。是不是“left_behind”？"),
    "a row with a code that is taken": (
        'code = "51"', 'code = "02"',
        "places/here.toml row 02：行代码“02”重复，另一处在F1。"),
    "a row in no table": (
        'code = "51"', 'table = "2"\ncode = "51"',
        "places/here.toml row 51：表“2”不在本报表中。"),
    "a heading": (
        'code = "51"\ntitle = "寄宿儿童"\nunit = "人"\nelement = "boarding"', 'title = "三、其他"',
        "places/here.toml row 三、其他：一个地方自己加的行要有代码。"),
    "a unit of measure that is not known": (
        'unit = "人"', 'unit = "人人"',
        "places/here.toml row 51：不认识计量单位“人人”。是不是“人”？"),
    "a rule of a form that is not there": (
        'form = "F1"\ncode = "F1.here.R01"', 'form = "F9"\ncode = "F1.here.R01"',
        "places/here.toml rule F1.here.R01：报表“F9”没有定义。是不是“F1”？"),
    "a rule with a code that is taken": (
        "F1.here.R01", "F1.R01",
        "places/here.toml rule F1.R01：审核关系代码“F1.R01”重复，另一处在F1。"),
    "a key that nobody knows": (
        "elements = ", "element = ",
        "places/here.toml leave_out 1：不认识“element”。是不是“elements”？"),
    "a key of a row": (
        'title = "寄宿儿童"', 'titel = "寄宿儿童"',
        "places/here.toml row 51：不认识“titel”。是不是“title”？"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_what_a_place_uses_is_told_with_its_place(old, new, problem):
    assert problem in problems_of(changed(old, new))


def test_a_rule_of_its_own_that_names_no_row_is_refused():
    [problem] = problems_of(changed("51 ≤ 01", "{boardings} ≤ 01"))

    assert problem.startswith("places/here.toml rule F1.here.R01：")
    assert "boardings" in problem


def test_what_is_asked_by_two_rows_is_refused():
    problems = problems_of(changed('element = "boarding"', 'element = "children"'))

    assert any("children" in problem for problem in problems)
