"""Packages of format versions 1 to 5 and a witness of version 1, kept as they were written; the
present program still reads them.

The files in ``samples/`` were written once by ``packages.write`` and ``witness.start`` from the
values below and are never written again: if one of these tests fails, the format changed and needs
a new number. What is sealed is never twice the same bytes: of that the file alone is the sample.
"""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import container, packages, sealing, signing, witness
from fuer_desktop.formats.package_contents import (
    Ask,
    Cell,
    Difference,
    FormCells,
    FormRef,
    HandoverPayload,
    Manifest,
    OfficeKey,
    OnPaper,
    ReceiptPayload,
    ReturnPayload,
    SaidAttachment,
    SaidFinding,
    SubmissionPayload,
    TaskPayload,
    VersionRef,
)

SAMPLES = Path(__file__).parent / "samples"
MEMBERS = ("manifest.json", "manifest.sig", "payload.json")
OFFICE_KEY = "01" * 32
DESK_KEY = "02" * 32
SECRET = "03" * 32

PLACE = """[place]
code = "990100"
name = "演练县"
follows = "wushan"
practice = true

[[unit]]
code = "990100WJ"
name = "县卫生健康委员会（演练）"
kind = "department"
department = "health"
"""

TASK = TaskPayload(
    deadline=date(2026, 3, 31),
    secret=SECRET,
    definitions={"forms/FE-XX01.toml": '[form]\ncode = "FE-XX01"\n', "place.toml": PLACE},
    last_year=[
        FormCells("FE-XX01", 2024, [Cell("1", "01", "1", Kind.NUMBER, "1200", "", "")]),
    ],
)
SUBMISSION = SubmissionPayload(
    forms=[
        FormCells(
            "FE-XX01",
            2025,
            [
                Cell("1", "01", "1", Kind.NUMBER, "1234", "", "与公安户籍数核对，𠮷家村并入"),
                Cell("1", "02", "1", Kind.NUMBER, "-0.50", "上年多报，本年冲减", ""),
                Cell("1", "03", "1", Kind.NOT_APPLICABLE, "", "", ""),
                Cell("1", "04", "1", Kind.NO_DATA, "", "调查要到明年才做", ""),
                Cell("1", "05", "1", Kind.INCLUDED, "", "并入第01行合计", ""),
                Cell("1", "06", "2", Kind.EXEMPT, "", "", ""),
            ],
        ),
        FormCells("FE-XX02", 2025, []),
    ],
    signatories={"head": "甲", "statistics_head": "乙", "filler": "丙"},
)

EXPLAINED = msgspec.structs.replace(
    SUBMISSION,
    findings=[
        SaidFinding(
            form="FE-XX01",
            rule="FE-XX01.C01",
            cells="1/01/1",
            left="1234",
            right="900.5",
            severity=RuleClass.C,
            state="explained",
            reason="𠮷家村并入，人数增加",
            by="甲",
            at="2026-01-05T09:12:00+08:00",
        ),
        SaidFinding(
            form="FE-XX01",
            rule="FE-XX01.D02",
            cells="1/01/1 1/02/1",
            left="-0.5",
            right="",
            severity=RuleClass.D,
            state="open",
            reason="",
            by="",
            at="",
        ),
    ],
)
"""What format 2 says besides."""


WRITTEN = msgspec.structs.replace(
    SUBMISSION,
    forms=[
        *SUBMISSION.forms,
        FormCells(
            "FE-XX03",
            2025,
            [
                Cell(
                    "1", "01", "1", Kind.TEXT, "", "", "本年开展检查12次。\n覆盖全部乡镇，见附件。"
                ),
                Cell("1", "01", "2", Kind.NOT_APPLICABLE, "", "", ""),
            ],
        ),
    ],
)
"""What format 3 says besides."""


SCAN = b"%PDF-1.7\n" + bytes(range(64)) + b"\n%%EOF\n"
SEAL = b"\x89PNG\r\n\x1a\n" + bytes(32)
ATTACHED = msgspec.structs.replace(
    WRITTEN,
    attachments=[
        SaidAttachment(form=form, name=name, size=len(content), sha256=signing.fingerprint(content))
        for form, name, content in (
            ("FE-XX01", "盖章页 𠮷.pdf", SCAN),
            ("FE-XX03", "公章.png", SEAL),
            ("FE-XX03", "同一份.pdf", SCAN),
        )
    ],
)
"""What format 4 says besides; one file stands beside two forms."""
FILES = {"attachment-01.pdf": SCAN, "attachment-02.png": SEAL}

