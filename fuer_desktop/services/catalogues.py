"""Getting at definitions: from the shipped folder, and from a task's stored texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.checking import Checker
from fuer_desktop.domain.errors import DefinitionError, WorkspaceError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.members import with_members
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.formats import definitions, files, signing
from fuer_desktop.formats.place_definition import (
    FOLDER,
    PlaceSelection,
    check_selection,
    is_place,
    stem,
)
from fuer_desktop.formats.section import Problems
from fuer_desktop.services import form_versions
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import definitions as definition_texts
from fuer_desktop.texts import succession as succession_texts
from fuer_desktop.texts import workspace as texts

PLACE = "place.toml"
"""Path of the list of units among a task's definition texts."""

ELSEWHERE = "indicators/elsewhere.toml"
"""Path of what only forms of other places ask: the indicators are one catalogue for all places."""


def shipped_texts(folder: Path) -> dict[str, str]:
    """All definition texts of a catalogue folder by path; raises DefinitionError."""
    if not folder.is_dir():
        raise DefinitionError([definition_texts.MISSING_FOLDER.format(folder=folder)])
    return {
        path.relative_to(folder).as_posix(): files.read_text(path)
        for part in ("indicators", "forms", "forms/earlier", "plans", "places")
        for path in sorted((folder / part).glob("*.toml"))
    }


def own_folder(workspace_path: Path) -> Path:
    """Where an office keeps definitions of its own: beside its workspace, and called after it, so
    that practice and the real thing in one folder do not share them."""
    path = workspace_path.resolve()
    return path.with_name(definition_texts.OWN_FOLDER.format(workspace=path.stem))


def own_texts(workspace_path: Path) -> dict[str, str]:
    """The office's own definition texts by path; none where it has no such folder."""
    folder = own_folder(workspace_path)
    return shipped_texts(folder) if folder.is_dir() else {}


def forms_among(files_by_path: Iterable[str]) -> list[str]:
    """The codes of the forms among these paths, each once."""
    newest_paths = (p for p in files_by_path if p == form_path(stem(p)))
    return [stem(path) for path in newest_paths]


def checked(folder: Path) -> tuple[Catalogue, tuple[PlaceSelection, ...]]:
    """Everything in a catalogue folder; raises DefinitionError with all problems of all files."""
    return checked_texts(shipped_texts(folder))


def checked_texts(
    shipped: Mapping[str, str],
) -> tuple[Catalogue, tuple[PlaceSelection, ...]]:
    """Everything in these files of a catalogue; raises DefinitionError with all problems."""
    return _checked(tuple(shipped.items()))


@lru_cache(maxsize=2)
def _checked(
    files: tuple[tuple[str, str], ...],
) -> tuple[Catalogue, tuple[PlaceSelection, ...]]:
    """The same, known again by its texts: it goes through every place and year."""
    shipped = dict(files)
    problems: list[str] = []
    places: list[PlaceSelection] = []
    catalogue = Catalogue((), (), ())
    for path in filter(is_place, shipped):
        with _gathering(problems):
            places.append(_selection(shipped, path))
    with _gathering(problems):
        catalogue = newest(shipped)
    problems += form_versions.problems_of_versions(shipped)
    # Each is a catalogue of its own, which only makes sense to read where the parts are sound.
    for place in places if not problems else ():
        for year in sorted(form_versions.years_of_earlier(shipped)):
            problems += _problems_in_year(shipped, place, year, catalogue)
    if problems:
        raise DefinitionError(problems)
    return catalogue, tuple(places)


def newest(shipped: Mapping[str, str]) -> Catalogue:
    """The newest version of everything; what only earlier forms asked is known as not asked.

    Raises DefinitionError.
    """
    texts_now = form_versions.newest_texts(shipped)
    earlier = {path: text for path, text in shipped.items() if path not in texts_now}
    return definitions.read_catalogue(_with_elsewhere(texts_now, earlier))


def _problems_in_year(
    shipped: Mapping[str, str], place: PlaceSelection, year: int, newest: Catalogue
) -> list[str]:
    """What is wrong with the definitions that a place had in an earlier year; nothing where it had
    not all its forms yet, so that no task can be made for that year. What is in ``newest`` and the
    same in that year was read: plans, and the rules among forms of the newest version."""
    found: list[str] = []
    with _gathering([]):
        selected = selected_texts(shipped, place.code, year)
        read = {path: text for path, text in selected.items() if not path.startswith("plans/")}
        with _gathering(found):
            settled = _settled(newest, shipped, selected)
            definitions.read_catalogue(read, complete=False, settled=settled)
    words = {"place": place.name, "year": year}
    return [succession_texts.IN_YEAR.format(problem=problem, **words) for problem in found]


def _settled(
    newest: Catalogue, shipped: Mapping[str, str], selected: Mapping[str, str]
) -> set[str]:
    """The selected forms of the newest version whose rules name none of another version."""
    paths = {form.code: form_path(form.code) for form in newest.forms}
    same = {code for code, path in paths.items() if selected.get(path) == shipped.get(path)}
    return {
        form.code
        for form in newest.forms
        if form.code in same and all(rule.says.forms <= same for rule in form.rules)
    }


@contextmanager
def _gathering(problems: list[str]) -> Iterator[None]:
    try:
        yield
    except DefinitionError as error:
        problems += error.problems


