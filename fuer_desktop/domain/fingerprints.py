"""Fingerprints of keys for people: six groups of four digits, to be read out on the telephone or
compared with paper. Nobody makes a second key with the fingerprint of another (some 80 bits)."""

from __future__ import annotations

import hashlib

GROUPS, GROUP = 6, 4
_DOMAIN = b"fuer/1 key fingerprint\0"


def spoken(public_key: str) -> str:
    """The fingerprint of a public key (hex): ``1234 5678 …``."""
    digest = hashlib.sha256(_DOMAIN + bytes.fromhex(public_key)).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10 ** (GROUPS * GROUP):0{GROUPS * GROUP}}"
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
