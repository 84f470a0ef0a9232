"""Packages: how they are written, how they are read; ``package_contents`` says what is in them.

Reading stops at the first failure, in this order: size and magic, the strict archive, the
signature over the manifest's stored bytes, the manifest, length and digest of the payload, the
seal, the payload. Names and dates of files decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES, FileKind
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.values import Kind as ValueKind
from fuer_desktop.formats import container, sealing, signing
from fuer_desktop.formats.package_contents import (
    HandoverPayload,
    Hex64,
    Kind,
    Manifest,
    Number,
    Payload,
    ReceiptPayload,
    ReturnPayload,
    SaidAttachment,
    SubmissionPayload,
    TaskPayload,
)
from fuer_desktop.texts import packages as texts

FORMAT = 5
"""The newest that is read: since format 2 a submission says its findings, since format 3 a cell may
hold a text, since format 4 files are attached, since format 5 there are more kinds than tasks and
submissions, an office introduces its key, and content may be sealed. What says no more than an
older format can is written as that, so that an older office reads it."""
_HEAD = ("manifest.json", "manifest.sig")
_PLAIN, _SEALED = "payload.json", "payload.age"
_WORKSPACE = "workspace.age"
_SEALED_ENDING = ".age"
_ATTACHED = "attachment-{number:02}.{ending}"
"""Members behind the others, one for each content in the order in which the payload names them
first, so that an office can open them with any archive tool; sealed ones have one more ending."""
_ATTACHED_NAME = re.compile(rf"attachment-[0-9]{{2}}\.({'|'.join(FileKind)})(\.age)?")
MAX_MANIFEST = 256 << 10
Decoded = TypeVar("Decoded")

_OF_A_UNIT: Collection[Kind] = ("submission", "inquiry")
SIGNED_KINDS: Collection[Kind] = ("task", "return", "receipt")
"""What only an office may say; see ``services/office_trust``."""


class WronglySignedError(PackageError):
    """Whole as a file, but what it says is not what was signed."""


class NewerFormatError(PackageError):
    """Made by a newer program: nothing is wrong with it."""


class UnknownSuiteError(PackageError):
    """Signed in a way that this program does not know."""


class SealedForOthersError(PackageError):
    """Whole, and none of the keys that are here opens it."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose archive and signature hold. ``digest`` is its identity; ``payload`` is plain,
    empty where it is sealed and no key was given; ``attached`` are the members behind it, which
    ``submission_of`` compares with it."""

    file: str
    digest: str
    manifest: Manifest
    payload: bytes
    data: bytes
    attached: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_sealed(self) -> bool:
        """Whether only its recipients can read it."""
        return bool(self.manifest.sealed_for)


_encoder = msgspec.json.Encoder(order="sorted")
_manifests = msgspec.json.Decoder(Manifest)
_submissions = msgspec.json.Decoder(SubmissionPayload)
_tasks = msgspec.json.Decoder(TaskPayload)
_returns = msgspec.json.Decoder(ReturnPayload)
_receipts = msgspec.json.Decoder(ReceiptPayload)
_handovers = msgspec.json.Decoder(HandoverPayload)
_DECODERS: dict[type[Payload], msgspec.json.Decoder[Any]] = {
    SubmissionPayload: _submissions,
    TaskPayload: _tasks,
    ReturnPayload: _returns,
    ReceiptPayload: _receipts,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A package ready to be saved, and its identity."""

    digest: str
    data: bytes


def format_of(content: Payload, manifest: Manifest | None = None) -> int:
    """The oldest format that can say this."""
    if not isinstance(content, SubmissionPayload | TaskPayload) or _says_new(manifest):
        return 5
    if isinstance(content, SubmissionPayload) and content.asks:
        return 5
    if isinstance(content, SubmissionPayload) and content.attachments:
        return 4
    forms = content.forms if isinstance(content, SubmissionPayload) else content.last_year
    if any(cell.kind is ValueKind.TEXT for form in forms for cell in form.cells):
        return 3
    return 2 if isinstance(content, SubmissionPayload) and content.findings else 1


def _says_new(manifest: Manifest | None) -> bool:
    """Whether a manifest says what only format 5 can."""
    return manifest is not None and (
        manifest.kind not in ("task", "submission")
        or any((manifest.office, manifest.sealed_for, manifest.on_paper))
    )


def encode(content: Payload | Manifest) -> bytes:
    """A payload's bytes, or a manifest's; equal payloads give equal bytes."""
    return _encoder.encode(content)


