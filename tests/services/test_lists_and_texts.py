"""A list of institutions and a yearly account go the whole road: from the office's list of members
to a desk, in a package to the office, and into the verdict that names who lags."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.values import CellKey, Kind
from fuer_desktop.formats import packages
from fuer_desktop.services import counting, submitting
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.store.workspace import HistoryValue
from tests.services.trial import CATALOGUE, EAST, HEALTH, WEST, Trial, row, rows

CLINICS = {"990200W01": "甲乡卫生院", "990200W02": "乙镇卫生院"}
TABLES = """
[[form.table]]
code    = "2"
title   = "机构"
members = "institution"

[[form.table.column]]
code     = "1"
title    = "全科医生"
at_least = 1

[[form.table.row]]
code    = "11"
title   = "机构数"
unit    = "所"
element = "clinics"
gathers = "count"

[[form.table.row]]
code    = "12"
title   = "达到要求的机构数"
unit    = "所"
element = "clinics_staffed"
gathers = "reaching"

[[form.table]]
code  = "3"
title = "落实情况"

[[form.table.column]]
code    = "1"
title   = "本年进展"
content = "text"

[[form.table.row]]
code    = "21"
title   = "妇女与健康"
element = "account_health"
"""
INDICATOR = """
[[indicator]]
code        = "clinics_staffed"
name        = "机构配备达到要求的比例"
unit        = "%"
decimals    = 1
direction   = "up"
numerator   = "clinics_staffed"
denominator = "clinics"
multiplier  = 100
definition  = "试验。"
getting     = "department"
period      = "point"
source      = "试验。"
responsible = "试验部门"
"""
TARGET = """
[[target]]
code       = "T9"
item       = "9"
domain     = "妇女与健康"
indicator  = "clinics_staffed"
wording    = "每所机构的全科医生"
unit       = "名"
sentence   = "每所机构至少配备1名"
kind       = "bound"
comparator = "ge"
value      = "1"
year       = 2030
scope      = "each"
each       = "institution"
scope_words = "每所机构"
stands_in  = "box"
"""


@pytest.fixture
def catalogue(tmp_path):
    """The small place's definitions with a list, an account, and a target on each institution."""
    folder = Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))
    append(folder / "indicators" / "trial.toml", INDICATOR)
    append(folder / "plans" / "trial-women.toml", TARGET)
    form = folder / "forms" / "TF-WJ01.toml"
    text = form.read_text("utf-8").replace(
        'code     = "TF-WJ01.R0', 'table    = "1"\ncode     = "TF-WJ01.R0'
    )
    form.write_text(text + TABLES, "utf-8")
    return folder


def append(path, text):
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def list_members(catalogue):
    for code, name in CLINICS.items():
        member = f'\n[[member]]\ncode = "{code}"\nname = "{name}"\nkind = "institution"\n'
        append(catalogue / "units.toml", member)


def reported(catalogue, folder, health_rows):
    """The round of 2025 up to the office."""
    trial = Trial(folder)
    trial.hand_out(catalogue=catalogue)
    sent = []
    for unit in (EAST, WEST, HEALTH):
        trial.open(unit)
        trial.fill(unit, rows(unit, 2025) + (health_rows if unit == HEALTH else []))
        sent.append(trial.export(unit).path)
    lines = trial.take_in(sent)
    assert [line.outcome for line in lines] == ["new"] * 3
    return trial


def account(text="开展检查12次。\n覆盖全部乡镇。"):
    return row(HEALTH, 2025, "21/1", table="3", kind="text", note=text)


def clinic(code, doctors):
    return row(HEALTH, 2025, f"{code}/1", doctors, table="2")


def verdict(trial):
    judging = trial.judging()
    return next(item.verdict for item in judging.judged() if item.target.code == "T9")


def test_a_list_is_filled_by_member_and_the_verdict_names_who_lags(catalogue, tmp_path):
    list_members(catalogue)
    trial = reported(
        catalogue, tmp_path / "t", [clinic("990200W01", "2"), clinic("990200W02", "0"), account()]
    )

    judging = trial.judging()
    value = judging.value(judging.catalogue.indicator_by_code["clinics_staffed"])

    assert (value.numerator, value.denominator, value.value) == (1, 2, 50)
    assert verdict(trial).sentence.endswith("未达到的：乙镇卫生院。")


