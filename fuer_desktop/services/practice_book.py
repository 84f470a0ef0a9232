"""The practice book: a copy of one form with invented figures and planted mistakes.

A copy is a workspace of its own, marked as practice, and belongs to no office: what is exported
from it counts nowhere. Everything that is known of it stands in it, and goes when it goes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.findings import takes_reason
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.stories import chance
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.domain.units import ReportingUnit, UnitKind
from fuer_desktop.domain.values import BLANK, CellKey, DataValue, Kind
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats import definitions, files, signing
from fuer_desktop.formats.rows import CellRow, read_cells
from fuer_desktop.services import backing_up, catalogues, paths
from fuer_desktop.services.catalogues import PLACE, LoadedTask, build_task, load_task
from fuer_desktop.services.figures import to_cells, to_rows
from fuer_desktop.services.practice_figures import Inventing
from fuer_desktop.services.practice_planting import Planted, Slip, Truth, plant
from fuer_desktop.services.sessions import create_workspace, undo_creation
from fuer_desktop.store.holding import Hold
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import practice_book as texts

PLACE_CODE = "990100"
"""Outside GB/T 2260, so that it can be no real place's."""

USUAL_FORM = "FE-XZ01"
"""What is practised where no task is open: the township form of the shipped practice county."""

FEWEST_FIGURES = 4
"""A form with fewer cells for figures is nothing to look for mistakes in."""

DAYS_LEFT = 30
MEMBERS_EACH = 3


@dataclass(frozen=True)
class Subject:
    """What is practised: a form in the definitions of a task, as a unit of this kind files it in
    this year; ``follows`` is the place whose definitions they are."""

    definitions: Mapping[str, str]
    follows: str
    unit: ReportingUnit
    form: str
    year: int


def forms_to_practise(task: LoadedTask) -> list[Form]:
    """The desk's own forms that ask for enough figures."""
    return [
        form
        for form in task.own_forms
        if len(form.typed_cells.keys() - form.text_cells) >= FEWEST_FIGURES
    ]


def subject_of(task: LoadedTask, form: str) -> Subject:
    """One of a desk's own forms, in the definitions of its task."""
    place = task.task.place
    return Subject(task.texts, place.follows, task.own_unit, form, task.record.period)


def usual_subject() -> Subject:
    """The shipped practice county's township form of last year."""
    year = datetime.now().astimezone().year - 1
    shipped = catalogues.shipped_texts(paths.forms())
    chosen = catalogues.selected_texts(shipped, paths.USUAL_PLACE, year)
    unit = ReportingUnit("", "", UnitKind.TOWNSHIP)
    return Subject(chosen, paths.USUAL_PLACE, unit, USUAL_FORM, year)


def copies_in(folder: Path) -> list[Path]:
    """The practice copies that a person has."""
    found = folder.glob(f"*{paths.WORKSPACE_ENDING}") if folder.is_dir() else ()
    return sorted(path for path in found if paths.is_practice_copy(path))


def copy_of(form: str, copies: Iterable[Path]) -> Path | None:
    """The one of these copies that is about this form."""
    name = texts.FILE.format(form=form)
    return next((path for path in copies if path.stem.partition(texts.MORE)[0] == name), None)


def free_path(folder: Path, form: str) -> Path:
    """Where another practice copy of a form can be made."""
    name = texts.FILE.format(form=form)
    names = (f"{name}{texts.MORE}{number}" if number > 1 else name for number in count(1))
    tried = (folder / f"{name}{paths.WORKSPACE_ENDING}" for name in names)
    return next(path for path in tried if not path.exists())


def new_seed() -> int:
    """A seed by which no earlier round is likely to have been made."""
    return secrets.randbelow(1_000_000)


# --- making one -----------------------------------------------------------------------------


