"""What is sealed is read by its recipients and by nobody else, and odd headers are refused."""

import base64
import hashlib
import hmac
from contextlib import suppress

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.formats import sealing
from fuer_desktop.formats.sealing import CannotOpenError

KEYS = tuple(bytes([n]).hex() * 32 for n in (1, 2, 3))
CONTENT = "卫健委 37".encode()
FILE_KEY = bytes(range(16))


def base(data):
    return base64.b64encode(data).rstrip(b"=")


def derive(secret, salt, info):
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(secret)


def reading_key(key):
    return X25519PrivateKey.from_private_bytes(sealing.derived(key, "reading key"))


def stanza(key, ephemeral=b"\x07" * 32):
    """What wraps the file key for a key's holder, as the specification of age says."""
    sender = X25519PrivateKey.from_private_bytes(ephemeral)
    share = sender.public_key().public_bytes_raw()
    to = reading_key(key).public_key().public_bytes_raw()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(to))
    wrap = derive(shared, share + to, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), FILE_KEY, None)
    return b"-> X25519 " + base(share) + b"\n" + base(body) + b"\n"


def code_stanza(code, work):
    salt = b"\x09" * 16
    wrap = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 2**work, 8, 1).derive(code.encode())
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), FILE_KEY, None)
    return b"-> scrypt %s %d\n%s\n" % (base(salt), work, base(body))


def age_file(*stanzas, magic=b"age-encryption.org/v1\n"):
    """An age file with these stanzas, its MAC right."""
    head = magic + b"".join(stanzas) + b"---"
    mac = hmac.new(derive(FILE_KEY, None, b"header"), head, hashlib.sha256).digest()
    nonce = b"\x05" * 16
    last_chunk = bytes(11) + b"\x01"
    payload = ChaCha20Poly1305(derive(FILE_KEY, nonce, b"payload"))
    return head + b" " + base(mac) + b"\n" + nonce + payload.encrypt(last_chunk, CONTENT, None)


GREASE = b"-> xyz-grease abc\n" + base(b"whatever") + b"\n"


def odd_files():
    """Headers that we never write; the library takes some of them."""
    good = stanza(KEYS[0])
    return {
        "no stanza": age_file(),
        "an unknown stanza beside": age_file(b"-> foo bar\n\n", good),
        "one of another kind beside": age_file(
            b"-> ssh-ed25519 abcd " + base(bytes(32)) + b"\n" + base(bytes(32)) + b"\n", good
        ),
        "grease in front": age_file(GREASE, good),
        "grease twice": age_file(good, GREASE, GREASE),
        "nine stanzas": age_file(*[stanza(KEYS[0], bytes([n + 1]) * 32) for n in range(9)]),
        "one argument more": age_file(good.replace(b"\n", b" more\n", 1)),
        "a passphrase beside a key": age_file(good, code_stanza("1", 1)),
        "another version": age_file(good, magic=b"age-encryption.org/v2\n"),
        "lines ended as in Windows": age_file(good.replace(b"\n", b"\r\n")),
        "a blank before the body": age_file(good.replace(b"\n", b"\n ", 1)),
        "armoured": b"-----BEGIN AGE ENCRYPTED FILE-----\n"
        + base64.b64encode(age_file(good))
        + b"\n-----END AGE ENCRYPTED FILE-----\n",
        "a header beyond all measure": age_file(good, b"-> a-grease " + b"x " * 5000 + b"\n\n"),
        "something before it": b"\n" + age_file(good),
        "nothing": b"",
    }


def test_a_file_made_by_hand_after_the_specification_is_read():
    assert sealing.opened(age_file(stanza(KEYS[0])), [KEYS[0]]) == CONTENT
    assert sealing.opened(age_file(stanza(KEYS[1]), stanza(KEYS[0])), [KEYS[0]]) == CONTENT


def test_a_stanza_of_no_meaning_at_the_end_is_passed_over():
    assert sealing.opened(age_file(stanza(KEYS[0]), GREASE), [KEYS[0]]) == CONTENT


@pytest.mark.parametrize("name", odd_files())
def test_a_header_that_is_not_as_we_write_it_is_refused(name):
    with pytest.raises(CannotOpenError):
        sealing.opened(odd_files()[name], [KEYS[0]])


def test_the_library_alone_takes_headers_that_are_refused_here():
    identity = pyrage.x25519.Identity.from_str(sealing._identity(KEYS[0]))
    taken = []
    for name, data in odd_files().items():
        with suppress(pyrage.DecryptError):
            taken += [name] if pyrage.decrypt(data, [identity]) == CONTENT else []

    assert "nine stanzas" in taken
    assert "an unknown stanza beside" in taken


