"""The page that describes the file for other programs names everything that the file has."""

import re
from pathlib import Path

import pytest

from fuer_desktop.domain.steps import How
from fuer_desktop.store import database

PAGE = Path(__file__).resolve().parents[2] / "resources" / "help" / "workspace-format.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def columns():
    """All columns of the schema by table."""
    script = "".join(database.schema_of())
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\) STRICT", script, re.S)
    return {
        name: re.findall(r"^ +(\w+) +(?:TEXT|INTEGER|BLOB)", body, re.M) for name, body in tables
    }


def test_every_table_and_column_is_described(page, columns):
    assert set(columns) >= {"journal", "data_value", "submission"}
    for table, names in columns.items():
        about = page if table == "journal" else row_of(page, table)
        assert [name for name in names if f"`{name}`" not in about] == []


def test_every_way_a_change_comes_about_is_described(page):
    assert [how.value for how in How if f"{how.value} " not in page] == []


def test_the_version_is_the_present_one(page):
    assert f"格式版本 {database.SCHEMA_VERSION}。" in page


def row_of(page, table):
    """The line of the page's table about one table of the file."""
    [line] = [line for line in page.splitlines() if line.startswith(f"| `{table}` |")]
    return line
