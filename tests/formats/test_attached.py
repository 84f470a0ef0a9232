"""A package with files is read whole and unchanged, or not at all."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.formats import container, packages, signing
from fuer_desktop.formats.package_contents import SaidAttachment, SubmissionPayload
from fuer_desktop.texts import packages as texts
from tests.formats.test_samples import (
    ATTACHED,
    DESK_KEY,
    FILES,
    SCAN,
    TASK,
    attached_package,
    manifest,
)

FILE = "上报.fuer"


def pack(payload, attached, **changes):
    """A package with this payload and these members, signed by the desk."""
    said = msgspec.structs.replace(
        attached_package()[0],
        payload_length=len(payload),
        payload_sha256=signing.fingerprint(payload),
        **changes,
    )
    return packages.write(said, payload, DESK_KEY, attached).data


def opened(data):
    package = packages.read(data, FILE, "submission")
    return package, packages.submission_of(package)


def refusal(data):
    with pytest.raises(PackageError) as error:
        opened(data)
    return str(error.value)


def said(content, name="a.pdf", form="FE-XX01"):
    return SaidAttachment(
        form=form, name=name, size=len(content), sha256=signing.fingerprint(content)
    )


contents = st.binary(min_size=1, max_size=50)


@settings(max_examples=30)
@given(st.lists(st.tuples(contents, st.sampled_from(["a.pdf", "图.png", "表.xlsx"])), max_size=5))
def test_files_come_back_byte_by_byte(given_files):
    attachments = [said(content, name) for content, name in given_files]
    content = msgspec.structs.replace(ATTACHED, attachments=attachments)
    by_digest = {signing.fingerprint(data): data for data, _ in given_files}
    members = {
        member: by_digest[digest] for member, digest in packages.members_of(attachments).items()
    }
    payload = packages.encode(content)

    package, found = opened(pack(payload, members, format=packages.format_of(content)))

    assert found == content
    assert [packages.attached_file(package, found, one.sha256) for one in found.attachments] == [
        data for data, _ in given_files
    ]
    assert packages.format_of(content) == (4 if given_files else 3)


WHOLE = packages.encode(ATTACHED)
ALTERED = texts.ALTERED.format(file=FILE)
CUT = texts.CUT.format(file=FILE)
PDF, PNG = FILES


@pytest.mark.parametrize(
    ("attached", "sentence"),
    [
        ({}, ALTERED),
        ({PDF: SCAN}, ALTERED),
        ({PDF: SCAN, PNG: SCAN}, ALTERED),
        ({PDF: SCAN + b"x", PNG: FILES[PNG]}, ALTERED),
        ({PNG: FILES[PNG], PDF: SCAN}, ALTERED),
        ({**FILES, "attachment-03.pdf": b"%PDF-"}, ALTERED),
        ({**FILES, "../attachment-03.pdf": b"%PDF-"}, CUT),
        ({**FILES, "attachment-03.exe": b"MZ"}, CUT),
        ({PDF: SCAN, "attachment-02.pdf": FILES[PNG]}, ALTERED),
    ],
    ids=[
        "none", "one missing", "another's content", "longer", "another order", "one more",
        "a path", "a program", "another ending",
    ],
)  # fmt: skip
def test_files_that_are_not_those_named_are_refused(attached, sentence):
    assert refusal(pack(WHOLE, attached)) == sentence


def test_a_file_without_being_named_is_refused():
    payload = packages.encode(msgspec.structs.replace(ATTACHED, attachments=[]))

    assert refusal(pack(payload, {PDF: SCAN})) == ALTERED


def test_a_size_that_is_not_the_file_s_is_refused():
    wrong = [msgspec.structs.replace(said(SCAN), size=len(SCAN) + 1)]
    payload = packages.encode(msgspec.structs.replace(ATTACHED, attachments=wrong))

    assert refusal(pack(payload, {PDF: SCAN})) == ALTERED


@pytest.mark.parametrize("name", ["../a.pdf", "a.exe", "a\u202efdp.pdf", "", "a\n.pdf", ".pdf"])
def test_a_name_that_the_program_would_not_keep_is_refused(name):
    written = packages.encode(msgspec.structs.replace(ATTACHED, attachments=[said(SCAN)]))
    spoilt = msgspec.json.decode(written)
    spoilt["attachments"][0]["name"] = name

    assert "写法不对" in refusal(pack(msgspec.json.encode(spoilt, order="sorted"), {PDF: SCAN}))


def test_a_file_that_grows_beyond_the_limit_is_not_unpacked():
    attached = {PDF: bytes(MAX_FILE_BYTES + 1)}

    assert refusal(pack(WHOLE, attached)) == CUT


def test_more_files_than_a_unit_may_attach_are_not_unpacked():
    many = {f"attachment-{number:02}.pdf": b"%PDF-" for number in range(1, MAX_FILES + 2)}

    assert refusal(pack(WHOLE, many)) == CUT


def test_a_task_package_brings_no_files():
    payload = packages.encode(TASK)
    about = manifest(
        "task", DESK_KEY, payload, version=1, ancestors=[], forms=[], recipient="",
        enrolment="", journal_head="",
    )  # fmt: skip
    data = packages.write(about, payload, DESK_KEY, {PDF: SCAN}).data

    with pytest.raises(PackageError, match="与签名不符"):
        packages.read(data, FILE, "task")


@given(st.binary(max_size=200))
def test_what_an_archive_s_end_says_is_only_guessed(data):
    assert isinstance(container.names_in(data, 9), tuple)


@settings(max_examples=30)
@given(st.data())
def test_no_changed_bit_of_an_attached_file_is_accepted(data):
    whole = attached_package()[1].data
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    flipped = bytearray(whole)
    flipped[at // 8] ^= 1 << at % 8

    with pytest.raises(PackageError):
        opened(bytes(flipped))


def test_a_submission_says_nothing_of_files_where_there_are_none():
    assert b"attachments" not in packages.encode(SubmissionPayload([], {}))
