"""Whose eyes a desk's packages are for: where one of the unit's forms is sensitive, the office's
and the unit's own, and nobody else's on the way."""

from __future__ import annotations

from enum import StrEnum

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import sealing
from fuer_desktop.services.catalogues import LoadedTask
from fuer_desktop.services.manifests import said_of_key
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import sealing as texts


class Cover(StrEnum):
    """How a desk's packages travel. ``BARE`` is a sensitive form whose office has not said whom to
    seal for, as those of older programs."""

    OPEN = "open"
    SEALED = "sealed"
    BARE = "bare"

    @property
    def sentence(self) -> str:
        """What a person should know of it; nothing where all is as ever."""
        return texts.COVERS[self.value]


def cover_of(task: LoadedTask) -> Cover:
    """How the packages of this desk travel."""
    if not any(form.sensitive for form in task.own_forms):
        return Cover.OPEN
    return Cover.SEALED if said_of_key(task.record.office) else Cover.BARE


def recipients(workspace: Workspace, task: LoadedTask) -> list[str]:
    """Whom a package of this desk is sealed for: the keys that the office said, and the desk's own,
    so that it can read what it sent; nobody where it travels open.

    Raises WorkspaceError where the office said a key that nothing can be sealed for.
    """
    office = said_of_key(task.record.office)
    if office is None or cover_of(task) is not Cover.SEALED:
        return []
    wanted = dict.fromkeys([*office.recipients, sealing.recipient_of(workspace.private_key)])
    if not all(map(sealing.is_recipient, wanted)):
        raise WorkspaceError(texts.BAD_RECIPIENT.format(task=task.code))
    return list(wanted)
