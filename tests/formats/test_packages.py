"""Packages: what is written is read, what is not quite a package is refused in one sentence."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import container, packages, sealing, signing
from fuer_desktop.formats.package_contents import (
    Cell,
    FormCells,
    FormRef,
    Manifest,
    SubmissionPayload,
    TaskPayload,
)
from fuer_desktop.formats.packages import Package
from fuer_desktop.texts import packages as texts

KEY = "11" * 32
OTHER_KEY = "22" * 32
MEMBERS = ("manifest.json", "manifest.sig", "payload.json")
FILE = "甲溪镇.fuer"

SUBMISSION = SubmissionPayload(
    forms=[
        FormCells(
            "FE-WJ01",
            2025,
            [
                Cell("1", "01", "1", Kind.NUMBER, "12.50", "", "已核"),
                Cell("1", "02", "1", Kind.NO_DATA, "", "调查尚未完成", ""),
            ],
        )
    ],
    signatories={"head": "甲", "statistics_head": "乙", "filler": "丙"},
)
TASK = TaskPayload(
    deadline=date(2026, 3, 31),
    secret="33" * 32,
    definitions={"forms/FE-WJ01.toml": "[form]\n", "place.toml": "# 演练县\n"},
    last_year=[FormCells("FE-WJ01", 2024, [])],
)


def manifest(payload, **changes):
    fields = {
        "format": 1,
        "kind": "submission",
        "suite": "ed25519-sha256/1",
        "program": "0.1.0",
        "created": "2026-01-05T09:30:00+08:00",
        "task": "990100-2025",
        "place": "990100",
        "unit": "990100WJ",
        "period": 2025,
        "practice": True,
        "version": 2,
        "ancestors": ["aa" * 32],
        "forms": [FormRef("FE-WJ01", 1, "bb" * 32)],
        "sender": signing.public_key_of(KEY),
        "recipient": "cc" * 32,
        "enrolment": "dd" * 32,
        "journal_head": "ee" * 32,
        "payload_length": len(payload),
        "payload_sha256": signing.fingerprint(payload),
    }
    return Manifest(**fields | changes)


def written(content=SUBMISSION, **changes):
    payload = packages.encode(content)
    changes = {"format": packages.format_of(content)} | changes
    return packages.write(manifest(payload, **changes), payload, KEY)


def fields_of(**changes):
    """A manifest as JSON can say it, whatever the classes allow."""
    payload = packages.encode(SUBMISSION)
    return msgspec.to_builtins(manifest(payload)) | changes


def as_we_write(content):
    """JSON as the program writes it: no blanks, keys in order, characters as they are."""
    return json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=True
    ).encode()


def sealed(stored, payload=None, key=KEY, signature=None):
    """A package of these bytes with a signature that holds."""
    return container.pack(
        {
            "manifest.json": stored,
            "manifest.sig": signing.sign(key, stored) if signature is None else signature,
            "payload.json": packages.encode(SUBMISSION) if payload is None else payload,
        }
    )


def sealed_fields(**changes):
    return sealed(as_we_write(fields_of(**changes)))


def refusal(data, wanted="submission"):
    with pytest.raises(PackageError) as error:
        packages.read(data, FILE, wanted)
    return str(error.value)


def malformed(path):
    return texts.MALFORMED.format(file=FILE, path=path)


ALTERED = texts.ALTERED.format(file=FILE)
READER = sealing.recipient_of(KEY)
EMPTY = texts.EMPTY.format(file=FILE)
CUT = texts.CUT.format(file=FILE)
NOT_A_PACKAGE = texts.NOT_A_PACKAGE.format(file=FILE)

codes = st.from_regex(r"[A-Za-z0-9._-]{1,40}", fullmatch=True)
figures = st.from_regex(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", fullmatch=True)
EMPTY_KINDS = [kind for kind in Kind if kind not in (Kind.NUMBER, Kind.TEXT, Kind.BLANK)]
contents = st.tuples(st.just(Kind.NUMBER), figures) | st.tuples(
    st.sampled_from(EMPTY_KINDS), st.just("")
)
cells = st.builds(
    lambda place, content, reason, note: Cell(*place, *content, reason, note),
    st.tuples(codes, codes, codes), contents, st.text(), st.text(),
)  # fmt: skip
cells |= st.builds(
    lambda place, written: Cell(*place, Kind.TEXT, "", "", written),
    st.tuples(codes, codes, codes), st.text(min_size=1),
)  # fmt: skip
forms = st.builds(FormCells, codes, st.integers(1900, 2199), st.lists(cells, max_size=3))
submissions = st.builds(
    SubmissionPayload, st.lists(forms, max_size=3), st.dictionaries(st.text(), st.text())
)
hexadecimal = st.from_regex("[0-9a-f]{64}", fullmatch=True)
tasks = st.builds(
    TaskPayload,
    st.dates(),
    hexadecimal,
    st.dictionaries(st.text(), st.text(), max_size=3),
    st.lists(forms, max_size=2),
)


# --- what is written is read --------------------------------------------------------------


@settings(max_examples=50)
@given(submissions)
@example(SUBMISSION)
def test_a_submission_survives_being_written_and_read(content):
    package = packages.read(written(content).data, FILE, "submission")

    assert packages.submission_of(package) == content


@settings(max_examples=50)
@given(tasks)
@example(TASK)
def test_a_task_survives_being_written_and_read(content):
    package = packages.read(written(content, kind="task").data, FILE, "task")

    assert packages.task_of(package) == content


def test_the_manifest_is_read_as_it_was_written():
    payload = packages.encode(SUBMISSION)
    written_manifest = manifest(payload)

    package = packages.read(packages.write(written_manifest, payload, KEY).data, FILE, "submission")

    assert package.manifest == written_manifest
    assert package.payload == payload


def test_the_identity_of_a_package_is_the_digest_of_its_manifest():
    result = written()
    stored = container.unpack(result.data, MEMBERS)["manifest.json"]

    package = packages.read(result.data, FILE, "submission")

    assert package.digest == result.digest == signing.fingerprint(stored)
    assert package.data == result.data


@settings(max_examples=50)
@given(submissions)
def test_equal_payloads_give_equal_bytes(content):
    again = msgspec.json.decode(packages.encode(content), type=SubmissionPayload)

    assert packages.encode(again) == packages.encode(content)


def test_the_order_of_signatories_and_definitions_does_not_matter():
    backwards = dict(reversed(SUBMISSION.signatories.items()))
    turned = dict(reversed(TASK.definitions.items()))

    assert packages.encode(msgspec.structs.replace(SUBMISSION, signatories=backwards)) == (
        packages.encode(SUBMISSION)
    )
    assert packages.encode(msgspec.structs.replace(TASK, definitions=turned)) == (
        packages.encode(TASK)
    )


def test_writing_again_gives_the_same_file():
    assert written() == written()


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 3},
        {"unit": "990100JY"},
        {"created": "2026-01-05T09:30:01+08:00"},
        {"journal_head": "00" * 32},
        {"practice": False},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_manifest_is_another_package(changes):
    assert written(**changes).digest != written().digest


# --- damage on the way --------------------------------------------------------------------


def is_read(data):
    try:
        packages.read(data, FILE, "submission")
    except PackageError:
        return False
    return True


def test_every_flipped_bit_is_refused():
    whole = written().data

    read = []
    for place in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        if is_read(bytes(flipped)):
            read.append(place)

    assert is_read(whole)
    assert read == []


@pytest.mark.parametrize(
    "too_much",
    [
        pytest.param({"sealed_for": [READER] * 7, "suite": "ed25519-sha256-age/1"}, id="readers"),
        pytest.param({"ancestors": [f"{n:064x}" for n in range(4000)]}, id="ancestors"),
        pytest.param({"version": 100_001}, id="a version after the last"),
    ],
)
def test_what_no_reader_would_take_is_refused_when_it_is_made(too_much):
    payload = packages.encode(SUBMISSION)

    with pytest.raises(PackageError, match="超出了一个包放得下的"):
        packages.make(manifest(payload, **too_much), SUBMISSION, KEY)


def test_no_cut_package_is_read():
    data = written().data

    said = {refusal(data[:size]) for size in range(len(data))}

    assert said == {CUT, NOT_A_PACKAGE, EMPTY}
    assert refusal(b"") == EMPTY


@given(st.binary(min_size=1, max_size=300).filter(lambda data: data[:4] != b"PK\3\4"))
def test_foreign_bytes_are_refused_in_words(data):
    assert refusal(data) == NOT_A_PACKAGE
    assert refusal(b"PK\3\4" + data) == CUT


def test_a_package_that_was_unpacked_and_zipped_again_is_refused_in_words():
    members = container.unpack(written().data, MEMBERS)
    turned = dict(reversed(members.items()))

    assert refusal(container.pack(turned)) == CUT


# --- the order of the checks --------------------------------------------------------------

FAULTS = [
    # what is wrong, and the sentence while everything after it is wrong too
    ("size", texts.TOO_LARGE.format(file=FILE, limit=0)),
    ("magic", NOT_A_PACKAGE),
    ("archive", CUT),
    ("manifest over its cap", CUT),
    ("no format", malformed("$")),
    (
        "format",
        texts.NEWER_FORMAT.format(file=FILE, found=packages.FORMAT + 1, known=packages.FORMAT),
    ),
    ("suite", texts.UNKNOWN_SUITE.format(file=FILE, suite="rot13/1")),
    ("signature", ALTERED),
    ("manifest", malformed("$.period")),
    ("kind", texts.WRONG_KIND.format(file=FILE, found="任务包", wanted="上报包")),
    ("digest", ALTERED),
    ("payload", malformed("$.forms")),
]


def with_faults(faults):
    fields = fields_of()
    payload = (
        b'{"forms":1,"signatories":{}}' if "payload" in faults else packages.encode(SUBMISSION)
    )
    fields["payload_length"] = len(payload)
    fields["payload_sha256"] = signing.fingerprint(payload if "digest" not in faults else b"?")
    if "kind" in faults:
        fields["kind"] = "task"
    if "manifest" in faults:
        fields["period"] = "2025"
    if "suite" in faults:
        fields["suite"] = "rot13/1"
    if "format" in faults:
        fields["format"] = packages.FORMAT + 1
    if "no format" in faults:
        del fields["format"]
    stored = as_we_write(fields)
    if "manifest over its cap" in faults:
        stored += b" " * packages.MAX_MANIFEST
    data = sealed(stored, payload, key=OTHER_KEY if "signature" in faults else KEY)
    if "archive" in faults:
        data += b"?"
    return b"XX" + data if "magic" in faults else data


@pytest.mark.parametrize("first", range(len(FAULTS)), ids=[name for name, _ in FAULTS])
def test_the_first_failure_is_told_and_nothing_behind_it_is_looked_at(monkeypatch, first):
    faults = [name for name, _ in FAULTS[first:]]
    if "size" in faults:
        monkeypatch.setattr(container, "MAX_BYTES", 100)

    with pytest.raises(PackageError) as error:
        packages.submission_of(packages.read(with_faults(faults), FILE, "submission"))

    assert str(error.value) == FAULTS[first][1]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS[1:], ids=[name for name, _ in FAULTS[1:]])
def test_each_failure_alone_is_enough(fault, sentence):
    with pytest.raises(PackageError) as error:
        packages.submission_of(packages.read(with_faults([fault]), FILE, "submission"))

    assert str(error.value) == sentence


def test_with_no_fault_the_packages_of_this_test_are_read():
    package = packages.read(with_faults([]), FILE, "submission")

    assert packages.submission_of(package) == SUBMISSION


@pytest.mark.parametrize(
    ("over", "taken"), [(0, True), (1, False)], ids=["at the cap", "one byte over it"]
)
def test_the_cap_on_a_package_is_exact(monkeypatch, over, taken):
    data = written().data
    monkeypatch.setattr(container, "MAX_BYTES", len(data) - over)

    if taken:
        packages.read(data, FILE, "submission")
    else:
        assert "超过" in refusal(data)


@pytest.mark.parametrize(
    ("over", "taken"), [(0, True), (1, False)], ids=["at the cap", "one byte over it"]
)
def test_the_cap_on_a_manifest_is_exact(over, taken):
    least = len(as_we_write(fields_of(program="")))
    data = sealed_fields(program="x" * (packages.MAX_MANIFEST - least + over))

    if taken:
        packages.read(data, FILE, "submission")
    else:
        assert refusal(data) == CUT


@pytest.mark.parametrize(
    ("kind", "wanted", "words"),
    [
        ("task", "submission", "“甲溪镇.fuer”是任务包，这里要的是上报包。"),
        ("submission", "task", "“甲溪镇.fuer”是上报包，这里要的是任务包。"),
    ],
)
def test_the_wrong_kind_of_package_is_named(kind, wanted, words):
    assert refusal(written(kind=kind).data, wanted) == words


def test_a_newer_format_is_told_before_anything_that_this_program_cannot_know():
    data = sealed_fields(format=7, colour="red")

    assert refusal(data) == texts.NEWER_FORMAT.format(file=FILE, found=7, known=packages.FORMAT)


# --- what was altered ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="empty"),
        pytest.param(packages.encode(SUBMISSION) + b" ", id="a blank more"),
        pytest.param(packages.encode(SUBMISSION)[:-1], id="a byte less"),
        pytest.param(packages.encode(SUBMISSION).replace(b"12.50", b"12.51"), id="same length"),
        pytest.param(packages.encode(TASK), id="of another package"),
    ],
)
def test_another_payload_under_a_signed_manifest_is_refused(payload):
    stored = as_we_write(fields_of())

    assert refusal(sealed(stored, payload)) == ALTERED


@pytest.mark.parametrize(
    "changes",
    [{"payload_length": 1}, {"payload_length": -1}, {"payload_sha256": "00" * 32}],
    ids=["shorter", "negative", "another digest"],
)
def test_a_manifest_that_says_something_else_of_its_payload_is_refused(changes):
    assert refusal(sealed_fields(**changes)) == ALTERED


@pytest.mark.parametrize(
    "signature",
    [b"", bytes(64), b"x" * 63, signing.sign(OTHER_KEY, as_we_write(fields_of()))],
    ids=["none", "zeros", "short", "of another key"],
)
def test_a_signature_that_does_not_hold_is_refused(signature):
    assert refusal(sealed(as_we_write(fields_of()), signature=signature)) == ALTERED


@settings(max_examples=60)
@given(st.sampled_from(sorted(fields_of())))
def test_no_field_of_the_manifest_can_be_changed_under_its_signature(field):
    stored = as_we_write(fields_of())
    changed = as_we_write(fields_of(**{field: written(unit="X").digest}))

    data = sealed(changed, signature=signing.sign(KEY, stored))

    assert FILE in refusal(data)


def test_the_signature_of_another_package_does_not_hold():
    other = container.unpack(written(version=3).data, MEMBERS)

    data = sealed(as_we_write(fields_of()), signature=other["manifest.sig"])

    assert refusal(data) == ALTERED


# --- what is malformed under a signature that holds ---------------------------------------


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"format": "1"}, "$.format", id="format as text"),
        pytest.param({"format": 1.0}, "$.format", id="format with a point"),
        pytest.param({"format": True}, "$.format", id="format as truth"),
        pytest.param({"format": 0}, "$.format", id="format 0"),
        pytest.param({"format": -1}, "$.format", id="format below 0"),
        pytest.param({"format": 10**30}, "$.format", id="format of 31 digits"),
        pytest.param({"kind": "letter"}, "$.kind", id="unknown kind"),
        pytest.param({"period": "2025"}, "$.period", id="period as text"),
        pytest.param({"period": None}, "$.period", id="period null"),
        pytest.param({"period": 1899}, "$.period", id="period too early"),
        pytest.param({"period": 2200}, "$.period", id="period too late"),
        pytest.param({"period": 10**30}, "$.period", id="period of 31 digits"),
        pytest.param({"practice": 1}, "$.practice", id="practice as number"),
        pytest.param({"version": 1.5}, "$.version", id="half a version"),
        pytest.param({"version": 0}, "$.version", id="version 0"),
        pytest.param({"version": 100_001}, "$.version", id="version too high"),
        pytest.param({"version": 10**30}, "$.version", id="version of 31 digits"),
        pytest.param({"task": ""}, "$.task", id="empty code"),
        pytest.param({"task": "a" * 41}, "$.task", id="long code"),
        pytest.param({"unit": "甲溪镇"}, "$.unit", id="code in Chinese"),
        pytest.param({"unit": "../x"}, "$.unit", id="code with a path"),
        pytest.param({"unit": "a b"}, "$.unit", id="code with a blank"),
        pytest.param({"unit": "U1\n"}, "$.unit", id="code with a new line behind"),
        pytest.param({"place": "a\0b"}, "$.place", id="code with NUL"),
        pytest.param({"sender": "AB" * 32}, "$.sender", id="capitals"),
        pytest.param({"sender": "ab" * 31}, "$.sender", id="short key"),
        pytest.param({"sender": 7}, "$.sender", id="key as number"),
        pytest.param(
            {"sender": signing.public_key_of(KEY) + "\n"}, "$.sender", id="key with a new line"
        ),
        pytest.param({"ancestors": "aa" * 32}, "$.ancestors", id="ancestors as text"),
        pytest.param({"ancestors": ["aa" * 32, "x"]}, "$.ancestors[1]", id="one bad ancestor"),
        pytest.param(
            {"forms": [{"code": "F", "version": 1}]}, "$.forms[0]", id="form without digest"
        ),
        pytest.param(
            {"forms": [{"code": "F", "version": 1, "digest": "aa" * 32, "x": 1}]},
            "$.forms[0]",
            id="unknown field of a form",
        ),
        pytest.param({"payload_sha256": "x"}, "$.payload_sha256", id="no digest"),
        pytest.param({"recipient": None}, "$.recipient", id="recipient null"),
        pytest.param({"recipient": "cc"}, "$.recipient", id="short recipient"),
        pytest.param({"recipient": "cc" * 32 + "\n"}, "$.recipient", id="recipient and new line"),
        pytest.param({"enrolment": "证明"}, "$.enrolment", id="enrolment in Chinese"),
        pytest.param({"enrolment": "\n"}, "$.enrolment", id="enrolment of a new line"),
        pytest.param({"colour": "red"}, "$", id="unknown field"),
    ],
)
def test_a_malformed_manifest_is_refused_by_the_name_of_the_field(changes, path):
    assert refusal(sealed_fields(**changes)) == malformed(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1},
        {"version": 100_000},
        {"period": 1900},
        {"period": 2199},
        {"recipient": ""},
        {"enrolment": ""},
        {"ancestors": []},
        {"program": "𠮷"},
    ],
    ids=str,
)
def test_a_manifest_at_its_bounds_is_read(changes):
    package = packages.read(sealed_fields(**changes), FILE, "submission")

    assert msgspec.to_builtins(package.manifest) == fields_of(**changes)


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(as_we_write(fields_of())[:-1] + b',"unit":"OTHER"}', id="a field twice"),
        pytest.param(
            as_we_write(fields_of())[:-1] + b',"unit":"990100WJ"}', id="a field twice, the same"
        ),
        pytest.param(as_we_write(fields_of()) + b" ", id="a blank behind"),
        pytest.param(b"\n" + as_we_write(fields_of()), id="a new line before"),
        pytest.param(json.dumps(fields_of(), sort_keys=True).encode(), id="blanks between"),
        pytest.param(
            as_we_write(fields_of()).replace(b'"practice":true', b'"practice": true'), id="a blank"
        ),
        pytest.param(
            json.dumps(fields_of(), separators=(",", ":")).encode(), id="keys in another order"
        ),
        pytest.param(as_we_write(fields_of()).replace(b"0.1.0", b"\\u0030.1.0"), id="an escape"),
    ],
)
def test_a_manifest_that_we_would_write_differently_is_refused(stored):
    assert refusal(sealed(stored)) == malformed("$")


def test_a_manifest_of_a_hundred_thousand_brackets_is_refused_in_words():
    stored = b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    assert "写法不对" in refusal(sealed(stored))


@pytest.mark.parametrize("field", sorted(set(fields_of()) - {"suite", "sender", "format"}))
def test_every_field_of_the_manifest_is_needed(field):
    fields = fields_of()
    del fields[field]

    assert refusal(sealed(as_we_write(fields))) == malformed("$")


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"\xef\xbb\xbf" + as_we_write(fields_of()), id="byte order mark"),
        pytest.param(as_we_write(fields_of()).decode().encode("utf-16"), id="UTF-16"),
        pytest.param(as_we_write(fields_of()) + b"{}", id="two manifests"),
        pytest.param(as_we_write(fields_of())[:-1] + b",}", id="a comma too many"),
        pytest.param(as_we_write(fields_of(program="X")).replace(b"X", b"\xff"), id="0xff"),
        pytest.param(
            as_we_write(fields_of(program="X")).replace(b"X", b"\\ud800"), id="half a pair"
        ),
        pytest.param(as_we_write(fields_of(period=float("nan"))), id="NaN"),
        pytest.param(as_we_write(fields_of(period=float("inf"))), id="Infinity"),
        pytest.param(b'{"format":' + b"9" * 5000 + b"}", id="a number of 5000 digits"),
    ],
)
def test_a_manifest_that_is_not_json_as_we_write_it_is_refused(stored):
    assert "写法不对" in refusal(sealed(stored))


def submission_with(payload):
    stored = as_we_write(
        fields_of(payload_length=len(payload), payload_sha256=signing.fingerprint(payload))
    )
    return packages.read(sealed(stored, payload), FILE, "submission")


def refusal_of_payload(payload):
    with pytest.raises(PackageError) as error:
        packages.submission_of(submission_with(payload))
    return str(error.value)


def with_cell(*cell):
    form = {"code": "FE-WJ01", "period": 2025, "cells": [list(cell)]}
    return as_we_write({"forms": [form], "signatories": {}})


FINDING = {
    "form": "FE-WJ01", "rule": "FE-WJ01.C01", "cells": "1/01/1 1/02/1", "left": "41", "right": "",
    "class": "C", "state": "explained", "reason": "两个村合并了", "by": "甲",
    "at": "2026-01-05T09:30:00+08:00",
}  # fmt: skip


def with_finding(said, format_=2):
    payload = as_we_write({"forms": [], "signatories": {}, "findings": [said]})
    stored = as_we_write(
        fields_of(
            format=format_,
            payload_length=len(payload),
            payload_sha256=signing.fingerprint(payload),
        )
    )
    return packages.submission_of(packages.read(sealed(stored, payload), FILE, "submission"))


def test_a_finding_travels_as_it_is_said():
    [said] = with_finding(FINDING).findings

    assert msgspec.to_builtins(said) == FINDING


@pytest.mark.parametrize("format_", [1, 2])
def test_only_what_says_findings_needs_format_2(format_):
    [said] = with_finding(FINDING).findings
    content = msgspec.structs.replace(SUBMISSION, findings=[said] if format_ == 2 else [])

    assert packages.format_of(content) == format_
    assert (b'"findings"' in packages.encode(content)) == (format_ == 2)
    assert packages.format_of(TASK) == 1


def test_findings_in_a_package_of_format_1_are_refused():
    with pytest.raises(PackageError) as error:
        with_finding(FINDING, format_=1)

    assert str(error.value) == malformed("$")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("form", ""), ("rule", "有字"), ("rule", "a b"), ("class", "E"), ("class", ""),
        ("state", "gone"), ("state", ""), ("reason", None), ("by", 1), ("at", None),
        *(("cells", cells) for cells in ("", "1/01", "1/01/1/2", "1/01/1  1/02/1", " 1/01/1", 1)),
*(("cells", cells) for cells in ("1/01/1 ", "1/01/1\n", "第/01/1")),
        ("cells", " ".join(["a/b/c"] * 201)),
        *((side, text) for side in ("left", "right") for text in
          ("1.50", "1.", ".5", "01", "+1", "1e3", "NaN", " 1", "1\n", "１", 1, None, "9" * 81)),
    ],
    ids=repr,
)  # fmt: skip
def test_a_finding_that_is_not_said_as_we_say_it_is_refused(field, wrong):
    with pytest.raises(PackageError) as error:
        with_finding(FINDING | {field: wrong})

    assert str(error.value) == malformed(f"$.findings[0].{field}")


def test_a_finding_with_a_field_more_or_less_is_refused():
    for said in (FINDING | {"note": ""}, {k: v for k, v in FINDING.items() if k != "by"}):
        with pytest.raises(PackageError, match="写法不对"):
            with_finding(said)


NUMBERS = ["0", "-0", "7", "-7", "0.5", "12.500000", "999999999999999", "999999999999999.999999"]
NOT_NUMBERS = [
    "+1", "01", "-01", "00", ".5", "5.", "1.1234567", "1234567890123456", "1e3", "1E3", "0x10",
    "NaN", "Infinity", "-", "--1", "1,000", "1 000", " 1", "1 ", "1\n", "\n", "１",
    "٣", "一", "1_000", "½", "%", 1, 1.5, True, None, [], {},
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_the_grammar_travels_as_it_is_written(number):
    package = submission_with(with_cell("1", "01", "1", "number", number, "", ""))

    assert packages.submission_of(package).forms[0].cells[0].number == number


@pytest.mark.parametrize("number", NOT_NUMBERS, ids=repr)
def test_a_number_outside_the_grammar_is_refused_by_its_place(number):
    payload = with_cell("1", "01", "1", "number", number, "", "")

    assert refusal_of_payload(payload) == malformed("$.forms[0].cells[0][4]")


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("number", ""),
        ("blank", ""),
        ("blank", "5"),
        ("no_data", "5"),
        ("no_data", "0"),
        ("not_applicable", "5"),
        ("included", "5"),
        ("exempt", "5"),
    ],
)
def test_a_cell_whose_kind_and_number_contradict_each_other_is_refused(kind, number):
    payload = with_cell("1", "01", "1", kind, number, "", "")

    assert refusal_of_payload(payload) == malformed("$.forms[0].cells[0]")
    with pytest.raises(ValueError, match="contradict"):
        Cell("1", "01", "1", Kind(kind), number, "", "")


@pytest.mark.parametrize("kind", EMPTY_KINDS)
def test_a_cell_that_says_why_it_has_no_number_travels(kind):
    package = submission_with(with_cell("1", "01", "1", kind, "", "", ""))

    assert packages.submission_of(package).forms[0].cells[0].kind is kind


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        pytest.param(
            with_cell("1", "01", "1", "number", "1", ""), "$.forms[0].cells[0]", id="short"
        ),
        pytest.param(
            with_cell(1, "01", "1", "number", "1", "", ""), "$.forms[0].cells[0][0]", id="1"
        ),
        pytest.param(
            with_cell("1", "一", "1", "number", "1", "", ""), "$.forms[0].cells[0][1]", id="row 一"
        ),
        pytest.param(
            with_cell("1", "01", "1", "maybe", "1", "", ""), "$.forms[0].cells[0][3]", id="kind"
        ),
        pytest.param(
            with_cell("1", "01", "1", "exempt", "", None, ""), "$.forms[0].cells[0][5]", id="reason"
        ),
        pytest.param(b'{"forms":[],"signatories":{"head":1}}', "$.signatories[...]", id="name 1"),
        pytest.param(b'{"forms":[]}', "$", id="no signatories"),
        pytest.param(b'{"forms":[],"signatories":{},"sum":1}', "$", id="unknown field"),
        pytest.param(
            b'{"forms":[{"code":"F","period":2025,"cells":[],"x":1}],"signatories":{}}',
            "$.forms[0]",
            id="unknown field of a form",
        ),
        pytest.param(b"", "$", id="empty"),
        pytest.param(b'{"forms":[', "$", id="cut"),
    ],
)
def test_a_malformed_submission_is_refused_by_its_place(payload, path):
    assert refusal_of_payload(payload) == malformed(path)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b'{"forms":[],"forms":[],"signatories":{}}', id="a field twice"),
        pytest.param(b'{"forms":[],"signatories":{"head":"a","head":"b"}}', id="a name twice"),
        pytest.param(b'{"signatories":{},"forms":[]}', id="another order"),
        pytest.param(b'{"forms":[],"signatories":{"head":"","filler":""}}', id="names unordered"),
        pytest.param(b'{"forms": [],"signatories":{}}', id="a blank"),
        pytest.param(b'{"forms":[],"signatories":{}}\n', id="a new line behind"),
        pytest.param(b'{"forms":[],"signatories":{"head":"\\u7532"}}', id="an escape"),
    ],
)
def test_a_payload_that_we_would_write_differently_is_refused(payload):
    assert refusal_of_payload(payload) == malformed("$")


def test_a_cell_with_more_fields_than_a_cell_has_is_refused():
    payload = with_cell("1", "01", "1", "number", "1", "", "", "x")

    assert "写法不对" in refusal_of_payload(payload)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"secret": "33"}, "$.secret"),
        ({"secret": "G" * 64}, "$.secret"),
        ({"secret": "33" * 32 + "\n"}, "$.secret"),
        ({"deadline": 20260331}, "$.deadline"),
        ({"deadline": "2026-02-30"}, "$.deadline"),
        ({"deadline": "2026年3月31日"}, "$.deadline"),
        ({"definitions": {"place.toml": 1}}, "$.definitions[...]"),
        ({"definitions": []}, "$.definitions"),
        ({"last_year": None}, "$.last_year"),
        ({"colour": "red"}, "$"),
    ],
    ids=[
        "short secret",
        "letters",
        "secret and a new line",
        "date as number",
        "no such day",
        "a date in words",
        "text 1",
        "a list",
        "null",
        "unknown field",
    ],
)
def test_a_malformed_task_is_refused_by_its_place(changes, path):
    payload = as_we_write({**msgspec.to_builtins(TASK), **changes})
    package = Package(FILE, "", manifest(payload, kind="task"), payload, b"")

    with pytest.raises(PackageError) as error:
        packages.task_of(package)

    assert str(error.value) == malformed(path)
