"""What a progress figure shows, in words and as a file."""

import json
from decimal import Decimal

import pytest

from fuer_desktop.charts.progress import title
from fuer_desktop.domain.trends import Point


def test_the_title_says_the_finding(progress):
    data = progress("24.4 0.0 27.9 0.0 30.2 33.07958")
    assert title(data) == "孕产妇死亡率 2025年 33.1（1/10万），进度偏慢"


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("‰", "3.1‰"),
        ("%", "3.1%"),
        ("岁", "3.1岁"),
        ("", "3.1"),
        ("1/10万", "3.1（1/10万）"),
        ("女=100", "3.1（女=100）"),
    ],
)
def test_a_unit_that_would_run_into_the_value_stands_in_brackets(progress, unit, value):
    data = progress("3.1", first=2025, unit=unit, indicator="甲")
    assert title(data) == f"甲 2025年 {value}，进度偏慢"


def test_an_old_value_is_never_sold_as_this_years(progress):
    data = progress("24.4 21.0", state="无数据", year=2025)
    assert title(data) == "孕产妇死亡率 2025年没有数据，2021年为 21.0（1/10万）"
    assert data.judged is None
    assert data.as_dict()["year"] == 2025


def test_an_old_value_is_not_this_years_where_only_the_state_says_so(progress):
    data = progress("24.4 21.0", state="无数据")
    assert title(data) == "孕产妇死亡率 2021年为 21.0（1/10万），其后没有数据"


def test_nothing_known_is_said_as_such(progress):
    assert title(progress()) == "孕产妇死亡率 没有数据"
    assert title(progress(year=2025)) == "孕产妇死亡率 2025年没有数据"


def test_the_title_speaks_of_the_judged_year_not_of_later_ones(progress):
    data = progress("24.4 21.0 19.0", year=2021)
    assert title(data) == "孕产妇死亡率 2021年 21.0（1/10万），进度偏慢"


def test_the_required_path_ends_at_the_target(progress):
    data = progress("24.4 20.0", target="8")
    assert data.required_path == (Point(2020, Decimal("24.4")), Point(2030, Decimal(8)))


@pytest.mark.parametrize(("base", "target", "sense_down"), [("91", "90", False), ("7", "8", True)])
def test_nobody_is_required_to_become_worse(progress, base, target, sense_down):
    assert progress(base, target=target, sense_down=sense_down).required_path is None


@pytest.mark.parametrize("sense_down", [True, False, None])
def test_a_base_on_the_target_has_to_be_kept(progress, sense_down):
    path = progress("95", target="95", sense_down=sense_down).required_path
    assert path is not None
    assert path[0].value == path[1].value


def test_no_path_without_a_base_a_target_or_time(progress):
    assert progress("24", base=None).required_path is None
    assert progress("24", target=None).required_path is None
    assert progress("24", first=2030).required_path is None


def test_the_file_holds_what_is_drawn_with_numbers_as_strings(progress):
    data = progress("24.44 - 33.07958", band=(Decimal(9), Decimal("7.50")))
    described = json.loads(json.dumps(data.as_dict(), ensure_ascii=False))
    assert described == {
        "title": "孕产妇死亡率 2022年 33.1（1/10万），进度偏慢",
        "indicator": "孕产妇死亡率",
        "unit": "1/10万",
        "year": 2022,
        "state": "进度偏慢",
        "values": [{"year": 2020, "value": "24.4"}, {"year": 2022, "value": "33.1"}],
        "base": {"year": 2020, "value": "24.4"},
        "target": {
            "year": 2030,
            "value": "8",
            "band": ["7.50", "9"],
            "words": "＜8/10万",
        },
        "required_path": [{"year": 2020, "value": "24.4"}, {"year": 2030, "value": "8"}],
        "better": "lower",
        "source": data.source,
        "practice": True,
    }


def test_a_computed_target_has_no_endless_decimals_and_a_printed_one_keeps_its_own(progress):
    third = Decimal(16) / 3
    assert progress("9", target=third).as_dict()["target"]["value"] == "5.333"
    assert progress("9", target="0.55").as_dict()["target"]["value"] == "0.55"
    assert progress("9", target="1E+2").as_dict()["target"]["value"] == "100"
