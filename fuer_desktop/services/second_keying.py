"""Keying a form a second time, blind, and comparing both keyings cell by cell.

What is keyed again stands apart from the figures that count and survives a restart. Cells that
agree are taken in silence; of each other one somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Values
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.editing import Cells, EditSession, FormContent, PostCommit
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.values import SECOND
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import second_keying as texts

# --- what is kept ---------------------------------------------------------------------------


def read_second(workspace: Workspace, task: LoadedTask, form: Form) -> dict[CellKey, DataValue]:
    """What was keyed a second time so far; cells that the form has no more are left out."""
    found = workspace.values.of_form(_place(task, form), SECOND)
    return {key: value for key, value in found.items() if key in form.typed_cells}


def keep_second(workspace: Workspace, task: LoadedTask, form: Form, cells: Cells) -> None:
    """Keep cells of the second keying; on disk when this returns. Raises WorkspaceError."""
    workspace.values.keep_second(_place(task, form), cells)


def forget_second(workspace: Workspace, task: LoadedTask, form: Form, about: str = "") -> None:
    """Begin anew next time; ``about`` says in the journal what became of the comparison."""
    workspace.values.forget_second(_place(task, form), about)


def second_session(first: EditSession, keyed: Values, post: PostCommit) -> EditSession:
    """The same form, blind: no last year and no rules, which would tell the first figures."""
    blind = replace(first.form, rules=(), changes=())
    return EditSession(blind, FormContent(keyed, {}, year=first.year), post)


def _place(task: LoadedTask, form: Form) -> FormPlace:
    return FormPlace(task.record.unit, form.code, task.record.period)


# --- comparing ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was keyed differently."""

    key: CellKey
    first: DataValue
    second: DataValue


@dataclass(frozen=True)
class Comparison:
    """Both keyings; ``cells`` are those that hold figures, in reading order."""

    cells: tuple[CellKey, ...]
    first: Values
    second: Values

    @property
    def keyed(self) -> int:
        """How many cells were keyed a second time."""
        return sum(1 for _ in self._both)

    @property
    def left_out(self) -> int:
        """How many were not, and are not compared."""
        return len(self.cells) - self.keyed

    @property
    def differences(self) -> list[Difference]:
        """The cells that were keyed differently."""
        return [found for found in self._both if not _agree(found.first, found.second)]

    @property
    def _both(self) -> Iterator[Difference]:
        for key in self.cells:
            second = self.second.get(key, BLANK)
            if second != BLANK:
                yield Difference(key, self.first.get(key, BLANK), second)

    def result(self, decisions: Mapping[CellKey, DataValue]) -> dict[CellKey, DataValue]:
        """The cells that change, once each difference was decided. Raises KeyError for one that was
        not."""
        found = {d.key: (d.first, decisions[d.key]) for d in self.differences}
        return {key: taken for key, (first, taken) in found.items() if not _agree(first, taken)}

    @property
    def progress(self) -> str:
        """How far the second keying is, for people."""
        different = len(self.differences)
        return texts.PROGRESS.format(keyed=self.keyed, cells=len(self.cells), different=different)


def compare(form: Form, first: Values, second: Values) -> Comparison:
    """Compare two keyings; texts are not keyed twice."""
    cells = tuple(key for key in form.typed_cells if key not in form.text_cells)
    return Comparison(cells, first, second)


def _agree(first: DataValue, second: DataValue) -> bool:
    """Whether the figure, or the kind of "no number", is the same; 1 is 1.00."""
    return (first.kind, first.number) == (second.kind, second.number)
