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

_DOMAIN = b"fuer/1 manifest\0"
_ENROLMENT = b"fuer/1 enrolment\0"


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
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, _framed(message))
    except (InvalidSignature, ValueError) as error:
        raise BadSignatureError from error


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


def _framed(message: bytes) -> bytes:
    return _DOMAIN + len(message).to_bytes(8, "big") + message
