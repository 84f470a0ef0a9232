"""The command that puts a form on paper, in this process and in one without any display."""

import os
import subprocess
import sys
from pathlib import Path

from fuer_desktop.paper import face
from fuer_desktop.services import official_forms, paths
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import EAST, TOWNSHIP

ROOT = Path(__file__).parents[2]


def test_a_blank_form_becomes_a_pdf_and_pictures(qapp, run, tmp_path):
    out = tmp_path / "空表.pdf"

    code, printed, said = run(
        "draw-form", "FE-KJ01", "--year", 2025, "--unit-of-measure", "万人", "--png", "--out", out
    )

    assert (code, printed) == (0, "")
    assert "FE-KJ01已写到" in said
    assert out.read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "空表-1.png").is_file()


def test_a_desks_figures_are_drawn_from_its_workspace(qapp, run, filled, tmp_path):
    out = tmp_path / "form.pdf"

    code, _, said = run("draw-form", "FE-XX01", "--workspace", filled.desk(EAST), "--out", out)
    assert code == 3
    known = said.split("可用的表号：")[1].rstrip("。\n").split("、")

    code, _, _ = run("draw-form", known[0], "--workspace", filled.desk(EAST), "--out", out)
    assert code == 0
    assert out.is_file()


def test_the_hand_over_card_of_a_desk_becomes_a_pdf_of_one_page(qapp, run, filled, tmp_path):
    out = tmp_path / "交接卡.pdf"

    code, printed, said = run(
        "hand-over-card", "--workspace", filled.desk(EAST), "--png", "--out", out
    )

    assert (code, printed) == (0, "")
    assert "交接卡已写到" in said
    assert out.read_bytes().count(b"/Type /Page\n") == 1
    assert out.with_suffix(".png").is_file()


def test_a_unit_into_which_nothing_converts_is_told(run, tmp_path):
    code, _, said = run(
        "draw-form", "FE-KJ01", "--unit-of-measure", "公顷", "--out", tmp_path / "x.pdf"
    )

    assert code == 3
    assert "FE-KJ01没有可以换算成“公顷”的计量单位。本表的计量单位：人。" in said
    assert not (tmp_path / "x.pdf").exists()


def test_the_paper_can_be_chosen(qapp, run, tmp_path):
    out = tmp_path / "x.pdf"

    code, _, _ = run("draw-form", "FE-LS01", "--paper", "a4-across", "--out", out)

    assert code == 0
    assert b"/MediaBox [0 0 842.000000 595.000000]" in out.read_bytes()


def test_a_page_is_compared_with_the_package_and_with_the_offices_file(qapp, run, filled, tmp_path):
    face.ready(paths.font())
    sent = filled.export(EAST).path
    filled.take_in([sent])
    with open_workspace(filled.desk(EAST)) as desk:
        paper = official_forms.filled(desk, load_task(desk), TOWNSHIP)
    [page] = official_forms.lay_out(paper).pages
    [text] = [t.text.split()[1] for t in page.types if t.text.startswith("核对码")]
    asked = ["--form", TOWNSHIP, "--page", "1", "--text", text]
    office = ["check-paper", filled.office, *asked, "--unit", EAST]

    code, printed, said = run(*office)
    assert (code, printed) == (0, "")
    assert said.startswith("一致：TF-XZ01第1页（01—05行）与")
    code, _, said = run("check-paper", sent, *asked, "--workspace", filled.desk(EAST))
    assert (code, said[:3]) == (0, "一致：")
    code, _, said = run("check-paper", sent, *asked)
    assert (code, "请用 --workspace 写明" in said) == (3, True)

    filled.change(EAST, "01/1", "21")
    filled.take_in([filled.export(EAST).path])
    code, printed, said = run(*office)
    assert code == 1
    assert "印的是" in said
    assert "1,01,1,第01行（" in printed
    assert ",20,21\n" in printed


def test_no_display_is_needed(tmp_path):
    quiet = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    words = ["draw-form", "FE-KJ01", "--out", str(tmp_path / "form.pdf")]

    done = subprocess.run(
        [sys.executable, "-m", "fuer_desktop", *words],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert (tmp_path / "form.pdf").is_file()