def make(
    manifest: Manifest,
    content: Payload,
    private_key: str,
    attached: Mapping[str, bytes] | None = None,
) -> Written:
    """Seal, sign and pack. What ``manifest`` says of format, suite and payload is filled in here;
    ``attached`` are the files that the content names, as ``members_of`` calls them. Raises
    PackageError for what no reader would take, before anybody puts it on record."""
    payload, members = encode(content), dict(attached or {})
    _require_readable(_DECODERS[type(content)], payload)
    if manifest.sealed_for:
        payload = sealing.seal(payload, manifest.sealed_for)
        members = {
            name + _SEALED_ENDING: sealing.seal(data, manifest.sealed_for)
            for name, data in members.items()
        }
    whole = msgspec.structs.replace(
        manifest,
        format=format_of(content, manifest),
        suite=signing.SEALED_SUITE if manifest.sealed_for else signing.SUITE,
        payload_length=len(payload),
        payload_sha256=signing.fingerprint(payload),
    )
    stored = encode(whole)
    _require_readable(_manifests, stored)
    if len(stored) > MAX_MANIFEST:
        raise PackageError(texts.CANNOT_HOLD.format(path="$.ancestors"))
    return write(whole, payload, private_key, members)


def _require_readable(decoder: msgspec.json.Decoder[Decoded], data: bytes) -> None:
    try:
        decoder.decode(data)
    except msgspec.DecodeError as error:
        place = _PLACE.search(str(error))
        raise PackageError(texts.CANNOT_HOLD.format(path=place[1] if place else "$")) from error


def make_handover(
    manifest: Manifest, content: HandoverPayload, private_key: str, workspace: bytes
) -> Written:
    """Sign and pack a workspace that is sealed already; ``content`` names its size and digest."""
    payload = encode(content)
    whole = msgspec.structs.replace(
        manifest,
        format=format_of(content, manifest),
        payload_length=len(payload),
        payload_sha256=signing.fingerprint(payload),
    )
    return write(whole, payload, private_key, {_WORKSPACE: workspace})


def write(
    manifest: Manifest,
    payload: bytes,
    private_key: str,
    attached: Mapping[str, bytes] | None = None,
) -> Written:
    """Sign and pack. ``manifest`` already names the payload's length and digest as it is stored."""
    stored = _encoder.encode(manifest)
    signature = signing.sign(private_key, stored)
    payload_name = _SEALED if manifest.sealed_for else _PLAIN
    members = dict(zip((*_HEAD, payload_name), (stored, signature, payload), strict=True))
    behind = attached or {}
    return Written(signing.fingerprint(stored), container.pack({**members, **behind}, behind))


def members_of(attachments: Sequence[SaidAttachment]) -> dict[str, str]:
    """The members in which attached files travel, in their order: SHA-256 by the member's name."""
    endings: dict[str, str] = {}
    for said in attachments:
        endings.setdefault(said.sha256, said.name.rpartition(".")[2])
    return {
        _ATTACHED.format(number=number, ending=ending): digest
        for number, (digest, ending) in enumerate(endings.items(), start=1)
    }


def read(data: bytes, file: str, wanted: Kind, keys: Sequence[str] = ()) -> Package:
    """Open a package of one kind and verify it; raises PackageError with one sentence about
    ``file``. ``keys`` are the signing keys (hex) that may open its seal, if it has one; without
    any, a sealed package is verified and its content stays closed."""
    return read_any(data, file, keys, wanted)


def read_any(
    data: bytes, file: str, keys: Sequence[str] = (), wanted: Kind | None = None
) -> Package:
    """As ``read``, of whatever kind."""
    members = _members(data, file)
    (_, stored), (_, signature), (name, payload) = list(members.items())[:3]
    behind = dict(list(members.items())[3:])
    manifest = _verified_manifest(stored, signature, file)
    if wanted not in (None, manifest.kind):
        found, meant = texts.KINDS[manifest.kind], texts.KINDS[wanted]
        raise PackageError(texts.WRONG_KIND.format(file=file, found=found, wanted=meant))
    if len(payload) != manifest.payload_length or (
        signing.fingerprint(payload) != manifest.payload_sha256
    ):
        raise WronglySignedError(texts.ALTERED.format(file=file))
    if not _has_members(manifest, name, list(behind)):
        raise WronglySignedError(texts.ALTERED.format(file=file))
    if manifest.sealed_for:
        payload, behind = _unsealed(payload, behind, keys, file)
    return Package(file, signing.fingerprint(stored), manifest, payload, data, behind)


