"""Packages of every kind, damaged on the way or made by somebody who breaks the format's rules."""

import re
import struct
import tracemalloc

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.formats import container, packages, sealing, signing
from fuer_desktop.formats.packages import NewerFormatError, UnknownSuiteError, WronglySignedError
from fuer_desktop.texts import packages as texts
from tests.formats.test_container import Entry, archive, deflate
from tests.formats.test_packages import as_we_write
from tests.formats.test_samples import (
    ASKING,
    ATTACHED,
    DESK_KEY,
    ESCROW_KEY,
    FILES,
    FROM_DESK,
    FROM_OFFICE,
    NEW_PACKAGES,
    OFFICE,
    OFFICE_KEY,
    ON_PAPER,
    RECEIPT,
    RETURN,
    SCAN,
    SEALED_FOR,
    SUBMISSION,
    TASK,
    content_of,
    handover_of,
    is_as_said,
    manifest,
    members,
    sample,
)

FILE = "甲溪镇.fuer"
UNSIGNED = texts.UNSIGNED.format(file=FILE)
ALTERED = texts.ALTERED.format(file=FILE)
CUT = texts.CUT.format(file=FILE)
SEALED_FOR_OTHERS = texts.SEALED_FOR_OTHERS.format(file=FILE)
KINDS = sorted(NEW_PACKAGES)
SMALLEST = "receipt-v5.fuer"
SEALED = "submission-v5-sealed.fuer"

CLEAR = [
    re.compile(re.sub(r"\\{\w+\\}", "[^“”\n]{1,99}", re.escape(text.replace("{file}", FILE))))
    for text in (
        texts.NOT_A_PACKAGE, texts.EMPTY, texts.CUT, texts.ALTERED, texts.UNSIGNED, texts.TOO_LARGE,
        texts.NEWER_FORMAT, texts.UNKNOWN_SUITE, texts.MALFORMED, texts.SEALED_FOR_OTHERS,
    )
]  # fmt: skip


def opened(data, keys=(OFFICE_KEY,)):
    """Everything that a package says, if it is one."""
    return content_of(packages.read_any(data, FILE, keys))


def refusal(data, keys=(OFFICE_KEY,)):
    with pytest.raises(PackageError) as error:
        opened(data, keys)
    return str(error.value)


def is_refused_clearly(data):
    """False where it is read, or refused in other words than those that a courier can act on."""
    try:
        opened(data)
    except PackageError as error:
        return any(clear.fullmatch(str(error)) for clear in CLEAR)
    return False


def flipped(data, place):
    """These bytes with one bit turned."""
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def malformed(path):
    return texts.MALFORMED.format(file=FILE, path=path)


# --- damage on the way --------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_the_packages_of_this_test_are_read_as_long_as_nothing_is_changed(name):
    assert opened(sample(name))


def test_every_flipped_bit_of_a_small_package_is_refused_clearly():
    data = sample(SMALLEST)

    unclear = [n for n in range(len(data) * 8) if not is_refused_clearly(flipped(data, n))]

    assert unclear == []


@pytest.mark.parametrize("name", KINDS)
def test_a_flipped_bit_in_any_byte_of_any_kind_is_refused_clearly(name):
    data = sample(name)

    unclear = [
        at for at in range(len(data)) if not is_refused_clearly(flipped(data, at * 8 + at % 8))
    ]

    assert unclear == []


@pytest.mark.parametrize("name", KINDS)
def test_no_package_of_any_kind_is_read_when_it_was_cut(name):
    data = sample(name)

    assert [at for at in range(len(data)) if not is_refused_clearly(data[:at])] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_package_with_bytes_behind_it_or_doubled_is_refused(name):
    data = sample(name)

    assert {refusal(data + more) for more in (b"\0", b"\r\n", data)} == {CUT}


@pytest.mark.parametrize("name", KINDS)
def test_a_package_that_went_through_a_text_editor_is_refused_clearly(name):
    data = sample(name)

    assert is_refused_clearly(data.replace(b"\n", b"\r\n") + b"\x1a")
    assert is_refused_clearly(data.decode("utf-8", "replace").encode())


def with_a_flip(name, member, place):
    """A package in whose archive everything fits, and one bit of one member is another."""
    inside = members(sample(name))
    inside[member] = flipped(inside[member], place)
    return container.pack(inside)