def begin(path: Path, subject: Subject, seed: int) -> None:
    """Make a practice copy, in the place of one that is there. The same seed plants the same
    mistakes in the same figures. Raises DefinitionError or WorkspaceError."""
    remove(path)
    record, stored = _record(subject)
    task = LoadedTask(record, stored, build_task(record, stored))
    truth = _truth(task, seed)
    planted = plant(truth, seed)
    made = create_workspace(path, Role.DESK, signing.new_private_key())
    try:
        with made as workspace:
            _fill(workspace, task, (truth, planted, seed))
    except BaseException:
        undo_creation(path)
        raise


def following(workspace: Workspace) -> tuple[Subject, int]:
    """What to make a copy of, and by which seed, to practise the same form with other figures and
    other mistakes than in this copy."""
    content = content_of(workspace)
    return subject_of(load_task(workspace), content.form), content.seed + 1


def originals(workspace: Workspace) -> list[tuple[str, str]]:
    """What stands in the papers that the form was filled from: each cell's name and figure. Raises
    WorkspaceError where this is no practice copy."""
    right = content_of(workspace).right
    [form] = load_task(workspace).own_forms
    return [(cell_name(form, key), right.get(key, BLANK).text) for key in form.typed_cells]


def remove(path: Path) -> None:
    """Take a practice copy away, with all that is kept of it; raises WorkspaceError for anything
    else, and where somebody has it open."""
    if path.exists():
        try:
            hold = Hold(path)
            try:
                _remove_files(path)
            finally:
                hold.release()
        except OSError as error:
            reason = reason_of(error)
            raise WorkspaceError(texts.CANNOT_REMOVE.format(path=path, reason=reason)) from error
    backing_up.forget(path)


def _remove_files(path: Path) -> None:
    with Workspace.look(path) as workspace:
        if not workspace.practice_book:
            raise WorkspaceError(texts.NOT_ONE.format(path=path))
    for file in (*(path.with_name(path.name + ending) for ending in _BESIDE), path):
        file.unlink(missing_ok=True)


_BESIDE = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside its own."""


def _record(subject: Subject) -> tuple[TaskRecord, dict[str, str]]:
    """A task of one unit and one form, of an office that is nobody's."""
    stored = {path: text for path, text in subject.definitions.items() if path != PLACE}
    path = catalogues.form_path(subject.form)
    form = definitions.read_one_form(path, stored[path])
    unit = PLACE_CODE + _UNIT_CODES[subject.unit.kind]
    stored[PLACE] = _place_text(subject, unit, form)
    deadline = datetime.now().astimezone().date() + timedelta(days=DAYS_LEFT)
    record = TaskRecord(
        code=f"{PLACE_CODE}-{subject.year}",
        period=subject.year,
        deadline=deadline.isoformat(),
        unit=unit,
        forms=(subject.form,),
        office_key=signing.public_key_of(signing.new_private_key()),
        secret=signing.new_secret(),
    )
    return record, stored


_UNIT_CODES = {UnitKind.TOWNSHIP: "101", UnitKind.COUNTY: "201", UnitKind.DEPARTMENT: "BM"}


def _place_text(subject: Subject, unit: str, form: Form) -> str:
    """The list of units of an invented place: one unit, and some members for the form's lists."""
    kind = subject.unit.kind.value
    name = subject.unit.name.removesuffix(texts.UNITS["department"].format(name=""))
    lines = [
        *("[place]", _said(code=PLACE_CODE, name=texts.PLACE, follows=subject.follows)),
        *("practice = true", "[[unit]]", _said(code=unit, kind=kind)),
        _said(name=texts.UNITS[kind].format(name=name), department=subject.unit.department),
    ]
    for members in dict.fromkeys(table.members for table in form.tables if table.members):
        for number in range(1, MEMBERS_EACH + 1):
            word = texts.MEMBERS[members.value]
            called = texts.MEMBER.format(kind=word, number=number)
            code = f"{unit}{members.value[0].upper()}{number:02}"
            lines += ["[[member]]", _said(code=code, name=called, kind=members.value)]
    return "\n".join(lines) + "\n"


