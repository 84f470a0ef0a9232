"""Fingerprints at a desk: of its own key, and of its office's."""

from __future__ import annotations

from fuer_desktop.domain import fingerprints
from fuer_desktop.formats import signing
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import office_keys as texts


def own(workspace: Workspace) -> str:
    """The fingerprint of the key that signs here, as the office sees it."""
    return fingerprints.spoken(signing.public_key_of(workspace.private_key))


def both(workspace: Workspace, task: TaskRecord) -> str:
    """One's own and the office's, in a sentence for the telephone."""
    office = fingerprints.spoken(task.office_key)
    return texts.DESK_PRINTS.format(own=own(workspace), office=office)
