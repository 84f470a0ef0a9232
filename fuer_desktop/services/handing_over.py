"""The hand-over card of a desk, from what its workspace knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fuer_desktop.domain.checking import BLANK_RULE, NEGATIVE_RULE
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.findings import State
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.hand_over import Card, Section
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import CellKey, DataValue, Kind
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats import files, packages
from fuer_desktop.formats.backup_list import BackupList
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import backing_up, paths
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.checking import check_unit
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.overview import DeskOverview, desk_overview
from fuer_desktop.store.findings import PlacedRecord
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.values import OWN
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import handing_over as texts
from fuer_desktop.texts import packages as package_texts

YEARS = 3
"""Years whose findings are looked through, the card's own among them."""

MOST_ERRORS = 8
"""Frequent errors that are told; what happened once long ago helps nobody."""


def card_of(workspace: Workspace, code: str = "") -> Card:
    """The card of the latest task, or of the one with this code; raises WorkspaceError where this
    is no desk."""
    workspace.require(Role.DESK)
    overview = desk_overview(workspace, code)
    task = overview.task
    unit, place, year = task.own_unit, task.task.place, task.record.period
    history = _History(workspace, year)
    sections = (
        Section(texts.FORMS, tuple(_form_lines(overview))),
        Section(texts.OPEN, tuple(_open_lines(workspace, task))),
        Section(texts.ERRORS, tuple(history.errors())),
        Section(texts.REASONS, tuple(history.reasons())),
        Section(texts.NO_NUMBERS, tuple(_no_numbers(workspace, task))),
        Section(texts.NOTES, tuple(_notes(workspace, task))),
    )
    return Card(
        unit=unit.name,
        year=year,
        subtitle=texts.SUBTITLE.format(unit=unit.name, place=place.name, year=year),
        facts=tuple(_facts(workspace, overview)),
        sections=tuple(section for section in sections if section.lines),
        keys=Section(texts.KEYS, texts.KEY_LINES),
        to_write=texts.TO_WRITE,
        practice=place.practice,
    )


def draw(card: Card, out: Path, *, with_picture: bool = False) -> list[Path]:
    """Write the card as a PDF of one page to ``out``, and beside it as a PNG where that is wanted.

    Returns the files written; raises WorkspaceError where one cannot be.
    """
    from fuer_desktop.paper import drawing, face
    from fuer_desktop.paper.card import lay_out_card

    kept = face.ready(paths.font())
    laid = lay_out_card(card)
    files.write_whole(out, drawing.pdf([laid], f"{texts.TITLE} {card.subtitle}"))
    written = [out]
    for picture in drawing.pictures(laid) if with_picture else ():
        path = out.with_suffix(".png")
        files.write_whole(path, picture)
        written.append(path)
    del kept  # an application of our own has to live until here
    return written


def file_name(card: Card) -> str:
    """What its PDF is called, where nobody says otherwise."""
    return texts.FILE_NAME.format(unit=card.unit, year=card.year)


# --- the facts --------------------------------------------------------------------------------


def _facts(workspace: Workspace, overview: DeskOverview) -> Iterator[tuple[str, str]]:
    task = overview.task
    unit = task.own_unit
    yield texts.UNIT, texts.UNIT_VALUE.format(name=unit.name, code=unit.code)
    yield texts.DEADLINE, task.task.deadline.isoformat()
    yield texts.STATE, overview.standing.label
    records = workspace.submissions.of_task(task.code).get(unit.code, [])
    yield texts.LAST, _submission(records[-1]) if records else texts.LAST_NONE
    if records:
        yield texts.SIGNED, _signatories(kept_submission(workspace, records[-1].number))
    yield texts.FILE, str(workspace.path.resolve())
    known = backing_up.listed(workspace)
    yield texts.BACKUPS, _backups(backing_up.folder_of(workspace), known)
    if known.second_place:
        yield texts.SECOND, known.second_place


def _backups(folder: Path, known: BackupList) -> str:
    if not known.backups:
        return texts.BACKUPS_NONE.format(folder=folder)
    at = _minute(known.backups[-1].at)
    return texts.BACKUPS_VALUE.format(folder=folder, count=len(known.backups), at=at)


def _minute(at: str) -> str:
    """An ISO time for people, to the minute."""
    return at[:16].replace("T", " ")


def _submission(record: SubmissionRecord) -> str:
    version = record.version
    at = _minute(record.at)
    return texts.LAST_VALUE.format(version=version.number, at=at, digest=version.digest[:8])


def _signatories(package: Package) -> str:
    said = packages.submission_of(package).signatories
    return "，".join(
        texts.SIGNED_ONE.format(role=role, name=said[key])
        for key, role in package_texts.SIGNATORIES.items()
        if said.get(key)
    )


# --- this year's forms --------------------------------------------------------------------------