def test_where_no_member_is_listed_two_counts_are_filled_instead(catalogue, tmp_path):
    counts = [row(HEALTH, 2025, "11/1", "8", table="2"), row(HEALTH, 2025, "12/1", "6", table="2")]
    trial = reported(catalogue, tmp_path / "t", [*counts, account()])

    judging = trial.judging()
    value = judging.value(judging.catalogue.indicator_by_code["clinics_staffed"])

    assert (value.numerator, value.denominator, value.value) == (6, 8, 75)
    assert "未达到的" not in verdict(trial).sentence


def test_what_is_gathered_cannot_be_typed_and_a_member_that_is_not_listed_is_told(
    catalogue, tmp_path
):
    list_members(catalogue)
    trial = Trial(tmp_path / "t")
    trial.hand_out(catalogue=catalogue)
    trial.open(HEALTH)

    with pytest.raises(EntryError, match="由程序计算"):
        trial.fill(HEALTH, [row(HEALTH, 2025, "11/1", "8", table="2")])
    with pytest.raises(EntryError, match="没有表2第990200W09行"):
        trial.fill(HEALTH, [clinic("990200W09", "1")])


def test_a_text_arrives_as_it_was_written_in_a_package_that_says_so(catalogue, tmp_path):
    list_members(catalogue)
    doctors = [clinic(code, "1") for code in CLINICS]
    trial = reported(catalogue, tmp_path / "t", [*doctors, account()])

    with open_workspace(trial.office) as office:
        counted = counting.counted_values(office, 2025)[HEALTH]["TF-WJ01"]
    text = counted[CellKey("3", "21", "1")]
    formats = {
        packages.read(path.read_bytes(), path.name, "submission").manifest.format
        for path in trial.inbox.glob("*.fuer")
    }

    assert (text.kind, text.note) == (Kind.TEXT, "开展检查12次。\n覆盖全部乡镇。")
    assert formats == {1, 3}  # the townships wrote none, and an older office reads theirs


def test_without_its_texts_a_form_cannot_be_handed_in(catalogue, tmp_path):
    list_members(catalogue)
    trial = Trial(tmp_path / "t")
    trial.hand_out(catalogue=catalogue)
    trial.open(HEALTH)
    trial.fill(HEALTH, rows(HEALTH, 2025) + [clinic(code, "1") for code in CLINICS])

    with open_workspace(trial.desk(HEALTH)) as desk:
        told = [p.finding.message for p in submitting.obstacles(desk, load_task(desk))]

    assert [message for message in told if "妇女与健康" in message and "未填" in message]


@pytest.mark.parametrize("wrong", ["text", "number"])
def test_texts_and_figures_do_not_change_places(catalogue, tmp_path, wrong):
    trial = Trial(tmp_path / "t")
    trial.hand_out(catalogue=catalogue)
    trial.open(HEALTH)
    cells = {
        "text": row(HEALTH, 2025, "01/1", kind="text", note="约二千"),
        "number": row(HEALTH, 2025, "21/1", "12", table="3", kind="number"),
    }

    with pytest.raises(EntryError, match="填数" if wrong == "text" else "填文字"):
        trial.fill(HEALTH, [cells[wrong]])


OUTSIDE = """
[[element]]
code = "healthy_years"
name = "健康预期寿命公布数"
unit = "岁"
""" + INDICATOR.replace("clinics_staffed", "healthy_life").replace(
    'unit        = "%"', 'unit        = "岁"'
).replace('numerator   = "healthy_life"', 'numerator   = "healthy_years"').replace(
    'denominator = "clinics"\nmultiplier  = 100\n', ""
).replace('"department"', '"outside"').replace("机构配备达到要求的比例", "健康预期寿命")


def test_what_is_published_outside_is_judged_once_it_is_recorded(catalogue, tmp_path):
    append(catalogue / "indicators" / "trial.toml", OUTSIDE)
    published = TARGET.replace("clinics_staffed", "healthy_life").replace('"T9"', '"T10"')
    published = published.partition("scope ")[0].replace('"名"', '"岁"').replace('"1"', '"70"')
    append(catalogue / "plans" / "trial-women.toml", published + 'stands_in = "box"\n')
    trial = Trial(tmp_path / "t")
    trial.hand_out(catalogue=catalogue)

    def judged():
        found = trial.judging().judged()
        return next(item.verdict for item in found if item.target.code == "T10")

    before = judged()
    with open_workspace(trial.office) as office:
        office.set_history([HistoryValue("healthy_life", 2025, "71.5", "国家公布", "final")])

    assert (before.state, before.reached) == (State.NO_DATA, None)
    assert "还没有报表填报“健康预期寿命公布数”" in before.sentence
    assert (judged().reached, judged().value) == (True, Decimal("71.5"))
