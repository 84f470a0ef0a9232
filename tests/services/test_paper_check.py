"""Paper and file: the page that was printed says which figures it shows."""

import pytest

from fuer_desktop.domain.check_text import PageChecks, Whose
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import EntryError, FuerError, WorkspaceError
from fuer_desktop.domain.forms import with_derived
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.paper import face
from fuer_desktop.services import official_forms, paper_check, paths
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.paper_check import Asked
from fuer_desktop.services.sessions import open_workspace
from tests.services.trial import EAST, HEALTH, TOWNSHIP, UNITS, WEST

CELL = "01/1"


@pytest.fixture(scope="module")
def font(qapp):
    return face.ready(paths.font())


def printed(trial, unit=EAST, size=None):
    """The papers of a desk: state, and the check text of each page as it stands at its foot."""
    with open_workspace(trial.desk(unit)) as desk:
        task = load_task(desk)
        paper = official_forms.filled(desk, task, task.own_forms[0].code)
    pages = official_forms.lay_out(paper, size).pages
    return paper, [foot_text(page) for page in pages]


def foot_text(page):
    [found] = [line.text for line in page.types if line.text.startswith("核对码")]
    return found.removeprefix("核对码 ")


def at_office(trial, asked, unit=EAST):
    with open_workspace(trial.office) as office:
        return paper_check.in_workspace(office, load_task(office), asked.form, unit).compare(asked)


def at_desk(trial, asked, unit=EAST):
    with open_workspace(trial.desk(unit)) as desk:
        return paper_check.in_workspace(desk, load_task(desk), asked.form).compare(asked)


def test_the_state_at_the_foot_follows_from_what_was_exported(filled):
    assert printed_state(filled) == "草稿，尚未上报"
    filled.export(EAST)
    assert printed_state(filled) == "第1版，与已导出的上报包一致"
    filled.change(EAST, CELL, "21")
    assert printed_state(filled) == "草稿，第1版导出后有改动，尚未上报"
    filled.change(EAST, CELL, "20")
    assert printed_state(filled) == "第1版，与已导出的上报包一致"


def printed_state(trial):
    with open_workspace(trial.desk(EAST)) as desk:
        return official_forms.filled(desk, load_task(desk), TOWNSHIP).state


def test_a_page_is_the_same_as_the_file_at_the_desk_in_the_package_and_at_the_office(filled, font):
    exported = filled.export(EAST)
    filled.take_in([exported.path])
    paper, texts = printed(filled)

    assert paper.signed["head"] == "张三"
    assert "date" in paper.signed
    for page, text in enumerate(texts, start=1):
        asked = Asked(TOWNSHIP, page, text)
        assert at_desk(filled, asked).is_same
        assert at_office(filled, asked).is_same
        with open_workspace(filled.office) as office:
            assert paper_check.in_package(office, exported.path, TOWNSHIP).compare(asked).is_same


def test_the_paper_on_which_it_was_printed_does_not_matter(filled, font):
    _, [usual] = printed(filled)

    for size in PaperSize:
        paper, texts = printed(filled, size=size)
        assert paper.version == 0
        assert texts == [usual]


def test_paper_of_an_earlier_version_is_known_with_the_cells_that_changed(filled, font):
    filled.take_in([filled.export(EAST).path])
    _, [text] = printed(filled)
    filled.change(EAST, CELL, "21")
    filled.take_in([filled.export(EAST).path])

    verdict = at_office(filled, Asked(TOWNSHIP, 1, text))

    assert not verdict.is_same
    assert "印的是" in verdict.sentence
    assert "第1版" in verdict.sentence
    changed = [(d.key.row, d.key.column, d.paper, d.file) for d in verdict.differences]
    assert ("01", "1", "20", "21") in changed
    assert all(paper != file for *_, paper, file in changed)


def test_paper_that_was_never_a_file_is_told_without_a_guess(filled, font):
    filled.change(EAST, CELL, "21")
    _, [text] = printed(filled)
    filled.change(EAST, CELL, "20")
    filled.take_in([filled.export(EAST).path])

    verdict = at_office(filled, Asked(TOWNSHIP, 1, text))

    assert (verdict.is_same, verdict.differences) == (False, ())
    assert "与东镇的第1版都对不上" in verdict.sentence.replace("（演练）", "")


def test_another_units_paper_and_another_page_are_not_the_same(filled, font):
    for unit in UNITS:
        filled.export(unit)
    filled.take_in()
    _, [text] = printed(filled)

    assert not at_office(filled, Asked(TOWNSHIP, 1, text), WEST).is_same
    assert not at_office(filled, Asked(TOWNSHIP, 2, text)).is_same


def test_a_digit_misheard_is_told_before_anything_is_compared(filled, font):
    filled.take_in([filled.export(EAST).path])
    _, [text] = printed(filled)
    wrong = f"{text[:-1]}{(int(text[-1]) + 1) % 10}"

    with pytest.raises(EntryError, match="读错或抄错"):
        at_office(filled, Asked(TOWNSHIP, 1, wrong))
    with pytest.raises(EntryError, match="页码从1开始"):
        at_office(filled, Asked(TOWNSHIP, 0, text))


def test_what_cannot_be_looked_for_is_told(filled, font):
    exported = filled.export(EAST)
    asked = Asked(TOWNSHIP, 1, "0000-0000-0000")

    for unit, words in (
        ("", "写明是哪个单位"),
        ("990200199", "没有填报单位“990200199”"),
        (EAST, "还没有上报"),
        (HEALTH, "不填报表“TF-XZ01”"),
    ):
        with pytest.raises(WorkspaceError, match=words):
            at_office(filled, asked, unit)
    with (
        open_workspace(filled.office) as office,
        pytest.raises(FuerError, match="这里要的是上报包"),
    ):
        paper_check.in_package(office, filled.package(EAST), TOWNSHIP)
    assert exported.path.exists()


def test_a_blank_form_has_no_check_text_and_says_that_it_is_blank(filled, font):
    with open_workspace(filled.desk(EAST)) as desk:
        paper = official_forms.filled(desk, load_task(desk), TOWNSHIP).emptied()

    pages = official_forms.lay_out(paper).pages

    words = [line.text for page in pages for line in page.types]
    assert not any(line.startswith("核对码") for line in words)
    assert any(line.startswith("空表　打印时间") for line in words)
    assert "草稿" not in words


def test_a_page_tells_only_of_rows_that_stand_on_it(filled, font):
    paper, [text] = printed(filled)
    table = paper.form.tables[0]
    whose = Whose(paper.whose.task, EAST, 2025)
    checks = PageChecks(whose, paper.form, with_derived(paper.form, paper.values))

    assert checks.text(1, [RowPlace(table.code, code) for code in table.coded_rows]) == text
