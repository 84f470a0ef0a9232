"""Files that are attached to a form: what they may be, how large, and what they are called.

The program never opens them; it tells what they are by how they begin. The limits: a file is one
line of the second record and one part of a transaction, all of a unit's files are copied with
every backup (some sixty of them at a time) and travel with every version on a stick, and an office
keeps those of hundreds of units in one file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fuer_desktop.domain.errors import EntryError
from fuer_desktop.texts import attachments as texts

MAX_FILE_BYTES = 5 << 20
"""About ten scanned pages."""

MAX_UNIT_BYTES = 10 << 20
"""All files of one unit and year."""

MAX_FILES = 20
"""Of one unit and year."""

MAX_NAME = 80
"""Characters of a name; with a folder before it, it stays below what Windows allows."""


class FileKind(StrEnum):
    """What a file is, by its content; the value is its ending."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        """The words for people."""
        return texts.KINDS[self.value]


_BEGINNINGS = {
    b"%PDF-": FileKind.PDF,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPG,
    b"PK\x03\x04": FileKind.XLSX,
}
_ENDINGS = {"jpeg": "jpg", "jpe": "jpg"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of one form. ``size`` in bytes; ``digest`` is the SHA-256 of its content; ``at`` an
    ISO time, empty with ``by`` where a package does not say them."""

    form: str
    digest: str
    name: str
    size: int
    by: str = ""
    at: str = ""

    @property
    def ending(self) -> str:
        """The ending of its name, which agrees with its content."""
        return self.name.rpartition(".")[2]

    @property
    def shown_size(self) -> str:
        """Its size for people."""
        return shown_size(self.size)


def kind_of(data: bytes, name: str) -> FileKind:
    """What a file is by its first bytes; raises EntryError for anything else, for an empty file,
    one that is too large, and one whose ending says something else."""
    if not data:
        raise EntryError(texts.EMPTY.format(file=name))
    if len(data) > MAX_FILE_BYTES:
        raise EntryError(texts.TOO_LARGE.format(file=name, limit=MAX_FILE_BYTES >> 20))
    kind = next((kind for begin, kind in _BEGINNINGS.items() if data.startswith(begin)), None)
    if kind is None:
        raise EntryError(texts.UNKNOWN_KIND.format(file=name))
    ending = name.rpartition(".")[2].lower() if "." in name else kind.value
    if _ENDINGS.get(ending, ending) != kind:
        words = {"file": name, "kind": kind.label, "ending": kind.value}
        raise EntryError(texts.OTHER_ENDING.format(**words))
    return kind


def kept_name(name: str, kind: FileKind) -> str:
    """A file's name as it is kept: without folders, control and direction signs, blanks at its
    ends and what Windows forbids; never empty, never long, with the ending of its content."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join("_" if sign in _FORBIDDEN else sign for sign in last if _is_shown(sign))
    stem = shown.rpartition(".")[0] if "." in shown else shown
    room = MAX_NAME - len(kind.value) - 1
    return f"{stem[:room].strip(' .') or texts.UNNAMED}.{kind.value}"


def is_kept_name(name: str) -> bool:
    """Whether a name is one that ``kept_name`` gives."""
    ending = name.rpartition(".")[2]
    return ending in set(FileKind) and kept_name(name, FileKind(ending)) == name


def saved_name(unit: str, period: int, attachment: Attachment, number: int) -> str:
    """The name under which a file is written elsewhere, made of codes and never of its own name;
    ``number`` is its place in the list."""
    return texts.SAVED_NAME.format(
        unit=unit,
        form=attachment.form,
        period=period,
        number=number,
        digest=attachment.digest[:8],
        ending=attachment.ending,
    )


def require_room(there: Sequence[Attachment], name: str, size: int) -> None:
    """Raise EntryError where a unit's year has no room for another file."""
    if len(there) >= MAX_FILES:
        raise EntryError(texts.TOO_MANY.format(count=len(there), most=MAX_FILES, file=name))
    used = sum(other.size for other in there)
    if used + size > MAX_UNIT_BYTES:
        limit = MAX_UNIT_BYTES >> 20
        words = {"size": shown_size(size), "used": shown_size(used), "limit": limit}
        raise EntryError(texts.NO_ROOM.format(file=name, **words))


def shown_size(size: int) -> str:
    """So many bytes for people."""
    if size < 1 << 20:
        return texts.KILOBYTES.format(size=-(-size // 1024))
    return texts.MEGABYTES.format(size=size / (1 << 20))


_FORBIDDEN = frozenset('<>:"/\\|?*')


def _is_shown(sign: str) -> bool:
    """Signs of control, direction and nothing at all, and half characters, are in no name."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
