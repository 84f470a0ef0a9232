"""A second reader of .fuer packages, written from the page package-format.md alone."""

import hmac
import json
import re
import struct
import sys
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KIB, MIB, PRIME = 1 << 10, 1 << 20, (1 << 255) - 19
ATTACHED = r"( attachment-[0-9]{2}\.(pdf|png|jpg|xlsx)"
JSON, AGE = rf"json( workspace\.age|{ATTACHED})*)", rf"age( workspace\.age|{ATTACHED}\.age)*)"
LIMITS = {"manifest.j": 256 * KIB, "attachment": 5 * MIB}
LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"


class RefusedError(Exception):
    """A package that the page does not allow."""


class Read(NamedTuple):
    """What a package says; a sealed one without a key keeps its attached members as stored."""

    manifest: dict[str, Any]
    payload: dict[str, Any] | None
    attached: dict[str, bytes]
    digest: str


def need(condition: object, reason: str) -> None:
    """Refuse unless the condition holds."""
    if not condition:
        raise RefusedError(reason)


def inflate(data: bytes, size: int) -> bytes | None:
    """Inflate a stream that ends with the data; None for anything else."""
    stream = zlib.decompressobj(-15)
    try:
        out = stream.decompress(data, size + 1)
    except zlib.error:
        return None
    return out if stream.eof and not stream.unused_data else None


def unzip(data: bytes) -> dict[str, bytes]:
    """Read forward, then write the central headers and the end anew and compare the bytes."""
    need(len(data) <= 64 * MIB and data[:4] == b"PK\3\4", "not a package")
    position, central, packed = 0, b"", []
    while data[position : position + 4] == b"PK\3\4":
        need(position + 30 <= len(data) and len(packed) < 102, "zip: local header")
        header = struct.unpack_from(LOCAL, data, position)
        method, crc, stored, size, length = header[3], *header[6:10]
        rest = (method, 0, 0x21, crc, stored, size, length, 0)
        need(header == (b"PK\3\4", 20, 0, *rest) and method in (0, 8), "zip: local header")
        start = position + 30 + length
        name, body = data[position + 30 : start], data[start : start + stored]
        central += struct.pack(CENTRAL, b"PK\1\2", 20, 20, 0, *rest, 0, 0, 0, 0, position) + name
        packed.append((name.decode("latin-1").replace(" ", "?"), method, crc, size, body))
        position = start + stored
    end = struct.pack(END, b"PK\5\6", 0, 0, *[len(packed)] * 2, len(central), position, 0)
    need(data[position:] == central + end, "zip: central headers or end")
    names = " ".join(one[0] for one in packed)
    need(re.fullmatch(rf"manifest\.json manifest\.sig payload\.({JSON}|{AGE})", names), "members")
    numbers = [int(one) for one in re.findall(r"attachment-([0-9]+)", names)]
    need(numbers == list(range(1, len(numbers) + 1)), "members: numbers")
    members = {}
    for name, method, crc, size, body in packed:
        limit = LIMITS.get(name[:10], 256 * MIB) + 64 * KIB * (".age" in name and name[0] == "a")
        need(size <= limit, f"zip: {name} too large")
        out = inflate(body, size) if method else body
        need(out is not None and len(out) == size and zlib.crc32(out) == crc, f"zip: {name}")
        for bit in (128, 64, 32, 16, 8, 4, 2) if method else ():
            if inflate(body[:-1] + bytes([body[-1] ^ bit]), size) != out:
                break  # a used bit; those above it changed nothing and so are unused
            need(not body[-1] & bit, "zip: unused bits set")
        members[name] = out or b""
    return members


def strict_json(data: bytes) -> dict[str, Any]:
    """Read a JSON object that is written the one way."""
    try:
        value = json.loads(data.decode())  # a name written twice comes out shorter below
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        need(isinstance(value, dict) and again.encode() == data, "json: not canonical")
    except (ValueError, RecursionError) as error:
        raise RefusedError("json: broken") from error
    return dict(value)


