"""Definition files: the shipped ones are read, and no mistake in one goes unnoticed."""

import itertools
import re
from decimal import Decimal
from pathlib import Path

import pytest

from fuer_desktop.domain.continuity import Continuity, RowPlace, Succession, What
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import written
from fuer_desktop.domain.indicators import Direction, Getting
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.plans import Comparator, Scope, TargetKind
from fuer_desktop.domain.rules import Over, RuleClass
from fuer_desktop.domain.units import UnitKind
from fuer_desktop.formats.definitions import (
    declare_elements,
    read_catalogue,
    read_forms,
    read_one_form,
    read_place,
    read_selection,
)

CATALOGUE = Path(__file__).resolve().parents[2] / "forms"
SHIPPED = {
    path.relative_to(CATALOGUE).as_posix(): path.read_text("utf-8")
    for path in sorted(CATALOGUE.rglob("*.toml"))
}

FORM = """
[form]
code = "F1"
version = 2
valid_from = 2025
valid_to = 2030
title = "甲表"
filed_by = "department"
department = "health"
period = "calendar"
notes = ["一", "二"]

[[form.table]]
code = "1"
title = ""

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.column]]
code = "2"
title = "女"
breakdown = "female"

[[form.table.column]]
code = "3"
title = "女性占比"
computed = "2 / 1 * 100"
decimals = 2
rows = ["01"]

[[form.table.row]]
title = "一、人口"

[[form.table.row]]
code = "01"
title = "人口"
unit = "人"
element = "population"

[[form.table.row]]
code = "02"
title = "其中：儿童"
unit = "人"
element = "children"
part_of = "01"
level = 1

[[form.table.row]]
code = "03"
title = "儿童占比"
unit = "%"
computed = "02 / 01 * 100"
decimals = 1

[[form.rule]]
code = "F1.R01"
class = "A"
relation = "01 ≥ 02"
only = ["1"]
hint = "请核对。"

[[form.rule]]
code = "F1.R02"
class = "C"
table = "1"
over = "columns"
relation = "1 ≥ 2"
only = ["01"]

[[form.change]]
code = "F1.C01"
class = "C"
percent = 30
at_least = "2.5"
rows = ["02"]

[[form.succession]]
table = "1"
row = "02"
was = ["02", "2/07"]
what = "merged"
continuity = "partial"
note = "范围大了。"

[[form.succession]]
was = ["09"]
what = "closed"
"""

INDICATORS = """
[[element]]
code = "toilets"
name = "卫生厕所户数"
unit = "户"
breakdowns = ["rural"]

[[indicator]]
code = "child_share"
name = "儿童比重"
aliases = ["儿童占比"]
unit = "%"
decimals = 1
direction = "neutral"
numerator = "children"
denominator = "population"
multiplier = 100
definition = "儿童与人口之比。"
breakdowns = ["sex", "urban_rural"]
getting = "units"
period = "calendar"
source = "公安部门年报"
responsible = "公安部门"
cooperating = ["统计部门"]

[[indicator]]
code = "girls"
name = "女童"
unit = "人"
decimals = 0
direction = "up"
numerator = "children.female"
definition = "女童人数。"
getting = "department"
period = "point"
source = "公安部门年报"
responsible = "公安部门"

[[indicator]]
code = "toilet_gap"
name = "卫生厕所差距"
unit = "户"
decimals = 0
direction = "down"
numerator = "toilets - (toilets.rural - 1) * 2 / population"
definition = "差距。"
getting = "outside"
period = "survey"
source = "调查"
responsible = "农业农村部门"
"""

PLAN = """
[plan]
code = "p1"
title = "甲规划"
place = "甲县"
text = "jia"
audience = "children"
document = "甲发〔2022〕1号"
start = 2021
end = 2030
base = 2020

[[goal]]
domain = "儿童与健康"
item = "1"
text = "儿童比重达到20%以上。"
measurable = true

[[target]]
code = "T1"
item = "1"
domain = "儿童与健康"
indicator = "child_share"
wording = "儿童比重"
unit = "%"
sentence = "达到20%以上"
kind = "bound"
comparator = "ge"
value = "20"
year = 2030
stands_in = "box"
scope = "each"
each = "township"

[[target]]
code = "T2"
item = "2"
domain = "儿童与健康"
indicator = "girls"
wording = "女童"
unit = "人"
sentence = "不低于儿童比重"
kind = "reference"
comparator = "ref_about"
reference = "child_share"
reference_words = "儿童比重"
tolerance = "0.5"
year = 2030
stands_in = "box"

[[target]]
code = "T3"
item = "2"
domain = "儿童与健康"
indicator = "toilet_gap"
wording = "差距"
unit = "户"
sentence = "差距每年缩小0.5—1户"
kind = "yearly_change"
sense = "decrease"
value = "0.5"
value2 = "1"
change_basis = "yearly_points"
base_year = 2020
year = 2030
annual = true
maintain = true
stands_in = "strategy"
scope = "part"
scope_words = "每个3万人以上乡镇"
attribute = "预期性"
note = "原文如此。"

[[target]]
code = "T4"
item = ""
domain = ""
indicator = "toilet_gap"
wording = "厕位比"
sentence = "男女厕位比2:3"
kind = "ratio"
value = "2:3"
year = 2030
stands_in = "overall"

[[baseline]]
indicator = "girls"
wording = "女童"
unit = "人"
year = 2020
comparator = "ge"
value = "1.5"
sentence = "2020年女童1.5人以上"
note = "原文如此。"

[[left_out]]
domain = "儿童与健康"
text = "3岁以下"
reason = "年龄"
"""

FILES = {"forms/F1.toml": FORM, "indicators/all.toml": INDICATORS, "plans/p1.toml": PLAN}

PLACE = """
[place]
code = "990100"
name = "演练县"
follows = "wushan"
practice = true

[[unit]]
code = "990100101"
name = "甲溪镇"
kind = "township"
valid_from = 2025
predecessors = ["990100201"]

[[unit]]
code = "990100201"
name = "甲溪乡"
kind = "township"
valid_to = 2024

[[unit]]
code = "990100WJ"
name = "县卫生健康委"
kind = "department"
department = "health"
"""


def problems_of(read, *arguments):
    with pytest.raises(DefinitionError) as error:
        read(*arguments)
    return error.value.problems


def changed(path, old, new):
    """The files of this test with one thing written differently."""
    assert FILES[path].count(old) >= 1, f"{old} does not stand in {path}"
    return FILES | {path: FILES[path].replace(old, new, 1)}


