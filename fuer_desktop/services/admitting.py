"""May a package count at this office: whose it is, for which task, by which form, under which key.

What may not has an outcome and a sentence that the courier can act on. A key that is not known, or
a second one, never counts by itself: its packages wait until the office says whose it is.
"""

from __future__ import annotations

from enum import StrEnum

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.domain.values import Kind
from fuer_desktop.domain.versions import UNDECIDED, Ancestry, Version, compare, counted
from fuer_desktop.formats import packages, signing
from fuer_desktop.formats.packages import Package
from fuer_desktop.services import attaching
from fuer_desktop.services.catalogues import LoadedTask, load_task
from fuer_desktop.services.figures import require_shown
from fuer_desktop.services.older_forms import Content, Revisions
from fuer_desktop.store.unit_keys import KeyState, UnitKey
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import packages as texts


class Outcome(StrEnum):
    """What became of a file (peers.md 3.8). ``REFUSED`` is what none of the others says: another
    office's, practice among the real, a newer program's."""

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    SAME = "same"
    CONFLICT = "conflict"
    ACCEPTED = "accepted"
    INQUIRY = "inquiry"
    UNTRUSTED = "untrusted"
    UNKNOWN_UNIT = "unknown_unit"
    WRONG_YEAR = "wrong_year"
    WRONG_FORMS = "wrong_forms"
    DAMAGED = "damaged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.OUTCOMES[self.value]


NOT_KEPT = frozenset(
    {
        Outcome.UNKNOWN_UNIT,
        Outcome.WRONG_YEAR,
        Outcome.WRONG_FORMS,
        Outcome.DAMAGED,
        Outcome.REFUSED,
    }
)
"""Outcomes of files of which nothing stays."""

KEPT = frozenset(Outcome) - NOT_KEPT - {Outcome.SAME}
"""Outcomes of packages that were not here and stay, if only to wait."""

ATTENTION = frozenset(Outcome) - {Outcome.NEW, Outcome.NEWER, Outcome.OLDER, Outcome.SAME}
"""Outcomes after which a person has to do something."""


MOST_FORMS = 6
"""Forms that a sentence names; beyond them only how many there are."""


class NotAdmittedError(PackageError):
    """A package that does not count, with what to call that."""

    def __init__(self, outcome: Outcome, sentence: str) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class UnknownKeyError(NotAdmittedError):
    """The package is whole, but its key is not one that counts for the unit; ``is_question`` where
    the office has to say whose a key is that has the unit's secret."""

    def __init__(self, sentence: str, *, is_question: bool) -> None:
        super().__init__(Outcome.UNTRUSTED, sentence)
        self.is_question = is_question


class Admission:
    """What an office knows while packages come in: tasks, keys and versions, read once and kept in
    step."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.own_keys = frozenset(
            (*map(signing.public_key_of, workspace.reading_keys), *workspace.former_public)
        )
        self.waiting = workspace.intake.waiting_digests()
        self._tasks: dict[str, KnownTask] = {}
        self._practice: bool | None = None

    def task_of(self, package: Package) -> KnownTask:
        """The task that a package is for; raises NotAdmittedError if it may not come here at all.

        Practice counts only where everything is practice, and nothing real counts there; said
        before anything else, since whoever sent it has made no other mistake.
        """
        manifest, file = package.manifest, package.file
        if manifest.practice != self._is_practice():
            template = texts.IS_REAL if self._practice else texts.IS_PRACTICE
            raise NotAdmittedError(Outcome.REFUSED, template.format(file=file))
        known = self.known(manifest.task)
        if known is None:
            other_year = manifest.place in {
                record.code.rpartition("-")[0] for record in self._workspace.tasks.all()
            }
            outcome = Outcome.WRONG_YEAR if other_year else Outcome.REFUSED
            sentence = texts.UNKNOWN_TASK.format(file=file, task=manifest.task)
            raise NotAdmittedError(outcome, sentence)
        if manifest.recipient not in self.own_keys:
            raise NotAdmittedError(Outcome.REFUSED, texts.OTHER_OFFICE.format(file=file))
        return known

    def known(self, code: str) -> KnownTask | None:
        """A task of this office, read when it is first asked for."""
        if code not in self._tasks:
            if self._workspace.tasks.get(code) is None:
                return None
            self._tasks[code] = KnownTask(self._workspace, load_task(self._workspace, code))
        return self._tasks[code]

    def release(self, digest: str) -> None:
        """A package that was taken in waits no longer, inside the caller's transaction."""
        if digest in self.waiting:
            self._workspace.intake.release(digest)
            self.waiting.remove(digest)

    def _is_practice(self) -> bool:
        if self._practice is None:
            tasks = self._workspace.tasks.all()
            self._practice = load_task(self._workspace).task.place.practice if tasks else False
        return self._practice


