"""How a form's definition says heads over columns, answers and supplementary lines, and what is
refused."""

import io

import pytest

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Group
from fuer_desktop.formats import definition_workbook, workbook_cells
from fuer_desktop.formats.definition_workbook import from_workbook, to_workbook
from fuer_desktop.formats.definitions import read_catalogue, read_forms

FORM = """
[form]
code = "F1"
version = 1
title = "甲表"
filed_by = "township"
period = "calendar"

[[form.table]]
code = "1"
title = "学生"

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.column]]
code = "2"
title = "小学"
breakdown = "primary"
group = "其中"

[[form.table.column]]
code = "3"
title = "初中"
breakdown = "junior"
group = "其中"

[[form.table.row]]
code = "01"
title = "学生"
unit = "人"
element = "pupils"

[[form.table.row]]
code = "02"
title = "是否寄宿"
element = "boarding"
choices = ["1 是", "2 否"]

[[form.table]]
code = "2"
title = "补充"
supplement = true

[[form.table.column]]
code = "1"
title = "数量"

[[form.table.row]]
code = "03"
title = "本年新建校舍"
unit = "个"
element = "new_houses"

[[form.rule]]
code = "F1.R01"
class = "A"
table = "1"
relation = "RELATION"
only = ["1"]

[[form.change]]
code = "F1.C01"
class = "C"
table = "1"
rows = ["01"]
""".replace("RELATION", "02 = 1")
FILE = "forms/F1.toml"
INDICATORS = """
[[indicator]]
code = "boarders"
name = "寄宿"
aliases = []
unit = "人"
decimals = 0
direction = "up"
numerator = "NUMERATOR"
denominator = "pupils"
definition = "……"
getting = "units"
period = "calendar"
source = "……"
responsible = "……"
"""


def test_neighbours_of_one_group_stand_under_one_head():
    [form] = read_forms({FILE: FORM})

    assert form.tables[0].groups == (Group("其中", 1, 2),)
    assert [column.name for column in form.tables[0].columns] == ["合计", "小学", "初中"]


def test_a_column_is_named_with_its_head_where_that_says_more():
    [form] = read_forms({FILE: FORM.replace("其中", "按学段分")})

    assert [c.name for c in form.tables[0].columns] == ["合计", "按学段分：小学", "按学段分：初中"]


def test_answers_and_supplementary_tables_are_read():
    [form] = read_forms({FILE: FORM})

    assert form.tables[0].coded_rows["02"].choices == (Choice(1, "是"), Choice(2, "否"))
    assert [table.supplement for table in form.tables] == [False, True]


def problems_of(text, indicator="new_houses"):
    files = {FILE: text, "indicators/x.toml": INDICATORS.replace("NUMERATOR", indicator)}
    with pytest.raises(DefinitionError) as error:
        read_catalogue(files)
    return error.value.problems


ANSWERS = 'choices = ["1 是", "2 否"]'


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (ANSWERS, 'choices = ["1是", "2 否"]', "选项“1是”应写成代码、空格、名称"),
        (ANSWERS, 'choices = ["1 是"]', "选项至少两个，代码和名称都不能重复。"),
        (ANSWERS, 'choices = ["1 是", "1 否"]', "选项至少两个，代码和名称都不能重复。"),
        (ANSWERS, 'choices = ["1 是", "2 是"]', "选项至少两个，代码和名称都不能重复。"),
        (ANSWERS, 'choices = ["1 是", "2 不适用"]', "选项“2 不适用”不用写"),
        (ANSWERS, ANSWERS + '\nunit = "个"', "选择项的行不写“unit”。"),
        (ANSWERS, ANSWERS + "\ndecimals = 1", "选择项的行不写“decimals”。"),
        (ANSWERS, ANSWERS + '\nsame_as = "pupils"', "选择项的行不写“same_as”。"),
        (
            'element = "boarding"\n',
            'computed = "01 * 2"\n',
            "只有填数的行才写“choices”。",
        ),
        (
            "02 = 1",
            "02 = 3",
            "F1.R01：关系“02 = 3”拿第02行（是否寄宿，选择项）的代码来计算或比大小",
        ),
        ("02 = 1", "02 ≥ 1", "关系“02 ≥ 1”拿第02行（是否寄宿，选择项）的代码来计算或比大小"),
        ("02 = 1", "01 ≥ 02", "关系“01 ≥ 02”拿第02行（是否寄宿，选择项）"),
        ("02 = 1", "01 = 01 + 02", "关系“01 = 01 + 02”拿第02行（是否寄宿，选择项）"),
        ("02 = 1", "如果 02 > 1 则 01 > 0", "则 01 > 0”拿第02行（是否寄宿，选择项）"),
        ('rows = ["01"]', 'rows = ["02"]', "第02行（是否寄宿）是选择项，代码不能与上年比变动"),
        (
            'unit = "人"\nelement = "pupils"',
            'unit = "人"\ncomputed = "02 * 2"',
            "row 01：算式用了第02行（是否寄宿，选择项），代码不能用来计算。",
        ),
        ("supplement = true", "supplement = 1", "“supplement”应为true 或 false，写的是“1”。"),
        (
            'code = "1"\ntitle = "学生"',
            'code = "1"\ntitle = "学生"\nsupplement = true',
            "补充资料（分表1）要排在其他分表之后，前面至少有一个分表。",
        ),
        (
            'title = "数量"',
            'title = "数量"\n\n[[form.table.column]]\ncode = "2"\ntitle = "女"\nbreakdown = "f"',
            "补充资料（分表2）只能有一栏，也不能逐个列出成员。",
        ),
        ('group = "其中"', 'grup = "其中"', "不认识“grup”。是不是“group”？"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(old, new, problem):
    assert FORM.count(old) >= 1

    told = problems_of(FORM.replace(old, new, 1))

    assert any(problem in one and one.startswith("forms/F1.toml form") for one in told), told


def test_no_indicator_is_computed_from_a_code():
    [problem] = problems_of(FORM, indicator="new_houses + boarding")

    assert problem == (
        "indicators/x.toml indicator boarders："
        "指标的算式用了“boarding”，它是选择项（报表F1第02行），代码不能用来计算。"
    )


def test_presence_and_answers_may_be_asked_for():
    for text in ("02 ≠ 2", "02 必填", "如果 02 = 1 或 02 = 2 则 01 > 0", "02 = 02@上年"):
        [form] = read_catalogue({FILE: FORM.replace("02 = 1", text)}).forms
        assert form.rules[0].text == text


def test_all_of_it_comes_back_from_a_workbook(monkeypatch):
    def read_here(data):
        return list(workbook_cells._sheets(workbook_cells._lines(io.BytesIO(data))))

    monkeypatch.setattr(definition_workbook, "read_sheets", read_here)

    reading = from_workbook(to_workbook({FILE: FORM}))

    assert reading.warnings == ()
    assert read_forms(reading.texts) == read_forms({FILE: FORM})


def test_a_form_says_that_its_figures_may_point_to_persons():
    frank = 'period = "calendar"\n'
    assert frank in FORM
    [plain] = read_forms({FILE: FORM})
    [sealed] = read_forms({FILE: FORM.replace(frank, frank + "sensitive = true\n", 1)})

    assert (plain.sensitive, sealed.sensitive) == (False, True)
    assert "“sensitive”应为true 或 false" in "".join(
        problems_of(FORM.replace(frank, frank + 'sensitive = "yes"\n', 1))
    )
