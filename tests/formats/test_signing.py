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


# --- keys whose signatures anybody can make -----------------------------------------------

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493


def plus(one, other):
    """The sum of two points of the curve (RFC 8032 5.1.4)."""
    (x1, y1), (x2, y2) = one, other
    both = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + both, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - both, -1, P)
    return x % P, y % P


def times(count, point):
    """A point added to itself."""
    total = (0, 1)
    for bit in f"{count:b}":
        total = plus(total, total)
        if bit == "1":
            total = plus(total, point)
    return total


def points_at(y):
    """The points of the curve with this height."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    for x in (root, root * pow(2, (P - 1) // 4, P) % P):
        if x * x % P == square:
            return {(x, y % P), (-x % P, y % P)}
    return set()


def small_points():
    """All points whose order divides eight: those that are left of any point after its order."""
    found, height = {(0, 1)}, 2
    while len(found) < 8:
        for point in points_at(height):
            left = times(ORDER, point)
            found |= {times(count, left) for count in range(8)}
        height += 1
    return found


def encodings(point):
    """Every 32 bytes that a lenient reader takes for a point: heights beyond P, any sign."""
    x, y = point
    heights = [height for height in (y, y + P) if height < 2**255]
    signs = (0, 1) if x == 0 else (x & 1,)
    return {
        (height | sign << 255).to_bytes(32, "little").hex() for height in heights for sign in signs
    }


def test_every_encoding_of_a_point_of_small_order_is_a_weak_key():
    points = small_points()
    written = set().union(*map(encodings, points))

    assert len(points) == 8
    assert len(written) == 14
    assert [key for key in written if not signing.is_weak(key)] == []


@pytest.mark.parametrize("message", [bytes([n]) for n in range(32)])
def test_a_signature_that_anybody_can_make_for_a_weak_key_does_not_hold(message):
    for key in sorted(set().union(*map(encodings, small_points()))):
        for point in ("01" + "00" * 31, "00" * 32, key):
            forged = bytes.fromhex(point) + bytes(32)
            with pytest.raises(BadSignatureError):
                signing.verify(key, forged, message)


def test_without_the_list_of_weak_keys_the_library_would_take_a_forgery(monkeypatch):
    forged = bytes([1, *[0] * 63])
    neutral = "01" + "00" * 31
    monkeypatch.setattr(signing, "is_weak", lambda _: False)

    assert accepts(neutral, forged, MESSAGE)
    monkeypatch.undo()
    assert not accepts(neutral, forged, MESSAGE)


@given(keys)
def test_no_key_that_is_made_here_is_weak(key):
    assert not signing.is_weak(signing.public_key_of(key))


# --- an office's root and its keys --------------------------------------------------------


@settings(max_examples=40)
@given(keys, keys, st.integers(1, 100_000))
def test_a_root_introduces_one_key_with_one_number(root, key, number):
    public, of_root = signing.public_key_of(key), signing.public_key_of(root)
    said = signing.introduce(root, number, public)

    assert signing.introduces(of_root, said, number, public)
    assert not signing.introduces(of_root, said, number + 1, public)
    assert not signing.introduces(of_root, said, number, signing.public_key_of("ab" * 32))
    assert not signing.introduces(signing.public_key_of("ab" * 32), said, number, public)


def test_an_introduction_is_no_signature_of_a_manifest_nor_the_other_way_round():
    said = bytes.fromhex(signing.introduce(KEY, 1, PUBLIC))
    message = signing._introduction(1, PUBLIC)

    assert not accepts(PUBLIC, said, message)
    assert not signing.introduces(PUBLIC, signing.sign(KEY, message).hex(), 1, PUBLIC)


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