def test_a_flip_in_any_byte_below_a_whole_archive_is_refused_clearly():
    unclear = [
        (member, at)
        for member, content in members(sample(SMALLEST)).items()
        for at in range(len(content))
        if not is_refused_clearly(with_a_flip(SMALLEST, member, at * 8 + (at + 3) % 8))
    ]

    assert unclear == []


@settings(max_examples=150)
@given(st.data())
def test_a_flip_in_any_member_of_any_kind_is_refused_clearly(data):
    name = data.draw(st.sampled_from(KINDS))
    inside = members(sample(name))
    member = data.draw(st.sampled_from(sorted(inside)))
    place = data.draw(st.integers(0, len(inside[member]) * 8 - 1))

    assert is_refused_clearly(with_a_flip(name, member, place))


@pytest.mark.parametrize("name", KINDS)
def test_members_of_two_whole_packages_make_no_third(name):
    mine = members(sample(name))
    other = members(sample("inquiry-v5.fuer" if name != "inquiry-v5.fuer" else "return-v5.fuer"))

    for member in ("manifest.json", "manifest.sig"):
        assert refusal(container.pack({**mine, member: other[member]})) == ALTERED


def test_a_file_that_is_mostly_compressed_already_has_no_bit_without_meaning():
    """Deflated it would have blocks with padding between them, which no checksum covers."""
    content = bytes(2000) + bytes(sealing.derived("00" * 32, str(n))[0] for n in range(20_000))
    [said] = [
        msgspec.structs.replace(
            ATTACHED.attachments[0], size=len(content), sha256=signing.fingerprint(content)
        )
    ]
    payload = packages.encode(msgspec.structs.replace(ATTACHED, attachments=[said]))
    whole = forged("submission", payload, DESK_KEY, {"attachment-01.pdf": content})
    at = whole.index(content)

    assert opened(whole).attachments == [said]
    assert all(refusal(flipped(whole, (at + n) * 8 + n % 8)) == CUT for n in range(0, 20_000, 400))


# --- made by somebody else ----------------------------------------------------------------


def forged(kind, content, key=OFFICE_KEY, attached=None, **said):
    """A package that is signed and says what it likes; sealed where it says so, plain else."""
    payload = content if isinstance(content, bytes) else packages.encode(content)
    base = FROM_OFFICE if kind in packages.SIGNED_KINDS else FROM_DESK
    about = manifest(kind, key, payload, **base)
    about = msgspec.structs.replace(about, **said)
    return packages.write(about, payload, key, attached).data


def sealed_package(content=SUBMISSION, attached=None, **said):
    """As ``forged``, a sealed submission; the attached members are named in full."""
    payload = sealing.seal(packages.encode(content), SEALED_FOR)
    said = {"suite": signing.SEALED_SUITE, "sealed_for": SEALED_FOR} | said
    return forged("submission", payload, DESK_KEY, attached, **said)


def spoilt(content, **changes):
    """A payload with other values in some fields, whatever the classes allow."""
    return as_we_write(msgspec.to_builtins(content) | changes)


PLAIN_KINDS = {
    "task": TASK, "submission": SUBMISSION, "inquiry": ASKING, "return": RETURN,
    "receipt": RECEIPT,
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in KINDS if name != "handover-v5.fuer"])
def test_what_is_made_now_says_the_same_as_what_is_kept(name):
    about, written = NEW_PACKAGES[name]()
    package = packages.read(written.data, FILE, about.kind, [ESCROW_KEY, OFFICE_KEY])

    assert package.digest == written.digest
    assert is_as_said(package.manifest, about)
    assert content_of(package) == opened(sample(name))
    assert list(members(written.data)) == list(members(sample(name)))


def test_a_handover_that_is_made_now_brings_its_workspace():
    content = handover_of(b"sealed")
    about = manifest("handover", DESK_KEY, b"", **FROM_DESK)

    written = packages.make_handover(about, content, DESK_KEY, b"sealed")
    package = packages.read(written.data, FILE, "handover")

    assert package.digest == written.digest
    assert is_as_said(package.manifest, about)
    assert packages.handover_of(package) == (content, b"sealed")


@pytest.mark.parametrize("kind", PLAIN_KINDS)
def test_what_this_test_forges_is_read_while_it_says_nothing_wrong(kind):
    assert opened(forged(kind, PLAIN_KINDS[kind])) == PLAIN_KINDS[kind]
    assert opened(sealed_package()) == SUBMISSION


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (kind, said)
        for kind in PLAIN_KINDS
        for said in PLAIN_KINDS
        if kind != said and (kind, said) != ("inquiry", "submission")
    ],
)
def test_a_kind_with_the_content_of_another_is_refused(kind, said):
    assert "写法不对" in refusal(forged(kind, PLAIN_KINDS[said]))


