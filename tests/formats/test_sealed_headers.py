"""What the specification of age-encryption.org/v1 forbids is refused, in headers and content; and
nothing is sealed for a key that anybody could open with."""

import base64

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.formats import sealing
from fuer_desktop.formats.sealing import CannotOpenError
from tests.formats.test_sealing import (
    CONTENT,
    FILE_KEY,
    GREASE,
    KEYS,
    age_file,
    base,
    code_stanza,
    derive,
    reading_key,
    stanza,
)

KEY, OTHER_KEY, _ = KEYS
CHUNK = 64 << 10
FULL = bytes(CHUNK)
STANZA = stanza(KEY)
FIRST, BODY, _ = STANZA.split(b"\n")
NAME, SHARE = FIRST[:-43], FIRST[-43:]
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def is_opened(sealed):
    try:
        return sealing.opened(sealed, [KEY]) is not None
    except CannotOpenError:
        return False


def loose(text):
    """The same bytes in base64 that says a bit too much at its end."""
    return text[:-1] + bytes([ALPHABET[ALPHABET.index(text[-1]) + 1]])


def bytes_of(text):
    return base64.b64decode(text + b"=")


def with_check(changed):
    """A whole file whose check is written otherwise."""
    whole = age_file(STANZA)
    start = whole.index(b"--- ") + 4
    return whole[:start] + changed(whole[start : start + 43]) + whole[start + 43 :]


def wrapped(key, file_key):
    return base(ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None))


def to_nobody():
    """A stanza whose shared secret is zero, so that anybody could have written it."""
    to = reading_key(KEY).public_key().public_bytes_raw()
    key = derive(bytes(32), bytes(32) + to, b"age-encryption.org/v1/X25519")
    return NAME + base(bytes(32)) + b"\n" + wrapped(key, FILE_KEY) + b"\n"


def written(share=SHARE, body=BODY):
    return NAME + share + b"\n" + body + b"\n"


LONG_LINE = b"A" * 64 + b"\n"
LONG_GREASE = b"-> x-grease" + b" abcdefgh" * 8 + b"\n" + LONG_LINE * 8 + b"\n"

FORBIDDEN = {
    "only grease": age_file(GREASE),
    "grease of 600 bytes": age_file(STANZA, LONG_GREASE[:-1] + LONG_LINE + b"\n"),
    "a name in small letters": age_file(STANZA.replace(b"X", b"x", 1)),
    "no name": age_file(b"-> \n" + BODY + b"\n"),
    "two blanks": age_file(STANZA.replace(b"X25519 ", b"X25519  ")),
    "a blank behind": age_file(written(SHARE + b" ")),
    "a tab": age_file(STANZA.replace(b"X25519 ", b"X25519\t")),
    "no share": age_file(b"-> X25519\n" + BODY + b"\n"),
    "a loose share": age_file(written(loose(SHARE))),
    "a padded share": age_file(written(SHARE + b"=")),
    "a share of 31 bytes": age_file(written(base(bytes_of(SHARE)[:31]))),
    "a share of 33 bytes": age_file(written(base(bytes_of(SHARE) + b"\0"))),
    "the zero share": age_file(to_nobody()),
    "no body": age_file(NAME + SHARE + b"\n"),
    "an empty body": age_file(written(body=b"")),
    "a loose body": age_file(written(body=loose(BODY))),
    "a padded body": age_file(written(body=BODY + b"=")),
    "a body with an empty line": age_file(STANZA + b"\n"),
    "a body of 31 bytes": age_file(written(body=base(bytes_of(BODY)[:31]))),
    "a body in two lines": age_file(STANZA[:-20] + b"\n" + STANZA[-20:]),
    "a loose check": with_check(loose),
    "a padded check": with_check(lambda check: check + b"="),
    "a short check": with_check(lambda check: base(bytes_of(check)[:31])),
    "no check": with_check(lambda _: b""),
    "another check": with_check(lambda check: base(bytes(32))),
    "a line behind the check": with_check(lambda check: check + b"\n"),
}