# --- what is shipped ----------------------------------------------------------------------


def test_every_shipped_definition_is_read():
    catalogue = read_catalogue(SHIPPED)

    assert [form.code for form in catalogue.forms] == [
        Path(path).stem for path in sorted(SHIPPED) if Path(path).parent.name == "forms"
    ]
    assert {plan.code for plan in catalogue.plans} == {
        Path(path).stem for path in SHIPPED if path.startswith("plans/")
    }
    assert len(catalogue.indicators) == len(catalogue.indicator_by_code)


def test_forms_whose_figures_may_point_to_persons_are_sensitive():
    catalogue = read_catalogue(SHIPPED)
    crime = ("FE-FY01", "FE-GA01", "FE-JC01")
    illness_and_death = ("FE-WJ01", "FE-WJ02", "FE-WJ03")

    sensitive = {form.code for form in catalogue.forms if form.sensitive}

    assert sensitive == {*crime, *illness_and_death}


@pytest.mark.parametrize("path", [path for path in SHIPPED if path.startswith("places/")])
def test_every_shipped_place_names_what_is_shipped(path):
    place = read_selection(path, SHIPPED[path])

    assert place.code == Path(path).stem
    assert {f"forms/{code}.toml" for code in place.forms} <= set(SHIPPED)
    assert {f"plans/{code}.toml" for code in place.plans} <= set(SHIPPED)


def test_every_shipped_file_lies_where_somebody_reads_it():
    folders = {path.split("/")[0] for path in SHIPPED}

    assert folders == {"forms", "indicators", "places", "plans"}
    assert {path.rpartition("/")[0] for path in SHIPPED} == folders | {"forms/earlier"}


HEADER = re.compile(r"^\[+(?P<name>[a-z_.]+)\]+")
KEY = re.compile(r"^(?P<key>[A-Za-z_]+)(?= *=)")


def misspellings(text):
    """Each distinct key in each kind of section, with the text in which it stands misspelt once."""
    seen, header = set(), ""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if section := HEADER.match(line):
            header = section["name"]
        elif (found := KEY.match(line)) and (header, found["key"]) not in seen:
            key = found["key"]
            seen.add((header, key))
            wrong = key + key[-1]
            bad = wrong + line[len(key) :]
            yield key, wrong, "".join([*lines[:number], bad, *lines[number + 1 :]])


def misspelt_headers(text):
    """The same for the names of sections: every ``[[form.table.row]]`` at once."""
    names = {match["name"] for line in text.splitlines() if (match := HEADER.match(line))}
    for name in sorted(names):
        last = name.rpartition(".")[2]
        pattern = rf"^(\[+){re.escape(name)}(?=[.\]])"
        yield last, last + last[-1], re.sub(pattern, rf"\g<1>{name}{last[-1]}", text, flags=re.M)


def reader_of(path):
    if path.startswith("places/"):
        own = re.split(r"^(?=\[\[(?:row|rule)\]\])", SHIPPED[path], flags=re.M)[1:]
        named = set(re.findall(r'^form *= *"(.+)"', "".join(own), flags=re.M))
        forms = {name: SHIPPED[name] for name in (f"forms/{code}.toml" for code in named)}
        return lambda text: read_forms({**forms, path: text})
    if path.startswith("forms/"):
        return lambda text: read_one_form(path, text)
    return lambda text: read_catalogue({path: text})


def misspelt_together(text):
    """Texts in which one key of each kind of section is misspelt, until all were, with the keys:
    every mistake is told at once, so that far fewer texts have to be read."""
    lines = text.splitlines(keepends=True)
    by_header, header = {}, ""
    for number, line in enumerate(lines):
        if section := HEADER.match(line):
            header = section["name"]
        elif found := KEY.match(line):
            by_header.setdefault(header, {}).setdefault(found["key"], number)
    for chosen in itertools.zip_longest(*(keys.items() for keys in by_header.values())):
        wrong = list(lines)
        told = []
        for key, number in filter(None, chosen):
            wrong[number] = key + key[-1] + lines[number][len(key) :]
            told.append(key)
        yield told, "".join(wrong)


@pytest.mark.parametrize("path", SHIPPED)
def test_no_key_of_a_shipped_definition_can_be_misspelt_unnoticed(path):
    read = reader_of(path)
    cases = list(misspelt_together(SHIPPED[path]))
    cases += [([key], text) for key, _, text in misspelt_headers(SHIPPED[path])]

    unnoticed = []
    for keys, text in cases:
        problems = [p for p in problems_of(read, text) if p.startswith(path)]
        unnoticed += [
            key
            for key in keys
            if not any(p.endswith(f"不认识“{key + key[-1]}”。是不是“{key}”？") for p in problems)
        ]

    assert unnoticed == []
    assert sum(len(keys) for keys, _ in cases) >= 5


@pytest.mark.parametrize("path", ["forms/F1.toml", "indicators/all.toml", "plans/p1.toml"])
def test_no_key_that_a_definition_may_have_can_be_misspelt_unnoticed(path):
    """The shipped files do not use every key; these do, and have no other mistake."""
    cases = [*misspellings(FILES[path]), *misspelt_headers(FILES[path])]

    unnoticed = [
        key
        for key, wrong, text in cases
        if not any(
            problem.endswith(f"不认识“{wrong}”。是不是“{key}”？")
            for problem in problems_of(read_catalogue, FILES | {path: text})
        )
    ]

    assert unnoticed == []


def test_no_key_of_a_list_of_units_can_be_misspelt_unnoticed():
    cases = [*misspellings(PLACE), *misspelt_headers(PLACE)]

    unnoticed = [
        key
        for key, wrong, text in cases
        if not any(
            problem.endswith(f"不认识“{wrong}”。是不是“{key}”？")
            for problem in problems_of(read_place, "units.toml", text)
        )
    ]

    assert unnoticed == []


# --- what is read -------------------------------------------------------------------------


def test_a_form_is_read_with_all_that_it_says():
    [form] = read_forms(FILES)

    [table] = form.tables
    assert (form.code, form.version, form.filed_by) == ("F1", 2, UnitKind.DEPARTMENT)
    assert form.notes == ("一", "二")
    assert (form.valid_from, form.valid_to) == (2025, 2030)
    assert list(table.coded_rows) == ["01", "02", "03"]
    assert table.rows[0].title == "一、人口"
    assert table.column_by_code["3"].rows == {"01"}
    assert table.column_by_code["3"].decimals == 2
    assert (table.coded_rows["02"].part_of, table.coded_rows["02"].level) == ("01", 1)
    assert set(form.elements) == {
        "population", "population.female", "children", "children.female",
    }  # fmt: skip


