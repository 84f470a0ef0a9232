"""Forms on paper: blank from the catalogue, or with a desk's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fuer_desktop.domain import measures
from fuer_desktop.domain.check_text import PageChecks, Whose
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.domain.telling import Told, told_in
from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.formats import definitions, files, package_contents, packages
from fuer_desktop.services import catalogues, form_versions, paths, unit_prints
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.figures import to_cells
from fuer_desktop.services.inquiring import last_asked
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import paper as texts
from fuer_desktop.texts import paper_desk as paper_texts

if TYPE_CHECKING:
    from fuer_desktop.paper.layout import Laid


@dataclass(frozen=True)
class Paper:
    """A form to be printed: of which unit and year, with which typed values, if any.

    ``whose`` is given where there are figures, and they get a check text then. ``version`` is the
    submission that was exported last, 0 if none was; ``handed_in`` says that the figures are its,
    ``asked`` that they are those of the last inquiry.
    ``signed`` are the words behind the labels of ``texts.SIGNATURES`` that are known; ``by_office``
    says that an office keyed the figures from a paper, so that this is none of the unit's; ``key``
    is the fingerprint of the desk's key.
    """

    form: Form
    unit: str = ""
    year: int | None = None
    practice: bool = False
    values: Mapping[CellKey, DataValue] | None = None
    told: Told | None = None
    whose: Whose | None = None
    version: int = 0
    handed_in: bool = False
    by_office: bool = False
    key: str = ""
    asked: bool = False
    signed: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """How the figures stand, in words."""
        if self.values is None:
            return texts.STATES["blank"]
        if self.by_office:
            return paper_texts.STATE
        if self.handed_in:
            return texts.STATES["handed_in"].format(version=self.version)
        if self.asked:
            return texts.STATES["asked"]
        return texts.STATES["changed" if self.version else "draft"].format(version=self.version)

    def emptied(self) -> Paper:
        """The same without figures, to be filled by hand."""
        return replace(self, values=None, told=None, key="", signed={})

    def in_measure(self, unit: str) -> Paper:
        """The same with figures told in a unit of measure, rounded so that sums hold where they
        can; raises DefinitionError where nothing converts."""
        return replace(self, told=told_in(self.form, self.values or {}, unit, self.year or 0))


def blank(folder: Path, code: str, place: str = "", year: int | None = None) -> Paper:
    """An empty form of a catalogue's folder, as a place uses it where one is named.

    Without a year it is the version of this year, with room to write the year. Raises
    DefinitionError where there is no such form.
    """
    shipped = catalogues.shipped_texts(folder)
    when = year or datetime.now().astimezone().year
    return Paper(_form(shipped, code, place, when), year=year)


def _form(shipped: Mapping[str, str], code: str, place: str, year: int) -> Form:
    if place:
        chosen: Mapping[str, str] = catalogues.selected_texts(shipped, place, year)
    elif form_versions.newest_path(code) in shipped:
        path = form_versions.path_in_force(shipped, code, year)
        chosen = {form_versions.newest_path(code): shipped[path]}
    else:
        chosen = {}
    found = next((f for f in definitions.read_forms(chosen) if f.code == code), None)
    if found is None:
        known = "、".join(catalogues.forms_among(chosen or shipped))
        template = texts.NOT_OF_PLACE if place else texts.NO_SUCH_FORM
        raise DefinitionError([template.format(place=place, code=code, known=known)])
    return found


def filled(workspace: Workspace, task: LoadedTask, code: str) -> Paper:
    """One of the desk's own forms with the figures that it has; raises DefinitionError for any
    other form."""
    workspace.require(Role.DESK)
    form = next((form for form in task.own_forms if form.code == code), None)
    if form is None:
        known = "、".join(form.code for form in task.own_forms)
        raise DefinitionError([texts.NO_SUCH_FORM.format(code=code, known=known)])
    return filled_all(workspace, task, [form])[0]


def filled_all(workspace: Workspace, task: LoadedTask, forms: Sequence[Form]) -> list[Paper]:
    """Some of the desk's own forms with the figures that they have."""
    last, asked = _last_submission(workspace, task), last_asked(workspace, task)
    return [_filled(workspace, task, form, (last, asked)) for form in forms]


@dataclass(frozen=True)
class _Submission:
    """What was exported last."""

    version: int
    forms: Mapping[str, package_contents.FormCells]
    signed: Mapping[str, str]


