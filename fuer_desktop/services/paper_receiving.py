"""凭盖章件接收: what was keyed from a stamped paper becomes a version of the unit at the office.

The version contains every other one that the office has of the unit, is signed by the office, says
who saw which paper, and comes in by a taking-in of its own, which can be undone as any other.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fuer_desktop.domain import check_text
from fuer_desktop.domain.errors import EntryError, WorkspaceError
from fuer_desktop.domain.numbers import halfwidth
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.values import LEAST_REASON
from fuer_desktop.domain.versions import (
    UNDECIDED,
    Version,
    ancestors_after,
    counted,
    number_after,
)
from fuer_desktop.formats import files, packages, signing
from fuer_desktop.formats.package_contents import (
    OnPaper,
    SaidFinding,
    SubmissionPayload,
    from_text,
    replaced,
    to_text,
)
from fuer_desktop.services import attaching, backing_up, paper_check, submitting
from fuer_desktop.services.admitting import Outcome
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.counting import counted_submissions
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.services.manifests import manifest_of, own_refs
from fuer_desktop.services.paper_check import Asked, Verdict
from fuer_desktop.services.paper_desk import office_path, require_pair
from fuer_desktop.services.sealing_for import recipients
from fuer_desktop.services.sessions import open_workspace
from fuer_desktop.services.taking_in import take_in
from fuer_desktop.store.submissions import NewSubmission
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import paper_desk as texts

MOST_CHARS = {texts.BY: 40, texts.SEEN: 120, texts.TOLD: 100, texts.DESPITE: 100}
"""So that all of it together stays within what a manifest may say."""

MOST_DIFFERENCES = 8
"""Cells of a page that are told; the whole list is what ``check-paper`` writes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says who takes in a paper: who keyed it, which paper was seen and when; who
    signs on it (by ``head``, ``statistics_head``, ``filler``); the check text of each page that has
    one; where the reasons of findings come from (``told``), and why a page that differs is taken in
    all the same (``despite``). ``task`` is the latest one if nothing is said."""

    by: str
    seen: str
    signatories: Mapping[str, str]
    checks: Sequence[Asked] = ()
    told: str = ""
    despite: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A version that the office took in. ``again`` says that it had the same already; ``line`` is
    the intake's; ``warning`` what went wrong beside it."""

    version: int
    again: bool
    line: str
    name: str = ""
    data: bytes = field(default=b"", repr=False)
    warning: str = ""


class PagesDifferError(WorkspaceError):
    """Pages of the paper say something else than what was keyed."""

    def __init__(self, sentence: str, verdicts: Sequence[Verdict]) -> None:
        super().__init__(sentence)
        self.verdicts = verdicts


def receive_at_desk(desk: Workspace, said: Said) -> Received:
    """``receive`` into the office that keeps this desk; its workspace is opened for it."""
    with open_workspace(office_path(desk)) as office:
        return receive(desk, office, said)


def receive(desk: Workspace, office: Workspace, said: Said) -> Received:
    """Take in what was keyed; raises WorkspaceError or EntryError with what stands in the way, and
    then nothing was taken in."""
    require_pair(desk, office)
    office.require_original()
    task = load_task(desk, said.task)
    words = _checked(said)
    before = _before(office, task)
    found = submitting.obstacles(desk, task)
    if found:
        raise WorkspaceError(_blocked(task, found))
    pages = _compared((desk, office), task, words)
    content = _content(desk, task, words)
    same = _same(office, task, content)
    if same is not None:
        number = same.version.number
        line = texts.AGAIN.format(unit=task.own_unit.name, version=number)
        return Received(number, True, line, warning=_keep_at_desk(desk, task, same))
    seen = texts.SEEN_WITH.format(seen=words.seen, pages=pages)
    paper = OnPaper(by=words.by, at=office.clock(), seen=seen)
    made = _write((desk, office), task, content, (before, paper))
    line = _take_in(office, task, made)
    warning = _keep_at_desk(desk, task, made)
    return Received(made.version.number, False, line, made.name, made.data, warning)


def save(received: Received, folder: Path) -> Path:
    """Write the package that was taken in to a folder; raises WorkspaceError."""
    path = folder / received.name
    files.write_whole(path, received.data)
    return path


# --- what stands in the way -----------------------------------------------------------------


def for_the_unit(desk: Workspace, code: str = "") -> str:
    """What the unit has to put right on its paper, or to explain, as a text to be sent or read
    out; empty where nothing is open."""
    task = load_task(desk, code)
    found = submitting.obstacles(desk, task)
    if not found:
        return ""
    words = {"unit": task.own_unit.name, "year": task.record.period, "count": len(found)}
    return "\n".join([texts.LIST_HEAD.format(**words), *_lines(found)])