def test_a_handover_with_the_content_of_another_kind_is_refused():
    for content in PLAIN_KINDS.values():
        data = forged("handover", content, DESK_KEY, {"workspace.age": b"x"})
        assert "写法不对" in refusal(data)


def test_only_an_inquiry_may_ask():
    assert refusal(forged("submission", ASKING)) == malformed("$.asks")
    assert refusal(sealed_package(ASKING)) == malformed("$.asks")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *((kind, {"format": 4}) for kind in ("return", "receipt", "inquiry", "task")),
        ("submission", {"format": 4, "on_paper": ON_PAPER}),
        ("submission", {"format": 1, "office": OFFICE}),
        ("submission", {"sealed_for": SEALED_FOR}),
        ("submission", {"suite": signing.SEALED_SUITE}),
        ("task", {"suite": signing.SEALED_SUITE}),
        *((kind, {"on_paper": ON_PAPER}) for kind in ("task", "return", "receipt")),
    ],
    ids=str,
)
def test_a_manifest_that_contradicts_itself_is_refused_whatever_its_content(kind, said):
    with pytest.raises(PackageError) as error:
        packages.read_any(forged(kind, PLAIN_KINDS[kind], **said), FILE)

    assert str(error.value) == malformed("$")


@pytest.mark.parametrize("keys", [(), (OFFICE_KEY,)], ids=["closed", "open"])
def test_a_sealed_submission_of_an_older_format_is_refused(keys):
    with pytest.raises(PackageError) as error:
        packages.read_any(sealed_package(format=4), FILE, keys)

    assert str(error.value) == malformed("$")


@pytest.mark.parametrize("content", [ASKING, RETURN, RECEIPT, handover_of(b"x")], ids=type)
def test_only_format_5_can_say_what_is_new(content):
    assert packages.format_of(content) == 5


def test_a_handover_is_sealed_with_a_code_and_not_for_keys():
    sealed = sealing.seal(b"x", SEALED_FOR)
    payload = sealing.seal(packages.encode(handover_of(sealed)), SEALED_FOR)
    said = {"suite": signing.SEALED_SUITE, "sealed_for": SEALED_FOR}

    data = forged("handover", payload, DESK_KEY, {"workspace.age": sealed}, **said)

    assert refusal(data) == malformed("$")


@pytest.mark.parametrize("kind", PLAIN_KINDS)
def test_a_format_above_what_is_said_is_still_read(kind):
    assert opened(forged(kind, PLAIN_KINDS[kind], format=5)) == PLAIN_KINDS[kind]


def replaced(what, **fields):
    return msgspec.to_builtins(msgspec.structs.replace(what, **fields))


KEY_64 = "0" * 64
WEAK = sealing._bech32("age", bytes(32))


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"office": replaced(OFFICE, number=0)}, "$.office.number"),
        ({"office": replaced(OFFICE, number=10**30)}, "$.office.number"),
        ({"office": replaced(OFFICE, number="2")}, "$.office.number"),
        ({"office": replaced(OFFICE, root="AB" * 32)}, "$.office.root"),
        ({"office": replaced(OFFICE, root=KEY_64 + "\n")}, "$.office.root"),
        ({"office": replaced(OFFICE, introduction="")}, "$.office.introduction"),
        ({"office": replaced(OFFICE, introduction="0" * 127)}, "$.office.introduction"),
        ({"office": replaced(OFFICE, introduction="g" * 128)}, "$.office.introduction"),
        ({"office": replaced(OFFICE, recipients=[])}, "$.office.recipients"),
        ({"office": replaced(OFFICE, recipients=[SEALED_FOR[0]] * 5)}, "$.office.recipients"),
        ({"office": replaced(OFFICE, recipients=["age1x"])}, "$.office.recipients[0]"),
        ({"office": replaced(OFFICE) | {"name": "x"}}, "$.office"),
        # in the right shape, and nobody can seal for them
        ({"office": replaced(OFFICE, recipients=["age1" + "q" * 58])}, "$"),
        ({"office": replaced(OFFICE, recipients=[OFFICE.recipients[0], WEAK])}, "$"),
        ({"office": {}}, "$.office"),
        ({"office": "x"}, "$.office"),
        ({"office": []}, "$.office"),
        ({"sealed_for": [SEALED_FOR[0].upper()]}, "$.sealed_for[0]"),
        ({"sealed_for": SEALED_FOR * 3}, "$.sealed_for"),
        ({"sealed_for": None}, "$.sealed_for"),
        ({"on_paper": replaced(ON_PAPER, by="丁" * 401)}, "$.on_paper.by"),
        ({"on_paper": replaced(ON_PAPER, seen=None)}, "$.on_paper.seen"),
        ({"on_paper": {"by": "丁", "at": ""}}, "$.on_paper"),
        ({"kind": "letter"}, "$.kind"),
        # said although it says nothing: we would leave it out
        ({"office": None}, "$"),
        ({"sealed_for": []}, "$"),
        ({"on_paper": None}, "$"),
    ],
    ids=str,
)
def test_what_format_5_says_in_a_manifest_is_refused_by_its_place(said, path):
    assert refusal(signed_fields(**said)) == malformed(path)


