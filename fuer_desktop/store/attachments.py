"""Attached files in the workspace: what is attached to which form, and each content once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from fuer_desktop.domain.attachments import Attachment
from fuer_desktop.store.database import Connection
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.recording import Stored
from fuer_desktop.store.writing import Writing
from fuer_desktop.texts import attachments as texts
from fuer_desktop.texts import journal as journal_texts


class AttachmentStore:
    """Rows of ``attachment`` and ``attached_file``: those of a desk; an office has them in the
    packages that it took in."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def of_unit(self, unit: str, period: int) -> list[Attachment]:
        """A unit's attached files of one year, by form, time and name."""
        rows = self._connection.rows(
            "SELECT form, digest, name, size, by, at FROM attachment"
            " WHERE unit = ? AND period = ? ORDER BY form, at, name, digest",
            (unit, period),
        )
        return [Attachment(*row) for row in rows]

    def everyones(self) -> dict[tuple[FormPlace, str], str]:
        """The names of all files by form and digest."""
        rows = self._connection.rows("SELECT unit, form, period, digest, name FROM attachment")
        return {(FormPlace(*row[:3]), row[3]): row[4] for row in rows}

    def content(self, digest: str) -> bytes | None:
        """A file's bytes; None where there is no such file."""
        found = self._connection.rows(
            "SELECT content FROM attached_file WHERE digest = ?", (digest,)
        )
        return bytes(found[0][0]) if found else None

    def add(self, place: FormPlace, name: str, content: bytes) -> Attachment:
        """Attach a file inside the caller's transaction; its content is kept once, to however
        many forms it is attached."""
        by, at = self._writing.journal.signature
        digest = hashlib.sha256(content).hexdigest()
        made = Attachment(place.form, digest, name, len(content), by, at)
        recorder = self._writing.recorder
        if not self._connection.rows("SELECT 1 FROM attached_file WHERE digest = ?", (digest,)):
            recorder.add("attached_file", {"digest": digest, "content": content})
        about: dict[str, Stored] = {"name": name, "size": made.size, "by": by, "at": at}
        recorder.add("attachment", {**_key(place, digest), **about})
        self._note(place, made)
        return made

    def remove(self, place: FormPlace, attachment: Attachment) -> None:
        """Take a file away inside the caller's transaction; its content goes with the last form
        that had it."""
        digest = attachment.digest
        self._writing.recorder.remove("attachment", _key(place, digest))
        if not self._connection.rows("SELECT 1 FROM attachment WHERE digest = ?", (digest,)):
            self._writing.recorder.remove("attached_file", {"digest": digest})
        self._note(place, attachment)

    def _note(self, place: FormPlace, about: Attachment) -> None:
        words = journal_texts.FILE_EVENT.format(name=about.name, digest=about.digest)
        self._writing.journal.note(place.unit, place.form, place.period, words)


def _key(place: FormPlace, digest: str) -> dict[str, Stored]:
    return {"unit": place.unit, "form": place.form, "period": place.period, "digest": digest}


def attachment_faults(connection: Connection) -> Iterator[str]:
    """Attached files whose content is not that of their digest, a sentence each."""
    rows = connection.execute(
        "SELECT name, digest, content FROM attachment LEFT JOIN attached_file USING (digest)"
        " ORDER BY name"
    )
    for name, digest, content in rows:
        if content is None:
            yield texts.CONTENT_GONE.format(name=name)
        elif hashlib.sha256(content).hexdigest() != digest:
            yield texts.CONTENT_FAULT.format(name=name)