def selected_texts(
    shipped: Mapping[str, str], place: str, year: int, also: Iterable[str] = ()
) -> dict[str, str]:
    """The texts that one place uses in a year: its own file, its plans, its forms in the version in
    force, each at ``form_path``, and all indicators. ``also`` are forms its office uses besides.

    Raises DefinitionError where the catalogue does not have the place or what it names.
    """
    path = f"{FOLDER}{place}.toml"
    if path not in shipped:
        known = [stem(name) for name in filter(is_place, shipped)]
        problem = definition_texts.UNKNOWN_PLACE.format(found=place, known="、".join(known))
        raise DefinitionError([problem])
    selection = _selection(shipped, path)
    wanted = {path, *(f"plans/{code}.toml" for code in selection.plans)}
    forms = _forms_in_force(shipped, dict.fromkeys((*selection.forms, *also)), year)
    selected = {
        path: text
        for path, text in shipped.items()
        if path in wanted or path.startswith("indicators/")
    } | {form_path(code): shipped[path] for code, path in forms.items()}
    taken = set(forms.values())
    rest = {path: text for path, text in shipped.items() if path not in taken}
    return _with_elsewhere(selected, rest)


def _forms_in_force(shipped: Mapping[str, str], codes: Iterable[str], year: int) -> dict[str, str]:
    """Where each form's version of a year stands; raises DefinitionError naming all without."""
    problems: list[str] = []
    found = {}
    for code in codes:
        with _gathering(problems):
            found[code] = form_versions.path_in_force(shipped, code, year)
    if problems:
        raise DefinitionError(problems)
    return found


def _with_elsewhere(here: Mapping[str, str], elsewhere: Mapping[str, str]) -> dict[str, str]:
    """The texts, and one more that declares what only the forms elsewhere ask."""
    declared = definitions.declare_elements(here, elsewhere)
    return dict(here) | ({ELSEWHERE: declared} if declared else {})


def _selection(shipped: Mapping[str, str], path: str) -> PlaceSelection:
    """What a place uses; raises DefinitionError with everything it names that is not there."""
    selection = definitions.read_selection(path, shipped[path])
    problems = Problems()
    check_selection(path, selection, shipped, problems)
    problems.raise_if_any()
    return selection


@dataclass(frozen=True)
class LoadedTask:
    """A task of a workspace with its definitions; indicators and plans are read when asked for."""

    record: TaskRecord
    texts: Mapping[str, str]
    task: Task

    @property
    def code(self) -> str:
        """The task's code."""
        return self.record.code

    @cached_property
    def catalogue(self) -> Catalogue:
        """Forms, indicators and plans in force, with the place's members in their lists."""
        read = definitions.read_catalogue(self.texts, complete=False)
        return replace(read, forms=tuple(map(self._as_filled, read.forms)))

    def _as_filled(self, form: Form) -> Form:
        return self.task.form(form.code) or form

    @cached_property
    def form_digests(self) -> dict[str, str]:
        """Digest of each form's definition text, by form code."""
        return {
            form.code: signing.fingerprint(self.texts[form_path(form.code)].encode())
            for form in self.task.forms
        }

    @cached_property
    def checkers(self) -> dict[str, Checker]:
        """What checks each form, by form code."""
        task = self.task
        year = task.period.year
        return {f.code: Checker(f, task.companions(f), year) for f in task.forms}

    @property
    def own_unit(self) -> ReportingUnit:
        """The unit whose desk this is."""
        unit = self.task.place.unit(self.record.unit)
        assert unit is not None  # a desk's task names a unit of its own place
        return unit

    @property
    def own_forms(self) -> tuple[Form, ...]:
        """The forms that the desk fills."""
        return self.task.forms_of(self.own_unit)


def build_task(record: TaskRecord, task_texts: Mapping[str, str]) -> Task:
    """A task from its stored parts, with the forms in use here and the units in force in its year;
    raises DefinitionError."""
    wanted = {path: task_texts.get(path, "") for path in map(form_path, record.forms)}
    wanted |= {path: text for path, text in task_texts.items() if is_place(path)}
    place = definitions.read_place(PLACE, task_texts.get(PLACE, "")).in_force(record.period)
    forms = definitions.read_forms(wanted)

    def in_order(form: Form) -> int:
        """As the place lists its forms."""
        return record.forms.index(form.code)

    return Task(
        code=record.code,
        place=place,
        period=ReferencePeriod(record.period),
        deadline=date.fromisoformat(record.deadline),
        forms=tuple(with_members(f, place.members) for f in sorted(forms, key=in_order)),
    )


def form_path(form: str) -> str:
    """Where a form's text stands among a task's definitions."""
    return form_versions.newest_path(form)


def load_task(workspace: Workspace, code: str = "") -> LoadedTask:
    """The task with this code, or the latest; raises WorkspaceError with what there is."""
    records = workspace.tasks.all()
    if not records:
        raise WorkspaceError(texts.NO_TASKS)
    record = next((record for record in records if not code or record.code == code), None)
    if record is None:
        known = "、".join(record.code for record in records)
        raise WorkspaceError(texts.NO_TASK.format(task=code, known=known))
    stored = workspace.tasks.definitions(record.code)
    task = build_task(record, stored)
    return LoadedTask(record, stored, task)
