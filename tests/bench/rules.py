"""Three hundred rules on one form, at one changed cell, and on ten thousand forms at once."""

from __future__ import annotations

import random
import sqlite3
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from fuer_desktop.domain.checking import NOW, Checker, Related
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services.column_checking import ColumnCheck, columns_of

ROWS, COLUMNS, FORMS = 100, 3, 10_000
RULES = CELLS = ROWS * COLUMNS
ROUNDS = 60
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds; ``adding`` adds the same figures without rules, ``loading`` reads the rows
    of all forms without looking at them."""

    adding: float
    whole: float
    one_cell: float
    loading: float
    many: float


def measure(folder: Path) -> Measured:
    """All of them in one run."""
    form = _form()
    adding, whole, one_cell = _one_form(form)
    loading, many = _many_forms(form, folder)
    return Measured(adding, whole, one_cell, loading, many)


def _one_form(form: Form) -> tuple[float, float, float]:
    checker = Checker(form)
    values = {key: number(0) for key in form.typed_cells}
    figures = checker.figures(values, None, None)
    rules = [check for check in checker.checks if isinstance(check, Related)]
    live, key = checker.follow(values), list(form.typed_cells)[CELLS // 2]
    adding, whole, one_cell = [], [], []
    for count in range(ROUNDS):
        started = time.perf_counter()
        for rule in rules:
            total = Decimal(0)
            for cell in rule.spot.cells:
                total += figures[NOW][cell.key].number or 0
        added = time.perf_counter()
        for rule in rules:
            rule.finding(figures)
        checked = time.perf_counter()
        live.change({key: number(count % 2)})
        one_cell.append(time.perf_counter() - checked)
        adding.append(added - started)
        whole.append(checked - added)
    return median(adding), median(whole), median(one_cell)


def _many_forms(form: Form, folder: Path) -> tuple[float, float]:
    database = sqlite3.connect(folder / "figures.db")
    _fill(database, form)
    checker = Checker(form)
    _load(database)  # the first reading brings the file into memory
    started = time.perf_counter()
    _load(database)
    loaded = time.perf_counter()
    columns = columns_of(form, _load(database))
    found = sum(len(forms) for _, forms in ColumnCheck(checker, columns, {}, {}).broken())
    many = time.perf_counter() - loaded
    database.close()
    assert found  # random figures break rules
    return loaded - started, many


_Row = tuple[str, str, str, str, int | None]


def _fill(database: sqlite3.Connection, form: Form) -> None:
    draw = random.Random(_SEED)
    database.execute(
        "CREATE TABLE data_value (submission INTEGER, tbl TEXT, row TEXT, col TEXT, kind TEXT,"
        " number INTEGER, PRIMARY KEY (submission, tbl, row, col)) STRICT, WITHOUT ROWID"
    )
    rows = (
        (submission, *key, "number", draw.randint(0, 999))
        for submission in range(FORMS)
        for key in form.typed_cells
    )
    with database:
        database.executemany("INSERT INTO data_value VALUES (?, ?, ?, ?, ?, ?)", rows)


def _load(database: sqlite3.Connection) -> list[list[_Row]]:
    question = "SELECT tbl, row, col, kind, number FROM data_value WHERE submission = ?"
    return [database.execute(question, (number,)).fetchall() for number in range(FORMS)]


def _form() -> Form:
    """A form of 300 cells whose hundred rules, in three columns, make 300 comparisons."""
    head = (
        '[form]\ncode="FE-B"\nversion=1\ntitle="演练表"\nfiled_by="township"\nperiod="calendar"\n'
    )
    columns = "".join(
        f'[[form.table.column]]\ncode="{c}"\ntitle="栏{c}"\nbreakdown="c{c}"\n'
        for c in range(COLUMNS)
    )
    rows = "".join(
        f'[[form.table.row]]\ncode="{r:03}"\ntitle="指标{r}"\nunit="人"\nelement="e{r}"\n'
        for r in range(ROWS)
    )
    rules = "".join(
        f'[[form.rule]]\ncode="R{r}"\nclass="A"\nrelation="{_relation(r)}"\n' for r in range(ROWS)
    )
    text = f'{head}[[form.table]]\ncode="1"\n{columns}{rows}{rules}'
    [form] = read_forms({"forms/FE-B.toml": text})
    return form


def _relation(row: int) -> str:
    first, *rest = (f"{(row + step) % ROWS:03}" for step in range(4))
    return f"{first} ≥ {' + '.join(rest)}"