def _lines(found: Iterable[PlacedFinding]) -> Iterator[str]:
    for number, placed in enumerate(found, start=1):
        message = placed.finding.message
        yield texts.LIST_LINE.format(number=number, form=placed.form.title, message=message)


def _blocked(task: LoadedTask, found: Sequence[PlacedFinding]) -> str:
    first = next(_lines(found))
    unit = task.own_unit.name
    return texts.BLOCKED.format(count=len(found), unit=unit, first=first)


def _checked(said: Said) -> Said:
    """The words without blanks around them; raises EntryError where one is missing or too long."""
    lines = {
        texts.BY: said.by,
        texts.SEEN: said.seen,
        texts.TOLD: said.told,
        texts.DESPITE: said.despite,
    }
    lines = {name: " ".join(line.split()) for name, line in lines.items()}
    for name, most in MOST_CHARS.items():
        count = len(lines[name])
        if count > most:
            raise EntryError(texts.TOO_LONG.format(what=name, most=most, count=count))
    signed = {
        role: " ".join(said.signatories.get(role, "").split()) for role in package_texts.SIGNATORIES
    }
    wanted = {name: lines[name] for name in (texts.BY, texts.SEEN)}
    wanted |= {label: signed[role] for role, label in package_texts.SIGNATORIES.items()}
    for name, line in wanted.items():
        if not line:
            raise EntryError(texts.EMPTY.format(what=name))
    by, seen, told, despite = lines.values()
    return replace(said, by=by, seen=seen, told=told, despite=despite, signatories=signed)


def _before(office: Workspace, task: LoadedTask) -> list[Version]:
    """The versions that the office has of the unit. Raises WorkspaceError where a new one would
    decide in silence what somebody has to decide first."""
    unit = task.own_unit
    _require_forms(office, task)
    records = office.submissions.of_task(task.code, [unit.code]).get(unit.code, [])
    versions = [record.version for record in records]
    decided = office.decisions.decided(task.code).get(unit.code, UNDECIDED)
    for version in versions:
        if version.digest == decided.accepted:
            words = {"unit": unit.name, "version": version.number}
            raise WorkspaceError(texts.IS_ACCEPTED.format(**words))
    if versions and counted(versions, decided) is None:
        raise WorkspaceError(texts.IN_CONFLICT.format(unit=unit.name))
    return versions


def _require_forms(office: Workspace, task: LoadedTask) -> None:
    """Raise WorkspaceError where the office's task is not there, or has other forms meanwhile."""
    if office.tasks.get(task.code) is None:
        raise WorkspaceError(texts.NO_TASK.format(task=task.code))
    there = load_task(office, task.code)
    due = {form.code: there.form_digests[form.code] for form in there.task.forms_of(task.own_unit)}
    if due != {form.code: task.form_digests[form.code] for form in task.own_forms}:
        raise WorkspaceError(texts.TASK_CHANGED.format(unit=task.own_unit.name))


def _same(office: Workspace, task: LoadedTask, content: SubmissionPayload) -> _Made | None:
    """The version that counts, where it came from paper as well and says the same."""
    unit = task.record.unit
    record = counted_submissions(office, task.code, [unit]).get(unit)
    if record is None or not record.on_paper:
        return None
    kept = kept_submission(office, record.number)
    if kept.payload != packages.encode(content):
        return None
    return _Made(record.version, from_text(record.on_paper, OnPaper), record.sender, "", kept.data)


# --- page by page ---------------------------------------------------------------------------


def checks_of(form: str, typed: str) -> list[Asked]:
    """The check texts of a form's pages as they were typed one after the other, in the order of the
    pages; what stands between the digits does not matter."""
    digits = re.sub(r"[^0-9]", "", halfwidth(typed))
    starts = range(0, len(digits), check_text.LENGTH)
    texts_of = [digits[start : start + check_text.LENGTH] for start in starts]
    return [Asked(form, page, text) for page, text in enumerate(texts_of, start=1)]


def _verdict(both: tuple[Workspace, Workspace], task: LoadedTask, asked: Asked) -> Verdict:
    """A page of the paper beside what was keyed, and beside every version that came before, so that
    paper of an earlier one is known as that. Raises EntryError for digits that were misread."""
    desk, office = both
    filed = paper_check.in_workspace(desk, task, asked.form)
    came = paper_check.sent(office, task, task.own_unit, filed.form)
    return replace(filed, kept=[filed.kept[0], *came]).compare(asked)


