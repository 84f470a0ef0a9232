"""Forms on paper: blank from the catalogue, or with a desk's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.telling import Told, told_in
from fuer_desktop.domain.values import CellKey, DataValue
from fuer_desktop.formats import definitions, files
from fuer_desktop.services import catalogues, form_versions, paths
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import paper as texts


@dataclass(frozen=True)
class Paper:
    """A form to be printed: of which unit and year, with which typed values, if any."""

    form: Form
    unit: str = ""
    year: int | None = None
    practice: bool = False
    values: Mapping[CellKey, DataValue] | None = None
    told: Told | None = None

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
    record = task.record
    values = workspace.values.of_form(FormPlace(record.unit, code, record.period))
    return Paper(form, task.own_unit.name, record.period, task.task.place.practice, values)


def draw(paper: Paper, out: Path, *, with_pictures: bool = False) -> list[Path]:
    """Write the form as PDF to ``out``, and beside it each page as a PNG where that is wanted.

    Returns the files written; raises WorkspaceError where one cannot be.
    """
    from fuer_desktop.paper import drawing, face
    from fuer_desktop.paper.layout import lay_out
    from fuer_desktop.paper.sheet import Occasion, sheet_of

    kept = face.ready(paths.font())
    values = None if paper.values is None else with_derived(paper.form, paper.values)
    occasion = Occasion(paper.unit, paper.year, paper.practice)
    laid = lay_out(sheet_of(paper.form, occasion, values, paper.told))
    files.write_whole(out, drawing.pdf(laid, f"{paper.form.code} {paper.form.title}"))
    written = [out]
    for number, picture in enumerate(drawing.pictures(laid) if with_pictures else (), start=1):
        path = out.with_name(f"{out.stem}-{number}.png")
        files.write_whole(path, picture)
        written.append(path)
    del kept  # an application of our own has to live until here
    return written