ROOT_KEY = "04" * 32
ESCROW_KEY = "05" * 32
OFFICE = OfficeKey(
    number=2,
    root=signing.public_key_of(ROOT_KEY),
    introduction=signing.introduce(ROOT_KEY, 2, signing.public_key_of(OFFICE_KEY)),
    recipients=[sealing.recipient_of(OFFICE_KEY), sealing.recipient_of(ESCROW_KEY)],
)
ON_PAPER = OnPaper(by="办公室 丁", at="2026-01-06T10:00:00+08:00", seen="盖章表3页，传真")
SEALED_FOR = [*OFFICE.recipients, sealing.recipient_of(DESK_KEY)]

ASKING = msgspec.structs.replace(
    WRITTEN,
    asks=[
        Ask(
            form="FE-XX01",
            rule="FE-XX01.A01",
            cells="1/01/1 1/02/1",
            left="1234",
            right="-0.5",
            why="𠮷家村并入，合计暂不相等",
        ),
    ],
)
RETURN = ReturnPayload(
    at="2026-01-07T08:00:00+08:00",
    by="办公室 丁",
    reason="两版互不包含，请核对后另报一版。",
    versions=[
        VersionRef(digest="0e" * 32, version=2, ancestors=["0b" * 32]),
        VersionRef(digest="0f" * 32, version=2, ancestors=["0b" * 32]),
    ],
    differences=[
        Difference(
            form="FE-XX01",
            table="1",
            row="01",
            column="1",
            values=[Cell("1", "01", "1", Kind.NUMBER, "1234", "", ""), None],
        ),
    ],
)
RECEIPT = ReceiptPayload(
    number=17,
    previous="1a" * 32,
    at="2026-01-08T08:00:00+08:00",
    by="办公室 丁",
    state="accepted",
    about=VersionRef(digest="0e" * 32, version=2, ancestors=["0b" * 32]),
    cells=6,
)
CODE = "482913"
WORKSPACE = b"SQLite format 3\0" + bytes(16)
"""A small stand-in for a workspace that is handed over."""


def handover_of(sealed):
    """What is said of a sealed workspace."""
    return HandoverPayload(
        at="2026-01-09T08:00:00+08:00",
        by="丙",
        to="戊",
        reason="换人",
        size=len(sealed),
        sha256=signing.fingerprint(sealed),
    )


def sample(name):
    return (SAMPLES / name).read_bytes()


def members(data):
    """Everything in a package."""
    return container.unpack(data, container.names_in(data, 99))


def manifest(kind, key, payload, *, format=1, **more):
    return Manifest(
        format=format,
        kind=kind,
        suite="ed25519-sha256/1",
        program="0.1.0",
        created="2026-01-05T09:30:00+08:00",
        task="990100-2025",
        place="990100",
        unit="990100WJ",
        period=2025,
        practice=True,
        sender=signing.public_key_of(key),
        payload_length=len(payload),
        payload_sha256=signing.fingerprint(payload),
        **more,
    )


def task_package():
    payload = packages.encode(TASK)
    said = manifest(
        "task",
        OFFICE_KEY,
        payload,
        version=1,
        ancestors=[],
        forms=[FormRef("FE-XX01", 1, "0a" * 32)],
        recipient="",
        enrolment="",
        journal_head="",
    )
    return said, packages.write(said, payload, OFFICE_KEY)


def submission_package(content=SUBMISSION, attached=None):
    payload = packages.encode(content)
    public_key = signing.public_key_of(DESK_KEY)
    said = manifest(
        "submission",
        DESK_KEY,
        payload,
        version=2,
        ancestors=["0b" * 32],
        forms=[FormRef("FE-XX01", 1, "0a" * 32), FormRef("FE-XX02", 3, "0c" * 32)],
        recipient=signing.public_key_of(OFFICE_KEY),
        enrolment=signing.enrolment_proof(SECRET, "990100-2025", "990100WJ", public_key),
        journal_head="0d" * 32,
        format=packages.format_of(content),
    )
    return said, packages.write(said, payload, DESK_KEY, attached)


def explained_package():
    return submission_package(EXPLAINED)


def written_package():
    return submission_package(WRITTEN)


def attached_package():
    return submission_package(ATTACHED, FILES)


FROM_OFFICE = {
    "version": 1, "ancestors": [], "forms": [], "recipient": "", "enrolment": "",
    "journal_head": "1b" * 32, "office": OFFICE, "format": 5,
}  # fmt: skip
FROM_DESK = {
    "version": 2, "ancestors": ["0b" * 32], "forms": [FormRef("FE-XX01", 1, "0a" * 32)],
    "recipient": signing.public_key_of(OFFICE_KEY), "enrolment": "", "journal_head": "0d" * 32,
    "format": 5,
}  # fmt: skip


