"""What an office sees of inquiries: who asks what, and what its own check finds in the figures.

Nothing here counts: figures of an inquiry stay in its package and never reach the store's figures.
What the package says of its findings is not believed; they are found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.findings import FindingKey, key_of, read_key, with_reasons
from fuer_desktop.domain.forms import Form, with_derived
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import Values
from fuer_desktop.formats import packages
from fuer_desktop.formats.package_contents import Ask, Manifest, SubmissionPayload
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import across
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.figures import require_shown, to_claims, values_of
from fuer_desktop.services.inquiring import ASKABLE, LEAST_WHY
from fuer_desktop.services.kept_packages import read_kept
from fuer_desktop.services.last_year import LastYear, office_last_year
from fuer_desktop.services.older_forms import Revisions
from fuer_desktop.store.intake import InquiryRecord
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import inquiries as texts
from fuer_desktop.texts import matters as matters_texts
from fuer_desktop.texts import packages as package_texts


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One inquiry in the list: from whom (``name`` has the year where it is not the latest), the
    version that it would be, how many findings it asks about, and whether the same unit has asked
    again about that year, or has sent a version (its number, else 0) since."""

    digest: str
    unit: ReportingUnit
    name: str
    period: int
    version: int
    asks: int
    at: datetime
    asked_again: bool
    sent_since: int


@dataclass(frozen=True, slots=True)
class InquiryList:
    """The inquiries of all tasks, those of the latest task first and of each the newest; without a
    task there can be none."""

    lines: tuple[InquiryLine, ...] = ()
    has_task: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked. ``finding`` is what the office's own check finds there; None where
    it finds nothing."""

    form: Form
    said: Ask
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An inquiry as the office looks at it: what is asked, the figures of each form with the
    derived ones, and how many other findings are open in them."""

    unit: ReportingUnit
    manifest: Manifest
    asks: tuple[Asked, ...]
    figures: tuple[tuple[Form, Values], ...]
    others: int


def inquiry_list(workspace: Workspace) -> InquiryList:
    """All inquiries."""
    workspace.require(Role.OFFICE)
    tasks = workspace.tasks.all()
    lines = [
        line
        for each in tasks
        for line in _lines_of(workspace, load_task(workspace, each.code), tasks[0].period)
    ]
    return InquiryList(tuple(lines), has_task=bool(tasks))


def _lines_of(workspace: Workspace, task: LoadedTask, latest: int) -> Iterator[InquiryLine]:
    records = workspace.intake.inquiries(task.code)
    newest = {record.unit: record.digest for record in records}
    sent = workspace.submissions.of_task(task.code, newest.keys())
    period = task.record.period
    for record in reversed(records):
        unit = task.task.place.unit(record.unit)
        if unit is not None:
            numbers = [each.version.number for each in sent.get(unit.code, [])]
            of_year = matters_texts.OF_YEAR.format(unit=unit.name, year=period)
            yield InquiryLine(
                digest=record.digest,
                unit=unit,
                name=unit.name if period == latest else of_year,
                period=period,
                version=record.version,
                asks=_count(workspace, record),
                at=datetime.fromisoformat(record.at),
                asked_again=newest[unit.code] != record.digest,
                sent_since=max((n for n in numbers if n >= record.version), default=0),
            )


def _count(workspace: Workspace, record: InquiryRecord) -> int:
    """How many findings an inquiry asks about; 0 where it cannot be opened: that is told when
    somebody looks at it."""
    try:
        return len(packages.submission_of(_kept(workspace, record.digest)).asks)
    except PackageError:
        return 0


def read_inquiry(workspace: Workspace, digest: str) -> Inquiry:
    """One inquiry, checked anew by the office's own definitions and last year's figures: those of
    the revision by which it was filled, or its figures would stand in other rows than they were
    asked about. Raises PackageError where it cannot be opened."""
    workspace.require(Role.OFFICE)
    package = _kept(workspace, digest)
    content = packages.submission_of(package)
    task = Revisions(workspace, load_task(workspace, package.manifest.task)).task_of(package)
    unit = task.task.place.unit(package.manifest.unit)
    if unit is None:
        raise PackageError(texts.UNIT_GONE.format(unit=package.manifest.unit))
    forms = task.task.forms_of(unit)
    figures = {cells.code: values_of(cells) for cells in content.forms}
    found = {
        (form.code, key_of(finding)): finding
        for form, finding in _check(
            task, unit, content, office_last_year(workspace, task.task, [unit.code])
        )
    }
    asks = tuple(_asked(task, ask, found) for ask in content.asks)
    wanted = {(ask.form.code, _key(ask.said)) for ask in asks}
    others = sum(finding.blocks for where, finding in found.items() if where not in wanted)
    shown = tuple((form, with_derived(form, figures.get(form.code, {}))) for form in forms)
    return Inquiry(unit, package.manifest, asks, shown, others)


def require_asks(package: Package) -> None:
    """Raise PackageError for an inquiry that asks nothing, that asks twice, or about what it does
    not itself say to be an open finding of class A or B."""
    content = packages.submission_of(package)
    if not content.asks:
        path = "$.asks"
        raise PackageError(package_texts.MALFORMED.format(file=package.file, path=path))
    may = {
        (said.form, read_key(said.rule, said.cells, said.left, said.right))
        for said in content.findings
        if said.severity in ASKABLE and said.state == "open"
    }
    for ask in content.asks:
        require_shown([ask.why], package.file, ask.form)
        about = (ask.form, _key(ask))
        if about not in may or len(ask.why.strip()) < LEAST_WHY:
            what = f"{ask.form} {ask.rule} {ask.cells}"
            raise PackageError(texts.FOREIGN_ASK.format(file=package.file, what=what))
        may.discard(about)


def _kept(workspace: Workspace, digest: str) -> Package:
    return read_kept(workspace, workspace.intake.inquiry_package(digest), "inquiry")


def _key(ask: Ask) -> FindingKey:
    return read_key(ask.rule, ask.cells, ask.left, ask.right)


def _check(
    task: LoadedTask, unit: ReportingUnit, content: SubmissionPayload, before: LastYear
) -> Iterator[tuple[Form, Finding]]:
    """What the office finds in an inquiry's figures, with the reasons that came along."""
    figures = {cells.code: values_of(cells) for cells in content.forms}
    claims = to_claims(content.findings, figures, "")

    def values(form: Form, last_year: bool) -> Values:
        return before.of_form(unit, form) if last_year else figures.get(form.code, {})

    for form in task.task.forms_of(unit):
        now, then = values(form, False), values(form, True)
        beside = across.beside(task.task, form, values)
        given = {one.key: one for one, _ in claims.get(form.code, ())}
        for finding in with_reasons(task.checkers[form.code].check(now, then, beside), given, now):
            yield form, finding


def _asked(task: LoadedTask, ask: Ask, found: Mapping[tuple[str, FindingKey], Finding]) -> Asked:
    form = task.task.form(ask.form)
    if form is None:  # not asked any more since the task was revised
        raise PackageError(texts.FORM_GONE.format(form=ask.form))
    return Asked(form, ask, found.get((ask.form, _key(ask))))
