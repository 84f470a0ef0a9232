"""What every package that this workspace writes says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import fuer_desktop
from fuer_desktop.domain.tasks import Task
from fuer_desktop.domain.units import ReportingUnit
from fuer_desktop.formats import signing
from fuer_desktop.formats.package_contents import (
    FormRef,
    Kind,
    Manifest,
    OfficeKey,
    from_text,
    to_text,
)
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.store.workspace import Role, Workspace


def manifest_of(
    workspace: Workspace, kind: Kind, task: Task, unit: str, forms: Iterable[FormRef] = ()
) -> Manifest:
    """A manifest of version 1 without ancestors, to nobody in particular; what differs is for the
    caller to replace, and what follows from the content is for ``packages.make`` to fill in."""
    return Manifest(
        format=1,
        kind=kind,
        suite=signing.SUITE,
        program=fuer_desktop.__version__,
        created=workspace.clock(),
        task=task.code,
        place=task.place.code,
        unit=unit,
        period=task.period.year,
        practice=task.place.practice,
        version=1,
        ancestors=[],
        forms=list(forms),
        sender=signing.public_key_of(workspace.private_key),
        recipient="",
        enrolment="",
        journal_head=workspace.journal.head,
        payload_length=0,
        payload_sha256=signing.fingerprint(b""),
        office=said_of_key(workspace.office) if workspace.role is Role.OFFICE else None,
    )


def form_refs(task: Task, unit: ReportingUnit, digests: Mapping[str, str]) -> list[FormRef]:
    """The forms of a unit, as a manifest names them."""
    return [FormRef(form.code, form.version, digests[form.code]) for form in task.forms_of(unit)]


def own_refs(task: LoadedTask) -> list[FormRef]:
    """The forms of a desk, as a manifest names them."""
    return form_refs(task.task, task.own_unit, task.form_digests)


def said_of_key(stored: str) -> OfficeKey | None:
    """What a workspace or a task keeps of an office's key (JSON); None where it is nothing."""
    return from_text(stored, OfficeKey)


def kept_of_key(office: OfficeKey | None) -> str:
    """The same to be kept."""
    return to_text(office)