def new_package(kind, content, key, attached=None, **said):
    """A package of format 5 by its writer: what it says, and its bytes."""
    about = manifest(kind, key, b"", **said)
    if kind == "handover":
        written = packages.make_handover(about, content, key, attached)
    else:
        written = packages.make(about, content, key, attached)
    return about, written


def introduced_task():
    return new_package("task", TASK, OFFICE_KEY, **FROM_OFFICE | {"version": 3})


def paper_submission():
    return new_package("submission", SUBMISSION, OFFICE_KEY, on_paper=ON_PAPER, **FROM_DESK)


def sealed_submission():
    return new_package("submission", ATTACHED, DESK_KEY, FILES, sealed_for=SEALED_FOR, **FROM_DESK)


def inquiry_package():
    return new_package("inquiry", ASKING, DESK_KEY, **FROM_DESK)


def return_package():
    return new_package("return", RETURN, OFFICE_KEY, **FROM_OFFICE)


def receipt_package():
    return new_package("receipt", RECEIPT, OFFICE_KEY, **FROM_OFFICE)


def handover_package():
    sealed = sealing.seal_with_code(WORKSPACE, CODE)
    return new_package("handover", handover_of(sealed), DESK_KEY, sealed, **FROM_DESK)


NEW_PACKAGES = {
    "task-v5.fuer": introduced_task,
    "submission-v5-paper.fuer": paper_submission,
    "submission-v5-sealed.fuer": sealed_submission,
    "inquiry-v5.fuer": inquiry_package,
    "return-v5.fuer": return_package,
    "receipt-v5.fuer": receipt_package,
    "handover-v5.fuer": handover_package,
}


def content_of(package):
    """What a package says, by its kind; of a handover also the sealed workspace."""
    readers = {
        "task": packages.task_of,
        "submission": packages.submission_of,
        "inquiry": packages.submission_of,
        "return": packages.return_of,
        "receipt": packages.receipt_of,
        "handover": packages.handover_of,
    }
    return readers[package.manifest.kind](package)


def test_the_task_package_of_format_1_still_opens():
    data = sample("task-v1.fuer")

    package = packages.read(data, "task-v1.fuer", "task")

    assert package.manifest == task_package()[0]
    assert packages.task_of(package) == TASK


def test_the_submission_of_format_1_still_opens():
    data = sample("submission-v1.fuer")

    package = packages.read(data, "submission-v1.fuer", "submission")

    assert package.manifest == submission_package()[0]
    assert packages.submission_of(package) == SUBMISSION


def test_the_submission_of_format_2_still_opens():
    data = sample("submission-v2.fuer")

    package = packages.read(data, "submission-v2.fuer", "submission")

    assert package.manifest == explained_package()[0]
    assert package.manifest.format == 2
    assert packages.submission_of(package) == EXPLAINED


def test_the_submission_of_format_3_still_opens():
    package = packages.read(sample("submission-v3.fuer"), "submission-v3.fuer", "submission")

    assert package.manifest == written_package()[0]
    assert package.manifest.format == 3
    assert packages.submission_of(package) == WRITTEN


def test_the_submission_of_format_4_still_opens_with_its_files():
    package = packages.read(sample("submission-v4.fuer"), "submission-v4.fuer", "submission")
    content = packages.submission_of(package)

    assert package.manifest == attached_package()[0]
    assert package.manifest.format == 4
    assert content == ATTACHED
    assert [
        packages.attached_file(package, content, said.sha256) for said in content.attachments
    ] == [SCAN, SEAL, SCAN]


def is_as_said(manifest, said):
    """Whether a manifest is this one; what follows from the content is in no other place."""
    follows = {name: getattr(manifest, name) for name in ("payload_length", "payload_sha256")}
    if manifest.sealed_for:
        follows["suite"] = "ed25519-sha256-age/1"
    return manifest == msgspec.structs.replace(said, **follows)


@pytest.mark.parametrize(
    ("name", "package", "content"),
    [
        ("task-v5.fuer", introduced_task, TASK),
        ("submission-v5-paper.fuer", paper_submission, SUBMISSION),
        ("inquiry-v5.fuer", inquiry_package, ASKING),
        ("return-v5.fuer", return_package, RETURN),
        ("receipt-v5.fuer", receipt_package, RECEIPT),
    ],
)
def test_every_plain_kind_of_format_5_still_opens(name, package, content):
    found = packages.read(sample(name), name, name.partition("-")[0])

    assert is_as_said(found.manifest, package()[0])
    assert found.manifest.format == 5
    assert content_of(found) == content