@pytest.mark.parametrize("sealed", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_header_that_the_specification_forbids_is_refused(sealed):
    assert not is_opened(sealed)


def test_eight_stanzas_are_opened_and_so_is_much_grease():
    assert is_opened(age_file(*[stanza(OTHER_KEY)] * 7, STANZA))
    assert is_opened(age_file(STANZA, LONG_GREASE))


def test_a_header_without_end_is_refused_before_the_library_sees_it(monkeypatch):
    monkeypatch.setattr(pyrage, "decrypt", lambda *_: pytest.fail("the library was asked"))

    for endless in (b"-> X25519 " * 100_000, STANZA * 100_000, b"A" * 1_000_000, GREASE * 50_000):
        assert not is_opened(b"age-encryption.org/v1\n" + endless)


def test_no_flipped_bit_and_no_cut_is_opened():
    sealed = age_file(STANZA)

    read = []
    for place in range(len(sealed) * 8):
        turned = bytearray(sealed)
        turned[place // 8] ^= 1 << place % 8
        if is_opened(bytes(turned)):
            read.append(place)
    read += [size for size in range(len(sealed)) if is_opened(sealed[:size])]

    assert is_opened(sealed)
    assert read == []


@given(st.binary(max_size=300))
def test_foreign_bytes_are_refused(junk):
    for sealed in (junk, b"age-encryption.org/v1\n" + junk, with_content(junk)):
        assert not is_opened(sealed)
        with pytest.raises(CannotOpenError):
            sealing.opened_with_code(sealed, "123456")


# --- content ------------------------------------------------------------------------------


def with_content(content):
    """A whole header, and this behind it."""
    whole = age_file(STANZA)
    return whole[: whole.index(b"--- ") + 48] + content


def chunks(*contents, last=None):
    """Content in these chunks; the last one is marked as the last, or another."""
    nonce = b"\5" * 16
    key = ChaCha20Poly1305(derive(FILE_KEY, nonce, b"payload"))
    end = len(contents) - 1 if last is None else last
    return nonce + b"".join(
        key.encrypt(at.to_bytes(11, "big") + bytes([at == end]), content, None)
        for at, content in enumerate(contents)
    )


TWO = chunks(FULL, FULL)
FORBIDDEN_CONTENT = {
    "nothing": b"",
    "half a nonce": b"\5" * 8,
    "no chunk": b"\5" * 16,
    "half a chunk": chunks(CONTENT)[:-1],
    "a byte behind": chunks(CONTENT) + b"\0",
    "no last chunk": chunks(FULL, last=9),
    "the last chunk first": chunks(FULL, CONTENT, last=0),
    "a short chunk before": chunks(CONTENT, CONTENT),
    "an empty chunk behind": chunks(FULL, b""),
    "a chunk left out": chunks(FULL, CONTENT)[: 16 + CHUNK + 16],
    "chunks turned": TWO[:16] + TWO[16 + CHUNK + 16 :] + TWO[16 : 16 + CHUNK + 16],
    "twice": chunks(CONTENT) * 2,
}


@pytest.mark.parametrize("content", FORBIDDEN_CONTENT.values(), ids=FORBIDDEN_CONTENT)
def test_content_that_the_specification_forbids_is_refused(content):
    assert is_opened(with_content(chunks(FULL, CONTENT)))
    assert not is_opened(with_content(content))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_content_of_any_length_comes_back(size):
    content = bytes(size)

    assert sealing.opened(sealing.seal(content, [sealing.recipient_of(KEY)]), [KEY]) == content


# --- a code of digits ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "others",
    [
        (code_stanza("1", 4), GREASE),
        (GREASE, code_stanza("1", 4)),
        (code_stanza("1", 4), code_stanza("1", 4)),
        (code_stanza("1", 4), STANZA),
        (),
    ],
    ids=["grease behind", "grease before", "two codes", "a key behind", "nothing"],
)
def test_a_code_stands_alone_in_its_header(monkeypatch, others):
    monkeypatch.setattr(
        pyrage.passphrase, "decrypt", lambda *_: pytest.fail("the library was asked")
    )

    with pytest.raises(CannotOpenError):
        sealing.opened_with_code(age_file(*others), "1")


def test_what_is_sealed_with_a_code_opens_with_it_and_guessing_is_dear():
    sealed = sealing.seal_with_code(CONTENT, "482913")
    work = int(sealed.split(b"\n")[1].split(b" ")[3])

    assert 15 <= work <= 20
    assert sealing.opened_with_code(sealed, "482913") == CONTENT


# --- keys ---------------------------------------------------------------------------------


def test_the_derived_keys_of_format_5_never_change():
    assert sealing.derived("01" * 32, "reading key").hex() == (
        "aac4069523e008772d3ac563e3d2832fdec9566388c74ef50282790188a800e1"
    )


@given(st.binary(min_size=32, max_size=32))
def test_keys_are_written_as_the_library_writes_them(data):
    text = sealing._bech32("age-secret-key-", data).upper()

    assert str(pyrage.x25519.Identity.from_str(text)) == text


SMALL_ORDER = (
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    2**255 - 20,
    2**255 - 19,
    2**255 - 18,
)
"""The points whose shared secret is always zero (RFC 7748, section 6.1)."""


@pytest.mark.parametrize("point", SMALL_ORDER)
@pytest.mark.parametrize("top", [0, 1 << 255])
def test_a_key_for_which_anybody_could_open_is_no_recipient(point, top):
    text = sealing._bech32("age", (point | top).to_bytes(32, "little"))

    assert str(pyrage.x25519.Recipient.from_str(text)) == text
    assert not sealing.is_recipient(text)


@given(st.integers(4, 61), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
def test_a_recipient_with_another_letter_is_none(at, letter):
    text = sealing.recipient_of(KEY)
    mistyped = text[:at] + letter + text[at + 1 :]

    assert sealing.is_recipient(mistyped) == (mistyped == text)
