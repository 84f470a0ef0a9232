"""The strict archive: what we write comes back, and nothing else is taken."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuer_desktop.formats import container
from fuer_desktop.formats.container import DamagedContainerError, NotAContainerError, pack, unpack

NAMES = ("manifest.json", "manifest.sig", "payload.json")
MEMBERS = dict(zip(NAMES, (b'{"a":1}' * 9, bytes(range(64)), b'{"cells":[]}' * 9), strict=True))
SHORT = {"a": b"one", "b": b"two"}
STORED, DEFLATED = 0, 8
CENTRAL, END = b"PK\1\2", b"PK\5\6"

names = st.text("abcdefghijklmnopqrstuvwxyz._-/0123456789", min_size=1, max_size=30)
contents = st.binary(max_size=300) | st.binary(max_size=5).map(lambda part: part * 200)
members = st.dictionaries(names, contents, min_size=1, max_size=5)


@dataclass(frozen=True)
class Entry:
    """One member of a hostile archive, where a header may say something else than it should."""

    name: str
    content: bytes
    method: int = STORED
    stored: bytes | None = None
    version: int = 20
    flags: int = 0
    checksum: int | None = None
    length: int | None = None
    stored_length: int | None = None
    local_extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    central: dict | None = None
    before: bytes = b""
    after: bytes = b""

    def headers(self, at):
        stored = self.content if self.stored is None else self.stored
        said = {
            "version": self.version,
            "flags": self.flags,
            "method": self.method,
            "time": 0,
            "date": 0x21,
            "checksum": zlib.crc32(self.content) if self.checksum is None else self.checksum,
            "stored_length": len(stored) if self.stored_length is None else self.stored_length,
            "length": len(self.content) if self.length is None else self.length,
        }
        name = self.name.encode()
        local = struct.pack(
            "<4s5H3L2H", b"PK\3\4", *said.values(), len(name), len(self.local_extra)
        )
        also = {"made_by": 20, **said, "disk": 0, "internal": 0, "external": 0, "at": at}
        also.update(self.central or {})
        tail = [also.pop(key) for key in ("disk", "internal", "external", "at")]
        lengths = (len(name), len(self.central_extra), len(self.comment))
        central = struct.pack("<4s6H3L5H2L", CENTRAL, *also.values(), *lengths, *tail)
        return (
            local + name + self.local_extra + stored,
            central + name + self.central_extra + self.comment,
        )


def archive(*entries, between=b"", comment=b"", end=None):
    """An archive as a stranger would write it; without any changes it is one of ours."""
    data, directory = b"", b""
    for entry in entries:
        data += entry.before
        local, central = entry.headers(len(data))
        data += local + entry.after
        directory += central
    said = {"disk": 0, "first": 0, "here": len(entries), "all": len(entries)}
    said |= {"size": len(directory), "at": len(data + between), "comment": len(comment)}
    said |= end or {}
    return data + between + directory + struct.pack("<4s4H2LH", END, *said.values()) + comment


A, B = (Entry(name, content) for name, content in SHORT.items())


def deflate(content, level=6):
    compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


def flips(data):
    for place in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        yield place, bytes(flipped)


def read_or_none(data, wanted):
    try:
        return unpack(data, tuple(wanted))
    except (NotAContainerError, DamagedContainerError):
        return None


# --- what we write ------------------------------------------------------------------------


@given(members)
@example({"empty": b""})
@example({"a": b"", "b": b"", "c": b"x"})
@example({"compressible": b"0" * 100_000})
def test_members_survive_being_packed_and_unpacked_in_their_order(content):
    found = unpack(pack(content), tuple(content))

    assert list(found.items()) == list(content.items())


@given(members)
def test_any_archive_tool_can_open_what_we_write(content):
    with zipfile.ZipFile(io.BytesIO(pack(content))) as opened:
        found = {info.filename: opened.read(info) for info in opened.infolist()}
        broken = opened.testzip()

    assert found == content
    assert broken is None


@given(members)
def test_equal_members_give_equal_bytes(content):
    assert pack(content) == pack(dict(content))


def test_a_member_is_deflated_only_where_that_saves_something():
    data = pack({"long": b"0" * 1000, "random": bytes(range(256))})

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert [info.compress_type for info in opened.infolist()] == [DEFLATED, STORED]


def test_the_archives_of_this_test_are_ours_until_something_is_changed():
    assert archive(A, B) == pack(SHORT)


# --- damage -------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [SHORT, MEMBERS], ids=["stored", "deflated"])
def test_no_flipped_bit_goes_unnoticed(content):
    data = pack(content)

    assert [place for place, bad in flips(data) if read_or_none(bad, content) is not None] == []


@pytest.mark.parametrize("length", range(100, 124))
def test_however_a_deflated_member_ends_its_last_bits_are_not_free(length):
    """Somewhere in these lengths the stream ends at each bit of its last byte."""
    content = {"a": (b"abcdefghij" * 20)[:length] + bytes([length])}
    data = pack(content)
    end = data.index(CENTRAL) - 1

    read = [bit for bit in range(8) if read_or_none(_flipped(data, end, bit), content) is not None]

    assert read_or_none(data, content) == content
    assert read == []


def _flipped(data, place, bit):
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


@pytest.mark.parametrize("content", [SHORT, MEMBERS], ids=["stored", "deflated"])
def test_no_cut_archive_is_read(content):
    data = pack(content)

    read = [size for size in range(len(data)) if read_or_none(data[:size], content) is not None]

    assert read == []


@given(st.data())
def test_bytes_put_in_anywhere_are_refused(data):
    whole = pack(SHORT)
    at = data.draw(st.integers(0, len(whole)))
    more = data.draw(st.binary(min_size=1, max_size=30))

    assert read_or_none(whole[:at] + more + whole[at:], SHORT) is None


@given(st.binary(max_size=400))
@example(b"PK\3\4" + bytes(500))
def test_foreign_bytes_are_never_taken_and_never_break_the_reader(junk):
    assert read_or_none(junk, NAMES) is None
    assert read_or_none(b"PK\3\4" + junk, NAMES) is None


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"\xef\xbb\xbfPK\3\4", b"PK\5\6" + bytes(18), b"\xd0\xcf\x11\xe0", b"%PDF"]
)
def test_what_does_not_begin_like_an_archive_is_said_to_be_none(data):
    with pytest.raises(NotAContainerError):
        unpack(data, NAMES)


# --- archives by somebody else ------------------------------------------------------------

ZIP64 = struct.pack("<HHQQ", 1, 16, 3, 3)
UNIX_TIME = struct.pack("<HHBL", 0x5455, 5, 1, 0)
HUGE = 0xFFFFFFFF

REFUSED = {
    "bytes between the members": archive(A, replace(B, before=b"?")),
    "bytes after the last member": archive(A, replace(B, after=b"?")),
    "bytes before the directory": archive(A, B, between=b"?"),
    "bytes after the end": archive(A, B) + b"?",
    "a second archive after the end": archive(A, B) * 2,
    "a comment on the archive": archive(A, B, comment=b"hello"),
    "a comment on a member": archive(A, replace(B, comment=b"hello")),
    "members swapped": archive(B, A),
    "directory swapped": archive(replace(A, central={"at": 34}), replace(B, central={"at": 0})),
    "a member too many": archive(A, B, Entry("c", b"three")),
    "a member twice": archive(A, A, B),
    "a member missing": archive(A),
    "another name": archive(A, replace(B, name="c")),
    "a longer name": archive(A, replace(B, name="bb")),
    "another case": archive(A, replace(B, name="B")),
    "a path as name": archive(A, replace(B, name="../b")),
    "a name with NUL": archive(A, replace(B, name="b\0")),
    "no name": archive(A, replace(B, name="")),
    "data descriptor": archive(A, replace(B, flags=8)),
    "encrypted": archive(A, replace(B, flags=1)),
    "UTF-8 names": archive(A, replace(B, flags=0x800)),
    "flags in the directory only": archive(A, replace(B, central={"flags": 8})),
    "needs ZIP64": archive(A, replace(B, version=45)),
    "ZIP64 field": archive(
        A, replace(B, local_extra=ZIP64, central_extra=ZIP64, length=HUGE, stored_length=HUGE)
    ),
    "ZIP64 count": archive(A, B, end={"here": 0xFFFF, "all": 0xFFFF}),
    "ZIP64 place": archive(A, B, end={"size": HUGE, "at": HUGE}),
    "extra field": archive(A, replace(B, local_extra=UNIX_TIME, central_extra=UNIX_TIME)),
    "extra field in the directory": archive(A, replace(B, central_extra=UNIX_TIME)),
    "extra field at the member": archive(A, replace(B, local_extra=UNIX_TIME)),
    "made by another program": archive(A, replace(B, central={"made_by": 0x031E})),
    "attributes of a link": archive(A, replace(B, central={"external": 0xA1FF0000})),
    "text attribute": archive(A, replace(B, central={"internal": 1})),
    "another time in the directory": archive(A, replace(B, central={"time": 1})),
    "another size in the directory": archive(A, replace(B, central={"length": 4})),
    "another checksum in the directory": archive(A, replace(B, central={"checksum": 0})),
    "another place in the directory": archive(A, replace(B, central={"at": 0})),
    "another disk": archive(A, replace(B, central={"disk": 1})),
    "another disk at the end": archive(A, B, end={"disk": 1}),
    "another count at the end": archive(A, B, end={"all": 1}),
    "another directory size": archive(A, B, end={"size": 1}),
    "another directory place": archive(A, B, end={"at": 0}),
    "wrong checksum": archive(A, replace(B, checksum=1)),
    "length too small": archive(A, replace(B, length=2)),
    "length too large": archive(A, replace(B, length=4)),
    "stored length too small": archive(A, replace(B, stored_length=2)),
    "stored length too large": archive(A, replace(B, stored_length=4)),
    "both lengths too large": archive(A, replace(B, length=400, stored_length=400)),
    "both lengths enormous": archive(A, replace(B, length=HUGE, stored_length=HUGE)),
    "deflated but called stored": archive(A, replace(B, stored=deflate(b"two"))),
    "stored but called deflated": archive(A, replace(B, method=DEFLATED)),
    "unknown method": archive(A, replace(B, method=12)),
    "bytes behind the deflate stream": archive(
        A, replace(B, method=DEFLATED, stored=deflate(b"two") + b"?")
    ),
    "deflate stream cut": archive(
        A, replace(B, method=DEFLATED, content=b"", stored=deflate(b"")[:-1])
    ),
    "zlib header": archive(A, replace(B, method=DEFLATED, stored=zlib.compress(b"two"))),
    "empty archive of a directory": archive(A, B)[:40] + struct.pack("<4s4H2LH", END, *[0] * 7),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_an_archive_that_we_would_not_write_is_refused(data):
    with pytest.raises(DamagedContainerError):
        unpack(data, tuple(SHORT))


def test_a_member_twice_is_refused_even_where_it_is_asked_for_twice():
    with pytest.raises(DamagedContainerError):
        unpack(archive(A, A), ("a", "a"))


@pytest.mark.parametrize("content", [b"0" * 100, b"one"], ids=["long", "short"])
def test_what_is_to_stay_as_it_is_is_not_deflated(content):
    data = pack({"a": content, "b": content}, ["a"])

    assert data.count(content) == (2 if content == b"one" else 1)
    assert unpack(data, ("a", "b")) == {"a": content, "b": content}


def test_bytes_before_the_first_member_are_no_archive_of_ours():
    with pytest.raises(NotAContainerError):
        unpack(archive(replace(A, before=b"MZ"), B), tuple(SHORT))


def test_what_an_ordinary_archive_tool_writes_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as other:
        for name, content in SHORT.items():
            other.writestr(name, content)

    with pytest.raises(DamagedContainerError):
        unpack(written.getvalue(), tuple(SHORT))


# --- bombs --------------------------------------------------------------------------------


def peak_while_refusing(data):
    tracemalloc.start()
    try:
        with pytest.raises(DamagedContainerError):
            unpack(data, tuple(SHORT))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_never_blown_up():
    bomb = b"0" * (40 << 20)
    entry = replace(B, content=bomb, method=DEFLATED, stored=deflate(bomb), length=10)

    assert peak_while_refusing(archive(A, entry)) < 1 << 20


def test_a_bomb_that_says_its_size_is_refused_before_it_is_expanded():
    small = deflate(b"0" * 1000)
    entry = replace(B, method=DEFLATED, stored=small, length=container.MAX_MEMBER + 1)

    assert peak_while_refusing(archive(A, entry)) < 1 << 20


@pytest.mark.parametrize(
    ("size", "taken"), [(1000, True), (1001, False)], ids=["at the cap", "one byte over it"]
)
def test_the_cap_on_a_member_is_exact(monkeypatch, size, taken):
    data = pack({"a": b"0" * size})
    monkeypatch.setattr(container, "MAX_MEMBER", 1000)

    assert (read_or_none(data, ("a",)) is not None) is taken