def _compared(both: tuple[Workspace, Workspace], task: LoadedTask, said: Said) -> str:
    """How the pages compare, in a few words; raises PagesDifferError where one differs and nobody
    says why it is taken in all the same."""
    if not said.checks:
        return texts.NO_CHECK
    verdicts = [_verdict(both, task, asked) for asked in said.checks]
    other = [verdict for verdict in verdicts if not verdict.is_same]
    if other and len(said.despite) < LEAST_REASON:
        raise PagesDifferError(_differing(other), verdicts)
    parts = []
    if len(other) < len(verdicts):
        parts.append(texts.PAGES_SAME.format(count=len(verdicts) - len(other)))
    if other:
        parts.append(texts.PAGES_OTHER.format(count=len(other), reason=said.despite))
    return texts.JOIN.join(parts)


def _differing(verdicts: Sequence[Verdict]) -> str:
    lines = []
    for verdict in verdicts:
        lines.append(verdict.sentence)
        for difference in verdict.differences[:MOST_DIFFERENCES]:
            words = {"paper": difference.paper, "file": difference.file}
            lines.append(texts.DIFFERENCE.format(name=difference.name, **words))
    pages = "\n".join(lines)
    return texts.DIFFERS.format(count=len(verdicts), least=LEAST_REASON, pages=pages)


# --- the package ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Made:
    """A package that says what was keyed, and how it is called."""

    version: Version
    paper: OnPaper | None
    sender: str
    name: str
    data: bytes


def _content(desk: Workspace, task: LoadedTask, said: Said) -> SubmissionPayload:
    """What the unit would hand in; the reasons are the unit's, told by somebody else."""
    content = submitting.ready_content(desk, task, said.signatories)
    reasons = sum(bool(finding.reason) for finding in content.findings)
    if reasons and not said.told:
        raise EntryError(texts.TOLD_MISSING.format(count=reasons))
    findings = [_told(finding, said) for finding in content.findings]
    return replaced(content, findings=findings)


def _told(finding: SaidFinding, said: Said) -> SaidFinding:
    if not finding.reason:
        return finding
    by = texts.TOLD_BY.format(by=finding.by, told=said.told)
    return replaced(finding, by=by)


def _write(
    both: tuple[Workspace, Workspace],
    task: LoadedTask,
    content: SubmissionPayload,
    about: tuple[Sequence[Version], OnPaper],
) -> _Made:
    """Everything the office has of the unit is an ancestor, so that nothing is in conflict with
    it; what comes later and does not know it is."""
    desk, office = both
    before, paper = about
    ancestors = ancestors_after(before)
    unit, period = task.record.unit, task.record.period
    manifest = replaced(
        manifest_of(office, "submission", task.task, unit, own_refs(task)),
        version=number_after(before),
        ancestors=ancestors,
        recipient=signing.public_key_of(office.private_key),
        sealed_for=recipients(desk, task),
        on_paper=paper,
    )
    attached = attaching.members_of(desk, content.attachments)
    written = packages.make(manifest, content, office.private_key, attached)
    version = Version(written.digest, manifest.version, frozenset(ancestors))
    name = texts.FILE.format(unit=unit, period=period, version=version.number)
    return _Made(version, paper, manifest.sender, name, written.data)


def _take_in(office: Workspace, task: LoadedTask, made: _Made) -> str:
    """By the road of every other package; raises WorkspaceError with the intake's line where it
    does not count there."""
    source = texts.RUN_SOURCE.format(unit=task.own_unit.name)
    with tempfile.TemporaryDirectory(prefix="fuer-") as folder:
        path = Path(folder) / made.name
        files.write_whole(path, made.data)
        [line] = take_in(office, [path], Job(), source)
    if line.outcome not in (Outcome.NEW, Outcome.NEWER):
        raise WorkspaceError(line.message)
    return line.message


def _keep_at_desk(desk: Workspace, task: LoadedTask, made: _Made) -> str:
    """Remember here what was taken in there, as a desk remembers what it handed in, if it does not
    yet; what goes wrong with that is told."""
    unit = task.record.unit
    known = desk.submissions.of_task(task.code, [unit]).get(unit, [])
    if made.version.digest in {record.version.digest for record in known}:
        return ""
    try:
        with desk.commit(How.SUBMITTED):
            kept, at = to_text(made.paper), desk.clock()
            new = NewSubmission(task.code, unit, made.version, at, made.sender, kept)
            desk.submissions.add(new, made.data)
        backing_up.back_up(desk, backing_up.Reason.SUBMITTED)
    except WorkspaceError as error:
        return texts.NOT_KEPT.format(reason=error)
    return ""