@settings(max_examples=25)
@given(st.binary(max_size=300), st.sets(st.sampled_from(KEYS), min_size=1))
def test_every_recipient_reads_and_nobody_else(content, whom):
    sealed = sealing.seal(content, [sealing.recipient_of(key) for key in whom])

    for key in KEYS:
        if key in whom:
            assert sealing.opened(sealed, [key]) == content
        else:
            with pytest.raises(CannotOpenError):
                sealing.opened(sealed, [key])
    assert sealing.opened(sealed, KEYS) == content


def test_no_key_at_all_opens_nothing():
    with pytest.raises(CannotOpenError):
        sealing.opened(sealing.seal(CONTENT, [sealing.recipient_of(KEYS[0])]), [])


def test_sealing_twice_never_gives_the_same_bytes():
    to = [sealing.recipient_of(KEYS[0])]

    assert len({sealing.seal(CONTENT, to) for _ in range(5)}) == 5


def test_a_recipient_named_twice_gets_one_stanza():
    to = [sealing.recipient_of(KEYS[0])] * 3

    assert sealing.seal(CONTENT, to).count(b"-> X25519") == 1


def test_what_our_writer_makes_our_reader_takes_however_it_is_greased():
    """The library puts in stanzas of no meaning by chance."""
    to = [sealing.recipient_of(key) for key in KEYS]

    for _ in range(60):
        assert sealing.opened(sealing.seal(CONTENT, to), [KEYS[2]]) == CONTENT


@settings(max_examples=60)
@given(st.data())
def test_a_sealed_file_that_was_cut_or_changed_is_refused(data):
    sealed = age_file(stanza(KEYS[0]), GREASE)
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))

    for spoilt in (bytes(changed), sealed[:place], sealed + b"\0"):
        with pytest.raises(CannotOpenError):
            sealing.opened(spoilt, [KEYS[0]])


# --- recipients ---------------------------------------------------------------------------


def test_a_recipient_is_the_reading_key_as_age_writes_it():
    for key in KEYS:
        public = reading_key(key).public_key().public_bytes_raw()
        said = sealing._bech32("age", public)
        assert sealing.recipient_of(key) == said
        assert sealing.is_recipient(said)


def test_bech32_is_that_of_the_specification_of_age():
    assert (
        sealing._bech32("age-secret-key-", bytes([0x42]) * 32).upper()
        == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        "age1" + "q" * 58,
        "AGE1" + "Q" * 58,
        sealing.recipient_of(KEYS[0])[:-1],
        sealing.recipient_of(KEYS[0]).upper(),
        sealing.recipient_of(KEYS[0]) + " ",
        sealing._identity(KEYS[0]),
    ],
)
def test_what_is_no_recipient_is_known(text):
    assert not sealing.is_recipient(text)


def test_derived_secrets_differ_by_purpose_and_by_secret():
    made = {sealing.derived(key, what) for key in KEYS for what in ("office root", "reading key")}

    assert len(made) == 6


# --- a code of digits ---------------------------------------------------------------------


def test_a_file_to_a_code_made_by_hand_is_read_with_that_code_only():
    sealed = age_file(code_stanza("4817 2093", 4))

    assert sealing.opened_with_code(sealed, "4817 2093") == CONTENT
    with pytest.raises(CannotOpenError):
        sealing.opened_with_code(sealed, "4817 2094")


def test_a_code_that_would_cost_too_much_is_refused_before_it_is_tried(monkeypatch):
    tried = []
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: tried.append(1) or b"")
    cheap = age_file(code_stanza("1", 4))
    for work in (b"21", b"30", b"63", b"99"):
        dear = cheap.replace(b" 4\n", b" " + work + b"\n", 1)
        with pytest.raises(CannotOpenError):
            sealing.opened_with_code(dear, "1")
    assert tried == []
    assert sealing.opened_with_code(cheap, "1") == b""


@pytest.mark.parametrize("work", [b"04", b"0", b"+4", b" 4", b"4 4", b""])
def test_a_cost_that_is_not_written_as_it_should_be_is_refused(work):
    sealed = age_file(code_stanza("1", 4)).replace(b" 4\n", b" " + work + b"\n", 1)

    with pytest.raises(CannotOpenError):
        sealing.opened_with_code(sealed, "1")


def test_keys_and_codes_do_not_open_each_other():
    with pytest.raises(CannotOpenError):
        sealing.opened_with_code(age_file(stanza(KEYS[0])), "1")
    with pytest.raises(CannotOpenError):
        sealing.opened(age_file(code_stanza("1", 4)), [KEYS[0]])
    with pytest.raises(CannotOpenError):
        sealing.opened_with_code(age_file(code_stanza("1", 4), code_stanza("1", 4)), "1")