def signed_fields(**said):
    """A submission whose manifest says these in JSON."""
    payload = packages.encode(SUBMISSION)
    fields = msgspec.to_builtins(manifest("submission", DESK_KEY, payload, **FROM_DESK)) | said
    stored = as_we_write(fields)
    return container.pack(
        {
            "manifest.json": stored,
            "manifest.sig": signing.sign(DESK_KEY, stored),
            "payload.json": payload,
        }
    )


def test_an_introduction_by_nobody_has_its_shape_and_is_for_others_to_judge():
    data = signed_fields(office=replaced(OFFICE, introduction="0" * 128))

    office = packages.read_any(data, FILE).manifest.office

    assert not signing.introduces(office.root, office.introduction, 2, "0" * 64)


def test_lines_of_400_letters_are_read_and_not_one_letter_more():
    for long in ("丁" * 400, "𠮷" * 400):
        said = msgspec.structs.replace(ON_PAPER, by=long, seen=long)
        package = packages.read_any(forged("submission", SUBMISSION, on_paper=said), FILE)
        assert package.manifest.on_paper == said


ASK, DIFFERENCE, VERSION = (
    msgspec.to_builtins(one) for one in (ASKING.asks[0], RETURN.differences[0], RETURN.versions[0])
)
BLANK = ["1", "01", "1", "blank", "", "", ""]
LONG = "丁" * 401


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("inquiry", {"asks": [ASK | {"why": LONG}]}, "$.asks[0].why"),
        ("inquiry", {"asks": [ASK | {"left": "1e3"}]}, "$.asks[0].left"),
        ("inquiry", {"asks": [ASK | {"left": "9" * 81}]}, "$.asks[0].left"),
        ("inquiry", {"asks": [ASK | {"cells": ""}]}, "$.asks[0].cells"),
        ("inquiry", {"asks": [ASK | {"x": 1}]}, "$.asks[0]"),
        ("inquiry", {"asks": None}, "$.asks"),
        ("return", {"reason": LONG}, "$.reason"),
        ("return", {"by": 7}, "$.by"),
        ("return", {"versions": []}, "$.versions"),
        ("return", {"versions": [VERSION]}, "$.versions"),
        ("return", {"versions": [VERSION] * 21}, "$.versions"),
        ("return", {"versions": [VERSION, VERSION | {"version": 0}]}, "$.versions[1].version"),
        ("return", {"versions": [VERSION, VERSION | {"version": 10**40}]}, "$.versions[1].version"),
        ("return", {"versions": [VERSION, VERSION | {"digest": ""}]}, "$.versions[1].digest"),
        (
            "return",
            {"versions": [VERSION | {"ancestors": ["x"]}, VERSION]},
            "$.versions[0].ancestors[0]",
        ),
        # not as many values as versions
        ("return", {"differences": [DIFFERENCE | {"values": []}]}, "$.differences"),
        ("return", {"differences": [DIFFERENCE | {"values": [None]}]}, "$.differences"),
        (
            "return",
            {"differences": [DIFFERENCE, DIFFERENCE | {"values": [None] * 3}]},
            "$.differences",
        ),
        (
            "return",
            {"differences": [DIFFERENCE | {"values": [1, None]}]},
            "$.differences[0].values[0]",
        ),
        (
            "return",
            {"differences": [DIFFERENCE | {"values": [BLANK, None]}]},
            "$.differences[0].values[0]",
        ),
        ("return", {"differences": [DIFFERENCE | {"row": "第一行"}]}, "$.differences[0].row"),
        ("receipt", {"number": 0}, "$.number"),
        ("receipt", {"number": 100_001}, "$.number"),
        ("receipt", {"number": 1.5}, "$.number"),
        ("receipt", {"previous": "ab"}, "$.previous"),
        ("receipt", {"state": "lost"}, "$.state"),
        ("receipt", {"cells": -1}, "$.cells"),
        ("receipt", {"cells": 10**30}, "$.cells"),
        ("receipt", {"cells": True}, "$.cells"),
        ("receipt", {"about": VERSION | {"version": -1}}, "$.about.version"),
        ("receipt", {"at": LONG}, "$.at"),
        ("receipt", {"colour": "red"}, "$"),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_new_kind_says_wrongly_is_refused_by_its_place(kind, changes, path):
    assert refusal(forged(kind, spoilt(PLAIN_KINDS[kind], **changes))) == malformed(path)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"size": 0}, malformed("$.size")),
        ({"size": -5}, malformed("$.size")),
        ({"size": 10**30}, ALTERED),
        ({"size": 4}, ALTERED),
        ({"sha256": "0" * 64}, ALTERED),
        ({"sha256": "x"}, malformed("$.sha256")),
        ({"reason": LONG}, malformed("$.reason")),
    ],
    ids=str,
)
def test_a_handover_that_says_something_else_of_its_workspace_is_refused(changes, sentence):
    sealed = b"age!!"
    payload = spoilt(handover_of(sealed), **changes)

    assert refusal(forged("handover", payload, DESK_KEY, {"workspace.age": sealed})) == sentence


