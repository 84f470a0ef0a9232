"""Keys at the command line: the sheet, another key, the keys of units."""

import csv
import io

import pytest

from fuer_desktop.services import office_keys
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import CATALOGUE, EAST, Trial


def make_task(run, folder):
    return run(
        "make-task", "--workspace", folder / "office.fuerdb", "--units", CATALOGUE / "units.toml",
        "--year", 2025, "--deadline", "2026-05-20", "--catalogue", CATALOGUE,
        "--out", folder / "tasks",
    )  # fmt: skip


def test_the_first_task_of_an_office_writes_its_sheet_and_says_what_to_do_with_it(run, tmp_path):
    code, _, err = make_task(run, tmp_path)

    sheet = tmp_path / "office-恢复单.pdf"
    assert code == 0
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert str(sheet) in err
    assert "再把这个文件删掉" in err
    sheet.unlink()
    assert "恢复单" not in make_task(run, tmp_path)[2]
    assert not sheet.exists()


def test_without_room_for_the_sheet_there_is_no_office(run, tmp_path, monkeypatch):
    monkeypatch.setattr(office_keys, "sheet_path", lambda _: tmp_path / "file" / "x.pdf")
    (tmp_path / "file").write_text("")

    assert make_task(run, tmp_path)[0] == 3
    assert not (tmp_path / "office.fuerdb").exists()


@pytest.fixture
def office(tmp_path):
    """An office with its code, and nothing handed out."""
    path = tmp_path / "office.fuerdb"
    return path, office_keys.new_office(path)


def test_a_sheet_is_checked_with_the_code_typed_or_given(run, office, monkeypatch):
    path, code = office
    given = run("recovery-sheet", "--workspace", path, "--check", "--code", code)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n"))
    typed = run("recovery-sheet", "--workspace", path, "--check")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))

    assert given[0] == typed[0] == 0
    assert "核对无误" in given[2]
    assert "请输入恢复单上的16组数字" in typed[2]
    assert run("recovery-sheet", "--workspace", path, "--check")[0] == 3


def test_an_office_without_a_kept_sheet_makes_one(run, office, tmp_path):
    path, _ = office
    out = tmp_path / "单.pdf"

    assert run("recovery-sheet", "--workspace", path, "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_key_is_replaced_in_the_workspace_or_in_one_made_from_the_code(run, office, tmp_path):
    path, code = office
    replaced = run("replace-office-key", "--workspace", path, "--code", code)
    made = run(
        "replace-office-key", "--workspace", tmp_path / "anew.fuerdb",
        "--code", code, "--number", 20_000,
    )  # fmt: skip

    assert (replaced[0], made[0]) == (0, 0)
    assert "请重新写出任务包" in replaced[2]
    assert "第20000号密钥" in made[2]
    with open_workspace(path) as one, open_workspace(tmp_path / "anew.fuerdb") as other:
        assert office_keys.standing(one).root == office_keys.standing(other).root


def test_a_workspace_that_can_be_rebuilt_is_not_made_anew_from_the_code(run, office):
    path, code = office
    path.unlink()

    result = run("replace-office-key", "--workspace", path, "--code", code)

    assert result[0] == 3
    assert not path.exists()


def test_a_former_key_is_learned_from_an_old_package(run, office, tmp_path):
    _, code = office
    make_task(run, tmp_path)
    [old, *_] = sorted((tmp_path / "tasks").iterdir())
    anew = tmp_path / "anew.fuerdb"
    run("replace-office-key", "--workspace", anew, "--code", code)

    result = run("learn-office-key", "--workspace", anew, old)

    assert result[0] == 0
    assert "已登记" in result[2]


def test_units_keys_are_listed_and_decided(run, filled):
    filled.export(EAST)
    filled.take_in()
    [row] = listed(run, filled)
    assert (row["unit"], row["state"], row["counted"]) == (EAST, "已登记", "1")

    decided = (
        "--do", "revoke", "--unit", EAST, "--key", row["fingerprint"], "--reason", "电脑被盗",
    )  # fmt: skip
    [row] = listed(run, filled, *decided)

    assert (row["state"], row["counted"], row["waiting"]) == ("已停用", "0", "1")
    [row] = listed(run, filled, *decided[:1], "admit", *decided[2:])
    assert (row["state"], row["counted"], row["waiting"]) == ("已认可", "1", "0")
    assert set(filled.counted()) == {EAST}
    wrong = run(*command(filled), "--do", "admit", "--unit", EAST, "--key", "1234", "--reason", "x")
    assert wrong[0] == 3
    assert "没有用过这把密钥" in wrong[2]


def command(trial: Trial):
    return ("unit-keys", "--workspace", trial.office)


def listed(run, trial, *words):
    code, out, _ = run(*command(trial), *words)
    assert code == 0
    return list(csv.DictReader(io.StringIO(out)))
