"""The office's indicators: targets with verdicts, the chart, and values from summed counts."""

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fuer_desktop.services import charting, designing
from fuer_desktop.ui.pages.office_indicators import IndicatorsPage
from fuer_desktop.ui.theme import DARK, Theme
from tests.services.trial import CATALOGUE, EAST, UNITS, WEST, Trial, replace_in, rows
from tests.ui.office_pages import opening, type_words


@pytest.fixture(scope="module")
def years_once(tmp_path_factory):
    """2024 and 2025 counted, with the history of 2020."""
    trial = Trial(tmp_path_factory.mktemp("years"))
    trial.whole_year(2024)
    trial.whole_year(2025)
    trial.record_history()
    return trial


@pytest.fixture
def years(years_once, tmp_path):
    """The same, of one's own."""
    return years_once.copy(tmp_path / "trial")


@pytest.fixture
def open_page(qtbot):
    """Opens the page on a workspace."""
    yield from opening(qtbot)


def wordings(office):
    return [item.target.wording for item in office.page.targets.targets]


def lines(office):
    return [tuple(cell.text for cell in line.cells) for line in office.page.panel.values.shown]


def corner(chart):
    """The colour near the chart's upper left corner, once there is a chart."""
    return chart._canvas and chart.grab().toImage().pixelColor(3, 3).name().upper()


def target_of_units(office):
    """A target whose indicator both townships file."""
    judging = office.page.results.judging
    return next(
        item
        for item in office.page.results.judged
        if len(judging.unit_values(item.indicator)) > 1 and item.indicator.denominator is not None
    )


def test_every_target_is_listed_with_its_state_and_value(years, open_page):
    office = open_page(IndicatorsPage, years.office)
    office.link.close()
    judged = years.judging().judged()

    assert sorted(item.target.code for item in office.page.targets.targets) == [
        item.target.code for item in judged
    ]
    spoken = [
        office.page.targets.index(row).data() for row in range(office.page.targets.rowCount())
    ]
    assert spoken[0] == f"试验县妇女发展规划（2021—2030年）  {len(judged)}条"
    assert (spoken.count("妇女参与"), spoken.count("妇女与健康")) == (1, 1)
    assert any("孕产妇死亡率，" in words for words in spoken)


def test_a_target_that_no_form_asks_is_shown_with_that_reason(tmp_path, open_page):
    own = Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))
    replace_in(own / "places/trial.toml", '"TF-XZ01", "TF-WJ01"', '"TF-XZ01"')
    trial = Trial(tmp_path / "trial")
    trial.folder.mkdir()
    trial.hand_out(catalogue=own)
    for unit in (EAST, WEST):
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
    trial.take_in([trial.export(unit).path for unit in (EAST, WEST)])

    office = open_page(IndicatorsPage, trial.office)
    office.page.show_target("T2")

    assert "还没有报表填报“孕产妇死亡数、活产数”" in office.page.panel.sentence.text()
    [whole] = lines(office)
    assert whole[-1] == "还没有报表填报孕产妇死亡数、活产数"
    assert "还没有报表填报" in office.page.chart_data.source


def test_the_chart_shows_what_judging_gives_for_the_target(years, open_page):
    office = open_page(IndicatorsPage, years.office)
    shown = {}
    for item in office.page.results.judged:
        office.page.show_target(item.target.code)
        shown[item.target.code] = office.page.chart_data
    office.link.close()

    judging = years.judging()

    assert shown == {
        item.target.code: charting.chart_data(judging, item) for item in judging.judged()
    }


def test_the_total_is_recomputed_from_counts_and_not_averaged(years, open_page):
    office = open_page(IndicatorsPage, years.office)
    item = target_of_units(office)

    office.page.show_target(item.target.code)

    total, *units = lines(office)
    sums = [sum(Decimal(unit[column].replace("\u202f", "")) for unit in units) for column in (2, 3)]
    value = sums[0] * item.indicator.multiplier / sums[1]
    mean = sum(Decimal(unit[1]) for unit in units) / len(units)
    assert total[0] == "全域（由分子分母重算）"
    assert [unit[0] for unit in units] == ["东镇", "西镇"]
    assert Decimal(total[1]) == round(value, item.indicator.decimals)
    assert Decimal(total[1]) != round(mean, item.indicator.decimals)