def test_the_rules_of_a_form_are_read_with_all_that_they_say():
    [form] = read_forms(FILES)

    rows, columns = form.rules
    [change] = form.changes
    assert (rows.code, rows.severity, rows.says.over) == ("F1.R01", RuleClass.A, Over.ROWS)
    assert (rows.table, rows.text, rows.says.only, rows.hint) == ("1", "01 ≥ 02", {"1"}, "请核对。")
    assert (columns.says.over, columns.says.only) == (Over.COLUMNS, {"population"})
    assert (change.percent, change.at_least, change.rows) == (30, Decimal("2.5"), {"02"})


def test_what_a_form_says_of_the_version_before_is_read():
    [form] = read_forms(FILES)

    merged, closed = form.succession
    assert merged == Succession(
        What.MERGED,
        Continuity.PARTIAL,
        RowPlace("1", "02"),
        (RowPlace("1", "02"), RowPlace("2", "07")),
        "范围大了。",
    )
    assert closed == Succession(What.CLOSED, Continuity.NONE, None, (RowPlace("1", "09"),))


def test_a_form_without_years_is_in_force_in_all():
    [form] = read_forms({FORM_FILE: FORM.replace("valid_from = 2025\nvalid_to = 2030\n", "")})

    assert (form.valid_from, form.valid_to) == (None, None)


def test_several_relations_of_one_rule_all_hold():
    [form] = read_forms(changed("forms/F1.toml", "01 ≥ 02", "01 ≥ 02；02 ≥ 0"))

    assert [relation.sign for relation in form.rules[0].says.relations] == ["≥", "≥"]


def test_indicators_are_read_with_all_that_they_say():
    catalogue = read_catalogue(FILES)
    share, girls, gap = catalogue.indicators
    [toilets] = catalogue.unasked

    assert (share.code, share.aliases, share.multiplier) == ("child_share", ("儿童占比",), 100)
    assert (share.direction, share.getting) == (Direction.NEUTRAL, Getting.UNITS)
    assert (share.breakdowns, share.source) == (("sex", "urban_rural"), "公安部门年报")
    assert (girls.denominator, girls.multiplier, girls.period) == (None, 1, PeriodKind.POINT)
    assert written(gap.numerator) == "toilets - (toilets.rural - 1) * 2 / population"
    assert (toilets.name, toilets.unit) == ("卫生厕所户数", "户")
    assert toilets.names == ("toilets", "toilets.rural")


def test_what_no_form_asks_is_named_and_the_forms_that_ask_are_found():
    catalogue = read_catalogue(FILES)
    share, _, gap = catalogue.indicators

    assert (catalogue.unasked_by(share), catalogue.unasked_by(gap)) == ((), ("卫生厕所户数",))
    assert [form.code for form in catalogue.forms_of(gap)] == ["F1"]


def test_a_plan_is_read_with_all_that_it_says():
    [plan] = read_catalogue(FILES).plans

    bound, reference, change, ratio = plan.targets
    [goal], [baseline], [left_out] = plan.goals, plan.baselines, plan.left_out
    assert (plan.start, plan.end, plan.base) == (2021, 2030, 2020)
    assert (bound.kind, bound.comparator, bound.value) == (TargetKind.BOUND, Comparator.GE, "20")
    assert (bound.scope, bound.each) == (Scope.EACH, "township")
    assert (reference.reference, reference.tolerance) == ("child_share", Decimal("0.5"))
    assert (reference.scope, reference.attribute, reference.note) == (Scope.WHOLE, "", "")
    assert (plan.text, goal.item, goal.measurable) == ("jia", "1", True)
    assert goal.text == "儿童比重达到20%以上。"
    assert (change.value, change.value2, change.change_basis) == ("0.5", "1", "yearly_points")
    assert (change.sense, change.base_year, change.annual, change.maintain) == (
        "decrease", 2020, True, True,
    )  # fmt: skip
    assert (change.scope, change.scope_words) == (Scope.PART, "每个3万人以上乡镇")
    assert (ratio.value, ratio.domain, ratio.annual) == ("2:3", "", False)
    assert (baseline.indicator, baseline.value, baseline.year) == ("girls", "1.5", 2020)
    assert (baseline.comparator, baseline.note) == ("ge", "原文如此。")
    assert (left_out.text, left_out.reason) == ("3岁以下", "年龄")


def test_a_list_of_units_is_read_with_all_that_it_says():
    place = read_place("units.toml", PLACE)

    assert (place.code, place.name, place.follows) == ("990100", "演练县", "wushan")
    assert place.practice
    assert [(unit.code, unit.kind, unit.department) for unit in place.units] == [
        ("990100101", UnitKind.TOWNSHIP, ""),
        ("990100201", UnitKind.TOWNSHIP, ""),
        ("990100WJ", UnitKind.DEPARTMENT, "health"),
    ]
    new, old, department = place.units
    assert (new.valid_from, new.valid_to, new.predecessors) == (2025, None, ("990100201",))
    assert (old.valid_from, old.valid_to, old.predecessors) == (None, 2024, ())
    assert (department.valid_from, department.valid_to) == (None, None)


def test_a_place_is_no_practice_unless_it_says_so():
    place = read_place("units.toml", PLACE.replace("practice = true\n", ""))

    assert not place.practice


def test_nothing_defined_is_an_empty_catalogue():
    catalogue = read_catalogue({})

    assert (catalogue.forms, catalogue.indicators, catalogue.plans) == ((), (), ())


# --- mistakes -----------------------------------------------------------------------------

FORM_FILE, INDICATOR_FILE, PLAN_FILE = FILES

