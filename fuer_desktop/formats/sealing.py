"""What only its recipients may read: age files (age-encryption.org/v1) to X25519 keys, or to a code
of digits that is told by word of mouth; the only module that knows the age library.

Reading keys are derived from signing keys, so that a workspace keeps one secret and no more. The
library takes some headers that the specification forbids and any cost of a passphrase, so headers
are looked at before it sees them (reliability.md 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MAGIC = b"age-encryption.org/v1\n"
_MAX_HEADER = 8 << 10
_MAX_STANZAS = 8
_BODY = rb"[A-Za-z0-9+/]{43}\n"
_X25519 = rb"-> X25519 [A-Za-z0-9+/]{43}\n" + _BODY
_GREASE = (
    rb"-> [!-~]{1,64}-grease(?: [!-~]{1,64}){0,8}\n"
    rb"(?:[A-Za-z0-9+/]{64}\n){0,8}[A-Za-z0-9+/]{0,63}\n"
)
"""Writers put in a stanza of no meaning, so that readers stay able to pass over new ones."""
_MAC = rb"--- [A-Za-z0-9+/]{43}\n"
_FOR_KEYS = re.compile(_MAGIC + rb"(?:%b){1,%d}(?:%b)?" % (_X25519, _MAX_STANZAS, _GREASE) + _MAC)
_FOR_CODE = re.compile(_MAGIC + rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n" + _BODY + _MAC)
_MAX_WORK = 20
"""The most that a passphrase may cost, as a power of two: some 1 GiB and a few seconds."""

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECK = 6
"""Letters of the check sum behind the others."""
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class CannotOpenError(Exception):
    """No age file of ours, or none for these keys, or it was changed."""


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes that follow from a secret (hex) and tell nothing of it (HKDF-SHA256)."""
    info = b"fuer/1 " + purpose.encode("ascii")
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(bytes.fromhex(secret))


def recipient_of(private_key: str) -> str:
    """Whom to seal for, so that the holder of this signing key (hex) can read it: ``age1…``."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(_identity(private_key)).to_public())


def is_recipient(text: str) -> bool:
    """Whether this is a recipient that can be sealed for. The library takes keys of small order,
    too, for which anybody could open; and then it does not raise but panics."""
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(text)) == text and not _is_weak(text)
    except RecipientError:
        return False


def _is_weak(recipient: str) -> bool:
    """Whether every secret that is shared with this key is zero."""
    bits = 0
    for letter in recipient[len("age1") : -_CHECK]:
        bits = bits << 5 | _BECH32.index(letter)
    key = X25519PublicKey.from_public_bytes((bits >> 4).to_bytes(32, "big"))
    try:
        X25519PrivateKey.from_private_bytes(bytes(32)).exchange(key)
    except ValueError:
        return True
    return False


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """An age file for these recipients, at least one; never twice the same bytes."""
    import pyrage

    known = [pyrage.x25519.Recipient.from_str(text) for text in dict.fromkeys(recipients)]
    return bytes(pyrage.encrypt(data, known))


def opened(sealed: bytes, private_keys: Sequence[str]) -> bytes:
    """What was sealed for the holder of one of these signing keys (hex); raises CannotOpenError."""
    import pyrage

    if not _FOR_KEYS.match(sealed, 0, _MAX_HEADER):
        raise CannotOpenError
    identities = [pyrage.x25519.Identity.from_str(_identity(key)) for key in private_keys]
    try:
        return bytes(pyrage.decrypt(sealed, identities))
    except pyrage.DecryptError as error:
        raise CannotOpenError from error


def seal_with_code(data: bytes, code: str) -> bytes:
    """An age file for whoever knows the code; takes about a second, so that guessing is dear."""
    from pyrage import passphrase

    return bytes(passphrase.encrypt(data, code))


def opened_with_code(sealed: bytes, code: str) -> bytes:
    """What was sealed with this code; raises CannotOpenError."""
    import pyrage

    header = _FOR_CODE.match(sealed, 0, _MAX_HEADER)
    if header is None or int(header[1]) > _MAX_WORK:
        raise CannotOpenError
    try:
        return bytes(pyrage.passphrase.decrypt(sealed, code))
    except pyrage.DecryptError as error:
        raise CannotOpenError from error


def _identity(private_key: str) -> str:
    return _bech32("age-secret-key-", derived(private_key, "reading key")).upper()


def _bech32(prefix: str, data: bytes) -> str:
    """Bytes as BIP 173 writes them, without its limit of length."""
    bits = int.from_bytes(data, "big") << (-8 * len(data) % 5)
    count = (8 * len(data) + 4) // 5
    values = [bits >> 5 * (count - 1 - at) & 31 for at in range(count)]
    codes = [ord(letter) for letter in prefix]
    check = (
        _polymod([*(c >> 5 for c in codes), 0, *(c & 31 for c in codes), *values, *[0] * _CHECK])
        ^ 1
    )
    values += [check >> 5 * (5 - at) & 31 for at in range(_CHECK)]
    return prefix + "1" + "".join(_BECH32[value] for value in values)


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check