def _form_lines(overview: DeskOverview) -> Iterator[str]:
    for progress in overview.forms:
        count = progress.open_findings
        yield texts.FORM_LINE.format(
            code=progress.form.code,
            title=progress.form.title,
            filled=progress.filled,
            cells=progress.cells,
            state=texts.FORM_OPEN.format(count=count) if count else texts.FORM_DONE,
        )


def _open_lines(workspace: Workspace, task: LoadedTask) -> Iterator[str]:
    """What stands in the way of handing in, the strictest first; blanks counted by form."""
    found = [placed for placed in check_unit(workspace, task) if placed.finding.blocks]
    found.sort(key=lambda placed: placed.finding.severity)
    blanks = Counter(p.form.code for p in found if p.finding.rule == BLANK_RULE)
    for form, count in blanks.items():
        yield texts.OPEN_BLANK.format(form=form, count=count)
    for placed in found:
        if placed.finding.rule != BLANK_RULE:
            yield texts.OPEN_LINE.format(form=placed.form.code, message=placed.finding.message)


def _own_cells(workspace: Workspace, task: LoadedTask) -> Iterator[tuple[Form, CellKey, DataValue]]:
    """Every filled cell in the order of the forms."""
    for form in task.own_forms:
        place = FormPlace(task.record.unit, form.code, task.record.period)
        values = workspace.values.of_form(place)
        for key in form.typed_cells:
            if key in values:
                yield form, key, values[key]


def _no_numbers(workspace: Workspace, task: LoadedTask) -> Iterator[str]:
    """Why there is no number, where a reason was wanted."""
    for form, key, value in _own_cells(workspace, task):
        if value.number is None and value.reason:
            words = {"form": form.code, "cell": cell_name(form, key)}
            kind, reason = value.kind.label, value.reason
            yield texts.NO_NUMBER_LINE.format(kind=kind, reason=reason, **words)


def _notes(workspace: Workspace, task: LoadedTask) -> Iterator[str]:
    """Remarks at cells; the note of a text is the text itself."""
    for form, key, value in _own_cells(workspace, task):
        if value.note and value.kind is not Kind.TEXT:
            words = {"form": form.code, "cell": cell_name(form, key)}
            yield texts.NOTE_LINE.format(note=value.note, **words)


# --- what is on record of this and earlier years ------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """A finding on record with the form that it is about, as that was in its year."""

    form: Form
    placed: PlacedRecord

    @property
    def where(self) -> tuple[str, str, CellKey]:
        """Form, rule and the first of its cells."""
        key = self.placed.record.key
        return self.form.code, key.rule, key.cells[0]


class _History:
    """The desk's own findings on record, the latest year first, up to one year."""

    def __init__(self, workspace: Workspace, until: int) -> None:
        self._found: list[_Known] = []
        records = [record for record in workspace.tasks.all() if record.period <= until]
        for record in records[:YEARS]:
            forms = {form.code: form for form in load_task(workspace, record.code).own_forms}
            self._found += _known(workspace, record.period, forms)

    def errors(self) -> Iterator[str]:
        """Where rules were broken most often; what was never filled yet is no mistake."""
        wrong = [known for known in self._found if _is_mistake(known.placed)]
        count = Counter(known.where for known in wrong)
        first = {known.where: known.form for known in reversed(wrong)}
        for where, times in count.most_common(MOST_ERRORS):
            form, (code, rule, cell) = first[where], where
            words = {"form": code, "cell": cell_name(form, cell), "rule": _rule_said(form, rule)}
            yield texts.ERROR_LINE.format(count=times, **words)

    def reasons(self) -> Iterator[str]:
        """The reasons that hold, of several years the latest of each cell."""
        seen = set()
        for known in self._found:
            record, (code, _, cell) = known.placed.record, known.where
            if record.state is State.EXPLAINED and known.where not in seen:
                seen.add(known.where)
                yield texts.REASON_LINE.format(
                    year=known.placed.place.period,
                    form=code,
                    cell=cell_name(known.form, cell),
                    reason=record.reason,
                )


def _known(workspace: Workspace, year: int, forms: Mapping[str, Form]) -> Iterator[_Known]:
    for placed in workspace.findings.of_year(year):
        form = forms.get(placed.place.form)
        cells = placed.record.key.cells
        if placed.submission != OWN or form is None or not cells:
            continue
        if form.row(RowPlace(*cells[0][:2])) is not None:  # else closed by a revision since
            yield _Known(form, placed)


def _is_mistake(placed: PlacedRecord) -> bool:
    record = placed.record
    strict = record.severity is not RuleClass.D and record.key.rule != BLANK_RULE
    return strict and record.state is not State.EXPLAINED and bool(record.found_at)


def _rule_said(form: Form, code: str) -> str:
    if code == NEGATIVE_RULE:
        return texts.ERROR_NEGATIVE
    rule = next((rule for rule in form.rules if rule.code == code), None)
    return texts.ERROR_RELATION.format(text=rule.text) if rule else texts.ERROR_CHANGE