MISTAKES = {
    "unknown choice": (FORM_FILE, 'filed_by = "department"', 'filed_by = "departmant"',
        "forms/F1.toml form：“filed_by”不能是“departmant”，可以是：township、county、department。"
        "是不是“department”？"),
    "unknown choice without a neighbour": (FORM_FILE, 'period = "calendar"', 'period = "zzz"',
        "forms/F1.toml form：“period”不能是“zzz”，可以是："
        "calendar、mch、school_year、point、survey。"),
    "class of a rule": (FORM_FILE, 'class = "A"', 'class = "E"',
        "forms/F1.toml form rule F1.R01：“class”不能是“E”，可以是：A、B、C、D。"),
    "a part that nothing keeps under its whole": (
        FORM_FILE, 'relation = "01 ≥ 02"', 'relation = "01 ≥ 0"',
        "forms/F1.toml form：第02行印在第01行的“其中”下，却没有“01 ≥ 02”这样的审核关系，"
        "其中各项加起来可能多过合计。"),
    "a part that is kept over its whole": (
        FORM_FILE, 'relation = "01 ≥ 02"', 'relation = "01 ≤ 02"',
        "forms/F1.toml form：第02行印在第01行的“其中”下，审核关系却写成“02 ≥ 01”，写反了。"),
    "a row that lost its element": (
        FORM_FILE, 'element = "children"\n', "",
        "forms/F1.toml form table 1 row 02：行有代码就要写 element 或 computed 之一，"
        "没有代码的行两者都不能写。"),
    "the same as what nobody asks": (
        FORM_FILE, 'element = "children"', 'element = "children"\nsame_as = "childrens"',
        "forms/F1.toml form：“childrens”不是另一张报表里填的数据项，不能说与它是同一个数。"),
    "a derived row that is the same": (
        FORM_FILE, 'computed = "02 / 01 * 100"', 'computed = "02 / 01 * 100"\nsame_as = "children"',
        "forms/F1.toml form table 1 row 03：只有填数的行才写“same_as”。"),
    "advice on length where there is no text": (
        FORM_FILE, 'breakdown = "female"', 'breakdown = "female"\nmost_chars = 500',
        "forms/F1.toml form table 1 column 2：建议字数只能写在填文字的栏里。"),
    "advice on length that nobody can follow": (
        FORM_FILE, 'rows = ["01"]\n\n[[form.table.row]]',
        'rows = ["01"]\n\n[[form.table.column]]\ncode = "4"\ntitle = "进展"\n'
        'content = "text"\nleast_chars = 600\nmost_chars = 500\n\n[[form.table.row]]',
        "forms/F1.toml form table 1 column 4：建议字数应在1到4000之间，最少的不能多于最多的。"),
    "missing code": (FORM_FILE, 'code = "F1"\n', "", "forms/F1.toml form：缺少“code”。"),
    "missing class": (FORM_FILE, 'class = "A"\n', "",
        "forms/F1.toml form rule F1.R01：缺少“class”。"),
    "missing section": (PLAN_FILE, "[plan]", "[[target]]", "plans/p1.toml plan：缺少“code”。"),
    "a number where text is needed": (FORM_FILE, 'code = "01"', "code = 1",
        "forms/F1.toml form table 1 row 1：“code”应为文字（加引号），写的是“1”。"),
    "statements of a first version": (FORM_FILE, "version = 2", "version = 1",
        "forms/F1.toml form succession 1：第1版没有上一版，不写衔接。"),
    "a form that ends before it begins": (FORM_FILE, "valid_to = 2030", "valid_to = 2020",
        "forms/F1.toml form：从2025年起、到2020年止，前后颠倒。请改正 valid_from 或 valid_to。"),
    "what became of a row is unknown": (FORM_FILE, '"merged"', '"joined"',
        "forms/F1.toml form succession 1：“what”不能是“joined”，可以是："
        "added、renamed、moved、split、merged、closed、redefined。是不是“moved”？"),
    "a statement about no row": (FORM_FILE, 'table = "1"\nrow = "02"\n', "",
        "forms/F1.toml form succession 1：缺少“row”（本版的行代码）；停用的行才不写。"),
    "a statement about a row that is not there": (FORM_FILE, 'table = "1"\nrow = "02"',
        'table = "1"\nrow = "2"',
        "forms/F1.toml form succession 1：行“2”没有定义。是不是“02”？"),
    "a closed row that is there": (FORM_FILE, 'what = "closed"', 'row = "03"\nwhat = "closed"',
        "forms/F1.toml form succession 2："
        "停用的行在本版没有代码，不写“row”，上一版的代码写在 was。"),
    "how far figures go on does not fit": (FORM_FILE, 'continuity = "partial"',
        'continuity = "no_history"', "forms/F1.toml form succession 1："
        "what 为“merged”时，“continuity”不能是“no_history”，可以是：full、partial、none。"),
    "merged from one row": (FORM_FILE, '["02", "2/07"]', '["02"]',
        "forms/F1.toml form succession 1：“was”要写上一版的两行以上（由哪几行合并）。"),
    "merged from one row twice": (FORM_FILE, '["02", "2/07"]', '["02", "1/02"]',
        "forms/F1.toml form succession 1：行代码“1/02”重复。"),
    "moved from two rows": (FORM_FILE, '"merged"', '"moved"',
        "forms/F1.toml form succession 1：“was”要写上一版的一行。"),
    "added though it was there": (FORM_FILE, 'what = "merged"\ncontinuity = "partial"',
        'what = "added"', "forms/F1.toml form succession 1：新增的行上一版没有，不写“was”。"),
    "closed without saying which": (FORM_FILE, 'was = ["09"]', "was = []",
        "forms/F1.toml form succession 2：“was”要写上一版停用的行。"),
    "text where a number is needed": (FORM_FILE, "version = 2", 'version = "1"',
        "forms/F1.toml form：“version”应为整数，写的是“1”。"),
    "true where a number is needed": (FORM_FILE, "version = 2", "version = true",
        "forms/F1.toml form：“version”应为整数，写的是“True”。"),
    "half a year": (PLAN_FILE, "start = 2021", "start = 2021.5",
        "plans/p1.toml plan：“start”应为整数，写的是“2021.5”。"),
    "text where a list is needed": (FORM_FILE, 'notes = ["一", "二"]', 'notes = "一"',
        "forms/F1.toml form：“notes”应为列表，写的是“一”。"),
    "a number in a list of texts": (FORM_FILE, 'rows = ["02"]', "rows = [2]",
        "forms/F1.toml form change F1.C01：“rows”应为列表，写的是“[2]”。"),
    "no number": (FORM_FILE, "percent = 30", 'percent = "三成"',
        "forms/F1.toml form change F1.C01：“percent”应为数字（加引号），写的是“三成”。"),
    "true as a number": (INDICATOR_FILE, "multiplier = 100", "multiplier = true",
        "indicators/all.toml indicator child_share：“multiplier”应为数字（加引号），"
        "写的是“True”。"),
    "a list where a section is needed": (PLAN_FILE, "[plan]", "[[plan]]",
        "plans/p1.toml plan：缺少“code”。"),
    "row twice": (FORM_FILE, 'code = "02"', 'code = "01"',
        "forms/F1.toml form table 1：行代码“01”重复，另一处在表。"),
    "column twice": (FORM_FILE, 'code = "2"', 'code = "1"',
        "forms/F1.toml form table 1：栏代码“1”重复，另一处在表。"),
    "row that is no row": (FORM_FILE, 'rows = ["01"]', 'rows = ["04"]',
        "forms/F1.toml form table 1 column 3：行“04”没有定义。是不是“03”？"),
    "part of no row": (FORM_FILE, 'part_of = "01"', 'part_of = "1"',
        "forms/F1.toml form table 1 row 02：行“1”没有定义。是不是“01”？"),
    "rule in no column": (FORM_FILE, 'only = ["1"]', 'only = ["9"]',
        "forms/F1.toml form rule F1.R01：栏“9”没有定义。"),
    "rule in no row": (FORM_FILE, 'only = ["01"]', 'only = ["09"]',
        "forms/F1.toml form rule F1.R02：行“09”没有定义。是不是“03”？"),
    "change in no row": (FORM_FILE, 'rows = ["02"]', 'rows = ["22"]',
        "forms/F1.toml form change F1.C01：行“22”没有定义。是不是“02”？"),
    "rule in no table": (FORM_FILE, 'table = "1"', 'table = "2"',
        "forms/F1.toml form rule F1.R02：表“2”不在本报表中。"),
    "relation over no row": (FORM_FILE, "01 ≥ 02", "01 ≥ 05",
        "forms/F1.toml form rule F1.R01：“01 ≥ 05”第6个字处的“05”不是本表的代码或指标名称。"),
    "relation without a sign": (FORM_FILE, "01 ≥ 02", "01 + 02",
        "forms/F1.toml form rule F1.R01：“01 + 02”第1个字处：没有比较号（= ≠ ≥ ≤ > <），"
        "不知道与谁比较。"),
    "relation that ends early": (FORM_FILE, "01 ≥ 02", "01 ≥",
        "forms/F1.toml form rule F1.R01：“01 ≥”第5个字处：没有写完。"),
    "second relation of a rule": (FORM_FILE, "01 ≥ 02", "01 ≥ 02；02 ≥ 07",
        "forms/F1.toml form rule F1.R01：“02 ≥ 07”第6个字处的“07”不是本表的代码或指标名称。"),
    "formula of no column": (FORM_FILE, "2 / 1 * 100", "A / 1 * 100",
        "forms/F1.toml form table 1 column 3：“A / 1 * 100”里的“A”不在代码中。"),
    "formula with code": (FORM_FILE, "02 / 01 * 100", "__import__('os')",
        "forms/F1.toml form table 1 row 03：“__import__('os')”第12个字处读不懂：'。"),
    "row with two meanings": (FORM_FILE, 'element = "population"', 'element = "x"\ncomputed = "02"',
        "forms/F1.toml form table 1 row 01：行有代码就要写 element 或 computed 之一，"
        "没有代码的行两者都不能写。"),
    "row without a meaning": (FORM_FILE, 'element = "children"\n', "",
        "forms/F1.toml form table 1 row 02：行有代码就要写 element 或 computed 之一，"
        "没有代码的行两者都不能写。"),
    "heading with a meaning": (FORM_FILE, 'title = "一、人口"', 'title = "一、人口"\nelement = "x"',
        "forms/F1.toml form table 1 row 一、人口：行有代码就要写 element 或 computed 之一，"
        "没有代码的行两者都不能写。"),
    "indicator of no element": (
        INDICATOR_FILE, 'denominator = "population"', 'denominator = "people"',
        "indicators/all.toml indicator child_share：“people”里的“people”不在代码中。"),
    "unknown direction": (INDICATOR_FILE, 'direction = "up"', 'direction = "upp"',
        "indicators/all.toml indicator girls：“direction”不能是“upp”，可以是：up、down、neutral。"
        "是不是“up”？"),
    "target of no indicator": (PLAN_FILE, 'indicator = "girls"', 'indicator = "girl"',
        "plans/p1.toml target T2：指标“girl”没有定义。是不是“girls”？"),
    "reference to no indicator": (
        PLAN_FILE, 'reference = "child_share"', 'reference = "children_share"',
        "plans/p1.toml target T2：指标“children_share”没有定义。是不是“child_share”？"),
    "bound without a value": (PLAN_FILE, 'value = "20"\n', "",
        "plans/p1.toml target T1：“bound”类目标要写“value”。"),
    "bound without a comparator": (PLAN_FILE, 'comparator = "ge"\n', "",
        "plans/p1.toml target T1：“bound”类目标要写“comparator”。"),
    "reference to nothing": (PLAN_FILE, 'reference_words = "儿童比重"\n', "",
        "plans/p1.toml target T2：“reference”类目标要写“reference_words”。"),
    "direction without a sense": (PLAN_FILE, 'kind = "bound"', 'kind = "direction"',
        "plans/p1.toml target T1：“direction”类目标要写“sense”。"),
    "value in words": (PLAN_FILE, 'value = "20"', 'value = "两成"',
        "plans/p1.toml target T1：目标值“两成”不是数字。"),
    "value with a sign": (PLAN_FILE, 'value = "20"', 'value = "20%"',
        "plans/p1.toml target T1：目标值“20%”不是数字。"),
    "each of nothing": (PLAN_FILE, 'each = "township"\n', "",
        "plans/p1.toml target T1：scope 为 each 时要写 each（哪一类单位）。"),
    "each of an unknown kind": (PLAN_FILE, 'each = "township"', 'each = "town"',
        "plans/p1.toml target T1：“each”不能是“town”，可以是："
        "township、county、village、school、institution。是不是“township”？"),
    "each that is no bound": (PLAN_FILE, 'kind = "bound"', 'kind = "about"',
        "plans/p1.toml target T1：scope 为 each 的目标只能是 bound 或 milestone。"),
    "value of a point": (PLAN_FILE, 'value = "20"', 'value = "."',
        "plans/p1.toml target T1：目标值“.”不是数字。"),
    "rule twice": (FORM_FILE, 'code = "F1.R02"', 'code = "F1.R01"',
        "forms/F1.toml form：审核关系代码“F1.R01”重复。"),
    "change with the code of a rule": (FORM_FILE, 'code = "F1.C01"', 'code = "F1.R01"',
        "forms/F1.toml form：审核关系代码“F1.R01”重复。"),
    "element twice in one form": (FORM_FILE, 'element = "children"', 'element = "population"',
        "forms/F1.toml form：数据项代码“population”重复。"),
    "row computed from itself": (FORM_FILE, "02 / 01 * 100", "03 / 01 * 100",
        "forms/F1.toml form：第03行第1栏的算式绕回了自己。"),
    "column computed from itself": (FORM_FILE, "2 / 1 * 100", "3 / 1 * 100",
        "forms/F1.toml form：第01行第3栏的算式绕回了自己。"),
    "multiplier that is no number": (INDICATOR_FILE, "multiplier = 100", 'multiplier = "NaN"',
        "indicators/all.toml indicator child_share：“multiplier”应为数字（加引号），"
        "写的是“NaN”。"),
    "multiplier without end": (INDICATOR_FILE, "multiplier = 100", "multiplier = inf",
        "indicators/all.toml indicator child_share：“multiplier”应为数字（加引号），"
        "写的是“inf”。"),
    "fewer than no decimals": (FORM_FILE, "decimals = 1", "decimals = -1",
        "forms/F1.toml form table 1 row 03：“decimals”应为0到6的整数，写的是“-1”。"),
    "seven decimals": (FORM_FILE, "decimals = 1", "decimals = 7",
        "forms/F1.toml form table 1 row 03：“decimals”应为0到6的整数，写的是“7”。"),
    "seven decimals of an indicator": (INDICATOR_FILE, "decimals = 1", "decimals = 7",
        "indicators/all.toml indicator child_share：“decimals”应为0到6的整数，写的是“7”。"),
    "empty relation": (FORM_FILE, 'relation = "01 ≥ 02"', 'relation = ""',
        "forms/F1.toml form rule F1.R01：“relation”不能空着。"),
    "empty numerator": (INDICATOR_FILE, 'numerator = "children"', 'numerator = ""',
        "indicators/all.toml indicator child_share：“numerator”不能空着。"),
    "empty code": (FORM_FILE, 'code = "F1"', 'code = ""',
        "forms/F1.toml form：“code”不能空着。"),
    "title of blanks": (FORM_FILE, 'title = "甲表"', 'title = " "',
        "forms/F1.toml form：“title”不能空着。"),
    "name of two indicators": (INDICATOR_FILE, 'name = "女童"', 'name = "儿童占比"',
        "indicators/all.toml indicator girls：名称“儿童占比”已经是指标“child_share”的名称或别名"
        "（indicators/all.toml）。"),
    "alias that is the name": (INDICATOR_FILE, 'aliases = ["儿童占比"]', 'aliases = ["儿童比重"]',
        "indicators/all.toml indicator child_share：名称“儿童比重”已经是指标“child_share”的"
        "名称或别名（indicators/all.toml）。"),
    "element that a form asks": (INDICATOR_FILE, 'code = "toilets"', 'code = "population"',
        "indicators/all.toml element population：数据项“population”已在报表F1里填报，"
        "这里不要再写。"),
    "unknown breakdown": (INDICATOR_FILE, '["sex", "urban_rural"]', '["sex", "rural"]',
        "indicators/all.toml indicator child_share：“breakdowns”不能是“rural”，可以是：sex、age、"
        "urban_rural、resident_registered、cause、stage。是不是“urban_rural”？"),
    "unknown unit of an indicator": (INDICATOR_FILE, 'unit = "%"', 'unit = "％"',
        "indicators/all.toml indicator child_share：不认识计量单位“％”。"),
    "unknown unit of an element": (INDICATOR_FILE, 'unit = "户"', 'unit = "户口"',
        "indicators/all.toml element toilets：不认识计量单位“户口”。是不是“户”？"),
    "unknown unit of a row": (FORM_FILE, 'unit = "人"', 'unit = "人头"',
        "forms/F1.toml form table 1 row 01：不认识计量单位“人头”。是不是“人”？"),
    "unknown unit of a target": (PLAN_FILE, 'unit = "%"', 'unit = "人数"',
        "plans/p1.toml target T1：不认识计量单位“人数”。是不是“人”？"),
    "baseline of no indicator": (
        PLAN_FILE, '[[baseline]]\nindicator = "girls"', '[[baseline]]\nindicator = "girl"',
        "plans/p1.toml baseline 女童：指标“girl”没有定义。是不是“girls”？"),
    "baseline in another unit": (
        PLAN_FILE, 'unit = "人"\nyear = 2020', 'unit = "万人"\nyear = 2020',
        "plans/p1.toml baseline 女童：计量单位“万人”与指标的“人”不同，数不能相比。"),
    "baseline that is no number": (PLAN_FILE, 'value = "1.5"', 'value = "约2"',
        "plans/p1.toml baseline 女童：目标值“约2”不是数字。"),
    "goal that does not say whether it is measurable": (PLAN_FILE, "measurable = true\n", "",
        "plans/p1.toml goal 1：缺少“measurable”。"),
    "left out without a reason": (PLAN_FILE, 'reason = "年龄"', 'reason = ""',
        "plans/p1.toml left_out 1：“reason”不能空着。"),
    "key of another kind": (
        PLAN_FILE, 'sense = "decrease"', 'sense = "decrease"\ncomparator = "ge"',
        "plans/p1.toml target T3：“yearly_change”类目标不写“comparator”。"),
    "comparator of another kind": (PLAN_FILE, 'comparator = "ge"', 'comparator = "ref_ge"',
        "plans/p1.toml target T1：“bound”类目标的“comparator”不能是“ref_ge”，"
        "可以是：ge、gt、le、lt、eq。"),
    "basis of another kind": (PLAN_FILE, 'kind = "yearly_change"', 'kind = "change"',
        "plans/p1.toml target T3：“change”类目标的“change_basis”不能是“yearly_points”，"
        "可以是：base_percent、base_points。"),
    "change without a basis": (PLAN_FILE, 'change_basis = "yearly_points"\n', "",
        "plans/p1.toml target T3：“yearly_change”类目标要写“change_basis”。"),
    "upper end that is no number": (PLAN_FILE, 'value2 = "1"', 'value2 = "一"',
        "plans/p1.toml target T3：目标值“一”不是数字。"),
    "ratio of one number": (PLAN_FILE, 'value = "2:3"', 'value = "2"',
        "plans/p1.toml target T4：比例“2”应写成两个数，如 2:3。"),
    "part without words": (PLAN_FILE, 'scope_words = "每个3万人以上乡镇"\n', "",
        "plans/p1.toml target T3：scope 为 part，或者 each 为 village、institution 时，"
        "要写 scope_words（原文怎么说）。"),
    "words of the whole place": (PLAN_FILE, 'scope = "part"', 'scope = "whole"',
        "plans/p1.toml target T3：只有 scope 为 each 或 part 时才写“scope_words”。"),
    "each of the whole place": (PLAN_FILE, 'scope = "each"', 'scope = "whole"',
        "plans/p1.toml target T1：只有 scope 为 each 或 part 时才写“each”。"),
    "unknown comparator": (PLAN_FILE, 'comparator = "ge"', 'comparator = "gee"',
        "plans/p1.toml target T1：“comparator”不能是“gee”，可以是："
        f"{'、'.join(Comparator)}。是不是“ge”？"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_file_and_place(path, old, new, problem):
    problems = problems_of(read_catalogue, changed(path, old, new))

    assert problem in problems


def test_a_number_in_another_unit_than_its_indicators_is_told():
    of_all = PLAN.replace('scope = "each"\neach = "township"\n', "")
    files = FILES | {PLAN_FILE: of_all.replace('unit = "%"', 'unit = "‰"', 1)}

    assert problems_of(read_catalogue, files) == [
        "plans/p1.toml target T1：计量单位“‰”与指标的“%”不同，数不能相比。"
    ]


def test_what_only_forms_elsewhere_ask_is_declared_so_that_indicators_can_be_read_without_them():
    other = FORM.replace("F1", "F2").replace("children", "pupils").replace("population", "people")
    more = INDICATORS.replace('denominator = "population"', 'denominator = "people"')

    declared = declare_elements({FORM_FILE: FORM}, {"forms/F2.toml": other})
    files = FILES | {INDICATOR_FILE: more, "indicators/elsewhere.toml": declared}
    share, *_ = read_catalogue(files).indicators

    assert read_catalogue(files).unasked_by(share) == ("人口",)
    assert declare_elements({FORM_FILE: FORM}, {}) == ""
    with pytest.raises(DefinitionError):
        read_catalogue(FILES | {INDICATOR_FILE: more})


def test_the_files_of_this_test_have_no_mistake():
    catalogue = read_catalogue(FILES)

    assert [len(part) for part in (catalogue.forms, catalogue.indicators, catalogue.plans)] == [
        1, 3, 1,
    ]  # fmt: skip


def test_all_problems_of_all_files_are_told_at_once():
    files = {
        FORM_FILE: FORM.replace("version = 2", "versoin = 2").replace("01 ≥ 02", "01 ≥ 09"),
        INDICATOR_FILE: INDICATORS.replace('direction = "up"', 'direction = "upp"'),
        PLAN_FILE: PLAN.replace('value = "20"', 'value = "两成"'),
        "forms/broken.toml": "[form\n",
    }

    problems = problems_of(read_catalogue, files)

    assert sorted({problem.partition("：")[0] for problem in problems}) == [
        "forms/F1.toml form",
        "forms/F1.toml form rule F1.R01",
        "forms/broken.toml",
        "indicators/all.toml indicator girls",
        "plans/p1.toml target T1",
    ]


def test_the_text_of_the_error_holds_every_problem():
    with pytest.raises(DefinitionError) as error:
        read_catalogue({"forms/a.toml": "=", "forms/b.toml": "="})

    assert str(error.value).splitlines() == error.value.problems
    assert len(error.value.problems) == 2


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("forms/F2.toml", "forms/F2.toml F1：报表代码“F1”重复，另一处在forms/F1.toml。"),
        ("plans/p2.toml", "plans/p2.toml p1：规划代码“p1”重复，另一处在plans/p1.toml。"),
    ],
)
def test_a_code_of_two_files_is_told_with_both(second, problem):
    first = {"forms/F2.toml": FORM_FILE, "plans/p2.toml": PLAN_FILE}[second]

    assert problem in problems_of(read_catalogue, FILES | {second: FILES[first]})


