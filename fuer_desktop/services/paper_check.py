"""纸电一致: whether a printed page shows what a file holds, told by the check text at its foot.

Nobody needs to know how the page was printed: its number and its text are looked for under every
stretch of rows, in the newest figures and in every version before, so that paper of an earlier
version is recognised as that, with the cells that have changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain import check_text
from fuer_desktop.domain.check_text import PageChecks, PageRows, Whose
from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import BLANK, CellKey, Values
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats import files, packages
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.figures import values_of
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import paper_check as texts
from fuer_desktop.texts import sealing as sealing_texts


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as somebody reads it out: which form, which page of it counted from 1, and what stands
    behind 核对码, as it was typed."""

    form: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures that a file holds, the derived ones too, what they are called, and the form that they
    were filled by: an earlier revision's looks otherwise on paper."""

    name: str
    form: Form
    values: Values


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that stands on the page with another content than in the file."""

    key: CellKey
    name: str
    paper: str
    file: str

    @property
    def row(self) -> tuple[str, ...]:
        """In the shape of ``texts.DIFFERENCE_FIELDS``."""
        return (*self.key, self.name, self.paper, self.file)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, in a sentence; the cells that differ, where the page is an earlier
    version's."""

    is_same: bool
    sentence: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Filed:
    """One form of one unit as files hold it: the newest first, earlier versions behind it."""

    whose: Whose
    unit: str
    form: Form
    kept: Sequence[Kept]

    def compare(self, asked: Asked) -> Verdict:
        """How a page stands to these figures.

        Raises EntryError for a text that was misread, and for a page that cannot be.
        """
        if asked.page < 1:
            raise EntryError(texts.PAGE_NUMBER)
        text = check_text.read(asked.text)
        words = {"form": self.form.code, "page": asked.page, "unit": self.unit}
        for kept in self.kept:
            rows = PageChecks(self.whose, kept.form, kept.values).rows_of(asked.page, text)
            if rows is not None:
                return self._found(kept, rows, words)
        names = "、".join(kept.name for kept in self.kept)
        return Verdict(is_same=False, sentence=texts.OTHER.format(kept=names, **words))

    def _found(self, kept: Kept, rows: PageRows, words: Mapping[str, object]) -> Verdict:
        newest = self.kept[0]
        more = {"kept": kept.name, "newest": newest.name, "rows": _rows_in_words(rows)}
        if kept is newest:
            return Verdict(is_same=True, sentence=texts.SAME.format(**words, **more))
        if kept.form.version != newest.form.version:
            return Verdict(is_same=False, sentence=texts.EARLIER_FORM.format(**words, **more))
        differences = tuple(self._differences(kept, rows))
        template = texts.EARLIER if differences else texts.EARLIER_SAME_CELLS
        sentence = template.format(count=len(differences), **words, **more)
        return Verdict(is_same=False, sentence=sentence, differences=differences)

    def _differences(self, kept: Kept, rows: PageRows) -> Iterator[Difference]:
        """The cells of these rows in which the newest is another."""
        for place in rows:
            table = self.form.table_by_code[place.table]
            row = table.coded_rows[place.row]
            for column in table.columns:
                key = CellKey(place.table, place.row, column.code)
                values = [k.values.get(key, BLANK) for k in (kept, self.kept[0])]
                paper, file = (value.text or value.kind.label for value in values)
                if table.is_open(row, column) and paper != file:
                    yield Difference(key, cell_name(self.form, key), paper, file)


def in_workspace(workspace: Workspace, task: LoadedTask, form: str, unit: str = "") -> Filed:
    """A form as a workspace holds it: at a desk what is filled in now, before all that was sent; at
    an office what was sent by ``unit``.

    Raises WorkspaceError where there is no such unit or form, or nothing yet.
    """
    is_desk = workspace.role is Role.DESK
    filer = task.own_unit if is_desk else unit_of(task, unit)
    made = _form(task, filer, form)
    kept = list(sent(workspace, task, filer, made))
    if is_desk:
        place = FormPlace(filer.code, form, task.record.period)
        now = with_derived(made, workspace.values.of_form(place))
        kept.insert(0, Kept(texts.CURRENT, made, now))
    if not kept:
        raise WorkspaceError(texts.NOTHING_SENT.format(unit=filer.name))
    return Filed(_whose(task, filer), filer.name, made, kept)


def in_package(workspace: Workspace, path: Path, form: str) -> Filed:
    """A form as a submission package holds it; the workspace has the task whose forms it fills.

    Raises PackageError where the file is none, WorkspaceError as above and where it is sealed for
    others.
    """
    data = files.read_package_bytes(path)
    try:
        package = packages.read(data, path.name, "submission", workspace.reading_keys)
    except packages.SealedForOthersError as error:
        words = {"file": path.name, "workspace": workspace.path.name}
        raise WorkspaceError(sealing_texts.NO_KEY_HERE.format(**words)) from error
    task = load_task(workspace, package.manifest.task)
    filer = unit_of(task, package.manifest.unit)
    made = _form(task, filer, form)
    name = texts.PACKAGE.format(file=path.name, version=package.manifest.version)
    kept = _kept(Revisions(workspace, task), package, form, name)
    if kept is None:
        raise WorkspaceError(texts.NOT_IN_PACKAGE.format(file=path.name, form=form))
    return Filed(_whose(task, filer), filer.name, made, [kept])


def sent(workspace: Workspace, task: LoadedTask, unit: ReportingUnit, form: Form) -> Iterator[Kept]:
    """Every version that a workspace has of a unit's form, the newest first."""
    revisions = Revisions(workspace, task)
    records = workspace.submissions.of_task(task.code, [unit.code]).get(unit.code, [])
    for record in sorted(records, key=lambda r: (r.version.number, r.number), reverse=True):
        name = texts.VERSION.format(version=record.version.number)
        kept = _kept(revisions, kept_submission(workspace, record.number), form.code, name)
        if kept is not None:
            yield kept


def _kept(revisions: Revisions, package: packages.Package, code: str, name: str) -> Kept | None:
    """A form's figures in a package, with the derived ones; None where it is not in it."""
    for cells in packages.submission_of(package).forms:
        form = revisions.filled_by(package, code) if cells.code == code else None
        if form is not None:
            return Kept(name, form, with_derived(form, values_of(cells)))
    return None


def unit_of(task: LoadedTask, code: str) -> ReportingUnit:
    """A unit of a task; raises WorkspaceError where there is none of this code."""
    if not code:
        raise WorkspaceError(texts.NO_UNIT)
    unit = task.task.place.unit(code)
    if unit is None:
        raise WorkspaceError(texts.UNKNOWN_UNIT.format(task=task.code, unit=code))
    return unit


def _form(task: LoadedTask, unit: ReportingUnit, code: str) -> Form:
    forms = task.task.forms_of(unit)
    found = next((form for form in forms if form.code == code), None)
    if found is None:
        known = "、".join(form.code for form in forms)
        raise WorkspaceError(texts.NOT_FILED.format(unit=unit.name, form=code, known=known))
    return found


def _whose(task: LoadedTask, unit: ReportingUnit) -> Whose:
    return Whose(task.code, unit.code, task.record.period)


def _rows_in_words(rows: PageRows) -> str:
    if not rows:
        return texts.NO_ROWS
    template = texts.ALL_ROWS if len(rows) > 1 else texts.ONE_ROW
    return template.format(first=rows[0].row, last=rows[-1].row)
