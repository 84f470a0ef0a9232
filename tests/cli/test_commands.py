"""Each command: what it prints where, and with which code it ends."""

import csv
import io
from pathlib import Path

import pytest

from fuer_desktop.cli import desk, office
from fuer_desktop.formats.rows import CELL_FIELDS, read_cells
from fuer_desktop.services import listing, listing_rules
from fuer_desktop.services.boards import UnitState
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import CATALOGUE, EAST, HEALTH, UNITS, WEST, csv_text, row, rows

WHO = ("--head", "张三", "--statistics-head", "李四", "--filler", "王五")
NO_FILE = "无此文件"


def table(text):
    return list(csv.reader(io.StringIO(text)))


def chinese_line(text):
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text


def written(tmp_path, cells):
    path = tmp_path / "数据.csv"
    path.write_text(csv_text(cells), encoding="utf-8")
    return path


# --- the whole road by commands -----------------------------------------------------------


def test_the_commands_lead_from_definitions_to_verdicts(run, tmp_path):
    office_path = tmp_path / "office.fuerdb"
    code, out, err = run(
        "make-task", "--workspace", office_path, "--units", CATALOGUE / "units.toml",
        "--year", 2025, "--deadline", "2026-05-20", "--catalogue", CATALOGUE,
        "--out", tmp_path / "tasks",
    )  # fmt: skip
    assert (code, out) == (0, "")
    assert "任务990200-2025：写出3个任务包" in err

    for unit in UNITS:
        desk_path = tmp_path / f"{unit}.fuerdb"
        package = tmp_path / "tasks" / f"990200-2025_{unit}_任务.fuer"
        assert run("open-task", package, "--workspace", desk_path)[:2] == (0, "")
        cells = written(tmp_path, rows(unit, 2025))
        assert run("fill", "--workspace", desk_path, cells)[:2] == (0, "")
        assert run("check", "--workspace", desk_path)[0] == 0
        exported = run("export", "--workspace", desk_path, "--out", tmp_path / "in", *WHO)
        assert exported[:2] == (0, "")
        assert "第1版已写到" in exported[2]

    code, out, err = run("take-in", "--workspace", office_path, tmp_path / "in")
    assert (code, len(out.splitlines())) == (0, 3)
    assert all(line.startswith("新\t") for line in out.splitlines())
    assert "共3个文件：新3。" in err
    history = run("history", "--workspace", office_path, CATALOGUE / "history.csv")
    assert history == (0, "", "录入5个以前年度的指标值。\n")

    code, out, err = run("judge", "--workspace", office_path)
    [header, *verdicts] = table(out)
    assert (code, len(verdicts)) == (0, 8)
    states = [line[header.index("state")] for line in verdicts]
    assert states == [
        "已达标", "进度偏慢", "按进度可达标", "按进度可达标", "偏离目标", "数据不足暂不评价",
        "暂不评价", "已达标",
    ]  # fmt: skip
    assert err.startswith("8条目标：")


def test_a_task_that_is_out_is_revised_only_on_demand_and_says_what_changed(run, filled):
    words = ["make-task", "--workspace", filled.office, "--units", CATALOGUE / "units.toml",
             "--year", 2025, "--deadline", "2026-06-30", "--catalogue", CATALOGUE,
             "--out", filled.folder / "again"]  # fmt: skip

    code, out, err = run(*words)
    assert (code, out) == (3, "")
    assert "命令行加 --revise" in chinese_line(err)
    assert not (filled.folder / "again").exists()

    code, out, err = run(*words, "--revise")
    assert (code, out) == (0, "")
    assert err.splitlines()[:2] == [
        "任务990200-2025第1次修订。", "应报日期：2026-05-20改为2026-06-30。",
    ]  # fmt: skip
    package = filled.folder / "again" / f"990200-2025_{EAST}_任务_修订1.fuer"
    code, out, err = run("open-task", package, "--workspace", filled.desk(EAST))
    assert err.splitlines()[:2] == [
        "任务已按第1次修订更新：格子没有变，已填的数都留着。", "应报日期现在是2026-06-30。",
    ]  # fmt: skip


