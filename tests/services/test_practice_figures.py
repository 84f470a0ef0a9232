"""Invented figures: in small forms made up here, and in every practice place."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.form_sense import wrong_parts
from fuer_desktop.formats import definitions, files
from fuer_desktop.formats.definition_text import to_toml
from fuer_desktop.formats.rows import CellRow, read_cells
from fuer_desktop.services import catalogues, paths
from fuer_desktop.services.practice_figures import Inventing

UNITS = """
[place]
code = "990900"
name = "小区"
follows = "small"
practice = true

[[unit]]
code = "990900001"
name = "甲街道"
kind = "township"

[[unit]]
code = "990900002"
name = "乙街道"
kind = "township"

[[unit]]
code = "990900JY"
name = "教育局"
kind = "department"
department = "education"
"""
PLACE = '[place]\ncode = "small"\nname = "小区"\nplans = []\nforms = ["FE-A", "FE-B"]\n'
HEAD = """
[form]
code = "{code}"
version = 1
title = "{code}"
frequency = "年报"
{filed_by}
period = "calendar"

[[form.table]]
code = "1"
title = ""
"""
COLUMN = """
[[form.table.column]]
code = "{code}"
title = "第{code}栏"
breakdown = "{breakdown}"
"""
ROW = """
[[form.table.row]]
code = "{code}"
title = "{element}"
unit = "人"
element = "{element}"
"""
RULE = """
[[form.rule]]
code = "{form}.R{number:02}"
class = "A"
relation = "{relation}"
over = "{over}"
only = {only}
"""
CHANGE = """
[[form.change]]
code = "{form}.C01"
class = "C"
table = "1"
percent = {percent}
at_least = 5
"""
COLUMNS = {"1": "", "2": "female", "3": "male"}
FIRST = {
    "01 = 02 + 03",
    "02 = 04 + 05",
    "01 ≥ 06",
    "06 ≥ 07",
    "07 ≥ 07@上年",
    "如果 04 > 0 则 05 > 0",
    "06 * 100 ≥ 01 * 20",
    "07 ≤ 01 * 0.9",
    "03 / 01 * 100 ≤ 70",
    "04 > 03",
}
"""Of these any may stand beside any."""


def form_text(code, filed_by, rows, relations, percent):
    text = HEAD.format(code=code, filed_by=filed_by)
    text += "".join(COLUMN.format(code=c, breakdown=b) for c, b in COLUMNS.items())
    for row in rows:
        element = f"{code[-1].lower()}_{row}"
        text += ROW.format(code=row, element=element)
    for number, (relation, over) in enumerate(relations, start=1):
        only = ["1"] if "{" in relation else []
        text += RULE.format(
            form=code, number=number, relation=relation, over=over, only=json.dumps(only)
        )
    return text + CHANGE.format(form=code, percent=percent)


@st.composite
def inventions(draw):
    """A township form and a department's, whose rules are drawn, and a few given figures."""
    first = draw(st.sets(st.sampled_from(sorted(FIRST))))
    across = draw(st.booleans())
    sexes = [("1 = 2 + 3", "columns")]
    percent = draw(st.sampled_from([10, 30]))
    shipped = {
        "places/small.toml": PLACE,
        "forms/FE-A.toml": form_text(
            "FE-A",
            'filed_by = "township"',
            ["01", "02", "03", "04", "05", "06", "07"],
            [*sexes, *((relation, "rows") for relation in sorted(first))],
            percent,
        ),
        "forms/FE-B.toml": form_text(
            "FE-B",
            'filed_by = "department"\ndepartment = "education"',
            ["01", "02"],
            [*sexes, ("01 = 02 + {a_01}" if across else "01 ≥ 02", "rows")],
            percent,
        ),
    }
    total = draw(st.integers(300, 9000))
    fixed = [CellRow(2, "990900001", "FE-A", "2023", "1", "01", "1", str(total), "number", "", "")]
    place = definitions.read_place("units.toml", UNITS)
    return Inventing(place, shipped, (2023, 2024), fixed if draw(st.booleans()) else [])


@settings(max_examples=30, deadline=None)
@given(inventions())
def test_every_rule_holds_and_given_figures_stay(about):
    invented = about.result

    assert invented.unsatisfied == []
    for row in about.given:
        assert row in [r for r in invented.rows(2023)[row.unit] if r.line == row.line]
    # Once more without the generator's own check.
    for year in about.years:
        for unit in invented.tasks[year].reporting_units:
            for form in invented.tasks[year].forms_of(unit):
                values = invented.values[year][unit.code][form.code]
                assert not [f for f in Checker(form, {}, year).check(values) if f.severity == "A"]


