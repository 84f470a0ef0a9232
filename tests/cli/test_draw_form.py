"""The command that puts a form on paper, in this process and in one without any display."""

import os
import subprocess
import sys
from pathlib import Path

from tests.services.trial import EAST

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


def test_a_unit_into_which_nothing_converts_is_told(run, tmp_path):
    code, _, said = run(
        "draw-form", "FE-KJ01", "--unit-of-measure", "公顷", "--out", tmp_path / "x.pdf"
    )

    assert code == 3
    assert "FE-KJ01没有可以换算成“公顷”的计量单位。本表的计量单位：人。" in said
    assert not (tmp_path / "x.pdf").exists()


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