@pytest.mark.parametrize("key", [OFFICE_KEY, ESCROW_KEY, DESK_KEY])
def test_the_sealed_submission_of_format_5_still_opens_for_each_it_was_sealed_for(key):
    name = "submission-v5-sealed.fuer"
    package = packages.read(sample(name), name, "submission", [key])

    content = packages.submission_of(package)

    assert content == ATTACHED
    assert is_as_said(
        package.manifest, manifest("submission", DESK_KEY, b"", sealed_for=SEALED_FOR, **FROM_DESK)
    )
    assert [
        packages.attached_file(package, content, said.sha256) for said in content.attachments
    ] == [SCAN, SEAL, SCAN]


def test_the_kept_sealed_submission_shows_nothing_of_its_content():
    kept = members(sample("submission-v5-sealed.fuer"))

    assert list(kept) == [
        "manifest.json", "manifest.sig", "payload.age", "attachment-01.pdf.age",
        "attachment-02.png.age",
    ]  # fmt: skip
    assert not any(b"FE-XX01" in kept[name] or SCAN in kept[name] for name in list(kept)[2:])


def test_the_handover_of_format_5_still_opens_with_its_code():
    name = "handover-v5.fuer"
    package = packages.read(sample(name), name, "handover")

    content, sealed = packages.handover_of(package)

    assert content == handover_of(sealed)
    assert sealing.opened_with_code(sealed, CODE) == WORKSPACE
    assert is_as_said(package.manifest, manifest("handover", DESK_KEY, b"", **FROM_DESK))


def test_the_kept_task_s_office_key_is_introduced_by_its_root():
    package = packages.read(sample("task-v5.fuer"), "task-v5.fuer", "task")
    office = package.manifest.office

    assert signing.introduces(
        office.root, office.introduction, office.number, package.manifest.sender
    )


@pytest.mark.parametrize("format", [1, 2, 3])
def test_files_in_a_package_that_says_an_older_format_are_refused(format):
    payload = packages.encode(ATTACHED)
    said = msgspec.structs.replace(attached_package()[0], format=format)
    written = packages.write(said, payload, DESK_KEY, FILES)
    package = packages.read(written.data, "x.fuer", "submission")

    with pytest.raises(PackageError):
        packages.submission_of(package)


def test_a_text_in_a_package_that_says_an_older_format_is_refused():
    payload = packages.encode(WRITTEN)
    said = msgspec.structs.replace(written_package()[0], format=2)
    package = packages.read(packages.write(said, payload, DESK_KEY).data, "x.fuer", "submission")

    with pytest.raises(PackageError):
        packages.submission_of(package)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("task-v1.fuer", "22e6646f1fb627e1dad1dffb149ae44710d5425e2fd60c01e56466e54c49a604"),
        ("submission-v1.fuer", "daa67360fb6730e8bea8c7d3094dc93766393bed378c2704379cb5989d1ad294"),
        ("submission-v2.fuer", "c51b9a24ac64d6b18a58b03d93c324c4d449fe752a9114756ae4fec733b6844d"),
        ("submission-v3.fuer", "7736c1127bb1c344ffd06dc6af4c1617ced9dd1c77f674f22b2101890f1385eb"),
        ("submission-v4.fuer", "6c38dda6ccd26f3df0d9c48014c6678a722c38af8c1bb4c9f8cb2d6a87683714"),
        ("task-v5.fuer", "4ec77b00feaaeb0e526d229fdbc05e23ea76d492c030399d3d7baa92224c8640"),
        (
            "submission-v5-paper.fuer",
            "140b10437a6483c1c81ad327e8dc5ca77a1d107e4a2acd4b59a77fa6eb9e3b4f",
        ),
        (
            "submission-v5-sealed.fuer",
            "0b9ab4d2da5e35e732086b3823c49f1eaed0289e80d4bffb00131843a32b98b7",
        ),
        ("inquiry-v5.fuer", "470f60e74f6395340d3220733f7205923f0479a82a9b66cae70a31ff7722a268"),
        ("return-v5.fuer", "74929aaa5493ed301e78157520352ce1e64c90918ea20762ba0d6292940cbbf5"),
        ("receipt-v5.fuer", "795c3ed9f91f342d84e3a1d4a2b2c1861c0c1d6a3faecef41856cc5cfe8890c0"),
        ("handover-v5.fuer", "67d75db6a78fa4faca5950645f6a2a9e0e24fafb6f7be36e99fdea1119fe85b3"),
    ],
)
def test_the_identity_of_a_package_never_changes(name, digest):
    data = sample(name)

    assert signing.fingerprint(members(data)["manifest.json"]) == digest


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("task-v1.fuer", task_package),
        ("submission-v1.fuer", submission_package),
        ("submission-v2.fuer", explained_package),
        ("submission-v3.fuer", written_package),
        ("submission-v4.fuer", attached_package),
        ("task-v5.fuer", introduced_task),
        ("submission-v5-paper.fuer", paper_submission),
        ("inquiry-v5.fuer", inquiry_package),
        ("return-v5.fuer", return_package),
        ("receipt-v5.fuer", receipt_package),
    ],
)
def test_the_same_content_is_still_written_in_the_same_bytes(name, package):
    """Members are compared, not the archive: how well zlib deflates may change."""
    assert members(package()[1].data) == members(sample(name))


