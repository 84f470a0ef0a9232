"""What was filled by an earlier revision of a task, by the forms of the revision in force.

Whatever came in counts by the forms in force, whichever revision it was filled by, so that the
order in which packages and revisions come is no matter. What has no place there is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.findings import cells_text
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.projection import Projected, Projection, chain
from fuer_desktop.domain.values import CellKey, Values
from fuer_desktop.domain.wording import cell_name
from fuer_desktop.formats import packages
from fuer_desktop.formats.package_contents import FormCells, Manifest, SubmissionPayload
from fuer_desktop.formats.packages import Package
from fuer_desktop.services.catalogues import LoadedTask, build_task, form_path, forms_among
from fuer_desktop.services.figures import Claims, rows_of_values, to_claims, to_rows, value_of_cell
from fuer_desktop.services.form_versions import is_earlier
from fuer_desktop.services.kept_packages import kept_submission
from fuer_desktop.store.submissions import SubmissionRecord
from fuer_desktop.store.values import CellRow
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import packages as package_texts
from fuer_desktop.texts import revisions as texts

MOST_DETAILS = 60
"""Sentences about one package; beyond that only how many more there are."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a package brings: figures by form, reasons, and sentences about what did not fit: none
    where it was filled by the forms in force."""

    rows: list[tuple[str, list[CellRow]]]
    claims: Claims
    details: tuple[str, ...] = ()


class _Filed(NamedTuple):
    """A package that is known to be filled by the forms of one revision."""

    revision: int
    package: Package
    payload: SubmissionPayload


class Revisions:
    """The forms of every revision of a task; those of earlier ones are read when first asked
    for."""

    def __init__(self, workspace: Workspace, task: LoadedTask) -> None:
        self._workspace = workspace
        self.in_force = task.record.revision
        self._read = {self.in_force: task}
        self._forms: dict[tuple[int, str], dict[str, Form]] = {}
        self._digests: dict[tuple[int, str], dict[str, str]] = {}
        self._versions: dict[str, dict[int, Form]] = {}
        self._projections: dict[tuple[int, str], Projection] = {}

    def at(self, revision: int) -> LoadedTask:
        """The task as it was handed out then."""
        if revision not in self._read:
            record = self._read[self.in_force].record
            task_texts = self._workspace.tasks.definitions(record.code, revision)
            then = replace(record, revision=revision, forms=tuple(forms_among(task_texts)))
            self._read[revision] = LoadedTask(then, task_texts, build_task(then, task_texts))
        return self._read[revision]

    def forms_of(self, revision: int, unit: str) -> dict[str, Form]:
        """What a unit files by a revision, by code; nothing where it was not among its units."""
        if (revision, unit) not in self._forms:
            task = self.at(revision).task
            found = task.place.unit(unit)
            self._forms[revision, unit] = {
                form.code: form for form in (task.forms_of(found) if found else ())
            }
        return self._forms[revision, unit]

    def versions(self, code: str) -> dict[int, Form]:
        """The versions of a form that the task ever had, by number; of one number the latest. A
        desk that missed some has their texts with the latest."""
        if code not in self._versions:
            revisions = (*self._earlier, self.in_force)
            forms = [self.at(revision).task.form(code) for revision in revisions]
            forms = [*self._brought_along(code), *forms]
            self._versions[code] = {form.version: form for form in forms if form is not None}
        return self._versions[code]

    def _brought_along(self, code: str) -> Iterator[Form | None]:
        task = self._read[self.in_force]
        record = replace(task.record, forms=(code,))
        for path, text in task.texts.items():
            if is_earlier(path, code):
                alone = {**task.texts, form_path(code): text}
                yield build_task(record, alone).form(code)

    def digests_of(self, revision: int, unit: str) -> dict[str, str]:
        """Digests of the forms of a unit by a revision, by code."""
        if (revision, unit) not in self._digests:
            digests = self.at(revision).form_digests
            found = {code: digests[code] for code in self.forms_of(revision, unit)}
            self._digests[revision, unit] = found
        return self._digests[revision, unit]

    def matching(self, manifest: Manifest) -> Iterator[int]:
        """The revisions whose forms for the unit are those of a package, the latest first."""
        sent = {form.code: form.digest for form in manifest.forms}
        if len(sent) == len(manifest.forms):
            if sent and self.digests_of(self.in_force, manifest.unit) == sent:
                yield self.in_force
            for revision in reversed(self._earlier):
                if sent and self.digests_of(revision, manifest.unit) == sent:
                    yield revision

    def content_of(self, package: Package, payload: SubmissionPayload) -> Content:
        """What a submission or inquiry brings, by the forms in force; raises PackageError for what
        the forms that it was filled by do not have."""
        filed, rows = self._filed(package, payload)
        codes = [form for form, _ in rows]
        claims = to_claims(payload.findings, codes, package.file)
        if filed.revision == self.in_force:
            return Content(rows, claims)
        return self._projected(filed, claims)

    @cached_property
    def _earlier(self) -> list[int]:
        known = self._workspace.tasks.revisions(self._read[self.in_force].code)
        return [revision for revision in known if revision != self.in_force]

    def kept_content(self, record: SubmissionRecord) -> Content:
        """The same of a submission that is kept here."""
        package = kept_submission(self._workspace, record.number)
        return self.content_of(package, packages.submission_of(package))

    def values_of(self, package: Package, code: str) -> Values | None:
        """A form's figures in a package by the form in force; None where it does not bring it."""
        payload = packages.submission_of(package)
        filed, _ = self._filed(package, payload)
        cells = next((form for form in payload.forms if form.code == code), None)
        in_force = self.forms_of(self.in_force, package.manifest.unit)
        if cells is None or code not in in_force:
            return None
        projection = self.projection(filed.revision, package.manifest.unit, code)
        return projection.project(_values(cells)).values

    def task_of(self, package: Package) -> LoadedTask:
        """The task as it was when a package was filled; raises PackageError."""
        filed, _ = self._filed(package, packages.submission_of(package))
        return self.at(filed.revision)

    def filled_by(self, package: Package, code: str) -> Form | None:
        """The form by which a package was filled; None where it does not bring it."""
        filed, _ = self._filed(package, packages.submission_of(package))
        return self.forms_of(filed.revision, package.manifest.unit).get(code)

    # --- which revision ---------------------------------------------------------------------

    def _filed(
        self, package: Package, payload: SubmissionPayload
    ) -> tuple[_Filed, list[tuple[str, list[CellRow]]]]:
        """By which revision a package was filled, with its rows by the forms of that: the latest
        whose forms are the same and have all its cells, for lists of members change without the
        form. Raises PackageError."""
        refusal: PackageError | None = None
        for revision in self.matching(package.manifest):
            filed = _Filed(revision, package, payload)
            try:
                return filed, list(self._rows(filed))
            except PackageError as error:
                refusal = refusal or error
        wanted = "、".join(form.code for form in package.manifest.forms)
        sentence = package_texts.OTHER_FORMS.format(file=package.file, form=wanted)
        raise refusal or PackageError(sentence)

    def _rows(self, filed: _Filed) -> Iterator[tuple[str, list[CellRow]]]:
        package = filed.package
        forms = self.forms_of(filed.revision, package.manifest.unit)
        seen: set[str] = set()
        for cells in filed.payload.forms:
            code, period = cells.code, package.manifest.period
            if code not in forms or code in seen or cells.period != period:
                sentence = package_texts.OTHER_FORMS.format(file=package.file, form=code)
                raise PackageError(sentence)
            seen.add(code)
            yield code, to_rows(forms[code], cells.cells, package.file)

    # --- by the forms in force --------------------------------------------------------------

    def projection(self, revision: int, unit: str, code: str) -> Projection:
        """From a form of a unit as it was by a revision to the one in force; both have it."""
        if (revision, code) not in self._projections:
            old, new = (self.forms_of(r, unit)[code] for r in (revision, self.in_force))
            self._projections[revision, code] = chain(old, new, self.versions(code))
        return self._projections[revision, code]

    def _projected(self, filed: _Filed, claims: Claims) -> Content:
        unit = filed.package.manifest.unit
        now = self.forms_of(self.in_force, unit)
        before = self.forms_of(filed.revision, unit)
        rows: list[tuple[str, list[CellRow]]] = []
        said: list[str] = []
        moved: Claims = {}
        for cells in filed.payload.forms:
            code = cells.code
            if code not in now:
                said += _whole_form_gone(before[code], _values(cells))
                continue
            projection = self.projection(filed.revision, unit, code)
            result = projection.project(_values(cells))
            rows.append((code, rows_of_values(projection.target, result.values)))
            said += told(projection, _values(cells), result)
            said += _claims_moved(projection, claims, moved)
        said += [texts.FORM_NEW.format(form=code) for code in now if code not in before]
        return Content(rows, moved, (older(filed.revision), *shortened(said)))


