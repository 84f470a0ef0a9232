"""The recovery code: what is printed is read again, and a slip is told with its group."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fuer_desktop.domain import fingerprints, recovery_code
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.recovery_code import groups_of, seed_of

seeds = st.binary(min_size=32, max_size=32)
places = st.integers(0, 15)
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def said_wrong(groups):
    with pytest.raises(EntryError) as refusal:
        seed_of(" ".join(groups))
    return str(refusal.value)


@given(seeds)
def test_a_code_is_sixteen_groups_of_six_digits_and_reads_back(seed):
    groups = groups_of(seed)

    assert len(groups) == 16
    assert all(re.fullmatch("[0-9]{6}", group) for group in groups)
    assert seed_of(" ".join(groups)) == seed


@given(seeds, st.sampled_from(["", " ", "-", "—", "　", "，", "\n", "  - "]), st.booleans())
def test_blanks_dashes_and_full_width_digits_do_not_matter(seed, between, wide):
    typed = between.join(groups_of(seed))

    assert seed_of(f"  {typed.translate(FULLWIDTH) if wide else typed}\n") == seed


@given(seeds, places, st.integers(0, 5), st.integers(1, 9))
def test_one_digit_that_is_wrong_is_told_with_its_group(seed, place, digit, by):
    groups = list(groups_of(seed))
    group = groups[place]
    groups[place] = f"{group[:digit]}{(int(group[digit]) + by) % 10}{group[digit + 1 :]}"

    assert f"第{place + 1}组" in said_wrong(groups)


@given(seeds, places, st.integers(0, 4))
def test_two_neighbours_exchanged_are_told_with_their_group(seed, place, digit):
    groups = list(groups_of(seed))
    group = groups[place]
    assume(group[digit] != group[digit + 1])
    groups[place] = group[:digit] + group[digit + 1] + group[digit] + group[digit + 2 :]

    assert f"第{place + 1}组" in said_wrong(groups)


@given(seeds, places, places)
def test_two_groups_exchanged_are_told(seed, one, other):
    assume((one - other) % 10)
    groups = list(groups_of(seed))
    assume(groups[one][:5] != groups[other][:5])
    groups[one], groups[other] = groups[other], groups[one]

    assert "、".join(str(place + 1) for place in sorted((one, other))) in said_wrong(groups)


def test_every_wrong_group_is_named():
    groups = list(groups_of(bytes(32)))
    groups[6], groups[8] = "12345", "abcdef"

    assert said_wrong(groups).startswith("恢复码的第7、9组写错了")


@pytest.mark.parametrize("typed", ["", "123456", "123456 " * 15, "123456" * 17, "12345" * 16])
def test_too_few_or_too_many_digits_are_counted(typed):
    with pytest.raises(EntryError, match=f"现在是{len(typed.replace(' ', ''))}位"):
        seed_of(typed)


def test_a_group_that_says_more_than_two_bytes_is_wrong():
    assert not recovery_code.is_group(0, recovery_code._group(0, 65536))
    assert recovery_code.is_group(0, recovery_code._group(0, 65535))


@given(seeds, st.text(max_size=120))
def test_whatever_is_typed_is_read_or_refused_in_one_sentence(seed, typed):
    try:
        read = seed_of(typed)
    except EntryError as error:
        read, said = b"", str(error)
    assert len(read) == 32 or (said and "\n" not in said)


@given(seeds)
def test_a_fingerprint_is_six_groups_of_four_digits_and_always_the_same(key):
    said = fingerprints.spoken(key.hex())

    assert re.fullmatch("([0-9]{4} ){5}[0-9]{4}", said)
    assert fingerprints.spoken(key.hex()) == said


def test_what_is_on_paper_already_never_changes():
    printed = (
        "000013 005151 010292 015437 020572 025719 030855 035995"
        " 041134 046274 051412 056558 061693 066834 071974 077110"
    )

    assert fingerprints.spoken("00" * 32) == "3166 0371 7876 0838 8781 1188"
    assert seed_of(printed) == bytes(range(32))
