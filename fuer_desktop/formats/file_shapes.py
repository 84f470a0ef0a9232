"""What a file is by its content, never by its name; a guess that the readers then hold it to."""

from __future__ import annotations

from enum import Enum

HEAD_BYTES = 100
"""So much tells a database from everything else."""

_ZIP, _DATABASE = b"PK\3\4", b"SQLite format 3\0"
_OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")
_MEMBERS = (b"manifest.json", b"manifest.sig")
_NAME_AT = 30  # of the first member, in its local header
_END_BYTES = 4096


class Shape(Enum):
    """What there is."""

    EMPTY = "empty"
    PACKAGE = "package"
    DATABASE = "database"
    WORKBOOK = "workbook"
    OTHER = "other"


def is_database(head: bytes) -> bool:
    """Whether a file begins as a database does; it need not be read whole to know."""
    return head.startswith(_DATABASE)


def shape_of(data: bytes) -> Shape:
    """What a file is, which may be damaged or cut off."""
    if not data:
        return Shape.EMPTY
    if is_database(data):
        return Shape.DATABASE
    if data.startswith(_OLD_WORKBOOK):
        return Shape.WORKBOOK
    if not data.startswith(_ZIP):
        return Shape.OTHER
    first, last = data[_NAME_AT : _NAME_AT + len(_MEMBERS[0])], data[-_END_BYTES:]
    if first == _MEMBERS[0] or any(name in last for name in _MEMBERS):
        return Shape.PACKAGE
    return Shape.WORKBOOK if b"xl/" in data else Shape.OTHER