@settings(max_examples=5, deadline=None)
@given(inventions())
def test_the_same_place_has_the_same_figures(about):
    again = Inventing(about.place, about.shipped, about.years, about.given)
    assert again.result.values == about.result.values


def test_a_given_figure_that_breaks_a_rule_is_told():
    columns = [("1", "900"), ("2", "500"), ("3", "300")]
    fixed = [
        CellRow(2, "990900002", "FE-A", "2023", "1", "04", column, value, "number", "", "")
        for column, value in columns
    ]
    shipped = {
        "places/small.toml": PLACE.replace(', "FE-B"', ""),
        "forms/FE-A.toml": form_text(
            "FE-A", 'filed_by = "township"', ["04"], [("1 = 2 + 3", "columns")], 30
        ),
    }
    invented = Inventing(definitions.read_place("", UNITS), shipped, (2023,), fixed).result

    [broken] = invented.unsatisfied
    assert (broken.unit.code, broken.form.code, broken.year) == ("990900002", "FE-A", 2023)
    assert (broken.finding.rule, broken.finding.difference) == ("FE-A.R01", Decimal(100))


def test_a_choice_is_one_of_the_answers_and_the_one_that_a_rule_asks_for():
    answers = '[[form.table.row]]\ncode = "08"\ntitle = "围墙"\nelement = "wall"\n'
    other = answers.replace("08", "09").replace("wall", "gate")
    form = form_text("FE-A", 'filed_by = "township"', ["04"], [("08 = 2", "rows")], 30)
    rows = answers + 'choices = ["1 有", "2 无"]\n\n' + other + 'choices = ["3 甲", "9 乙"]\n\n'
    shipped = {
        "places/small.toml": PLACE.replace(', "FE-B"', ""),
        "forms/FE-A.toml": form.replace("[[form.rule]]", rows + "[[form.rule]]", 1),
    }
    invented = Inventing(definitions.read_place("", UNITS), shipped, (2023, 2024), []).result

    assert invented.unsatisfied == []
    for unit in ("990900001", "990900002"):
        cells = invented.values[2024][unit]["FE-A"]
        assert cells["1", "08", "1"].number == 2
        assert cells["1", "09", "1"].number in (3, 9)


# --- the practice places -------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    return catalogues.shipped_texts(paths.forms())


def place_of(name):
    path = paths.practice() / name / "units.toml"
    return definitions.read_place(path.name, files.read_text(path))


PLACES = paths.practice_places()


def with_place(shipped, follows):
    """The catalogue's texts; a place without a file of its own uses every form."""
    path = f"places/{follows}.toml"
    if path in shipped:
        return shipped
    plans = [p[6:-5] for p in shipped if p.startswith(f"plans/{follows}-")]
    forms = catalogues.forms_among(shipped)
    words = {"place": {"code": follows, "name": "某地", "plans": plans, "forms": forms}}
    return shipped | {path: to_toml(words)}


@pytest.mark.parametrize("name", PLACES)
def test_all_rules_of_a_place_hold_and_its_units_fill_every_cell(name, shipped):
    place = place_of(name)
    folder = paths.practice() / paths.USUAL_PLACE / "figures"
    seen = [
        row
        for path in sorted(folder.glob("*-2025.csv"))
        for row in read_cells(files.read_text(path), path.name)
    ]
    given = seen if name == paths.USUAL_PLACE else []
    about = Inventing(place, with_place(shipped, place.follows), (2025,), given, seen)
    invented = about.result

    assert invented.unsatisfied == []
    task = invented.tasks[2025]
    assert [wrong for form in task.forms for wrong in wrong_parts(form)] == []
    for unit in task.reporting_units:
        for form in task.forms_of(unit):
            assert invented.values[2025][unit.code][form.code].keys() == form.typed_cells.keys()
    years = {year for _, year, _ in invented.history(2025)}
    assert years >= {2020, 2021, 2022, 2023, 2024}


@pytest.mark.parametrize("name", PLACES)
def test_every_form_that_a_place_uses_is_filed_by_a_unit(name, shipped):
    place = place_of(name)
    forms = definitions.read_forms(shipped)
    if f"places/{place.follows}.toml" in shipped:
        forms = definitions.read_forms(catalogues.selected_texts(shipped, place.follows, 2025))
    local = "county" if name == "xianyang" else "township"
    wanted = [form for form in forms if form.filed_by in ("department", local)]
    units = place.in_force(2025).units

    assert place.practice
    assert [form.code for form in wanted if not any(form.files(unit) for unit in units)] == []


def test_codes_of_places_are_none_of_real_ones_and_differ():
    codes = [unit.code for name in PLACES for unit in place_of(name).units]
    assert PLACES == ["guancheng", "tiexi", "wushan", "xianyang", "yanhu"]
    assert len(codes) == len(set(codes))
    assert {code[:2] for code in codes} == {"99"}