def _has_members(manifest: Manifest, payload: str, behind: Sequence[str]) -> bool:
    """Whether a package with this manifest has such members; names are not signed."""
    if payload != (_SEALED if manifest.sealed_for else _PLAIN):
        return False
    if manifest.kind == "handover":
        return list(behind) == [_WORKSPACE]
    ending = _SEALED_ENDING if manifest.sealed_for else ""
    found = map(_ATTACHED_NAME.fullmatch, behind)
    return (not behind or manifest.kind in _OF_A_UNIT) and all(
        name is not None and (name[2] or "") == ending for name in found
    )


def _unsealed(
    payload: bytes, behind: Mapping[str, bytes], keys: Sequence[str], file: str
) -> tuple[bytes, dict[str, bytes]]:
    if not keys:
        return b"", {}
    try:
        return sealing.opened(payload, keys), _unsealed_files(behind, keys, file)
    except sealing.CannotOpenError as error:
        raise SealedForOthersError(texts.SEALED_FOR_OTHERS.format(file=file)) from error


def _unsealed_files(
    behind: Mapping[str, bytes], keys: Sequence[str], file: str
) -> dict[str, bytes]:
    """The attached files of a package whose payload these keys open."""
    try:
        return {
            name.removesuffix(_SEALED_ENDING): sealing.opened(data, keys)
            for name, data in behind.items()
        }
    except sealing.CannotOpenError as error:
        raise WronglySignedError(texts.ALTERED.format(file=file)) from error


def submission_of(package: Package) -> SubmissionPayload:
    """The payload of a verified submission or inquiry, whose attached files are those that it
    names; raises PackageError."""
    payload = _content(_submissions, package)
    if payload.asks and package.manifest.kind != "inquiry":
        raise PackageError(texts.MALFORMED.format(file=package.file, path="$.asks"))
    found = {name: signing.fingerprint(data) for name, data in package.attached.items()}
    size_of = {found[name]: len(data) for name, data in package.attached.items()}
    wanted = members_of(payload.attachments)
    if list(found.items()) != list(wanted.items()) or any(
        size_of[said.sha256] != said.size for said in payload.attachments
    ):
        raise WronglySignedError(texts.ALTERED.format(file=package.file))
    return payload


def attached_file(package: Package, payload: SubmissionPayload, digest: str) -> bytes | None:
    """The content of a file that a submission brings, by its SHA-256; None where it has none."""
    members = {of: name for name, of in members_of(payload.attachments).items()}
    return package.attached.get(members.get(digest, ""))


def task_of(package: Package) -> TaskPayload:
    """The payload of a verified task package; raises PackageError."""
    return _content(_tasks, package)


def return_of(package: Package) -> ReturnPayload:
    """The payload of a verified return; raises PackageError."""
    content = _content(_returns, package)
    if any(len(each.values) != len(content.versions) for each in content.differences):
        raise PackageError(texts.MALFORMED.format(file=package.file, path="$.differences"))
    return content


def receipt_of(package: Package) -> ReceiptPayload:
    """The payload of a verified receipt; raises PackageError."""
    return _content(_receipts, package)


def handover_of(package: Package) -> tuple[HandoverPayload, bytes]:
    """What a verified handover says, and the workspace, sealed as it is; raises PackageError."""
    content = _content(_handovers, package)
    sealed = package.attached.get(_WORKSPACE, b"")
    if len(sealed) != content.size or signing.fingerprint(sealed) != content.sha256:
        raise WronglySignedError(texts.ALTERED.format(file=package.file))
    return content, sealed


Content = TypeVar(
    "Content", SubmissionPayload, TaskPayload, ReturnPayload, ReceiptPayload, HandoverPayload
)


def _content(decoder: msgspec.json.Decoder[Content], package: Package) -> Content:
    if package.is_sealed and not package.payload:
        raise SealedForOthersError(texts.SEALED_FOR_OTHERS.format(file=package.file))
    content = _decode(decoder, package.payload, package.file)
    if format_of(content, package.manifest) > package.manifest.format:
        raise PackageError(texts.MALFORMED.format(file=package.file, path="$"))
    return content