class KnownTask:
    """A task of the office with who may hand in what."""

    def __init__(self, workspace: Workspace, task: LoadedTask) -> None:
        self.task = task
        self._workspace = workspace
        self._own_key = signing.public_key_of(workspace.private_key)
        self._secrets = workspace.tasks.secrets(task.code)
        self.keys = workspace.unit_keys.of_task(task.code)
        self._decided = workspace.decisions.decided(task.code)
        self._units = {unit.code: unit for unit in task.task.reporting_units}
        self._revisions = Revisions(workspace, task)
        self.versions: dict[str, list[Version]] = {
            unit: [record.version for record in records]
            for unit, records in workspace.submissions.of_task(task.code).items()
        }

    def unit_of(self, package: Package) -> ReportingUnit:
        """The unit that a package comes from; raises NotAdmittedError."""
        manifest, file = package.manifest, package.file
        if manifest.period != self.task.record.period:
            words = {"file": file, "found": manifest.period, "own": self.task.record.period}
            raise NotAdmittedError(Outcome.WRONG_YEAR, texts.WRONG_YEAR.format(**words))
        unit = self._units.get(manifest.unit)
        if unit is None:
            template = (
                texts.UNIT_TAKEN_OUT if manifest.unit in self._secrets else texts.UNKNOWN_UNIT
            )
            sentence = template.format(file=file, unit=manifest.unit)
            raise NotAdmittedError(Outcome.UNKNOWN_UNIT, sentence)
        return unit

    def require_key(self, package: Package, own_keys: frozenset[str]) -> None:
        """Raise UnknownKeyError unless what this key signed counts for the unit. What an office
        entered from paper is signed by itself, and says so; what merely says so, or is signed with
        an office's key and does not, is no question to anybody: raises NotAdmittedError."""
        manifest, file = package.manifest, package.file
        unit = self._units[manifest.unit]
        if manifest.on_paper is not None or manifest.sender in own_keys:
            if manifest.on_paper is None or not self._is_own_paper(package):
                sentence = texts.NOT_OWN_PAPER.format(file=file, unit=unit.name)
                raise NotAdmittedError(Outcome.UNTRUSTED, sentence)
            return
        keys = self.keys.get(unit.code, {})
        key = keys.get(manifest.sender)
        if key is not None and key.holds_for(manifest.version):
            return
        if key is not None and key.state in (KeyState.REFUSED, KeyState.REVOKED):
            sentence = texts.KEY_NOT_VALID.format(file=file, unit=unit.name)
            raise UnknownKeyError(sentence, is_question=False)
        proves = signing.proves_enrolment(
            manifest.enrolment,
            self._secrets.get(unit.code, ""),
            manifest.task,
            unit.code,
            manifest.sender,
        )
        if not proves:
            sentence = texts.UNKNOWN_KEY.format(file=file, unit=unit.name)
            raise UnknownKeyError(sentence, is_question=False)
        if any(known.state is not KeyState.ASKED for known in keys.values()):
            sentence = texts.SECOND_KEY.format(file=file, unit=unit.name)
            raise UnknownKeyError(sentence, is_question=True)

    def _is_own_paper(self, package: Package) -> bool:
        """Whether this office entered a package from paper: with the key it has now, or before
        and it is here already. A former key may have been stolen."""
        known = self.versions.get(package.manifest.unit, [])
        return package.manifest.sender == self._own_key or any(
            version.digest == package.digest for version in known
        )

    def learn_key(self, unit: str, public_key: str, state: KeyState) -> None:
        """Remember a key that a package of the unit was signed with, inside the caller's
        transaction; one that is known stays as it is, but that a question ends where it counts."""
        keys = self.keys.setdefault(unit, {})
        known = keys.get(public_key)
        is_answered = known is not None and known.state is KeyState.ASKED
        if known is None or (is_answered and state is KeyState.ENROLLED):
            keys[public_key] = UnitKey(public_key, state, at=self._workspace.clock())
            self._workspace.unit_keys.put(self.task.code, unit, keys[public_key])

    def require_forms(self, package: Package) -> None:
        """Raise NotAdmittedError unless the package was filled by the unit's forms, those in force
        or all of them those of an earlier revision."""
        if any(self._revisions.matching(package.manifest)):
            return
        sent = {form.code: form.digest for form in package.manifest.forms}
        revision, unit = self._revisions.in_force, package.manifest.unit
        expected = self._revisions.digests_of(revision, unit)
        wrong = [code for code, digest in expected.items() if sent.pop(code, None) != digest]
        named = [*wrong, *sent] or [form.code for form in package.manifest.forms]  # some twice
        forms = "、".join(named[:MOST_FORMS])
        if len(named) > MOST_FORMS:
            forms = texts.AND_MORE_FORMS.format(forms=forms, count=len(named))
        sentence = texts.OTHER_FORMS.format(file=package.file, form=forms)
        raise NotAdmittedError(Outcome.WRONG_FORMS, sentence)

    def content_of(self, package: Package) -> Content:
        """What a package brings, by the forms in force; raises PackageError for what the forms that
        it was filled by do not have."""
        payload = packages.submission_of(package)
        require_shown(payload.signatories.values(), package.file, texts.SIGNED_BY)
        attaching.require_known(package, payload, [form.code for form in payload.forms])
        if any(cell.kind is Kind.EXEMPT for form in payload.forms for cell in form.cells):
            raise NotAdmittedError(Outcome.REFUSED, texts.SELF_EXEMPT.format(file=package.file))
        return self._revisions.content_of(package, payload)

    def standing_of(self, unit: str, version: Version) -> tuple[Outcome, int]:
        """How a version stands to those that are there, and the number of the latest of them."""
        before = self.versions.get(unit, [])
        if any(known.digest == version.digest for known in before):
            return Outcome.SAME, version.number
        if not before:
            return Outcome.NEW, 0
        relations = {known.number: compare(version, known) for known in before}
        latest = max(relations)
        decided = self._decided.get(unit, UNDECIDED)
        if Ancestry.OLDER in {compare(version, known) for known in before}:
            return Outcome.OLDER, latest
        if decided.accepted in {known.digest for known in before}:
            return Outcome.ACCEPTED, latest
        is_settled = counted([*before, version], decided) is not None
        return (Outcome.NEWER if is_settled else Outcome.CONFLICT), latest

    def add_version(self, unit: str, version: Version) -> None:
        """Remember a version that is there now."""
        self.versions.setdefault(unit, []).append(version)
