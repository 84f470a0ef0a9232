"""The strict ZIP that everything travels in (``*.fuer``), read and written by ourselves.

An office PC can look into it with any archive tool; our reader takes only what our writer makes:
exactly the listed members in the listed order, nothing before, between or after, local and
central headers equal, no extra fields, comments, descriptors, ZIP64 or other methods than
stored and deflate, sizes capped, nothing extracted to disk (reliability.md 3.1).

Format history: 1 - manifest.json, manifest.sig, payload.json; 4 - attached files behind them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping

MAX_BYTES = 64 << 20
MAX_MEMBER = 256 << 20

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _TIME, _DATE = 20, 0, 0x21  # ZIP 2.0; 1980-01-01, since dates never decide anything
_STORED, _DEFLATED = 0, 8


class NotAContainerError(Exception):
    """The bytes are no archive at all."""


class DamagedContainerError(Exception):
    """The bytes begin like an archive of ours and do not go on like one."""


def pack(members: Mapping[str, bytes], as_they_are: Collection[str] = ()) -> bytes:
    """An archive of these members in this order, some ``as_they_are``, the others deflated where
    that saves anything; equal members give equal bytes.

    What is partly compressed already must stay as it is: deflated, it has blocks with padding in
    the middle, whose bits no checksum covers.
    """
    local, central = bytearray(), bytearray()
    for name, content in members.items():
        method, stored = (_STORED, content) if name in as_they_are else _compress(content)
        encoded = name.encode("ascii")
        fields = (method, _TIME, _DATE, zlib.crc32(content), len(stored), len(content))
        central += _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, *fields, len(encoded), 0, 0, 0, 0, 0, len(local)
        )
        central += encoded
        local += _LOCAL.pack(b"PK\3\4", _VERSION, 0, *fields, len(encoded), 0)
        local += encoded + stored
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(central), len(local), 0)
    return bytes(local + central + end)


def unpack(
    data: bytes, names: tuple[str, ...], caps: Mapping[str, int] | None = None
) -> dict[str, bytes]:
    """The members of an archive that must have exactly these names in this order; ``caps`` are the
    most bytes that some of them may have.

    Raises NotAContainerError or DamagedContainerError; reads nothing beyond the caps.
    """
    if data[:4] != b"PK\3\4":
        raise NotAContainerError
    try:
        return _unpack(data, names, caps or {})
    except (struct.error, zlib.error) as error:
        raise DamagedContainerError from error


def names_in(data: bytes, most: int) -> tuple[str, ...]:
    """What an archive's end says that its members are called, at most so many: a guess for
    ``unpack``, which trusts nothing of it. Nothing where the end cannot be read."""
    try:
        mark, _, _, count, _, length, at, _ = _END.unpack_from(data, len(data) - _END.size)
        if mark != b"PK\5\6" or count > most or at + length + _END.size != len(data):
            return ()
        names = []
        for _ in range(count):
            size = _CENTRAL.unpack_from(data, at)[10]
            names.append(data[at + _CENTRAL.size : at + _CENTRAL.size + size].decode("ascii"))
            at += _CENTRAL.size + size
        return tuple(names)
    except (struct.error, UnicodeDecodeError):
        return ()


def _unpack(data: bytes, names: tuple[str, ...], caps: Mapping[str, int]) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    central = bytearray()
    at = 0
    for name in names:
        encoded = name.encode("ascii")
        signature, version, flags, *fields, name_length, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + len(encoded)
        _require(signature == b"PK\3\4" and version == _VERSION and not flags and not extra)
        _require(name_length == len(encoded) and data[at + _LOCAL.size : start] == encoded)
        central += _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, *fields, len(encoded), 0, 0, 0, 0, 0, at
        )
        central += encoded
        method, _, _, checksum, stored_length, length = fields
        at = start + stored_length
        _require(length <= caps.get(name, MAX_MEMBER) and at <= len(data))
        members[name] = _expand(method, data[start:at], length, checksum)
    count = len(names)
    _require(len(members) == count)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), at, 0)
    _require(data[at:] == bytes(central) + end)
    return members


def _compress(content: bytes) -> tuple[int, bytes]:
    """Deflate where it saves anything."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = compressor.compress(content) + compressor.flush()
    return (_DEFLATED, deflated) if len(deflated) < len(content) else (_STORED, content)


def _expand(method: int, stored: bytes, length: int, checksum: int) -> bytes:
    if method == _DEFLATED:
        content = _inflate(stored, length)
    else:
        _require(method == _STORED)
        content = stored
    _require(len(content) == length and zlib.crc32(content) == checksum)
    return content


def _inflate(stored: bytes, length: int) -> bytes:
    """Expand to at most one byte over ``length``; bits behind the end must be zero.

    Padding is the highest bits of the last byte: if the stream still ends without the highest
    bit that is set there, that bit meant nothing and somebody else put it there.
    """
    expander = zlib.decompressobj(-zlib.MAX_WBITS)
    _require(bool(stored))
    last = stored[-1]
    begun = expander.decompress(stored[:-1], length + 1)
    _require(not expander.eof and not expander.unconsumed_tail)
    probe = expander.copy()
    ended = expander.decompress(stored[-1:], length + 1)
    _require(expander.eof)
    if last:
        without = bytes([last ^ (1 << (last.bit_length() - 1))])
        _require(not _ends_alike(probe, without, ended))
    return begun + ended


def _ends_alike(probe: zlib._Decompress, last: bytes, ended: bytes) -> bool:
    try:
        return probe.decompress(last, len(ended) + 1) == ended and probe.eof
    except zlib.error:
        return False


def _require(holds: bool) -> None:
    if not holds:
        raise DamagedContainerError
