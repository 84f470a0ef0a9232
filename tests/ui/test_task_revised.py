"""A desk opens its task again after the office changed it: the window says so, figures are kept."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from fuer_desktop.services import designing, paths
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.sessions import open_workspace
from tests.ui.person import Person

ROW = """[[form.table.row]]
code    = "04"
title   = "附条件不起诉"
unit    = "人"
element = "minor_conditional"

[[form.rule]]
code     = "FE-JC01.R01\""""
SAID = '\n[[form.succession]]\nrow = "04"\nwhat = "added"\n'


@pytest.fixture
def revised(tmp_path: Path, office: Path, figures_alone: Path) -> Path:
    """The prosecutors' task package once their form has one row more."""
    catalogue = shutil.copytree(figures_alone, tmp_path / "catalogue")
    form = catalogue / "forms" / "FE-JC01.toml"
    text = form.read_text("utf-8").replace("version    = 1", "version    = 2", 1)
    text = text.replace('[[form.rule]]\ncode     = "FE-JC01.R01"', ROW, 1)
    form.write_text(text + SAID, "utf-8")
    units = paths.practice() / paths.USUAL_PLACE / "units.toml"
    design = designing.TaskDesign(units, catalogue, 2025, date(2026, 5, 20))
    with open_workspace(office) as workspace:
        written = designing.make_task(workspace, design, tmp_path / "out", Job(), revise=True)
    return next(path for path in written if "990100JC" in path.name)


def test_the_window_says_what_a_revision_changed_and_figures_stay(
    person: Person, office, revised, documents
):
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100JC_任务.fuer")
    person.type_figures(person.open_form("FE-JC01"), ["40", "13", "31", "18"])

    person.open(revised)

    message = "任务已按第1次修订更新：1格新，已填的数都留着。"
    person.wait(lambda: person.program.window.message == message)
    opened = person.open_form("FE-JC01")
    found = [opened.session.value(key).plain for key in opened.session.form.typed_cells]
    assert found == ["40", "13", "31", "18", ""]