def test_an_indicator_of_two_files_is_told_with_both():
    more = INDICATORS[INDICATORS.index("[[indicator]]") :]

    problems = problems_of(read_catalogue, FILES | {"indicators/more.toml": more})

    assert problems == [
        f"indicators/more.toml {code}：指标代码“{code}”重复，另一处在indicators/all.toml。"
        for code in ("child_share", "girls", "toilet_gap")
    ]


def test_an_element_of_two_forms_is_refused():
    second = FORM.replace('code = "F1"', 'code = "F2"')

    problems = problems_of(read_catalogue, FILES | {"forms/F2.toml": second})

    assert "F2 children.female：数据项代码“children.female”重复，另一处在F1。" in problems


@pytest.mark.parametrize(
    "text",
    [
        *["[form", "a = ", 'a = "1', "a = 1\na = 2", "\x00", "甲 = 1", "<?xml?>"],
        pytest.param("a=" + "[" * 5000, id="5000 brackets"),
        pytest.param("a=" + "9" * 5000, id="a number of 5000 digits"),
    ],
)
def test_a_text_that_is_no_toml_is_named(text):
    [problem] = problems_of(read_forms, {"forms/a.toml": text})

    assert problem.startswith("forms/a.toml：读不懂（")


def test_a_rule_of_a_form_with_two_tables_says_which_one_it_means():
    two = FORM.replace("[[form.rule]]", '[[form.table]]\ncode = "2"\n\n[[form.rule]]', 1)

    problems = problems_of(read_forms, {FORM_FILE: two})

    assert "forms/F1.toml form rule F1.R01：缺少“table”。" in problems


