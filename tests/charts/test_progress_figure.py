"""Progress figures: true to the data, legible, whole."""

from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread
from matplotlib.text import Text

from fuer_desktop.charts.progress import draw, save
from fuer_desktop.charts.style import DARK, LIGHT
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.trends import Point

LONG_NAME = "义务教育阶段随迁子女在公办学校和政府购买学位的民办学校就读的比例（含中等职业教育学校）"
LONG_AIM = "不低于城镇居民人均可支配收入增长速度的平均水平（95.20%）"
UP = {"unit": "%", "decimals": 2, "sense_down": False}

CASES = {
    "swinging": ("24.4 0.0 27.9 0.0 30.2 33.1", {}),
    "rising": ("88.13 89.92 91.20 92.87 93.41 94.02", {**UP, "target": "95", "aim": "≥95%"}),
    "near 100": ("98.12 98.97 99.54 99.81 99.90 100", {**UP, "target": "98", "aim": "≥98%"}),
    "band": (
        "95.6 96.1 95.2 94.1 93 92.6",
        {**UP, "target": "95", "band": (Decimal(94), Decimal(96))},
    ),
    "single": ("33.1", {"state": "数据不足暂不评价"}),
    "two": ("3.4 3.1", {"first": 2024, "target": "3.0", "unit": "‰", "aim": "≤3.0‰"}),
    "empty": ("", {"state": "无数据", "year": 2025}),
    "gaps": ("12.4 - 11.9 - - 13.2 12.8", {"first": 2018, "state": "无数据", "year": 2025}),
    "long": (
        "85.1 87 90.2 91 92 93.3",
        {**UP, "indicator": LONG_NAME, "target": "95", "aim": LONG_AIM, "source": "来源" * 120},
    ),
    "negative": ("-3.2 -1.1 0 2.15 -0.4 1.2", {"target": None, "aim": "", "sense_down": None}),
    "all negative": ("-30.2 -31.1 -29.5", {"target": "-25", "sense_down": False}),
    "far": ("1203 1250 1299 1310 1333 1400", {**UP, "decimals": 0, "target": "1250000"}),
    "on target": ("95 95 95 95 95 95", {**UP, "target": "95", "state": "达标"}),
    "zeros": ("0 0 0 0", {"target": "2", "state": "已达标"}),
    "all zero": ("0 0", {"target": "0", "state": "已达标"}),
    "direction": ("36.4 38.22 40.91", {**UP, "target": None, "aim": "提高"}),
    "over": ("24.4 21 19.5 18.2 17 15.5 14 12 10.1 9 8.05", {"state": "基本达标"}),
    "after the target": ("9 8 7 6 7", {"first": 2027, "state": "达标"}),
    "zigzag": ("1.2 30.5 " * 13, {"first": 2000, "state": "未达标"}),
    "huge": ("987654321098.5 999999999999.9", {"target": "1000000000000"}),
    "base apart": ("20 18 17", {"first": 2022, "base": Point(2020, Decimal("21.5"))}),
    "markup": ("1 2", {"indicator": "甲_乙$x^2$丙{丁}\\", "source": "$a$", "unit": "$"}),
    "demand in words": ("5 6 7", {"target": None, "aim": "逐步缩小城乡差距并" * 8}),
}


@pytest.fixture(params=CASES)
def case(request, progress):
    """Each of the cases."""
    values, changes = CASES[request.param]
    return progress(values, **changes)