def _last_submission(workspace: Workspace, task: LoadedTask) -> _Submission:
    records = workspace.submissions.of_task(task.code).get(task.record.unit, [])
    if not records:
        return _Submission(0, {}, {})
    last = records[-1]
    package = kept_submission(workspace, last.number)
    content = packages.submission_of(package)
    signed = content.signatories | {"date": texts.DATE.format(date=datetime.fromisoformat(last.at))}
    return _Submission(last.version.number, {form.code: form for form in content.forms}, signed)


def _filled(
    workspace: Workspace,
    task: LoadedTask,
    form: Form,
    sent: tuple[_Submission, Mapping[str, package_contents.FormCells]],
) -> Paper:
    record, (last, asked) = task.record, sent
    values = workspace.values.of_form(FormPlace(record.unit, form.code, record.period))
    now = to_cells(form, record.period, values)
    handed_in = last.forms.get(form.code) == now
    names = {role: name for role, name in last.signed.items() if role != "date"}
    return Paper(
        form,
        task.own_unit.name,
        record.period,
        task.task.place.practice,
        values,
        whose=Whose(task.code, record.unit, record.period),
        version=last.version,
        handed_in=handed_in,
        by_office=bool(workspace.paper_desk),
        key=unit_prints.own(workspace),
        asked=asked.get(form.code) == now,
        signed=last.signed if handed_in else names,
    )


def lay_out(paper: Paper, size: PaperSize | None = None, printed: datetime | None = None) -> Laid:
    """The form on its pages, of the chosen size or of the smallest that holds it; ``printed`` is
    the time at its foot. An application has to be there (``face.ready``).

    Raises DefinitionError where it is too wide.
    """
    from fuer_desktop.paper import layout
    from fuer_desktop.paper.sheet import Occasion, sheet_of

    values = None if paper.values is None else with_derived(paper.form, paper.values)
    occasion = Occasion(
        paper.unit,
        paper.year,
        paper.practice,
        draft=values is not None and (paper.by_office or not paper.handed_in),
        state=paper.state,
        key=paper.key,
        printed=texts.FOOT_TIME.format(at=printed or datetime.now().astimezone()),
        signed=paper.signed,
    )
    sheet = sheet_of(paper.form, occasion, values, paper.told)
    if values is None or paper.whose is None:
        return layout.lay_out(sheet, size)
    return layout.lay_out(sheet, size, PageChecks(paper.whose, paper.form, values).text)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants forms printed: blank or with their figures, on which paper, in which unit
    of measure; "" is each row's own."""

    blank: bool = False
    size: PaperSize | None = None
    measure: str = ""


def measures_for(papers: Sequence[Paper]) -> tuple[str, ...]:
    """The units of measure in which figures of these forms can be told."""
    return measures.others(unit for paper in papers for unit in _units(paper.form))


def lay_out_all(papers: Sequence[Paper], wish: Wish) -> list[Laid]:
    """Several forms, as somebody wants them; those that have nothing in the unit of measure stay as
    they are. Raises DefinitionError where one is too wide for the paper."""
    now = datetime.now().astimezone()
    found = []
    for paper in papers:
        wanted = paper.emptied() if wish.blank else paper
        if wish.measure in measures.others(_units(paper.form)):
            wanted = wanted.in_measure(wish.measure)
        found.append(lay_out(wanted, wish.size, now))
    return found


def _units(form: Form) -> set[str]:
    return {row.unit for table in form.tables for row in table.rows if row.code}


def write_pdf(forms: Sequence[Laid], title: str, out: Path) -> None:
    """Write laid out forms as one document; raises WorkspaceError where it cannot be."""
    from fuer_desktop.paper import drawing

    files.write_whole(out, drawing.pdf(forms, title))


def draw(
    paper: Paper, out: Path, *, size: PaperSize | None = None, with_pictures: bool = False
) -> list[Path]:
    """Write the form as PDF to ``out``, and beside it each page as a PNG where that is wanted.

    Returns the files written; raises WorkspaceError where one cannot be.
    """
    from fuer_desktop.paper import drawing, face

    kept = face.ready(paths.font())
    laid = lay_out(paper, size)
    write_pdf([laid], f"{paper.form.code} {paper.form.title}", out)
    written = [out]
    for number, picture in enumerate(drawing.pictures(laid) if with_pictures else (), start=1):
        path = out.with_name(f"{out.stem}-{number}.png")
        files.write_whole(path, picture)
        written.append(path)
    del kept  # an application of our own has to live until here
    return written
