"""A reader that somebody wrote from the manual's page alone reads what we write, and refuses what
we refuse: the page says all that another program needs."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.formats import packages, sealing
from tests.formats import second_reader
from tests.formats.test_samples import DESK_KEY, ESCROW_KEY, OFFICE_KEY

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.fuer"))
KEYS = [DESK_KEY, OFFICE_KEY]
SMALLEST = min(SAMPLES, key=lambda path: path.stat().st_size)


def ours(data):
    """What our own reader says of a file; None where it refuses it."""
    content_of = {
        "task": packages.task_of,
        "submission": packages.submission_of,
        "inquiry": packages.submission_of,
        "return": packages.return_of,
        "receipt": packages.receipt_of,
        "handover": packages.handover_of,
    }
    try:
        package = packages.read_any(data, "x.fuer", KEYS)
        content_of[package.manifest.kind](package)
    except PackageError:
        return None
    return package.digest, package.payload, dict(package.attached)


def theirs(data):
    """The same of the second reader."""
    try:
        read = second_reader.read(data, [bytes.fromhex(key) for key in KEYS])
    except second_reader.RefusedError:
        return None
    written = json.dumps(read.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return read.digest, written.encode(), read.attached


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_kept_sample_says_the_same_to_both(path):
    data = path.read_bytes()

    assert ours(data) is not None
    assert theirs(data) == ours(data)


@pytest.mark.parametrize("key", [DESK_KEY, OFFICE_KEY, ESCROW_KEY])
def test_a_sealed_package_opens_with_each_of_its_keys_and_stays_closed_without(key):
    data = (SMALLEST.parent / "submission-v5-sealed.fuer").read_bytes()

    assert second_reader.read(data, [bytes.fromhex(key)]).payload is not None
    assert second_reader.read(data).payload is None


@given(st.data())
def test_what_is_changed_on_the_way_is_refused_by_both(data):
    whole = data.draw(st.sampled_from(SAMPLES)).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.sampled_from([1 << number for number in range(8)]))
    changed = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]

    assert (ours(changed), theirs(changed)) == (None, None)
    assert (ours(whole[:at]), theirs(whole[:at])) == (None, None)


def test_versions_compare_alike():
    first = second_reader.read((SMALLEST.parent / "submission-v1.fuer").read_bytes())
    later = first._replace(
        digest="aa" * 32, manifest={**first.manifest, "ancestors": [first.digest]}
    )
    forked = first._replace(digest="bb" * 32)

    assert second_reader.compare(first, first) == "same"
    assert second_reader.compare(later, first) == "newer"
    assert second_reader.compare(first, later) == "older"
    assert second_reader.compare(forked, later) == "conflict"


def test_it_stays_short_and_knows_nothing_of_our_own_code():
    source = Path(second_reader.__file__).read_text("utf-8")

    assert len(source.splitlines()) <= 300
    assert "fuer_desktop" not in source


def test_the_page_gives_the_recipient_of_a_key():
    page = SMALLEST.parents[3] / "resources" / "help" / "package-format.md"

    assert f"`{sealing.recipient_of('01' * 32)}`" in page.read_text("utf-8")
