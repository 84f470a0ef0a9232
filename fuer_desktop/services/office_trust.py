"""What a desk takes for the word of its office: tasks, returns, receipts.

First contact is trust on first use. From then on the same key is the office, and so is another one
with a higher number that the office's root introduces; whoever had a lower number is it no longer.
A root that is known never changes, or whoever stole a key could stay the office for good.
"""

from __future__ import annotations

from dataclasses import replace

from fuer_desktop.domain import fingerprints
from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.formats import sealing
from fuer_desktop.formats.package_contents import Manifest, OfficeKey
from fuer_desktop.services.manifests import kept_of_key, said_of_key
from fuer_desktop.services.office_keys import is_introduced
from fuer_desktop.store.tasks import TaskRecord
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import office_keys as texts


def accept(workspace: Workspace, record: TaskRecord, manifest: Manifest, file: str) -> TaskRecord:
    """Take a verified package for the office's word, inside the caller's transaction: a key that
    is new is remembered with every task. ``record`` is any task of the desk.

    Returns the record as it is now; raises as ``heard`` does, and then nothing was changed.
    """
    now = heard(record, manifest, file)
    for task in workspace.tasks.all():
        known = replace(task, office_key=now.office_key, office=now.office)
        if known != task:
            workspace.tasks.update(known)
    return now


def heard(record: TaskRecord, manifest: Manifest, file: str) -> TaskRecord:
    """What is known of the office after a package that it signed; nothing is written.

    Raises PackageError where what it says of its key does not hold, WorkspaceError where it is not
    this desk's office or no longer its key.
    """
    require_sound(manifest, file)
    known, said = said_of_key(record.office), manifest.office
    if known is not None and said is not None and said.root != known.root:
        words = {"found": fingerprints.spoken(said.root), "known": fingerprints.spoken(known.root)}
        raise WorkspaceError(texts.OTHER_ROOT.format(file=file, **words))
    if manifest.sender == record.office_key:
        is_more = said is not None and (known is None or said.number >= known.number)
        return replace(record, office=kept_of_key(said)) if is_more else record
    if known is None or said is None:
        raise WorkspaceError(texts.OTHER_KEY.format(file=file))
    if said.number <= known.number:
        numbers = {"found": said.number, "known": known.number}
        raise WorkspaceError(texts.OLD_KEY.format(file=file, **numbers))
    return replace(record, office_key=manifest.sender, office=kept_of_key(said))


def require_sound(manifest: Manifest, file: str) -> None:
    """Raise PackageError where an office says of its key what does not hold, whoever it is."""
    said = manifest.office
    if said is not None and not (is_introduced(said, manifest.sender) and _can_seal(said)):
        raise PackageError(texts.WRONG_INTRODUCTION.format(file=file))


def _can_seal(said: OfficeKey) -> bool:
    return all(map(sealing.is_recipient, said.recipients))
