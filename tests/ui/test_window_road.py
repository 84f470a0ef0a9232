"""The whole road with hands on windows: task, figures, end, start, export, intake, chart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("documents")

TYPED = {
    # unit, form, figures in reading order: (合计, 女) of each row
    ("SF", "FE-SF01"): ["80", "28", "1310", "522", "194", "90"],
    ("ZJ", "FE-ZJ01"): ["102", "672", "901"],
    ("JC", "FE-JC01"): ["40", "13", "31", "18"],
}


def test_figures_typed_at_three_desks_reach_the_offices_chart(person: Person, office, documents):
    inbox = office.parent / "inbox"
    for (unit, form), figures in TYPED.items():
        _fill_and_send(person, office, documents, (unit, form, figures), inbox)

    person.start(office)
    person.wait(lambda: person.program.window.current == "intake")
    person.page("intake").take_in_folder(inbox)
    person.wait(lambda: person.page("intake").outcomes == ["new", "new", "new"])
    person.program.window.go_to("indicators")
    page = person.page("indicators")
    person.wait(lambda: page.is_loaded)
    page.show_target("WW44")

    # 女性律师占比 = 28 / 80 = 35 %
    [point] = page.chart_data.points
    assert (point.year, point.value) == (2025, 35)


def _fill_and_send(
    person: Person, office: Path, documents: Path, typed: tuple[str, str, list[str]], inbox: Path
) -> None:
    """Open the task package, type, end without saving, start again, compare, export."""
    unit, form, figures = typed
    person.start(None)
    person.open(office.parent / "tasks" / f"990100-2025_990100{unit}_任务.fuer")
    person.type_figures(person.open_form(form), figures)
    person.end()
    person.start(documents / f"990100{unit}.fuerdb")
    person.wait(lambda: person.program.window.current == "desk_home")
    opened = person.open_form(form)
    found = [opened.session.value(key).plain for key in opened.session.form.typed_cells]
    assert found == figures
    person.export(inbox)
    person.end()
