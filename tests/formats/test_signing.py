"""Keys, signatures and enrolment: one key, one message, and no other."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.formats import signing
from fuer_desktop.formats.signing import BadSignatureError

KEY = "11" * 32
OTHER_KEY = "22" * 32
PUBLIC = signing.public_key_of(KEY)
MESSAGE = b'{"unit":"990100WJ"}'
SECRET = "33" * 32

keys = st.binary(min_size=32, max_size=32).map(bytes.hex)
codes = st.text("ABCZ0189._-", min_size=1, max_size=12)


@settings(max_examples=40)
@given(keys, st.binary(max_size=500))
def test_a_signature_holds_for_its_key_and_message(key, message):
    signature = signing.sign(key, message)

    signing.verify(signing.public_key_of(key), signature, message)
    assert len(signature) == 64


@settings(max_examples=40)
@given(keys, st.binary(max_size=100))
def test_signing_again_gives_the_same_signature(key, message):
    assert signing.sign(key, message) == signing.sign(key, message)


def test_every_flipped_bit_of_the_signature_is_refused():
    signature = signing.sign(KEY, MESSAGE)

    for place in range(len(signature) * 8):
        flipped = bytearray(signature)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(BadSignatureError):
            signing.verify(PUBLIC, bytes(flipped), MESSAGE)


def test_every_flipped_bit_of_the_message_is_refused():
    signature = signing.sign(KEY, MESSAGE)

    for place in range(len(MESSAGE) * 8):
        flipped = bytearray(MESSAGE)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(BadSignatureError):
            signing.verify(PUBLIC, signature, bytes(flipped))


@pytest.mark.parametrize(
    ("key", "signature", "message"),
    [
        pytest.param(signing.public_key_of(OTHER_KEY), None, MESSAGE, id="another key"),
        pytest.param(PUBLIC, None, MESSAGE + b" ", id="a blank more"),
        pytest.param(PUBLIC, None, b"", id="no message"),
        pytest.param(PUBLIC, b"", MESSAGE, id="no signature"),
        pytest.param(PUBLIC, bytes(64), MESSAGE, id="a signature of zeros"),
        pytest.param("", None, MESSAGE, id="no key"),
        pytest.param(PUBLIC[:-2], None, MESSAGE, id="a short key"),
        pytest.param(PUBLIC + "00", None, MESSAGE, id="a long key"),
        pytest.param("z" * 64, None, MESSAGE, id="a key that is not hexadecimal"),
        pytest.param("ff" * 32, None, MESSAGE, id="a key that is no point of the curve"),
    ],
)
def test_what_is_not_the_keys_signature_of_the_message_is_refused(key, signature, message):
    given_signature = signing.sign(KEY, MESSAGE) if signature is None else signature

    with pytest.raises(BadSignatureError):
        signing.verify(key, given_signature, message)


def accepts(key, signature, message):
    try:
        signing.verify(key, signature, message)
    except BadSignatureError:
        return False
    return True


def test_the_zero_key_with_the_zero_signature_does_not_sign_every_message():
    """The zero key is of small order: its zero signature fits some messages, but not any one."""
    accepted = [n for n in range(64) if accepts("00" * 32, bytes(64), bytes([n]))]

    assert len(accepted) < 64


@pytest.mark.parametrize("message", [b"", MESSAGE], ids=["empty", "a manifest"])
def test_a_signature_of_the_bare_bytes_is_not_one_of_a_manifest(message):
    bare = signing._private(KEY).sign(message)

    with pytest.raises(BadSignatureError):
        signing.verify(PUBLIC, bare, message)


def test_the_signature_of_format_1_never_changes():
    expected = (
        "948924b415cc46c55b0f4c6be73ae2e215b84a4b26beb305c7c115a01359033c"
        "fc4f1bedce825cba98d8c00c0a098f5e81dba005847b3d1be26c12135569e803"
    )

    assert signing.sign(KEY, MESSAGE).hex() == expected


def test_new_keys_and_secrets_are_never_the_same():
    made = [make() for make in (signing.new_private_key, signing.new_secret) for _ in range(20)]

    assert len(set(made)) == len(made)
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in made)


# --- enrolment ----------------------------------------------------------------------------


@given(keys, codes, codes, keys)
def test_a_proof_proves_its_own_enrolment(secret, task, unit, key):
    proof = signing.enrolment_proof(secret, task, unit, key)

    assert signing.proves_enrolment(proof, secret, task, unit, key)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(("44" * 32, "T1", "U1", PUBLIC), id="another secret"),
        pytest.param((SECRET, "T2", "U1", PUBLIC), id="another task"),
        pytest.param((SECRET, "T1", "U2", PUBLIC), id="another unit"),
        pytest.param((SECRET, "T1", "U1", "55" * 32), id="another key"),
        pytest.param((SECRET, "T1U", "1", PUBLIC), id="the border moved"),
    ],
)
def test_a_proof_proves_nothing_else(claim):
    proof = signing.enrolment_proof(SECRET, "T1", "U1", PUBLIC)

    assert not signing.proves_enrolment(proof, *claim)


@pytest.mark.parametrize(
    "proof",
    ["", "0" * 64, "x", "证明", "０" * 64],
    ids=["nothing", "zeros", "a letter", "Chinese", "full-width zeros"],
)
def test_what_was_not_made_with_the_secret_is_no_proof(proof):
    assert not signing.proves_enrolment(proof, SECRET, "T1", "U1", PUBLIC)


def test_a_fingerprint_is_sha_256():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert signing.fingerprint(b"") == empty