def words_of(figure):
    """All visible words with their boxes in pixels, but for the watermark behind the plot."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    return {
        text: text.get_window_extent(renderer) for text in texts if text.get_gid() != "practice"
    }


def crowding(figure):
    """Pairs of words that overlap by more than a pixel, and words not wholly on the figure."""
    boxes = {text: box.padded(-0.5) for text, box in words_of(figure).items()}
    pairs = [
        (one.get_text(), other.get_text())
        for one, other in combinations(boxes, 2)
        if boxes[one].overlaps(boxes[other])
    ]
    page = figure.bbox
    cut = [
        text.get_text()
        for text, box in boxes.items()
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    return pairs + cut


def struck_through(figure):
    """Labels in the plot with a line of the figure through them."""
    boxes = {text: box for text, box in words_of(figure).items() if text.get_gid() == "label"}
    struck = []
    for axes in figure.axes:
        lines = [line for line in axes.get_lines() if line.get_gid() in DRAWN_LINES]
        for text, box in boxes.items():
            for line in lines:
                path = line.get_path().transformed(line.get_transform())
                if path.intersects_bbox(box, filled=False):
                    struck.append((text.get_text(), line.get_gid()))
    return struck


DRAWN_LINES = ("step", "gap", "target", "required-path")


def lines_of(figure, *names):
    """Places (x, y) of all lines of these names."""
    return [
        (float(x), float(y))
        for axes in figure.axes
        for line in axes.get_lines()
        if line.get_gid() in names
        for x, y in line.get_xydata()
    ]


def labels_of(figure):
    """Words of the labels in the plot."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() == "label"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_no_words_overlap_or_leave_the_page(case, theme):
    assert crowding(draw(case, theme)) == []


@pytest.mark.parametrize("size", [(4.8, 3.4), (10, 6)])
def test_other_sizes_are_laid_out_as_well(case, size):
    assert crowding(draw(case, LIGHT, size)) == []


def test_no_line_runs_through_a_label(case):
    assert struck_through(draw(case, LIGHT)) == []


def test_first_base_and_last_value_are_always_written(case):
    figure = draw(case, LIGHT)
    for point in {case.known[:1], case.drawn[:1], case.drawn[-1:]} - {()}:
        assert any(case.amount(point[0].value) in label for label in labels_of(figure))


def test_the_data_drawn_are_the_data_given(case):
    figure = draw(case, LIGHT)
    drawn = set(lines_of(figure, "values", "judged"))
    assert drawn == {(point.year, float(point.value)) for point in case.drawn}
    assert set(lines_of(figure, "step", "gap")) <= drawn


def test_two_to_four_round_ticks_and_whole_years(case):
    for axes in draw(case, LIGHT).axes:
        marks = [label.get_text() for label in axes.get_yticklabels()]
        assert 2 <= len(marks) <= 4
        assert len(set(marks)) == len(marks)
        years = [label.get_text() for label in axes.get_xticklabels()]
        assert years == [str(int(tick)) for tick in axes.get_xticks()]
        assert len(set(years)) == len(years)


def test_the_required_path_runs_from_the_base_to_the_target(progress):
    figure = draw(progress("24.4 21", target="8"), LIGHT)
    assert lines_of(figure, "required-path") == [(2020, 24.4), (2030, 8)]
    assert {y for _, y in lines_of(figure, "target")} == {8}


def test_a_missing_year_is_a_gap_never_a_line(progress):
    figure = draw(progress("12.4 - 11.9 11.0"), LIGHT)
    assert lines_of(figure, "step") == [(2022, 11.9), (2023, 11.0)]
    assert lines_of(figure, "gap") == [(2020, 12.4), (2022, 11.9)]
    (thread,) = (line for line in figure.axes[0].get_lines() if line.get_gid() == "gap")
    assert thread.get_linestyle() != "-"


def test_a_year_without_the_judged_value_says_so_in_its_place(progress):
    figure = draw(progress("12.4 11", state="无数据", year=2024), LIGHT)
    assert "○ 2024年无数据" in labels_of(figure)
    assert lines_of(figure, "judged") == []


def test_no_data_draws_no_axes(progress):
    figure = draw(progress(state="无数据"), LIGHT)
    assert figure.axes == []
    assert "没有数据" in [text.get_text() for text in words_of(figure)]


def test_state_stands_there_as_sign_and_word(progress):
    for state in State:
        figure = draw(progress("24 21", state=state.value), LIGHT)
        (mark,) = (t for t in words_of(figure) if t.get_text().endswith(f" {state.value}"))
        assert mark.get_text()[0] in "●◐◔◇◆▲▼○"
        assert mark.get_color() == LIGHT.colour(state)


def test_an_unknown_state_is_a_mistake(progress):
    with pytest.raises(ValueError, match="很好"):
        draw(progress("1", state="很好"), LIGHT)