def _said(**words: str) -> str:
    """Keys with their texts, as TOML writes them; it takes JSON's strings."""
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in words.items()}
    return "\n".join(f"{key} = {text}" for key, text in quoted.items())


def _truth(task: LoadedTask, seed: int) -> Truth:
    """Invented figures of the year and of the year before, in which all rules hold."""
    [form] = task.own_forms
    year = task.record.period
    place = definitions.read_place(PLACE, task.texts[PLACE])
    shipped = {path: text for path, text in task.texts.items() if path != PLACE}
    scale = 0.6 + 0.9 * chance(seed, "scale")
    about = Inventing(
        place, shipped, (year - 1, year), seen=list(_seen()), scale=scale, same_every_year=True
    )
    values = about.result.values
    of_year = [values[y].get(task.record.unit, {}).get(form.code, {}) for y in (year, year - 1)]
    return Truth(task.checkers[form.code], *of_year)


def _seen() -> Iterator[CellRow]:
    """The shipped practice county's latest figures, by which others are made likely."""
    found = sorted((paths.practice() / paths.USUAL_PLACE / "figures").glob("*.csv"))
    rows = [row for path in found for row in read_cells(files.read_text(path), path.name)]
    latest = max((row.period for row in rows), default="")
    return (row for row in rows if row.period == latest)


def _fill(
    workspace: Workspace, task: LoadedTask, made: tuple[Truth, Sequence[Planted], int]
) -> None:
    """Everything in one step that is no change of the person's, so that none can be undone."""
    truth, planted, _ = made
    [form] = task.own_forms
    year = task.record.period
    place = FormPlace(task.record.unit, form.code, year)
    wrong = {key: value for one in planted for key, value in one.wrong.items()}
    before = {key: p.before for p in planted if p.before != BLANK for key in p.wrong}
    values = {key: value for key, value in {**truth.values, **wrong}.items() if value != BLANK}
    last_year = to_cells(form, year - 1, {**truth.last_year, **before}).cells
    reasons = {key: texts.REASON for key, f in truth.findings().items() if takes_reason(f)}
    with workspace.commit(How.TASK_OPENED, workspace.path.name):
        workspace.tasks.add(task.record, task.texts)
        handed_down = to_rows(form, last_year, "")
        workspace.values.add_handed_down(replace(place, period=year - 1), handed_down)
        decimals = form.typed_cells
        cells = {key: (value, decimals[key]) for key, value in values.items()}
        workspace.values.write_forms({place: cells})
        workspace.findings.explain(place, reasons)
        workspace.keep_practice_book(_content_text(made))


# --- what a copy knows of itself --------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """What is right in a copy, and what is wrong in it."""

    form: str
    seed: int
    right: Mapping[CellKey, DataValue]
    planted: tuple[Planted, ...]


def _content_text(made: tuple[Truth, Sequence[Planted], int]) -> str:
    truth, planted, seed = made
    content = {
        "form": truth.form.code,
        "seed": seed,
        "right": _listed(truth.values),
        "planted": [[p.slip, _listed(p.wrong), p.rule, p.seen] for p in planted],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def content_of(workspace: Workspace) -> Content:
    """What was planted in this practice copy; raises WorkspaceError in any other workspace."""
    if not workspace.practice_book:
        raise WorkspaceError(texts.NOT_ONE.format(path=workspace.path))
    read = json.loads(workspace.practice_book)
    planted = (
        Planted(Slip(slip), _cells(wrong), rule, seen=seen)
        for slip, wrong, rule, seen in read["planted"]
    )
    return Content(read["form"], read["seed"], _cells(read["right"]), tuple(planted))


def _listed(values: Mapping[CellKey, DataValue]) -> list[list[str]]:
    return [[*key, v.kind.value, v.plain, v.reason, v.note] for key, v in values.items()]


def _cells(listed: Sequence[Sequence[Any]]) -> dict[CellKey, DataValue]:
    return {
        CellKey(*key): DataValue(Kind(kind), Decimal(figure) if figure else None, reason, note)
        for *key, kind, figure, reason, note in listed
    }