# --- check-definitions, make-task ---------------------------------------------------------


def test_good_definitions_are_counted(run):
    code, out, err = run("check-definitions", "--catalogue", CATALOGUE)

    assert (code, out) == (0, "")
    assert err == "定义文件没有问题：8个指标，2张报表，1个规划，8条目标。\n"


def test_the_shipped_definitions_are_the_default(run):
    code, _, err = run("check-definitions")

    assert code == 0
    assert "34张报表，9个规划" in err


def test_wrong_definitions_end_with_code_3_and_every_problem(run, tmp_path):
    for part in CATALOGUE.rglob("*.toml"):
        copy = tmp_path / part.relative_to(CATALOGUE)
        copy.parent.mkdir(exist_ok=True)
        text = part.read_text(encoding="utf-8")
        copy.write_text(
            text.replace('code     = "TF-WJ01.R02"', 'cod = "x"').replace("members.female", "mems"),
            encoding="utf-8",
        )

    code, out, err = run("check-definitions", "--catalogue", tmp_path)

    assert (code, out) == (3, "")
    assert "forms/TF-WJ01.toml" in err
    assert "indicators/trial.toml" in err


def test_a_catalogue_that_is_not_there_is_code_3(run, tmp_path):
    assert run("check-definitions", "--catalogue", tmp_path / NO_FILE)[0] == 3


@pytest.mark.parametrize("words", [[CATALOGUE], ["--catalogue", CATALOGUE]])
def test_the_folder_to_check_may_be_named_with_or_without_its_option(run, words):
    assert run("check-definitions", *words)[0] == 0
    assert "8个指标" in run("check-definitions", *words)[2]


@pytest.mark.parametrize(
    ("command", "fields", "least"),
    [
        ("list-goals", listing.GOAL_FIELDS, 600),
        ("list-targets", listing.TARGET_FIELDS, 650),
        ("list-indicators", listing.INDICATOR_FIELDS, 300),
        ("list-rules", listing_rules.FIELDS, 200),
    ],
)
def test_what_is_asked_is_listed_on_the_screen_and_into_a_file(
    run, tmp_path, command, fields, least
):
    code, out, err = run(command, "--csv")
    header, *lines = table(out)
    assert (code, err, tuple(header)) == (0, "", fields)
    assert len(lines) >= least
    assert {len(line) for line in lines} == {len(fields)}

    path = tmp_path / "表.csv"
    assert run(command, "--csv", "--out", path) == (0, "", "")
    assert table(path.read_text("utf-8-sig")) == [header, *lines]


def test_another_catalogue_is_listed_where_it_is_named(run):
    _, out, _ = run("list-targets", "--csv", "--catalogue", CATALOGUE)

    assert len(table(out)) == 1 + 8


def test_nothing_is_listed_of_a_catalogue_with_a_mistake(run, tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "x.toml").write_text("[plan]\n", encoding="utf-8")

    code, out, err = run("list-goals", "--csv", "--catalogue", tmp_path)

    assert (code, out) == (3, "")
    assert "plans/x.toml plan：缺少“code”。" in err


# --- open-task, fill, values --------------------------------------------------------------


def test_open_task_says_who_what_and_until_when(run, filled, tmp_path):
    code, out, err = run(
        "open-task", filled.package(HEALTH), "--workspace", tmp_path / "new.fuerdb"
    )

    assert (code, out) == (0, "")
    for words in ("县卫健委", "990200-2025", "2026-05-20", "TF-WJ01"):
        assert words in chinese_line(err)


def test_a_damaged_task_package_is_code_3_and_one_sentence(run, tmp_path):
    package = tmp_path / "任务.fuer"
    package.write_bytes(b"PK\3\4")

    code, out, err = run("open-task", package, "--workspace", tmp_path / "new.fuerdb")

    assert (code, out) == (3, "")
    assert "“任务.fuer”不完整" in chinese_line(err)
    assert not (tmp_path / "new.fuerdb").exists()