def test_reverse_indicators_are_marked(progress):
    def heads(sense):
        figure = draw(progress("24 21", sense_down=sense), LIGHT)
        return "\n".join(text.get_text() for text in words_of(figure))

    assert "越低越好" in heads(True)
    assert "越高越好" in heads(False)
    assert "越" not in heads(None)


def test_practice_is_written_on_the_figure_and_only_on_practice(progress):
    def said(practice):
        figure = draw(progress("24 21", practice=practice, source="来源"), LIGHT)
        return [text.get_text() for text in figure.findobj(Text) if "演练" in text.get_text()]

    assert set(said(True)) == {"演练数据", "演练"}
    assert said(False) == []


def test_percentages_never_promise_more_than_a_hundred(progress):
    figure = draw(progress("99.2 99.8 100", **UP, target="99"), LIGHT)
    assert max(figure.axes[0].get_yticks()) <= 100


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_picture_is_not_blank(progress, theme, tmp_path):
    path = tmp_path / "图.png"
    save(draw(progress("24.4 21.3 30.2"), theme), path)
    picture = imread(path)[:, :, :3]
    assert picture.shape == (604, 1036, 3)
    different = np.any(np.abs(picture - picture[0, 0]) > 0.2, axis=2).mean()
    assert 0.01 < different < 0.5


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_data_give_the_same_bytes(progress, tmp_path, ending):
    first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
    for path in (first, second):
        save(draw(progress("24.4 - 30.2"), LIGHT), path)
    assert first.read_bytes() == second.read_bytes()


def test_letters_in_svg_are_outlines_and_no_date_is_told(progress, tmp_path):
    path = tmp_path / "图.svg"
    save(draw(progress("24.4 30.2"), LIGHT), path)
    drawing = path.read_text(encoding="utf-8")
    assert "<text" not in drawing
    assert "font-family" not in drawing
    assert "dc:date" not in drawing


def test_svg_and_png_are_all_there_is(progress, tmp_path):
    with pytest.raises(KeyError):
        save(draw(progress("1"), LIGHT), tmp_path / "图.pdf")


def test_drawing_leaves_no_settings_behind(progress, tmp_path):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    save(draw(progress("24.4 30.2"), LIGHT), tmp_path / "图.svg")
    assert dict(mpl.rcParams) == before


def test_the_figure_can_be_drawn_without_a_screen(progress):
    assert isinstance(draw(progress("1 2"), LIGHT).canvas, FigureCanvasAgg)


@st.composite
def some_series(draw_one):
    """Years with gaps, values of one magnitude, and what may come with them."""
    decimals = draw_one(st.integers(0, 2))
    largest = draw_one(st.sampled_from([1, 100, 5000, 10**7]))
    lowest = draw_one(st.sampled_from([0, -largest]))
    number = st.decimals(lowest, largest, places=decimals)
    years = sorted(draw_one(st.sets(st.integers(2015, 2033), max_size=14)))
    points = tuple(Point(year, draw_one(number)) for year in years)
    target = draw_one(st.none() | number)
    return {
        "points": points,
        "base": draw_one(st.sampled_from([None, *points[:1]])),
        "decimals": decimals,
        "target": target,
        "band": draw_one(st.none() | st.tuples(number, number)) if target is not None else None,
        "sense_down": draw_one(st.sampled_from([True, False, None])),
        "state": draw_one(st.sampled_from(list(State))).value,
        "unit": draw_one(st.sampled_from(["%", "1/10万", "人", ""])),
        "year": draw_one(st.none() | st.integers(2015, 2033)),
        "indicator": LONG_NAME[: draw_one(st.integers(2, 40))],
    }


@given(changes=some_series())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
def test_any_series_is_legible_and_true(progress, changes):
    data = progress(**changes)
    figure = draw(data, LIGHT)
    assert crowding(figure) == []
    assert struck_through(figure) == []
    drawn = set(lines_of(figure, "values", "judged"))
    assert drawn == {(point.year, float(point.value)) for point in data.drawn}
    labels = labels_of(figure)
    for point in (*data.drawn[:1], *data.drawn[-1:], *([data.judged] if data.judged else [])):
        assert any(data.amount(point.value) in label for label in labels)
