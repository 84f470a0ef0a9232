import re

import pytest

from fuer_desktop.domain import fingerprints
from fuer_desktop.domain.errors import DefinitionError, FuerError
from fuer_desktop.formats import signing
from fuer_desktop.paper import face
from fuer_desktop.services import official_forms, paths, sessions
from fuer_desktop.services.catalogues import load_task
from tests.services.trial import CATALOGUE, EAST


def test_a_blank_form_is_drawn_as_its_place_uses_it(qapp, tmp_path):
    paper = official_forms.blank(paths.forms(), "FE-XZ01", "wushan", 2024)

    written = official_forms.draw(paper, tmp_path / "空表.pdf", with_pictures=True)

    assert paper.form.version == 1
    assert [path.suffix for path in written] == [".pdf", *[".png"] * (len(written) - 1)]
    document = written[0].read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", document)) == len(written) - 1


def test_without_a_year_the_newest_form_leaves_room_for_one():
    paper = official_forms.blank(paths.forms(), "FE-XZ01")

    assert paper.year is None
    assert paper.form.version == 2


def test_a_form_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(DefinitionError, match=r"没有表号为“FE-XX99”的报表。可用的表号：FE-CL01、"):
        official_forms.blank(paths.forms(), "FE-XX99", year=2025)
    with pytest.raises(DefinitionError, match=r"wushan不用报表“FE-QX01”"):
        official_forms.blank(paths.forms(), "FE-QX01", "wushan", 2025)


def test_a_desk_prints_its_own_figures_and_they_stay_as_they_were(qapp, filled, tmp_path):
    with sessions.open_workspace(filled.desk(EAST)) as workspace:
        task = load_task(workspace)
        code = task.own_forms[0].code
        paper = official_forms.filled(workspace, task, code)
        before = dict(paper.values)
        told = paper.in_measure("万人")
        official_forms.draw(told, tmp_path / "form.pdf")
        assert official_forms.filled(workspace, task, code).values == before
        with pytest.raises(DefinitionError, match="没有表号为"):
            official_forms.filled(workspace, task, "FE-XX99")

    assert paper.unit
    assert paper.year == 2025
    assert told.told.numbers
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF-")


def test_figures_on_paper_bear_the_fingerprint_of_the_desks_key_and_a_blank_form_none(qapp, filled):
    kept = face.ready(paths.font())
    with sessions.open_workspace(filled.desk(EAST)) as workspace:
        task = load_task(workspace)
        paper = official_forms.filled(workspace, task, task.own_forms[0].code)
        own = fingerprints.spoken(signing.public_key_of(workspace.private_key))

    def feet(printed):
        pages = official_forms.lay_out(printed).pages
        return [[t.text for t in page.types if "密钥指纹" in t.text] for page in pages]

    assert all(words[0].endswith(f"密钥指纹 {own}") for words in feet(paper))
    assert not any(feet(paper.emptied()))
    del kept


def test_an_office_has_no_form_of_its_own_to_print(filled):
    with sessions.open_workspace(filled.office) as workspace:
        task = load_task(workspace)
        with pytest.raises(FuerError):
            official_forms.filled(workspace, task, task.task.forms[0].code)


def test_a_small_catalogue_of_ones_own_is_drawn_too(qapp, tmp_path):
    code = next((CATALOGUE / "forms").glob("*.toml")).stem

    paper = official_forms.blank(CATALOGUE, code, year=2025)

    assert official_forms.draw(paper, tmp_path / "x.pdf") == [tmp_path / "x.pdf"]