@pytest.mark.parametrize("unit", UNITS)
def test_what_values_prints_fill_reads_and_it_is_the_same(run, filled, tmp_path, unit):
    printed = run("values", "--workspace", filled.desk(unit))[1]
    path = tmp_path / "again.csv"
    path.write_text(printed, encoding="utf-8")
    filled.fill(unit, [row(unit, 2025, "01/1")])

    code, _, err = run("fill", "--workspace", filled.desk(unit), path)

    assert (code, "填入" in err) == (0, True)
    assert run("values", "--workspace", filled.desk(unit)) == (0, printed, "")


def test_values_equal_the_file_that_was_filled(run, filled, tmp_path):
    cells = [
        row(EAST, 2025, "01/1", "41", kind="number", reason="本年合并两个村"),
        row(EAST, 2025, "01/2", kind="no_data", reason="本年没有分性别统计"),
        row(EAST, 2025, "02/1", kind="not_applicable"),
        row(EAST, 2025, "02/2", kind="included", reason="并入县直单位统计", note="见附件，第2页"),
        row(EAST, 2025, "03/1", value="", kind="included", reason="并入上级医院报送"),
        row(EAST, 2025, "04/1", "0", kind="number"),
    ]
    path = written(tmp_path, cells)

    run("fill", "--workspace", filled.desk(EAST), path)
    _, out, err = run("values", "--workspace", filled.desk(EAST))

    assert err == ""
    assert out == path.read_text(encoding="utf-8")


def test_a_file_written_with_out_is_ready_for_a_spreadsheet_and_for_fill(run, filled, tmp_path):
    path = tmp_path / "数据.csv"

    code, out, _ = run("values", "--workspace", filled.desk(EAST), "--out", path)

    assert (code, out) == (0, "")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("fill", "--workspace", filled.desk(EAST), path)[0] == 0


def test_the_office_lists_what_counts(run, filled):
    filled.take_in([filled.export(WEST).path])

    _, out, _ = run("values", "--workspace", filled.office)

    assert {line[0] for line in table(out)[1:]} == {WEST}
    assert [c.value for c in read_cells(out, "")] == ["30", "12", "10", "2", "500", "470"]