def test_every_kind_of_value_is_in_the_kept_submission():
    kinds = {cell.kind for form in SUBMISSION.forms for cell in form.cells}

    assert kinds == set(Kind) - {Kind.BLANK, Kind.TEXT}


def test_the_kept_payloads_have_the_field_names_of_format_1():
    task = msgspec.json.decode(container.unpack(sample("task-v1.fuer"), MEMBERS)["payload.json"])
    submission = msgspec.json.decode(
        container.unpack(sample("submission-v1.fuer"), MEMBERS)["payload.json"]
    )

    assert sorted(task) == ["deadline", "definitions", "last_year", "secret"]
    explained = msgspec.json.decode(
        container.unpack(sample("submission-v2.fuer"), MEMBERS)["payload.json"]
    )
    assert sorted(submission) == ["forms", "signatories"]
    assert sorted(explained) == ["findings", "forms", "signatories"]
    assert submission["forms"][0]["cells"][0] == [
        "1", "01", "1", "number", "1234", "", "与公安户籍数核对，𠮷家村并入",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("inquiry-v5.fuer", ["asks", "forms", "signatories"]),
        ("return-v5.fuer", ["at", "by", "differences", "reason", "versions"]),
        ("receipt-v5.fuer", ["about", "at", "by", "cells", "number", "previous", "state"]),
        ("handover-v5.fuer", ["at", "by", "reason", "sha256", "size", "to"]),
    ],
)
def test_the_kept_payloads_have_the_field_names_of_format_5(name, fields):
    assert sorted(msgspec.json.decode(members(sample(name))["payload.json"])) == fields


# --- the witness --------------------------------------------------------------------------

OWNER = witness.Owner("0123456789abcdef", "本单位.fuerdb", "2026-01-05T09:30:00+08:00")
BEGINNING = [
    (1, "0e" * 32, [("+", "setting", {"name": "role", "value": "desk"})]),
    (1, "0e" * 32, [("+", "submission", {"number": 1, "package": b"PK\x00\xff"})]),
]
TRANSACTIONS = [
    (
        1, 2, "0f" * 32,
        [
            ("=", "data_value", {"row": "01", "number": -50, "note": "𠮷\n“家”\t村"}),
            ("=", "data_value", {"row": "02", "kind": "no_data", "number": None}),
            ("+", "journal", {"number": 2, "how": "typed"}),
        ],
    ),
    (2, 3, "10" * 32, [("-", "data_value", {"row": "02"}), ("+", "journal", {"number": 3})]),
    (3, 3, "10" * 32, []),
]  # fmt: skip


def write_witness(folder):
    path = witness.start(folder, OWNER, BEGINNING)
    file = witness.WitnessFile(path, path.stat().st_size)
    for transaction in TRANSACTIONS:
        file.append(*transaction)
    file.close()
    return path


def test_the_witness_of_format_1_is_still_read():
    kept = SAMPLES / "witness-v1.jsonl"

    found = list(witness.lines_of(kept))

    assert witness.owner_of(kept) == OWNER
    assert [(line.before, line.after, line.head, list(line.rows)) for line in found] == [
        *((after, after, head, rows) for after, head, rows in BEGINNING),
        *TRANSACTIONS,
    ]
    assert witness.last_line(kept)[1] == kept.stat().st_size


def test_the_same_changes_are_still_written_in_the_same_bytes(tmp_path):
    assert write_witness(tmp_path).read_bytes() == sample("witness-v1.jsonl")


def test_the_kept_witness_says_which_format_it_has():
    assert witness.FORMAT == OWNER.format == 1
    assert sample("witness-v1.jsonl").splitlines()[0].endswith(b'"format":1}')