def test_a_unit_that_has_not_handed_in_is_named_in_the_total(tmp_path, open_page):
    trial = Trial(tmp_path / "partly")
    trial.folder.mkdir()
    trial.hand_out()
    for unit in UNITS:
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025))
        if unit != WEST:
            trial.export(unit)
    trial.take_in()
    office = open_page(IndicatorsPage, trial.office)

    office.page.show_target(target_of_units(office).target.code)

    assert lines(office)[0][-1] == "缺1个单位：西镇"
    assert lines(office)[2][-1] == "未报或有冲突，没有计入"


def test_typing_narrows_the_list_and_shows_the_first_that_is_left(years, open_page, qtbot):
    office = open_page(IndicatorsPage, years.office)
    everything = wordings(office)

    type_words(office.page.filter, "孕产妇死亡率")

    assert wordings(office) == ["孕产妇死亡率"]
    assert office.page.panel.title.text() == "孕产妇死亡率"
    type_words(office.page.filter, "没有的")
    assert wordings(office) == []
    assert office.page.list.hint.startswith("没有符合“孕产妇死亡率没有的”")
    qtbot.keyClick(office.page.filter, Qt.Key.Key_Escape)
    assert wordings(office) == everything


def test_the_arrow_keys_go_from_target_to_target_over_the_heads(years, open_page, qtbot):
    office = open_page(IndicatorsPage, years.office)
    seen = [office.page.shown.target.code]

    qtbot.keyClick(office.page.filter, Qt.Key.Key_Down)
    for _ in range(len(office.page.results.judged) - 1):
        qtbot.keyClick(office.page.list, Qt.Key.Key_Down)
        seen.append(office.page.shown.target.code)

    assert seen == [item.target.code for item in office.page.targets.targets]
    assert len(seen) == len(office.page.results.judged)


def test_only_targets_of_concern_can_be_shown_and_are_counted(years, open_page, qtbot):
    office = open_page(IndicatorsPage, years.office)

    qtbot.mouseClick(office.page.only_concerning, Qt.MouseButton.LeftButton)

    concerning = {"偏离目标", "预计达标困难", "未保持", "未达标"}
    wanted = [j.target.code for j in office.page.results.judged if j.verdict.state in concerning]
    assert wanted != []
    assert [item.target.code for item in office.page.targets.targets] == wanted
    assert office.counts == [len(wanted)]


def test_the_chart_is_drawn_in_the_theme_and_again_for_another_size(years, open_page):
    office = open_page(IndicatorsPage, years.office, Theme(dark=True))
    chart = office.page.panel.chart

    office.wait(lambda: corner(chart) == DARK.surface)
    office.page.window().resize(1300, 800)
    first = chart._canvas
    office.wait(lambda: chart._canvas is not first and chart._canvas.size() == chart.size())


def test_the_shown_chart_is_exported_as_picture_drawing_and_data(years, open_page, tmp_path):
    office = open_page(IndicatorsPage, years.office)
    code = office.page.shown.target.code

    office.page.export_chart(tmp_path / "图")
    office.settle()

    files = sorted(path.name for path in (tmp_path / "图").iterdir())
    assert files == [f"{code}.json", f"{code}.png", f"{code}.svg"]
    data = json.loads((tmp_path / "图" / f"{code}.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(office.page.chart_data.as_dict()))
    assert office.said[-1].startswith("已导出3个文件到")


def test_the_same_target_stays_shown_when_the_page_is_read_again(years, open_page):
    office = open_page(IndicatorsPage, years.office)
    last = office.page.results.judged[-1].target.code
    office.page.show_target(last)

    office.refresh()

    assert office.page.shown.target.code == last


def test_before_anything_is_taken_in_the_page_leads_to_the_intake(tmp_path, open_page, qtbot):
    trial = Trial(tmp_path / "early")
    trial.folder.mkdir()
    trial.hand_out()
    office = open_page(IndicatorsPage, trial.office)
    assert office.page.faces.shown == "empty"

    qtbot.mouseClick(office.page.empty_button, Qt.MouseButton.LeftButton)

    assert office.went == ["intake"]


def test_a_new_office_says_that_a_task_comes_first(open_page, tmp_path):
    designing.new_office(tmp_path / "new.fuerdb")

    office = open_page(IndicatorsPage, tmp_path / "new.fuerdb")

    assert office.page.faces.shown == "no_task"


def test_opening_the_page_does_not_load_matplotlib():
    """Start-up stays quick: the figures' library comes with the first chart."""
    code = (
        "import sys; import fuer_desktop.ui.pages.office_indicators;"
        "sys.exit('matplotlib' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