def test_a_row_that_cannot_be_a_cell_is_code_3_with_file_and_line(run, filled, tmp_path):
    path = written(tmp_path, [row(EAST, 2025, "01/1", "21"), row(EAST, 2025, "04/1", "约千")])

    code, out, err = run("fill", "--workspace", filled.desk(EAST), path)

    assert (code, out) == (3, "")
    assert "“数据.csv”第3行：“约千”不是数字" in chinese_line(err)
    assert ",01,1,20," in run("values", "--workspace", filled.desk(EAST))[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"unit,form\n", "第一行应为"),
        (b"", "第一行应为"),
        ("单位".encode("gbk"), "第一行应为"),
        (b"\xff\xfe\x00\x01", "不是 CSV 表格文件"),
    ],
)
def test_a_file_that_is_no_rows_is_code_3(run, filled, tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    code, _, err = run("fill", "--workspace", filled.desk(EAST), path)

    assert (code, words in err) == (3, True)


def test_the_order_of_a_cell_row_is_lasting(run, filled):
    out = run("values", "--workspace", filled.desk(EAST))[1]

    assert out.splitlines()[0] == "unit,form,period,table,row,column,value,kind,reason,note"
    assert tuple(out.splitlines()[0].split(",")) == CELL_FIELDS


# --- check, export ------------------------------------------------------------------------


def test_check_prints_rows_alone_and_code_1_where_something_blocks(run, filled):
    filled.change(EAST, "04/1", "1100")

    code, out, err = run("check", "--workspace", filled.desk(EAST))

    [header, finding] = out.splitlines()
    assert code == 1
    assert (
        header
        == "unit,form,period,rule,class,cells,left,right,difference,state,reason,message,by,at"
    )
    start = f"{EAST},TF-XZ01,2025,TF-XZ01.R03,A,1/03/1 1/04/1,1000,1100,-100,open,,"
    assert finding.startswith(start)
    assert err == "审核结果1条，其中1条未处理、不能导出。\n"


FIELDS = "version,unit,form,period,rule,class,cells,left,right,difference,state,reason,by,at"


def test_findings_lists_what_is_on_record_and_with_all_what_is_gone_too(run, filled):
    filled.change(EAST, "04/1", "1100")
    run("check", "--workspace", filled.desk(EAST))
    standing = run("findings", "--workspace", filled.desk(EAST))
    filled.change(EAST, "04/1", "960")
    run("check", "--workspace", filled.desk(EAST))

    gone = run("findings", "--workspace", filled.desk(EAST))
    code, everything, _ = run("findings", "--workspace", filled.desk(EAST), "--all")

    header, finding = standing[1].splitlines()
    assert header == f"{FIELDS},found_at,gone_at,on_paper"
    start = f",{EAST},TF-XZ01,2025,TF-XZ01.R03,A,1/03/1 1/04/1,1000,1100,-100"
    assert finding.startswith(f"{start},open,,")
    assert gone == (0, f"{header}\n", "")
    assert code == 0
    assert everything.splitlines()[1].startswith(f"{start},gone,,")


def test_the_office_lists_findings_with_the_version_and_the_reason(run, filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")
    run("take-in", "--workspace", filled.office, filled.export(EAST).path.parent)

    _, out, _ = run("findings", "--workspace", filled.office)

    start = f"1,{EAST},TF-XZ01,2025,TF-XZ01.R05,C,1/01/1,41,40,1,explained,本年合并两个村,"
    assert out.splitlines()[1].startswith(start)


def test_check_is_code_0_where_all_is_settled(run, filled):
    filled.change(EAST, "01/1", "41", reason="本年合并两个村")

    code, out, err = run("check", "--workspace", filled.desk(EAST))

    assert (code, len(out.splitlines())) == (0, 2)
    assert err == "审核结果1条，没有要处理的。\n"


def test_the_header_is_there_without_findings(run, filled):
    _, out, _ = run("check", "--workspace", filled.desk(EAST))

    assert (
        out
        == "unit,form,period,rule,class,cells,left,right,difference,state,reason,message,by,at\n"
    )


def test_a_blocked_export_is_code_3_and_writes_nothing(run, filled, tmp_path):
    filled.change(EAST, "04/1", "1100")

    code, out, err = run("export", "--workspace", filled.desk(EAST), "--out", tmp_path / "x", *WHO)

    assert (code, out) == (3, "")
    assert "还不能导出：有1处" in chinese_line(err)
    assert not (tmp_path / "x").exists()


def test_exporting_again_says_that_nothing_changed(run, filled, tmp_path):
    words = ("export", "--workspace", filled.desk(EAST), "--out", tmp_path / "x", *WHO)

    first, second = run(*words), run(*words)

    assert (first[0], second[0]) == (0, 0)
    assert "第1版已写到" in first[2]
    assert "内容没有变化，重新写出第1版" in second[2]
    assert len(list((tmp_path / "x").iterdir())) == 1


def test_a_taking_in_is_reported_listed_and_taken_back(filled, run, tmp_path):
    good = filled.export(EAST).path
    (filled.inbox / "cut.fuer").write_bytes(good.read_bytes()[:99])
    take = ("take-in", "--workspace", filled.office)

    code, _, err = run(*take, filled.inbox, "--csv", tmp_path / "r.csv", "--failed", tmp_path)
    assert (code, "没有收下的1个文件" in err) == (1, True)
    assert (tmp_path / "没收下的_第1次" / "cut.fuer").exists()
    assert len((tmp_path / "r.csv").read_text("utf-8-sig").splitlines()) == 3
    assert run(*take, "--undo", "1")[2].startswith("第1次接收已撤回：上报1版。")
    assert "（已撤回）" in run(*take, "--runs")[1]
    assert run(*take)[0] == 3


# --- take-in, board -----------------------------------------------------------------------


def test_take_in_prints_a_line_for_each_file_and_code_1_where_a_person_has_to_look(run, filled):
    filled.export(EAST)
    bad = filled.inbox / "坏.fuer"
    bad.write_bytes(b"PK\3\4")

    code, out, err = run("take-in", "--workspace", filled.office, filled.inbox)

    lines = [line.split("\t") for line in out.splitlines()]
    assert code == 1
    assert sorted(line[0] for line in lines) == ["损坏", "新"]
    assert ["损坏", "坏.fuer"] in [line[:2] for line in lines]
    assert err == "共2个文件：新1，损坏1。\n"


def test_the_same_folder_again_is_code_0(run, filled):
    filled.export(EAST)
    run("take-in", "--workspace", filled.office, filled.inbox)

    code, out, err = run("take-in", "--workspace", filled.office, filled.inbox)

    assert (code, out.split("\t")[0]) == (0, "相同")
    assert err == "共1个文件：相同1。\n"


def test_the_board_is_code_1_while_somebody_is_missing_and_names_them(run, filled):
    for unit in (WEST, HEALTH):
        filled.export(unit)
    filled.take_in()

    code, out, err = run("board", "--workspace", filled.office)

    assert (code, [line[3] for line in table(out)[1:]]) == (1, ["未报", "已收（1）", "已收（1）"])
    assert err == "应报3个单位，已收2个，未报1个（东镇）。\n"


def test_the_board_is_code_0_when_all_are_there(run, filled):
    for unit in UNITS:
        filled.export(unit)
    filled.take_in()

    assert run("board", "--workspace", filled.office)[0] == 0
    assert UnitState.RECEIVED.value == "received"


# --- indicators, judge, chart, history ----------------------------------------------------


def test_indicators_are_recomputed_from_sums(run, two_years_once):
    code, out, err = run("indicators", "--workspace", two_years_once.office)

    [header, *lines] = table(out)
    shares = [dict(zip(header, line, strict=True)) for line in lines if line[0] == "member_share"]
    assert (code, err) == (0, "")
    # 6 of 20 and 12 of 30 are 18 of 50
    assert [(s["unit"], s["value"]) for s in shares] == [
        ("990200", "36.00"), (EAST, "30.00"), (WEST, "40.00"),
    ]  # fmt: skip


def test_an_earlier_task_can_be_named(run, two_years_once):
    _, out, _ = run("judge", "--workspace", two_years_once.office, "--task", "990200-2024")

    [header, *lines] = table(out)
    assert {line[header.index("year")] for line in lines} == {"2024"}


def test_a_task_or_target_that_is_not_there_is_code_3(run, two_years_once, tmp_path):
    office_path = two_years_once.office

    task = run("judge", "--workspace", office_path, "--task", "2031")
    target = run("chart", "--workspace", office_path, "--target", "WW99", "--out", tmp_path)

    assert (task[0], target[0]) == (3, 3)
    assert "没有任务“2031”" in chinese_line(task[2])
    assert "没有目标“WW99”" in chinese_line(target[2])


def test_one_chart_is_three_files(run, two_years_once, tmp_path):
    code, out, err = run(
        "chart", "--workspace", two_years_once.office, "--target", "T2", "--out", tmp_path
    )

    assert (code, out) == (0, "")
    assert sorted(path.name for path in tmp_path.glob("T2.*")) == ["T2.json", "T2.png", "T2.svg"]
    assert "画出1张图" in chinese_line(err)


def test_a_wrong_history_is_code_3_with_its_line(run, filled, tmp_path):
    path = tmp_path / "以前.csv"
    path.write_text("indicator,year,value,source,status\nmember_shore,2020,1,,\n", encoding="utf-8")

    code, _, err = run("history", "--workspace", filled.office, path)

    assert code == 3
    assert "“以前.csv”第2行：没有指标“member_shore”" in chinese_line(err)


@pytest.mark.parametrize("command", ["board", "indicators", "judge", "take-in", "history", "chart"])
def test_the_office_s_commands_refuse_a_desk(run, filled, tmp_path, command):
    filled.export(EAST)
    more = {
        "take-in": [filled.inbox],
        "history": [CATALOGUE / "history.csv"],
        "chart": ["--out", tmp_path / "charts"],
    }

    code, out, err = run(command, "--workspace", filled.desk(EAST), *more.get(command, []))

    assert (code, out) == (3, "")
    assert "这是填报单位的工作库" in chinese_line(err)


@pytest.mark.parametrize("command", ["fill", "export"])
def test_the_desk_s_commands_refuse_an_office(run, filled, tmp_path, command):
    more = {
        "fill": [written(tmp_path, rows(EAST, 2025))],
        "export": ["--out", tmp_path / "x", *WHO],
    }

    code, out, err = run(command, "--workspace", filled.office, *more[command])

    assert (code, out) == (3, "")
    assert "这是办公室的工作库" in chinese_line(err)


@pytest.mark.parametrize(
    "command", ["check", "values", "board", "indicators", "judge", "take-in", "fill", "export"]
)
def test_a_workspace_that_is_not_there_is_code_3_and_is_not_made(run, tmp_path, command):
    rows_file = written(tmp_path, rows(EAST, 2025))
    (tmp_path / "a.fuer").write_bytes(b"")
    more = {
        "take-in": [tmp_path],
        "fill": [rows_file],
        "export": ["--out", tmp_path / "x", *WHO],
    }
    path = tmp_path / "无.fuerdb"

    code, out, err = run(command, "--workspace", path, *more.get(command, []))

    assert (code, out) == (3, "")
    assert "不在" in chinese_line(err)
    assert not path.exists()


def test_a_workspace_that_is_open_elsewhere_is_code_3(run, filled):
    with Workspace.open(filled.desk(EAST)):
        code, out, err = run("values", "--workspace", filled.desk(EAST))

    assert (code, out) == (3, "")
    assert "正由另一个程序窗口打开" in chinese_line(err)


# --- our own mistakes ---------------------------------------------------------------------


@pytest.fixture
def slip(monkeypatch):
    """Every command that asks for a task fails by our own mistake."""

    def fail(*_):
        raise ZeroDivisionError("a slip of the pen")

    monkeypatch.setattr(desk, "load_task", fail)
    monkeypatch.setattr(office, "load_task", fail)


@pytest.mark.parametrize("command", ["values", "check", "judge", "board"])
def test_a_mistake_of_ours_is_code_4_a_sentence_and_a_trace_in_the_log_alone(
    run, filled, slip, tmp_path, command
):
    code, out, err = run(command, "--workspace", filled.office)

    log = tmp_path / "state" / "fuer-desktop" / "log.txt"
    assert (code, out) == (4, "")
    assert chinese_line(err).startswith("程序出了自己的错误")
    assert str(log) in err
    assert "Traceback" not in err
    assert "a slip of the pen" not in err
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "ZeroDivisionError: a slip of the pen" in text


def test_the_log_grows_by_one_entry_each_time(run, filled, slip, tmp_path):
    for _ in range(3):
        run("values", "--workspace", filled.office)

    log = (tmp_path / "state" / "fuer-desktop" / "log.txt").read_text(encoding="utf-8")
    assert log.count("Traceback") == 3


def test_a_fault_of_the_world_leaves_no_log(run, tmp_path):
    run("values", "--workspace", tmp_path / NO_FILE)

    assert not Path(tmp_path / "state").exists()
