"""What the tests of the store write and look at: a desk's one form, files, other programs."""

import hashlib
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.store import database
from fuer_desktop.store.journal import FormPlace

ROOT = Path(__file__).resolve().parents[2]
KEY = "11" * 32
PLACE = FormPlace("990100WJ", "FE-WJ01", 2025)
FIRST, SECOND = CellKey("1", "01", "1"), CellKey("1", "02", "1")
NOW = "2026-01-05T09:30:00+08:00"

reasons = st.text(max_size=20)
figures = st.builds(
    lambda scaled, decimals: (Decimal(scaled).scaleb(-decimals), decimals),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)
numbers = st.builds(
    lambda figure, reason, note: (DataValue(Kind.NUMBER, figure[0], reason, note), figure[1]),
    figures, reasons, reasons,
)  # fmt: skip
others = st.builds(
    lambda kind, reason, note: (DataValue(kind, None, reason, note), 0),
    st.sampled_from([kind for kind in Kind if kind is not Kind.NUMBER]), reasons, reasons,
)  # fmt: skip
values = numbers | others
"""A value and the decimals of its cell."""


def type_in(workspace, key, figure, place=PLACE):
    """One whole number typed into one cell."""
    workspace.values.put(place, {key: (number(figure), 0)}, How.TYPED)


def program(code, *arguments, **options):
    """Python code in another process, with the program on its path."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *map(str, arguments)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False, **options,
    )  # fmt: skip


OPEN = """
import sys
from pathlib import Path
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.store.workspace import Workspace
try:
    with Workspace.open(Path(sys.argv[1])):
        print("opened")
except WorkspaceError as error:
    print(error)
"""


def opened_elsewhere(path):
    """What another process says that opens the file."""
    result = program(OPEN, path)
    assert result.stderr == ""
    return result.stdout.strip()


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path):
    return sorted(child.name for child in path.parent.iterdir())


def tables_of(path):
    """Every row of every table of a file that nobody has open."""
    with closing(database.open_aside(path)) as connection:
        return all_tables(connection)


def all_tables(connection):
    tables = connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name: sorted(connection.rows(f"SELECT * FROM {name}")) for (name,) in tables}