def fits(spec: Any, value: Any) -> bool:
    """Match a pattern, a range, a list [of, at least], an object {name, may lack?} or a test."""
    if isinstance(spec, str):
        return isinstance(value, str) and re.fullmatch(spec, value, re.DOTALL) is not None
    if isinstance(spec, range):
        return type(value) is int and value in spec
    if isinstance(spec, list):
        right = isinstance(value, list) and len(value) >= sum(spec[1:])
        return right and all(fits(spec[0], one) for one in value)
    if isinstance(spec, tuple):
        return fits([ANY], value) and len(value) == len(spec) and all(map(fits, spec, value))
    if isinstance(spec, dict) and isinstance(value, dict):
        known = {name.rstrip("?"): inner for name, inner in spec.items()}
        names = spec.keys() & known.keys() <= value.keys() <= known.keys()
        return names and all(fits(known[name], inner) for name, inner in value.items())
    return callable(spec) and spec(value)


def cell(value: Any) -> bool:
    """Match a cell: seven texts, of which only a number has the number."""
    return any(fits((*PLACE, *one, ANY, ANY), value) for one in STATES)


# fmt: off
ANY, HEX, MAYBE_HEX, CODE = ".*", "[0-9a-f]{64}", "([0-9a-f]{64})?", "[A-Za-z0-9._-]{1,40}"
NUMBER, DECIMAL = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", r"(-?[0-9]+(\.[0-9]+)?)?"
PLACE, CELLS = (".+", ".+", ".+"), "([^/ ]+(/[^/ ]+){2}( (?=.)|$))*"
YEAR, VERSION, COUNT = range(1900, 2200), range(1, 100001), range(1 << 53)
TABLES = [{"code": CODE, "period": YEAR, "cells": [cell]}]
STATES = ("number", NUMBER), ("text|not_applicable|no_data|included|exempt", "")
BY, RECIPIENT = {"by": ANY, "at": ANY}, "age1[02-9ac-hj-np-z]{58}"
MANIFEST = {
    "format": range(1, 6), "kind": "task|submission|inquiry|return|receipt|handover",
    "suite": "ed25519-sha256(-age)?/1", "program": ANY, "created": ANY, "task": CODE,
    "place": CODE, "unit": CODE, "period": YEAR, "practice": lambda one: isinstance(one, bool),
    "version": VERSION, "ancestors": [HEX], "sender": HEX, "recipient": MAYBE_HEX,
    "forms": [{"code": CODE, "version": COUNT, "digest": HEX}], "enrolment": MAYBE_HEX,
    "journal_head": ANY, "payload_length": COUNT, "payload_sha256": HEX,
    "sealed_for?": [RECIPIENT, 1], "on_paper?": BY | {"seen": ANY}, "office?": {"root": HEX,
    "number": range(1, 1 << 32), "introduction": "[0-9a-f]{128}", "recipients": [RECIPIENT, 1]}}
ASK = {"form": CODE, "rule": ANY, "cells": CELLS, "left": DECIMAL, "right": DECIMAL}
FINDING = ASK | BY | {"class": "[ABCD]", "state": "open|explained", "reason": ANY}
ABOUT = {"digest": HEX, "version": VERSION, "ancestors": [HEX]}
LISTED = {"form": CODE, "name": ANY, "size": range(5 * MIB + 1), "sha256": HEX}
SUBMISSION = {"forms": TABLES, "findings?": [FINDING, 1], "attachments?": [LISTED, 1],
              "signatories": {"head": ANY, "statistics_head": ANY, "filler": ANY}}
DIFFERENCE = {"form": CODE, "table": ANY, "row": ANY, "column": ANY,
              "values": [lambda value: value is None or cell(value)]}
PAYLOADS = {
    "submission": SUBMISSION, "inquiry": SUBMISSION | {"asks?": [ASK | {"why": ANY}, 1]},
    "task": {"deadline": "[0-9]{4}-[0-9]{2}-[0-9]{2}", "secret": HEX, "last_year": TABLES,
             "definitions": lambda one: isinstance(one, dict) and fits([ANY], [*one.values()])},
    "return": BY | {"reason": ANY, "versions": [ABOUT, 2], "differences": [DIFFERENCE]},
    "receipt": BY | {"number": range(1, 1 << 53), "previous": MAYBE_HEX, "about": ABOUT,
                     "state": "received|accepted", "cells": COUNT},
    "handover": BY | {"to": ANY, "reason": ANY, "size": COUNT, "sha256": HEX}}