def _members(data: bytes, file: str) -> dict[str, bytes]:
    if not data:
        raise PackageError(texts.EMPTY.format(file=file))
    if len(data) > container.MAX_BYTES:
        limit = container.MAX_BYTES >> 20
        raise PackageError(texts.TOO_LARGE.format(file=file, limit=limit))
    try:
        names = _names(data)
        return container.unpack(data, names, {name: _most_bytes(name) for name in names})
    except container.NotAContainerError as error:
        raise PackageError(texts.NOT_A_PACKAGE.format(file=file)) from error
    except container.DamagedContainerError as error:
        if _lacks_signature(data):
            raise WronglySignedError(texts.UNSIGNED.format(file=file)) from error
        raise PackageError(texts.CUT.format(file=file)) from error


def _lacks_signature(data: bytes) -> bool:
    """Whether an archive is one of ours but for the signature, by what its end says."""
    manifest, signature = _HEAD
    found = container.names_in(data, 1 + MAX_FILES)
    is_ours = found[:1] == (manifest,) and found[1:2] in ((_PLAIN,), (_SEALED,))
    return is_ours and signature not in found


def _most_bytes(member: str) -> int:
    """A sealed file is longer by its header and 16 bytes for every 64 KiB."""
    if _ATTACHED_NAME.fullmatch(member):
        return MAX_FILE_BYTES + (_SEAL_BYTES if member.endswith(_SEALED_ENDING) else 0)
    return _CAPS.get(member, container.MAX_BYTES)


_SEAL_BYTES = 64 << 10
_CAPS = {"manifest.json": MAX_MANIFEST, "manifest.sig": signing.SIGNATURE_BYTES}


def _names(data: bytes) -> tuple[str, ...]:
    """What members there must be: which of the shapes that we write the archive's end names."""
    found = container.names_in(data, len(_HEAD) + 1 + MAX_FILES)
    payload = _SEALED if found[2:3] == (_SEALED,) else _PLAIN
    behind = found[3:]
    if behind != (_WORKSPACE,) and not all(map(_ATTACHED_NAME.fullmatch, behind)):
        behind = ()
    return (*_HEAD, payload, *behind)


def _verified_manifest(stored: bytes, signature: bytes, file: str) -> Manifest:
    """The key stands in the manifest itself: that it is the right key is for the caller to know.

    The few fields that decide how to verify are read before, the rest only after.
    """
    head = _decode(_heads, stored, file, whole=False)
    if head.format > FORMAT:
        raise NewerFormatError(
            texts.NEWER_FORMAT.format(file=file, found=head.format, known=FORMAT)
        )
    if head.suite not in (signing.SUITE, signing.SEALED_SUITE):
        suite = head.suite if _SUITE.fullmatch(head.suite) else texts.UNNAMED_SUITE
        raise UnknownSuiteError(texts.UNKNOWN_SUITE.format(file=file, suite=suite))
    try:
        signing.verify(head.sender, signature, stored)
    except signing.BadSignatureError as error:
        raise WronglySignedError(texts.ALTERED.format(file=file)) from error
    manifest = _decode(_manifests, stored, file)
    if not _agrees(manifest):
        raise PackageError(texts.MALFORMED.format(file=file, path="$"))
    return manifest


def _agrees(manifest: Manifest) -> bool:
    """Whether a manifest does not contradict itself, and a unit can seal for whom it names."""
    is_sealed, kind = bool(manifest.sealed_for), manifest.kind
    if manifest.office and not all(map(sealing.is_recipient, manifest.office.recipients)):
        return False
    return (
        is_sealed == (manifest.suite == signing.SEALED_SUITE)
        and (not is_sealed or kind != "handover")
        and (manifest.on_paper is None or kind in _OF_A_UNIT)
        and (manifest.format >= FORMAT or not _says_new(manifest))
    )


_SUITE = re.compile(r"[a-z0-9./_-]{1,40}")
"""What is put into a sentence; a stranger may have written anything there."""


class _Head(msgspec.Struct):
    format: Number
    suite: str
    sender: Hex64


_heads = msgspec.json.Decoder(_Head)

_PLACE = re.compile(r" - at `(\$[A-Za-z0-9_.\[\]]{0,80})`\Z")
"""Where the library says that something is wrong; before it may stand what a stranger wrote."""


def _decode(
    decoder: msgspec.json.Decoder[Decoded], data: bytes, file: str, *, whole: bool = True
) -> Decoded:
    """Decode strictly: what our writer would write differently (a field twice, say) is refused."""
    try:
        decoded = decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        path = place[1] if place else "$"
        raise PackageError(texts.MALFORMED.format(file=file, path=path)) from error
    if whole and _encoder.encode(decoded) != data:
        raise PackageError(texts.MALFORMED.format(file=file, path="$"))
    return decoded