@pytest.mark.parametrize("kind", PLAIN_KINDS)
@pytest.mark.parametrize(
    "payload",
    [
        b'{"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b"[" * 1_000_000,
        b'{"at":' * 100_000,
        b'"' + b"\\u4e00" * 100_000 + b'"',
        b'{"at":"\\ud800"}',
        b'{"at":"\xff"}',
        b"9" * 100_000,
        b"",
        b"null",
    ],
    ids=[
        "deep",
        "deep and cut",
        "deep objects",
        "long",
        "half a pair",
        "0xff",
        "digits",
        "",
        "null",
    ],
)
def test_deep_and_long_content_is_refused_in_words(kind, payload):
    assert refusal(forged(kind, payload)) == malformed("$") or b"at" in payload


@pytest.mark.parametrize(
    "stranger",
    ["x' - at `请拨打电话", "x` - at `$.请拨打", "<b>x</b>", "x" * 5000, "a\nb", "\u202e签名"],
)
def test_nothing_that_a_stranger_wrote_is_put_into_a_sentence(stranger):
    sentences = {
        refusal(signed_fields(kind=stranger)),
        refusal(signed_fields(**{stranger: 1})),
        refusal(signed_fields(suite=stranger)),
        refusal(forged("receipt", spoilt(RECEIPT, state=stranger))),
        refusal(forged("receipt", spoilt(RECEIPT, **{stranger: 1}))),
        refusal(forged("submission", spoilt(SUBMISSION, signatories={stranger: 1}))),
    }

    assert not any(stranger in said or "拨打" in said for said in sentences)
    assert all(any(clear.fullmatch(said) for clear in CLEAR) for said in sentences)


def test_a_newer_format_and_a_foreign_suite_are_told_apart_from_damage():
    for said, error in (
        ({"format": 6}, NewerFormatError),
        ({"suite": "sm2-sm3/1"}, UnknownSuiteError),
        ({"sender": signing.public_key_of(ESCROW_KEY)}, WronglySignedError),
    ):
        with pytest.raises(error):
            opened(signed_fields(**said))


# --- sealed packages ----------------------------------------------------------------------


def test_without_a_key_a_sealed_package_is_verified_and_stays_closed():
    package = packages.read_any(sample(SEALED), FILE)

    assert (package.is_sealed, package.payload, package.attached) == (True, b"", {})
    with pytest.raises(PackageError) as error:
        packages.submission_of(package)
    assert str(error.value) == SEALED_FOR_OTHERS


