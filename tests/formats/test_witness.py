"""The second witness: whole lines or none, whatever is cut off, flipped or refused by the disk."""

import errno
import itertools
import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.formats import witness
from fuer_desktop.formats.witness import Owner, WitnessFile

OWNER = Owner("0123456789abcdef", "本单位.fuerdb", "2026-01-05T09:30:00+08:00")
HEADS = [f"{number:064x}" for number in range(40)]
SYNC = "fdatasync" if hasattr(os, "fdatasync") else "fsync"


def change(number):
    """What a transaction may change."""
    return [
        (
            "=",
            "data_value",
            {"row": f"{number:02}", "number": number, "note": "第\n二行 𠮷", "x": None},
        ),
        ("+", "journal", {"number": number}),
        ("-", "data_value", {"row": "99"}),
    ]


@pytest.fixture
def path(tmp_path):
    """A witness with three transactions after its beginning."""
    path = witness.start(tmp_path / "见证", OWNER, [(1, HEADS[1], change(1))])
    file = opened(path)
    for number in (2, 3, 4):
        file.append(number - 1, number, HEADS[number], change(number))
    file.close()
    return path


def opened(path):
    """The file to go on with where its last whole line ends."""
    return WitnessFile(path, witness.last_line(path)[1])


def read(path):
    """All that stands in the file: where each line begins and ends, and its rows."""
    return [
        (line.before, line.after, line.head, list(line.rows)) for line in witness.lines_of(path)
    ]


def expected(*numbers):
    return [(1, 1, HEADS[1], change(1))] + [(n - 1, n, HEADS[n], change(n)) for n in numbers]


# --- what is written is read --------------------------------------------------------------


def test_every_transaction_is_read_back_in_order(path):
    assert read(path) == expected(2, 3, 4)


def test_the_first_line_says_whose_it_is(path):
    assert witness.owner_of(path) == OWNER


def test_the_last_line_and_the_length_are_found_from_the_end(path):
    line, length = witness.last_line(path)

    assert (line.before, line.after, line.head) == (3, 4, HEADS[4])
    assert length == path.stat().st_size


@pytest.mark.parametrize("size", [1, 60_000, 70_000, 300_000])
def test_the_last_line_is_found_however_long_it_is(path, size):
    with_long = [("+", "submission", {"package": b"\xff" * size})]
    file = opened(path)
    file.append(4, 5, HEADS[5], with_long)
    file.close()

    line, length = witness.last_line(path)

    assert (line.after, list(line.rows)) == (5, with_long)
    assert length == path.stat().st_size


def test_a_witness_without_a_transaction_has_its_owner_as_its_last_line(tmp_path):
    path = witness.start(tmp_path, OWNER, [])

    line, length = witness.last_line(path)

    assert (line.before, line.after) == (0, 0)
    assert length == path.stat().st_size
    assert read(path) == []


def test_each_transaction_is_one_line_of_text(path):
    text = path.read_text("utf-8")

    assert len(text.splitlines()) == 5
    assert text.endswith("\n")
    assert "𠮷" in text


texts = st.text(st.characters(codec="utf-8"), max_size=12)
stored = st.none() | st.integers(-(2**63), 2**63 - 1) | texts | st.binary(max_size=30)
rows = st.lists(
    st.tuples(
        st.sampled_from("+=-"), texts, st.dictionaries(texts, stored, max_size=4),
    ),
    max_size=4,
)  # fmt: skip


@given(st.lists(rows, max_size=6), st.lists(rows, max_size=4))
def test_any_changes_are_read_back_as_they_were_written(tmp_path_factory, beginning, changes):
    begun = [(7, HEADS[7], portion) for portion in beginning]
    path = witness.start(tmp_path_factory.mktemp("见证"), OWNER, begun)
    file = opened(path)
    for number, change_ in enumerate(changes, start=8):
        file.append(number - 1, number, HEADS[number], change_)
    file.close()

    assert [found for *_, found in read(path)] == beginning + changes


@given(st.binary(max_size=200))
def test_bytes_come_back_as_bytes(tmp_path_factory, data):
    path = witness.start(
        tmp_path_factory.mktemp("见证"), OWNER, [(1, HEADS[1], [("+", "t", {"package": data})])]
    )

    [(*_, [(_, _, found)])] = read(path)
    assert found == {"package": data}
    assert type(found["package"]) is bytes


# --- what was cut off ---------------------------------------------------------------------


def test_every_cut_leaves_the_whole_lines_before_it(path, tmp_path):
    content = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(content) if byte == 10]
    cut = tmp_path / "切.jsonl"

    for size in range(len(content) + 1):
        cut.write_bytes(content[:size])
        whole = sum(end <= size for end in ends)
        assert read(cut) == expected(2, 3, 4)[: max(0, whole - 1)]
        line, length = witness.last_line(cut)
        assert length == max([0, *(end for end in ends if end <= size)])
        assert (line is None) == (whole == 0)