# fmt: on


def verify(key: bytes, signature: bytes, message: bytes) -> None:
    """Verify by a key that is not of small order."""
    y = int.from_bytes(key, "little") % (1 << 255) % PRIME
    # Points of order 8 double to y = 0, which is d y^4 + 2 y^2 = 1; d is -121665/121666.
    eighth = (-121665 * y**4 + 121666 * (2 * y * y - 1)) % PRIME == 0
    need(y not in (0, 1, PRIME - 1) and not eighth, "signature: key of small order")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise RefusedError("signature: wrong") from error


def identity(key: bytes) -> Any:
    """Derive the age identity of a signing key and write it in Bech32."""
    info, name, check = b"fuer/1 reading key\1", "age-secret-key-", 1
    raw = hmac.digest(hmac.digest(bytes(32), key, "sha256"), info, "sha256")  # HKDF
    values = [int.from_bytes(raw) << 4 >> shift & 31 for shift in range(255, -1, -5)]
    spread = [ord(one) >> 5 for one in name] + [0] + [ord(one) & 31 for one in name]
    for value in spread + values + [0] * 6:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= part if top >> bit & 1 else 0
    values += [(check ^ 1) >> shift & 31 for shift in range(25, -1, -5)]
    written = "".join("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"[value] for value in values)
    return pyrage.x25519.Identity.from_str(f"AGE-SECRET-KEY-1{written}")


def check_age(name: str, data: bytes) -> None:
    """Check the recipients; age programs add stanzas without meaning (grease) to them."""
    need(data.startswith(b"age-encryption.org/v1\n-> "), f"{name}: not an age file")
    names = re.findall(rb"^-> (\S+)", data.split(b"\n---", 1)[0], re.MULTILINE)
    if name == "workspace.age":
        cost = re.match(rb".*?\n-> scrypt \S+ ([1-9]|1[0-9]|20)\n", data)
        need(cost and len(names) == 1, f"{name}: not for a passphrase")
    else:
        need(1 <= names.count(b"X25519") <= 8 and b"scrypt" not in names, f"{name}: recipients")


def unseal(members: dict[str, bytes], sealed_for: list[str], keys: Sequence[bytes]) -> None:
    """Open the sealed members in place, under their plain names, if there is a key."""
    mine = [one for one in map(identity, keys) if str(one.to_public()) in sealed_for]
    for name in [one for one in members if one.endswith(".age")]:
        check_age(name, members[name])
        if not mine or name == "workspace.age":
            continue
        plain = "payload.json" if name == "payload.age" else name.removesuffix(".age")
        try:
            members[plain] = pyrage.decrypt(members.pop(name), mine)
        except pyrage.DecryptError as error:
            raise RefusedError(f"{name}: does not open") from error
        need(len(members[plain]) <= LIMITS.get(plain[:10], 256 * MIB), f"{name}: too large")


def check_manifest(manifest: dict[str, Any], names: list[str]) -> None:
    """Check the shape, what the format and the kind may have, and the office's introduction."""
    need(fits(MANIFEST, manifest), "manifest: shape")
    kind, sealed_for = manifest["kind"], manifest.get("sealed_for", [])
    need(manifest["suite"].count("age") == bool(sealed_for) == (names[2] == "payload.age"), "suite")
    if manifest["format"] < 5:
        need(not manifest.keys() & {"office", "sealed_for", "on_paper"}, "manifest: newer names")
        need(kind == "submission" or (kind, manifest["version"]) == ("task", 1), "manifest: newer")
    need(len(sealed_for) <= 8 and (kind == "submission" or "on_paper" not in manifest), "manifest")
    need((names[3:] == ["workspace.age"]) == (kind == "handover"), "members: workspace")
    need(not names[3:] or kind in ("submission", "inquiry", "handover"), "members: attached")
    if office := manifest.get("office"):
        said = b"fuer/1 office key\0" + office["number"].to_bytes(4)
        said += bytes.fromhex(manifest["sender"])
        verify(bytes.fromhex(office["root"]), bytes.fromhex(office["introduction"]), said)


