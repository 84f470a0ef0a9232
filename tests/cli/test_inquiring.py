"""Asking the office from the command line."""

import csv
import io

import pytest

from fuer_desktop.formats import packages
from tests.services.trial import EAST

PART, FEW = "TF-XZ01.R03", "TF-XZ01.R04"
CELLS = "1/03/1 1/04/1"


@pytest.fixture
def ask(run, filled, tmp_path):
    """East has an A and a B finding open; asks with these options."""
    filled.change(EAST, "03/1", "19")
    filled.change(EAST, "04/1", "20")

    def asking(*options):
        out = tmp_path / "征询"
        code, said, err = run("inquire", "--workspace", filled.desk(EAST), "--out", out, *options)
        found = list(out.glob("*.fuer")) if out.exists() else []
        asks = []
        for path in found:
            package = packages.read(path.read_bytes(), path.name, "inquiry")
            asks += packages.submission_of(package).asks
        return code, said + err, [(one.rule, one.why) for one in asks]

    return asking


def test_all_that_is_open_is_asked_about_with_one_reason(ask):
    code, said, asks = ask("--why", "人户分离，以公安为准")

    assert code == 0
    assert "问了2条" in said
    assert "不计入" in said
    assert asks == [(PART, "人户分离，以公安为准"), (FEW, "人户分离，以公安为准")]


def test_each_may_be_named_with_a_reason_of_its_own(ask):
    code, _, asks = ask(
        "--ask", f"{FEW}=新设的镇，人口未迁入", "--ask", f"{PART}:{CELLS}", "--why", "以公安为准"
    )

    assert code == 0
    assert asks == [(PART, "以公安为准"), (FEW, "新设的镇，人口未迁入")]


def test_writing_it_again_says_so(ask):
    ask("--why", "人户分离，以公安为准")

    assert "内容没有变化" in ask("--why", "人户分离，以公安为准")[1]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--ask", "TF-XZ01.R01", "--why", "以公安为准"), "“TF-XZ01.R01”不是现在没有处理的"),
        (("--ask", f"{PART}:1/01/1", "--why", "以公安为准"), "不是现在没有处理的"),
        (("--ask", PART), f"“{PART}”没有写理由"),
        (("--why", "短"), "至少4个字"),
        ((), "至少4个字"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_written(ask, options, sentence):
    code, said, asks = ask(*options)

    assert (code, asks) == (3, [])
    assert sentence in said


def test_the_office_tells_it_apart_from_what_counts(run, ask, filled, tmp_path):
    ask("--why", "人户分离，以公安为准")

    code, out, _ = run("take-in", "--workspace", filled.office, tmp_path / "征询")

    assert code == 1
    assert out.startswith("征询\t")
    assert run("values", "--workspace", filled.office)[1].count("\n") == 1  # the heads alone


def test_the_office_lists_what_is_asked_as_it_finds_it(run, ask, filled, tmp_path):
    ask("--why", "人户分离，以公安为准")
    run("take-in", "--workspace", filled.office, tmp_path / "征询")

    code, out, err = run("inquiries", "--workspace", filled.office)

    found = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (0, "共1个征询包，都不计入。\n")
    assert [(row["unit"], row["rule"], row["class"], row["difference"]) for row in found] == [
        (EAST, PART, "A", "-1"), (EAST, FEW, "B", "-1"),
    ]  # fmt: skip
    assert {row["period"] for row in found} == {"2025"}
    assert {row["why"] for row in found} == {"人户分离，以公安为准"}
    assert all("少 1" in " ".join(row["message"].split()) for row in found)
