"""From a figure's Enter to its repaint with marks, totals and the list of findings, nearly every
rule broken, against repainting the whole form."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import number
from fuer_desktop.formats.definitions import read_forms
from fuer_desktop.services.editing import EditSession, FormContent

if TYPE_CHECKING:
    from fuer_desktop.ui.findings_panel import FindingsPanel
    from fuer_desktop.ui.grid.model import GridModel
    from fuer_desktop.ui.grid.view import GridView
    from fuer_desktop.ui.theme import Theme

ROWS, MANY_ROWS, COLUMNS = 30, 500, 10
RULES = ROWS * COLUMNS
"""Comparisons, in a small form and in a large one."""
ROUNDS = 60


def measure(_folder: Path, rows: int = ROWS) -> tuple[float, float]:
    """Median seconds of a whole repaint, and of a figure taken, checked and shown, in a form of
    so many rows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from fuer_desktop.ui.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme()
    theme.apply(application)
    model, grid, panel = _desk(theme, rows)
    application.processEvents()
    grid.setCurrentIndex(model.index(3, 4))
    repaints, keystrokes = [], []
    for count in range(ROUNDS):
        started = time.perf_counter()
        grid.viewport().repaint()
        repainted = time.perf_counter()
        model.try_enter(grid.currentIndex(), str(count))
        grid.step(1)
        application.processEvents()
        keystrokes.append(time.perf_counter() - repainted)
        repaints.append(repainted - started)
    grid.close()
    panel.close()
    return median(repaints), median(keystrokes)


def _desk(theme: Theme, rows: int) -> tuple[GridModel, GridView, FindingsPanel]:
    """A form whose figures break nearly every rule, with its grid and its findings."""
    from fuer_desktop.ui.findings_panel import FindingsPanel
    from fuer_desktop.ui.grid.model import GridModel
    from fuer_desktop.ui.grid.view import GridView

    form = _form(rows)
    values = {key: number(100 + int(key.row)) for key in form.typed_cells}
    session = EditSession(form, FormContent(values, values), lambda _change, done: done(None))
    model = GridModel(session)
    grid, panel = GridView(model, theme), FindingsPanel(session, theme, print)
    grid.stood.connect(lambda index: panel.stand_at(model.key(index)))
    grid.resize(1366, 1100)
    panel.resize(360, 1100)
    grid.show()
    panel.show()
    return model, grid, panel


def _form(count: int) -> Form:
    """A form whose rules, checked in every column, make 300 comparisons."""
    head = (
        '[form]\ncode="FE-B"\nversion=1\ntitle="演练表"\nfiled_by="township"\nperiod="calendar"\n'
    )
    columns = "".join(
        f'[[form.table.column]]\ncode="{c}"\ntitle="栏{c}"\nbreakdown="c{c}"\n'
        for c in range(COLUMNS)
    )
    rows = "".join(
        f'[[form.table.row]]\ncode="{r:02}"\ntitle="指标{r}"\nunit="人"\nelement="e{r}"\n'
        for r in range(count)
    )
    rules = "".join(
        f'[[form.rule]]\ncode="R{r}"\nclass="A"\nrelation="{r:02} >= {(r + 1) % ROWS:02}"\n'
        for r in range(ROWS)
    )
    text = f'{head}[[form.table]]\ncode="1"\n{columns}{rows}{rules}'
    [form] = read_forms({"forms/FE-B.toml": text})
    return form