def test_with_the_key_of_somebody_else_a_sealed_package_is_refused():
    assert refusal(sample(SEALED), ["77" * 32]) == SEALED_FOR_OTHERS
    assert opened(sample(SEALED), ["77" * 32, ESCROW_KEY]) == ATTACHED


@pytest.mark.parametrize("payload", [b"", b"{}", packages.encode(SUBMISSION)])
def test_what_is_called_sealed_and_is_not_is_refused(payload):
    said = {"suite": signing.SEALED_SUITE, "sealed_for": SEALED_FOR}

    assert refusal(forged("submission", payload, DESK_KEY, **said)) == SEALED_FOR_OTHERS


@pytest.mark.parametrize("name", [SMALLEST, SEALED])
def test_the_content_of_a_package_stands_under_its_own_name(name):
    wrong = {"payload.json": "payload.age", "payload.age": "payload.json"}

    turned = {wrong.get(member, member): data for member, data in members(sample(name)).items()}

    assert refusal(container.pack(turned)) == ALTERED


PDF, PNG = FILES


@pytest.mark.parametrize(
    "name_of",
    [
        lambda name: name,
        lambda name: name.replace("01.pdf", "01.pdf.age"),
        lambda name: name.replace("pdf", "png") + ".age",
        lambda name: name.replace("01", "07") + ".age",
    ],
    ids=["as if plain", "one as if plain", "another ending", "another number"],
)
def test_files_of_a_sealed_package_under_other_names_are_refused(name_of):
    attached = {name_of(name): sealing.seal(data, SEALED_FOR) for name, data in FILES.items()}

    assert refusal(sealed_package(ATTACHED, attached)) == ALTERED


def test_a_file_in_a_sealed_package_that_is_plain_or_for_others_is_refused():
    for first in (SCAN, sealing.seal(SCAN, [sealing.recipient_of("77" * 32)]), b""):
        attached = {f"{PDF}.age": first, f"{PNG}.age": sealing.seal(FILES[PNG], SEALED_FOR)}
        assert refusal(sealed_package(ATTACHED, attached)) == ALTERED


def test_a_plain_package_with_files_under_sealed_names_is_refused():
    attached = {f"{name}.age": data for name, data in FILES.items()}

    assert refusal(forged("submission", ATTACHED, DESK_KEY, attached)) == ALTERED


@pytest.mark.parametrize("kind", PLAIN_KINDS)
def test_a_workspace_travels_only_in_a_handover(kind):
    assert refusal(forged(kind, PLAIN_KINDS[kind], attached={"workspace.age": b"x"})) == ALTERED
    assert refusal(sealed_package(attached={"workspace.age": b"x"})) == ALTERED


@pytest.mark.parametrize("kind", ["task", "return", "receipt"])
def test_what_an_office_says_brings_no_files(kind):
    assert refusal(forged(kind, PLAIN_KINDS[kind], attached={PDF: SCAN})) == ALTERED


@pytest.mark.parametrize(
    "attached",
    [
        {},
        {"workspace.age": b"x", PDF: SCAN},
        {PDF: SCAN},
        {"workspace.fuerdb": b"x"},
        {"workspace.age.age": b"x"},
    ],
    ids=lambda attached: " ".join(attached) or "nothing",
)
def test_a_handover_brings_its_workspace_and_nothing_else(attached):
    data = forged("handover", handover_of(b"x"), DESK_KEY, attached)

    assert refusal(data) in (ALTERED, CUT)


def test_a_whole_handover_of_another_workspace_is_refused():
    data = forged("handover", handover_of(b"x"), DESK_KEY, {"workspace.age": b"y"})

    assert refusal(data) == ALTERED


# --- archives that play tricks ------------------------------------------------------------


def entries(name):
    return [Entry(member, content) for member, content in members(sample(name)).items()]


@pytest.mark.parametrize("name", [SEALED, "handover-v5.fuer", "submission-v4.fuer"])
def test_a_member_that_is_there_twice_is_refused(name):
    given_entries = entries(name)

    assert opened(archive(*given_entries))
    for at, entry in enumerate(given_entries):
        hidden = Entry(entry.name, b"something else")
        assert refusal(archive(*given_entries[:at], hidden, *given_entries[at:])) == CUT
        assert refusal(archive(*given_entries[: at + 1], hidden, *given_entries[at + 1 :])) == CUT