def check_payload(manifest: dict[str, Any], payload: dict[str, Any]) -> None:
    """Check the shape and what the format may have."""
    need(fits(PAYLOADS[manifest["kind"]], payload), "payload: shape")
    forms = [*payload.get("forms", []), *payload.get("last_year", [])]
    rows = [(form["code"], form["period"], *row) for form in forms for row in form["cells"]]
    need(len({row[:5] for row in rows}) == len(rows), "payload: a cell twice")
    need(len({(form["code"], form["period"]) for form in forms}) == len(forms), "form twice")
    texts = any(row[5] == "text" for row in rows)
    newer = {2: "findings" in payload, 3: texts, 4: "attachments" in payload}
    need(not any(newer[one] for one in newer if manifest["format"] < one), "payload: newer names")
    for one in payload.get("differences", []):
        place = [one["table"], one["row"], one["column"]]
        right = all(value[:3] == place for value in one["values"] if value)
        need(right and len(one["values"]) == len(payload["versions"]), "payload: differences")


def check_attached(payload: dict[str, Any], attached: dict[str, bytes]) -> None:
    """Check that the attached members are the listed ones."""
    listed: dict[str, tuple[str, int]] = {}
    for one in payload.get("attachments", []):
        name = f"attachment-{len(listed) + 1:02}.{one['name'].rpartition('.')[2].lower()}"
        size = listed.setdefault(one["sha256"], (name, one["size"]))[1]
        need(size == one["size"], "attached: two sizes")
    if "workspace.age" in attached:
        listed[payload["sha256"]] = ("workspace.age", payload["size"])
    found = [(name, len(data), sha256(data).hexdigest()) for name, data in attached.items()]
    need(found == [(*two, one) for one, two in listed.items()], "attached: not what is listed")


def read(data: bytes, keys: Sequence[bytes] = ()) -> Read:
    """Read a package, or refuse it."""
    members = unzip(data)
    raw, signature, body = list(members.values())[:3]
    manifest = strict_json(raw)
    for name in ("format", "suite", "sender"):
        need(fits(MANIFEST[name], manifest.get(name)), f"manifest: {name}")
    signed = b"fuer/1 manifest\0" + len(raw).to_bytes(8) + raw
    verify(bytes.fromhex(manifest["sender"]), signature, signed)
    check_manifest(manifest, list(members))
    stated = (manifest["payload_length"], manifest["payload_sha256"])
    need((len(body), sha256(body).hexdigest()) == stated, "payload: length or digest")
    unseal(members, manifest.get("sealed_for", []), keys)
    attached = {name: members[name] for name in members if name[:4] in ("atta", "work")}
    payload = None
    if "payload.json" in members:
        payload = strict_json(members["payload.json"])
        check_payload(manifest, payload)
        check_attached(payload, attached)
    return Read(manifest, payload, attached, sha256(raw).hexdigest())


def compare(a: Read, b: Read) -> str:
    """Say whether a is the "same" as b, "newer", "older" or in "conflict" with it."""
    same = all(a.manifest[one] == b.manifest[one] for one in ("task", "place", "unit", "practice"))
    need(same and a.manifest["kind"] == b.manifest["kind"] == "submission", "compare: unrelated")
    new, old = b.digest in a.manifest["ancestors"], a.digest in b.manifest["ancestors"]
    return "same" if a.digest == b.digest else ("older", "conflict", "newer")[new - old + 1]


def main(arguments: Sequence[str]) -> None:
    """Verify files; an argument of 64 hexadecimal digits is a private key."""
    keys = [bytes.fromhex(one) for one in arguments if fits(HEX, one)]
    for path in [one for one in arguments if not fits(HEX, one)]:
        try:
            got = read(Path(path).read_bytes(), keys)
            print(path, got.manifest["kind"], got.digest, "sealed" if got.payload is None else "")
        except RefusedError as error:
            print(path, "refused:", error)


if __name__ == "__main__":
    main(sys.argv[1:])
