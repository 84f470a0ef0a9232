"""The part of a catalogue that says what one place uses: plans, forms, the rows it does without,
and rows and rules of its own, which stand at the end of the forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fuer_desktop.domain.adapting import adapted
from fuer_desktop.domain.forms import Form, Row, Table
from fuer_desktop.formats.form_definition import ReadForm, read_row
from fuer_desktop.formats.section import Problems, Section, Spot, suggestion
from fuer_desktop.texts import definitions as texts

FOLDER = "places/"


@dataclass(frozen=True, slots=True)
class PlaceSelection:
    """Which plans and forms of the catalogue a place uses."""

    code: str
    name: str
    plans: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


NO_PLACE = PlaceSelection("", "")


@dataclass(frozen=True)
class LeftOutRows:
    """Data elements of one form that a place does not ask, with the section that says so."""

    section: Section
    form: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class ReadPlace:
    """A file of ``places/``: the selection, and the sections of rows and rules, which are read
    once the forms are known."""

    selection: PlaceSelection
    leave_out: tuple[LeftOutRows, ...] = ()
    rows: tuple[Section, ...] = ()
    rules: tuple[Section, ...] = ()


def is_place(path: str) -> bool:
    """Whether a definition file is one of a place."""
    return path.startswith(FOLDER)


def read_place_file(root: Section) -> ReadPlace:
    """One file of ``places/``; problems are noted in the section."""
    place = root.section("place")
    selection = PlaceSelection(
        place.text("code"), place.text("name"), place.texts("plans"), place.texts("forms")
    )
    place.done()
    leave_out = tuple(_left_out(section) for section in root.sections("leave_out"))
    rows, rules = (tuple(root.sections(key)) for key in ("row", "rule"))
    root.done()
    return ReadPlace(selection, leave_out, rows, rules)


def _left_out(section: Section) -> LeftOutRows:
    found = LeftOutRows(section, section.text("form"), section.texts("elements"))
    section.done()
    return found


def with_own(read: Sequence[ReadForm], place: ReadPlace) -> list[ReadForm]:
    """The forms with the place's own rows at the end of their tables and its own rules after
    theirs; what names a form or a table that is not there is noted."""
    known = {one.code: one for one in read}
    asked = {row.element: one.code for one in read for row in one.form.rows.values()}
    for section in place.rows:
        form = _form_of(section, known)
        if form is not None:
            known[form.code] = replace(form, form=_appended(form.form, section, asked))
    for section in place.rules:
        form = _form_of(section, known)
        if form is not None:
            known[form.code] = replace(form, rules=(*form.rules, section))
    return list(known.values())


def own_forms(read: Sequence[ReadForm], place: ReadPlace) -> list[ReadForm]:
    """The forms to which the place adds something, with its own rules alone."""
    bare = [replace(one, rules=()) for one in read]
    longer = with_own(bare, place)
    return [new for new, old in zip(longer, bare, strict=True) if new != old]


def as_used(forms: Mapping[str, Form], place: ReadPlace, *, complete: bool) -> dict[str, Form]:
    """The forms without the rows that the place leaves out. What names nothing is noted where the
    forms are ``complete`` and of the newest version; earlier ones may not have had it."""
    gone: dict[str, set[str]] = {}
    for said in place.leave_out:
        gone.setdefault(said.form, set()).update(said.elements)
        if complete:
            said.section.require(texts.FORM, said.form, place.selection.forms, "form")
            form = forms.get(said.form)
            asked = {row.element for row in form.rows.values()} if form else set(said.elements)
            for element in said.elements:
                said.section.require(texts.ELEMENT, element, asked, "elements")
    return adapted(forms, gone)


def _form_of(section: Section, known: Mapping[str, ReadForm]) -> ReadForm | None:
    code = section.text("form")
    section.require(texts.FORM, code, known, "form")
    return known.get(code)


def _appended(form: Form, section: Section, asked: dict[str, str]) -> Form:
    code = section.text("table", form.tables[0].code if len(form.tables) == 1 else None)
    table = form.table_by_code.get(code)
    if table is None:
        section.problem(texts.NO_TABLE.format(table=code), "table")
        return form
    row = read_row(section, [*table.coded_rows, section.text("code", "")])
    problem = _wrong_end(form, table, row)
    if problem:
        section.problem(problem, "code")
        return form
    if row.element and row.element in asked:
        words = {"what": texts.ELEMENT, "code": row.element, "other": asked[row.element]}
        section.problem(texts.DUPLICATE.format(**words), "element")
        return form
    asked[row.element] = form.code
    longer = replace(table, rows=(*table.rows, row))
    return replace(form, tables=tuple(longer if t is table else t for t in form.tables))


def _wrong_end(form: Form, table: Table, row: Row) -> str:
    """Why a row cannot stand at the end of a table."""
    if not row.code:
        return texts.OWN_HEADING
    if row.code in table.coded_rows:
        return texts.DUPLICATE.format(what=texts.ROW, code=row.code, other=form.code)
    return ""


def check_selection(
    path: str, selection: PlaceSelection, files: Mapping[str, str], problems: Problems
) -> None:
    """Note every plan and form that a place uses and these files do not have."""
    head = Spot(path).below("place", 0)
    for what, key, codes in (
        (texts.PLAN, "plans", selection.plans),
        (texts.FORM, "forms", selection.forms),
    ):
        known = [stem(name) for name in files if name.rpartition("/")[0] == key]
        for code in codes:
            if code not in known:
                problem = texts.UNKNOWN_REFERENCE.format(
                    what=what, code=code, suggestion=suggestion(code, known)
                )
                problems.add(path, "", problem, replace(head, key=key))


def stem(path: str) -> str:
    """The name of a definition file without folders and ending."""
    return path.rpartition("/")[2].removesuffix(".toml")
