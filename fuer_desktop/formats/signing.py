"""Keys, signatures and enrolment; the only module that knows the crypto library.

Suite ``ed25519-sha256/1``: Ed25519 over the stored bytes of the manifest behind a domain string
with their length, so that a signature can never be taken for one of something else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SUITE = "ed25519-sha256/1"
SEALED_SUITE = "ed25519-sha256-age/1"
"""The same, and the content is an age file to X25519 keys."""

SIGNATURE_BYTES = 64

_DOMAIN = b"fuer/1 manifest\0"
_ENROLMENT = b"fuer/1 enrolment\0"
_INTRODUCTION = b"fuer/1 office key\0"


class BadSignatureError(Exception):
    """The signature is not that key's signature of these bytes."""


def new_private_key() -> str:
    """A fresh signing key, hex."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_key_of(private_key: str) -> str:
    """The public key that belongs to a private one, both hex."""
    return _private(private_key).public_key().public_bytes_raw().hex()


def sign(private_key: str, message: bytes) -> bytes:
    """The 64-byte signature of a manifest's bytes."""
    return _private(private_key).sign(_framed(message))


def verify(public_key: str, signature: bytes, message: bytes) -> None:
    """Return if the signature holds, else raise BadSignatureError; there is no third way."""
    if not _holds(public_key, signature, _framed(message)):
        raise BadSignatureError


def introduce(root: str, number: int, public_key: str) -> str:
    """The word of an office's root (private, hex) that this is its ``number``-th key (hex)."""
    return _private(root).sign(_introduction(number, public_key)).hex()


def introduces(root: str, introduction: str, number: int, public_key: str) -> bool:
    """Whether an introduction is the root's (public, hex) for this key and number."""
    return _holds(root, bytes.fromhex(introduction), _introduction(number, public_key))


def new_secret() -> str:
    """A one-time secret for a unit's task package, hex."""
    return secrets.token_hex(32)


def enrolment_proof(secret: str, task: str, unit: str, public_key: str) -> str:
    """What shows that the holder of a unit's task package made this key (HMAC-SHA256, hex)."""
    message = _ENROLMENT + "\0".join((task, unit, public_key)).encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()


def proves_enrolment(proof: str, secret: str, task: str, unit: str, public_key: str) -> bool:
    """Whether a proof is the one for this key."""
    wanted = enrolment_proof(secret, task, unit, public_key)
    return hmac.compare_digest(proof.encode(), wanted.encode())


def fingerprint(data: bytes) -> str:
    """SHA-256, hex: the identity of a manifest and of a definition text."""
    return hashlib.sha256(data).hexdigest()


def _private(private_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key))


def _holds(public_key: str, signature: bytes, message: bytes) -> bool:
    try:
        if is_weak(public_key):
            return False
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_weak(public_key: str) -> bool:
    """Whether a key (hex) is one of the points of small order, whose signatures anybody can make:
    those that RFC 8032 can decode, with either sign (the list is that of libsodium)."""
    encoded = bytes.fromhex(public_key)
    return encoded[:31] + bytes(byte & 0x7F for byte in encoded[31:]) in _SMALL_ORDER


_SMALL_ORDER = frozenset(
    map(
        bytes.fromhex,
        (
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ),
    )
)


def _introduction(number: int, public_key: str) -> bytes:
    return _INTRODUCTION + number.to_bytes(4, "big") + bytes.fromhex(public_key)


def _framed(message: bytes) -> bytes:
    return _DOMAIN + len(message).to_bytes(8, "big") + message