def older(revision: int) -> str:
    """By which forms a package was filled, where those in force are others."""
    return texts.BY_FIRST if revision == 1 else texts.BY_REVISION.format(number=revision - 1)


def shortened(sentences: list[str]) -> list[str]:
    """The first of many sentences, and how many more there are."""
    rest = len(sentences) - MOST_DETAILS
    return [*sentences[:MOST_DETAILS], texts.MORE.format(count=rest)] if rest > 0 else sentences


def told(projection: Projection, values: Values, result: Projected) -> Iterator[str]:
    """What did not exist in the form that was filled, and what was filled and has no place now."""
    old, new = projection.source, projection.target
    if projection.new_cells:
        yield texts.CELLS_NEW.format(form=new.code, cells="、".join(names_of_new(projection)))
    for key in result.lost:
        yield _lost(old, key, values)
    for key, was in result.rounded:
        words = {"before": values[was].text, "now": result.values[key].text}
        yield texts.ROUNDED.format(form=new.code, cell=cell_name(new, key), **words)


def _whole_form_gone(form: Form, values: Values) -> Iterator[str]:
    yield texts.FORM_GONE.format(form=form.code)
    yield from (_lost(form, key, values) for key in form.typed_cells if key in values)


def _lost(form: Form, key: CellKey, values: Values) -> str:
    words = {"cell": cell_name(form, key), "value": form.brief(key, values[key])}
    return texts.LOST.format(form=form.code, **words)