def test_in_a_form_with_two_tables_a_misspelt_table_is_both_missing_and_suggested():
    two = FORM.replace(
        "[[form.rule]]", '[[form.table]]\ncode = "2"\n\n[[form.rule]]\ntabel = "1"', 1
    )

    problems = problems_of(read_forms, {FORM_FILE: two})

    assert "forms/F1.toml form rule F1.R01：缺少“table”。" in problems
    assert "forms/F1.toml form rule F1.R01：不认识“tabel”。是不是“table”？" in problems


def test_a_target_twice_in_one_plan_is_told():
    [problem] = problems_of(read_catalogue, changed(PLAN_FILE, 'code = "T2"', 'code = "T1"'))

    assert problem.startswith("plans/p1.toml")
    assert problem.endswith("：目标代码“T1”重复。")


def test_a_table_twice_in_one_form_is_told():
    two = FORM.replace("[[form.rule]]", '[[form.table]]\ncode = "1"\n\n[[form.rule]]', 1)

    problems = problems_of(read_forms, {FORM_FILE: two})

    assert "forms/F1.toml form：表代码“1”重复。" in problems


def test_a_desk_reads_forms_without_looking_at_anything_else():
    files = {FORM_FILE: FORM, PLAN_FILE: "broken", INDICATOR_FILE: "broken", "place.toml": "broken"}

    assert [form.code for form in read_forms(files)] == ["F1"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param('"990100WJ"', '"990100101"',
            "units.toml unit：填报单位代码“990100101”重复，另一处在units.toml。", id="unit twice"),
        pytest.param('"990100WJ"', '"990100201"',
            "units.toml unit：填报单位代码“990100201”到2024年已经停用，停用的代码不能再用。",
            id="a code used again"),
        pytest.param('["990100201"]', '["990100209"]',
            "units.toml unit 990100101：前身“990100209”不在名单里。请把它列上，写明 valid_to。",
            id="a predecessor that is not listed"),
        pytest.param("valid_to = 2024\n", "",
            "units.toml unit 990100101：前身“990100201”在2025年仍在用。"
            "请写它的 valid_to（不晚于2024年），或改正 valid_from。",
            id="a predecessor that has not ended"),
        pytest.param("valid_from = 2025", "valid_from = 2024",
            "units.toml unit 990100101：前身“990100201”在2024年仍在用。"
            "请写它的 valid_to（不晚于2023年），或改正 valid_from。",
            id="a predecessor that ended in the year"),
        pytest.param("valid_to = 2024", "valid_from = 2026\nvalid_to = 2027",
            "units.toml unit 990100101：前身“990100201”在2025年仍在用。"
            "请写它的 valid_to（不晚于2024年），或改正 valid_from。",
            id="a predecessor that began later"),
        pytest.param("valid_to = 2024", 'valid_from = 2020\npredecessors = ["990100101"]',
            "units.toml unit 990100101：前身绕回了自己（990100101、990100201）。"
            "请改正 predecessors。", id="predecessors in a circle"),
        pytest.param('["990100201"]', '["990100101"]',
            "units.toml unit 990100101：前身绕回了自己（990100101）。请改正 predecessors。",
            id="its own predecessor"),
        pytest.param('["990100201"]', '["990100201", "990100201"]',
            "units.toml unit 990100101：前身“990100201”写了两次。", id="a predecessor twice"),
        pytest.param("valid_from = 2025\n", "",
            "units.toml unit 990100101：写了 predecessors 就要写 valid_from（从哪一年起）。",
            id="since when is not said"),
        pytest.param("valid_to = 2024", "valid_from = 2025\nvalid_to = 2024",
            "units.toml unit 990100201：从2025年起、到2024年止，前后颠倒。"
            "请改正 valid_from 或 valid_to。", id="ended before it began"),
        pytest.param("valid_to = 2024", "valid_to = 202",
            "units.toml unit 990100201：“valid_to”应为四位年份，写的是“202”。", id="no year"),
        pytest.param('kind = "township"', 'kind = "town"',
            "units.toml unit 990100101：“kind”不能是“town”，可以是：township、county、department。"
            "是不是“township”？", id="unknown kind"),
        pytest.param('"990100101"', "990100101",
            "units.toml unit 990100101：“code”应为文字（加引号），写的是“990100101”。",
            id="code as number"),
        pytest.param("practice = true", 'practice = "yes"',
            "units.toml place：“practice”应为true 或 false，写的是“yes”。", id="practice as text"),
        pytest.param('follows = "wushan"\n', "", "units.toml place：缺少“follows”。",
            id="follows nobody"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_list_of_units_is_told_with_its_place(old, new, problem):
    assert old in PLACE

    assert problem in problems_of(read_place, "units.toml", PLACE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("read", "text"), [(read_place, "[place"), (read_selection, "[place")], ids=["units", "place"]
)
def test_a_place_that_is_no_toml_is_named(read, text):
    [problem] = problems_of(read, "places/x.toml", text)

    assert problem.startswith("places/x.toml：读不懂（")


def test_figures_of_different_units_are_not_set_equal():
    text = FORM.replace('relation = "01 ≥ 02"', 'relation = "01 = 02"').replace(
        'unit = "人"\nelement = "children"', 'unit = "户"\nelement = "children"'
    )

    problems = problems_of(read_catalogue, {**FILES, FORM_FILE: text})

    assert (
        "forms/F1.toml form rule F1.R01：关系“01 = 02”把计量单位不同的数相加或对等：人、户。"
        "请换算成同一个计量单位。"
    ) in problems


@pytest.mark.parametrize(
    ("written", "instead"),
    [('only = ["1"]', 'only = ["2"]'), ('"01 ≥ 02"', '"01(1) ≥ 02(2)"')],
    ids=["everywhere in its column", "named once"],
)
def test_a_text_is_not_compared(written, instead):
    text = FORM.replace(written, instead).replace('breakdown = "female"', 'content = "text"')

    problems = problems_of(read_catalogue, {**FILES, FORM_FILE: text})

    assert any(
        "forms/F1.toml form rule F1.R01：关系" in said and "的文字作比较" in said
        for said in problems
    )


def test_a_row_says_what_is_counted_and_what_is_often_done_wrong():
    told = 'code = "01"\nmeaning = "年末在册人数。"\nmistake = "误填全年累计数。"\n'
    form = read_one_form("f.toml", FORM.replace('code = "01"\n', told, 1))
    (row,) = (row for row in form.tables[0].rows if row.code == "01")

    assert (row.meaning, row.mistake) == ("年末在册人数。", "误填全年累计数。")


# --- ready reasons ------------------------------------------------------------------------


def test_ready_reasons_of_a_form_and_of_a_row_are_read():
    rows = 'notes = ["一", "二"]'
    text = FORM.replace(rows, f'{rows}\nreasons = ["村庄撤并，范围变化"]').replace(
        'part_of = "01"', 'part_of = "01"\nreasons = ["学校搬迁，学生转走"]'
    )

    [form] = read_forms({"forms/F1.toml": text})

    assert form.reasons == ("村庄撤并，范围变化",)
    assert form.table_by_code["1"].coded_rows["02"].reasons == ("学校搬迁，学生转走",)


@pytest.mark.parametrize("reason", ["太短了", "对对对对对对对"])
def test_a_ready_reason_that_no_finding_would_take_is_refused(reason):
    text = FORM.replace('title = "甲表"', f'title = "甲表"\nreasons = ["{reason}"]')

    [problem] = problems_of(read_forms, {"forms/F1.toml": text})

    assert f"常用原因“{reason}”太短" in problem
