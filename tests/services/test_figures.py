"""What a package may bring for a form's cells, and what it may not."""

import pytest

from fuer_desktop.domain.choices import Choice
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.forms import Row
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats.package_contents import Cell
from fuer_desktop.services.figures import to_rows
from tests.domain.builders import form, table

FORM = form(table((Row("地势", "01", choices=(Choice(1, "平原"), Choice(2, "山区"))),)))


def brought(number: str) -> list:
    return to_rows(FORM, [Cell("1", "01", "1", Kind.NUMBER, number, "", "")], "上报包.fuer")


def test_the_code_of_an_answer_is_taken():
    assert brought("2") == [("1", "01", "1", "number", 2, 0, "", "")]


def test_the_code_of_no_answer_is_refused_with_its_cell():
    with pytest.raises(PackageError, match="1·01·1"):
        brought("3")