def test_after_any_cut_the_next_transaction_follows_the_last_whole_line(path, tmp_path):
    content = path.read_bytes()
    cut = tmp_path / "切.jsonl"

    for size in range(content.index(b"\n") + 1, len(content) + 1, 7):
        cut.write_bytes(content[:size])
        file, before = opened(cut), len(read(cut))
        file.append(30, 31, HEADS[31], change(31))
        file.close()
        assert read(cut) == [*expected(2, 3, 4)[:before], (30, 31, HEADS[31], change(31))]


def test_of_a_file_without_a_whole_line_nothing_is_known(tmp_path):
    for content in (b"", b"\0" * 100, b"0000"):
        path = tmp_path / "a.jsonl"
        path.write_bytes(content)

        assert witness.owner_of(path) is None
        assert witness.last_line(path) == (None, 0)
        assert read(path) == []


# --- what was damaged ---------------------------------------------------------------------


def test_a_flipped_byte_is_told_with_its_line_and_not_read(path):
    content = path.read_bytes()
    last = content.rindex(b"\n", 0, -1) + 1

    for at in range(last - 1):
        spoilt = bytearray(content)
        spoilt[at] ^= 0x41
        path.write_bytes(spoilt)
        line = content.count(b"\n", 0, at) + 1
        with pytest.raises(WorkspaceError) as refusal:
            read(path)
        assert str(refusal.value) == f"第二份记录“{path}”的第{line}行已损坏，没有改动它。"

    assert path.read_bytes() == spoilt


def test_the_lines_before_a_damaged_one_are_read(path):
    content = path.read_bytes()
    place = content.index(b'"03"')
    path.write_bytes(content[:place] + b'"04"' + content[place + 4 :])
    found = []

    with pytest.raises(WorkspaceError, match="第4行"):
        found.extend(line.after for line in witness.lines_of(path))

    lines = witness.lines_of(path)
    assert [next(lines).after, next(lines).after] == [1, 2]
    with pytest.raises(WorkspaceError, match="第4行"):
        next(lines)


def test_a_flipped_byte_in_the_last_line_is_like_a_line_that_was_cut_off(path):
    content = path.read_bytes()
    last = content.rindex(b"\n", 0, -1) + 1

    for at in range(last - 1, len(content)):
        spoilt = bytearray(content)
        spoilt[at] ^= 0x41
        path.write_bytes(spoilt)
        # Without the end of the line before it, it is one long last line with that.
        assert read(path) == (expected(2, 3) if at >= last else expected(2))


@pytest.mark.parametrize("spoil", [lambda lines: lines[:2] + lines[3:], lambda lines: lines[:0:-1]])
def test_lines_say_themselves_what_they_follow(path, spoil):
    """A line that was taken out, and lines out of order, are whole: the reader sees the gap."""
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + spoil(lines[1:])))

    found = [(line.before, line.after) for line in witness.lines_of(path)]

    assert any(later[0] != earlier[1] for earlier, later in itertools.pairwise(found))


@pytest.mark.parametrize("read_it", [read, witness.last_line])
def test_a_witness_that_cannot_be_read_is_told(tmp_path, read_it):
    path = tmp_path / "没有.jsonl"

    with pytest.raises(WorkspaceError) as refusal:
        read_it(path)

    assert str(refusal.value).startswith(f"读不出“{path}”（")
    assert witness.owner_of(path) is None


# --- what the disk refused ----------------------------------------------------------------


def failing(monkeypatch, name, times=1):
    """A call of the system that fails as often as said."""
    really, calls = getattr(os, name), []

    def fail(*arguments):
        calls.append(arguments)
        if len(calls) <= times:
            raise OSError(errno.ENOSPC, "没有空间")
        return really(*arguments)

    monkeypatch.setattr(os, name, fail)


def refused(file, *line):
    with pytest.raises(WorkspaceError) as refusal:
        file.append(*line)
    return str(refusal.value)


FIVE, SIX = (4, 5, HEADS[5], change(5)), (4, 6, HEADS[6], change(6))


@pytest.mark.parametrize("times", [1, 2], ids=["once", "when taking back too"])
def test_a_line_that_the_disk_did_not_take_does_not_count(monkeypatch, path, times):
    file = opened(path)
    failing(monkeypatch, SYNC, times)

    said = refused(file, *FIVE)

    assert said == (f"第二份记录“{path}”写不进（磁盘已满），这一步没有存盘。请腾出磁盘空间后重试。")
    assert read(path) == expected(2, 3, 4)
    file.append(*SIX)
    file.close()
    assert read(path) == [*expected(2, 3, 4), SIX]