def names_of_new(projection: Projection) -> list[str]:
    """The cells that are new in the target, by row where all of a row are."""
    form, new = projection.target, set(projection.new_cells)
    names: dict[str, None] = {}
    for key in projection.new_cells:
        of_row = {other for other in form.typed_cells if other[:2] == key[:2]}
        title = form.table_by_code[key.table].coded_rows[key.row].title
        whole = texts.ROW_NAME.format(row=key.row, title=title)
        names[whole if of_row <= new else cell_name(form, key)] = None
    return list(names)


def _claims_moved(projection: Projection, claims: Claims, moved: Claims) -> Iterator[str]:
    """Put the reasons whose cells go on among those that are moved; a sentence for each other."""
    code = projection.source.code
    given = claims.get(code, [])
    if not given:
        return
    found = dict(projection.explanations(explanation for explanation, _ in given))
    moved[code] = [(found[said], severity) for said, severity in given if said in found]
    for said, _ in given:
        if said not in found:
            words = {"rule": said.rule, "cells": cells_text(said.cells), "reason": said.reason}
            yield texts.REASON_LOST.format(form=code, **words)


def _values(cells: FormCells) -> Values:
    return {CellKey(cell.table, cell.row, cell.column): value_of_cell(cell) for cell in cells.cells}