@pytest.mark.parametrize("name", [SEALED, "handover-v5.fuer", "submission-v4.fuer"])
def test_members_in_another_order_or_missing_are_refused(name):
    given_entries = entries(name)

    for at in range(len(given_entries) - 1):
        first, second = given_entries[at : at + 2]
        turned = [*given_entries[:at], second, first, *given_entries[at + 2 :]]
        assert refusal(archive(*turned)) in (CUT, ALTERED)
    for at, missing in enumerate(given_entries):
        left = archive(*given_entries[:at], *given_entries[at + 1 :])
        expected = (UNSIGNED,) if missing.name == "manifest.sig" else (CUT, ALTERED)
        assert refusal(left) in expected


@pytest.mark.parametrize(
    "name",
    [
        "payload.json", "payload.age", "attachment-1.pdf", "attachment-001.pdf",
        "Attachment-01.pdf", "attachment-01.pdf ", "attachment-01.PDF", "attachment-01.age",
        "attachment-01.exe.age",
        "attachment-01.pdf.age.age", "attachment-01.pdf/../../x", "x/attachment-01.pdf",
        "C:\\attachment-01.pdf", "attachment-01.pdf\0", "attachment-01.pdf\n", "workspace.age\n",
        "附件.pdf", "attachment-０１.pdf", "",
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("whole", [SEALED, "handover-v5.fuer", "inquiry-v5.fuer"])
def test_a_member_of_any_other_name_is_refused(whole, name):
    assert refusal(archive(*entries(whole), Entry(name, b"%PDF-"))) == CUT


def test_more_members_than_there_can_be_are_refused():
    many = [Entry(f"attachment-{n:02}.pdf.age", b"x") for n in range(1, MAX_FILES + 2)]

    assert refusal(archive(*entries(SMALLEST), *many)) == CUT


@pytest.mark.parametrize(
    "lie",
    [
        lambda data, at: data[: at + 46] + b"Manifest.json" + data[at + 59 :],
        lambda data, at: data.replace(b"payload.json", b"payload.age\0"),
        lambda data, at: data[:at] + data[at:].replace(b"payload.json", b"payload.jsoN"),
        lambda data, at: data[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 9, at, 0),
        lambda data, at: data[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, 0, 0, 0),
        lambda data, at: (
            data[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", *[0xFFFF] * 4, *[2**32 - 1] * 2, 0)
        ),
    ],
    ids=["a name", "every name", "one in the list", "more members", "an empty list", "everything"],
)
def test_a_list_of_members_that_lies_is_refused(lie):
    data = sample(SMALLEST)

    assert refusal(lie(data, data.index(b"PK\1\2"))) == CUT


LISTED = b"".join(entry.headers(0)[1] for entry in entries(SMALLEST))


@given(st.binary(max_size=120), st.integers(0, len(LISTED) * 8 - 1), st.integers(0, 0xFFFF))
def test_what_the_end_of_an_archive_says_is_never_more_than_a_guess(more, place, count):
    listed = flipped(LISTED, place) + more
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), 0, 0)

    names = container.names_in(listed + end, 23)

    assert names == () or (len(names) == count <= 23 and all(map(str.isascii, names)))


def with_member(name, made):
    """Members of a small package, this one in the place of the named one or behind them all."""
    kept = entries(name)
    place = made.name.replace("payload.age", "payload.json")
    if place in [entry.name for entry in kept]:
        return archive(*(made if entry.name == place else entry for entry in kept))
    return archive(*kept, made)


def zeros(name, size):
    return Entry(name, bytes(size), method=8, stored=deflate(bytes(size), 1))


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("manifest.json", packages.MAX_MANIFEST),
        ("manifest.sig", 64),
        ("attachment-01.pdf", MAX_FILE_BYTES),
        ("attachment-01.pdf.age", MAX_FILE_BYTES + (64 << 10)),
    ],
)
def test_the_cap_on_every_member_is_exact(name, most):
    assert refusal(with_member(SMALLEST, zeros(name, most))) != CUT
    assert refusal(with_member(SMALLEST, zeros(name, most + 1))) == CUT


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.sig", "payload.json", "payload.age", "workspace.age"]
)
def test_a_bomb_under_any_name_is_not_blown_up(name):
    stored = deflate(bytes(1000))
    made = Entry(name, b"", method=8, stored=stored, length=container.MAX_BYTES + 1)
    data = with_member("handover-v5.fuer", made)

    tracemalloc.start()
    try:
        said = refusal(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert said == CUT
    assert peak < 1 << 20