class Raw:
    """The system's open file, of which one call fails or does half its work."""

    def __init__(self, file, call, act):
        self._file, self._call, self._act = file, call, act
        self.refuses = True

    def __getattr__(self, name):
        really = getattr(self._file, name)
        if name != self._call or not self.refuses:
            return really
        return lambda *arguments: self._act(really, *arguments)


def no_space(*_):
    raise OSError(errno.ENOSPC, "没有空间")


def half(really, data):
    return really(data[: len(data) // 2])


@pytest.mark.parametrize(("call", "act"), [("write", no_space), ("write", half)], ids=["", "half"])
def test_half_a_line_is_cut_off_again(path, call, act):
    content = path.read_bytes()
    file = opened(path)
    file._file = Raw(file._file, call, act)

    refused(file, *FIVE)
    assert path.read_bytes() == content

    file._file.refuses = False
    file.append(*SIX)
    file.close()
    assert read(path) == [*expected(2, 3, 4), SIX]


def test_half_a_line_that_could_not_be_cut_off_is_cut_off_by_the_next(path):
    file = opened(path)
    really = file._file
    file._file = Raw(Raw(really, "write", half), "truncate", no_space)
    file._ragged = False

    refused(file, *FIVE)
    assert path.stat().st_size > file._length
    assert read(path) == expected(2, 3, 4)

    file._file = really
    file.append(*SIX)
    file.close()
    assert read(path) == [*expected(2, 3, 4), SIX]


def test_a_shorter_line_leaves_nothing_of_a_longer_one_that_failed(path):
    file = opened(path)
    really = file._file
    file._file = Raw(Raw(really, "write", half), "truncate", no_space)
    file._ragged = False
    refused(file, 4, 5, HEADS[5], [("+", "t", {"a": "长" * 5000})])
    file._file = really

    file.append(*SIX)
    file.close()

    assert path.read_bytes().endswith(b"\n")
    assert read(path) == [*expected(2, 3, 4), SIX]


def test_a_witness_that_cannot_be_opened_is_told(tmp_path):
    with pytest.raises(WorkspaceError, match="写不进"):
        WitnessFile(tmp_path / "没有.jsonl", 0)


# --- what the database refused ------------------------------------------------------------


def test_a_line_is_taken_back_as_if_it_had_never_been(path):
    content = path.read_bytes()
    file = opened(path)
    file.append(*FIVE)

    file.withdraw()

    assert path.read_bytes() == content
    file.append(*SIX)
    file.close()
    assert read(path) == [*expected(2, 3, 4), SIX]


def test_a_line_that_could_not_be_taken_back_is_gone_with_the_next(monkeypatch, path):
    file = opened(path)
    file.append(4, 5, HEADS[5], [("+", "t", {"a": "长" * 5000})])
    really = file._file
    file._file = Raw(really, "truncate", no_space)

    file.withdraw()
    file._file = really
    file.append(*SIX)
    file.close()

    assert witness.last_line(path)[1] == path.stat().st_size
    assert read(path) == [*expected(2, 3, 4), SIX]


def test_only_the_last_line_is_taken_back(path):
    file = opened(path)
    file.append(*FIVE)
    file.append(5, 6, HEADS[6], change(6))

    file.withdraw()
    file.withdraw()
    file.close()

    assert read(path) == expected(2, 3, 4, 5)


# --- generations --------------------------------------------------------------------------


def test_a_new_generation_comes_after_the_known_ones(path):
    second = witness.start(path.parent, OWNER, [(4, HEADS[4], change(4))])

    assert witness.generations(path.parent) == [path, second]
    assert read(path) == expected(2, 3, 4)
    assert [line.after for line in witness.lines_of(second)] == [4]


def test_generations_stay_in_their_order_after_the_ninth(tmp_path):
    made = [witness.start(tmp_path, OWNER, []) for _ in range(12)]

    assert witness.generations(tmp_path) == made
    assert len(set(made)) == 12


def test_a_generation_follows_the_last_even_where_earlier_ones_are_gone(tmp_path):
    first, second = (witness.start(tmp_path, OWNER, []) for _ in range(2))
    first.unlink()

    third = witness.start(tmp_path, OWNER, [])

    assert third not in (first, second)
    assert witness.generations(tmp_path) == [second, third]


def test_in_an_empty_or_missing_folder_there_are_no_generations(tmp_path):
    assert witness.generations(tmp_path) == []
    assert witness.generations(tmp_path / "没有") == []


def test_a_generation_that_was_broken_off_has_no_name(path):
    def broken_off():
        yield 4, HEADS[4], change(4)
        raise sqlite3.DatabaseError

    there = sorted(path.parent.iterdir())

    with pytest.raises(sqlite3.DatabaseError):
        witness.start(path.parent, OWNER, broken_off())

    assert sorted(path.parent.iterdir()) == there == [path]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "文件").write_text("x")

    with pytest.raises(WorkspaceError, match="写不成"):
        witness.start(Path(tmp_path / "文件" / "里"), OWNER, [])
