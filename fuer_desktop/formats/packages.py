"""Task packages and submissions: what is in them, how they are written, how they are read.

Reading stops at the first failure, in this order: size and magic, the strict archive, the
signature over the manifest's stored bytes, the manifest, length and digest of the payload, the
payload. Names and dates of files decide nothing. All numbers travel as strings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeVar

import msgspec

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES, FileKind, is_kept_name
from fuer_desktop.domain.errors import PackageError
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import Kind as ValueKind
from fuer_desktop.formats import container, signing
from fuer_desktop.texts import packages as texts

FORMAT = 4
"""The newest that is read: since format 2 a submission says its findings, since format 3 a cell may
hold a text, since format 4 files are attached. What says no more than an older format can is
written as that, so that an older office reads it."""
_MEMBERS = ("manifest.json", "manifest.sig", "payload.json")
_ATTACHED = "attachment-{number:02}.{ending}"
"""Members behind the others, one for each content in the order in which the payload names them
first, so that an office can open them with any archive tool."""
_ATTACHED_NAME = re.compile(rf"attachment-[0-9]{{2}}\.({'|'.join(FileKind)})")
MAX_MANIFEST = 256 << 10

Hex64 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,40}\Z")]
Figure = Annotated[str, msgspec.Meta(pattern=r"^(-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?)?\Z")]
HexOrNothing = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Number = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Year = Annotated[int, msgspec.Meta(ge=1900, le=2199)]
Kind = Literal["task", "submission"]
_CELL = r"[A-Za-z0-9._-]{1,40}(/[A-Za-z0-9._-]{1,40}){2}"
Cells = Annotated[str, msgspec.Meta(pattern=rf"^{_CELL}( {_CELL}){{0,199}}\Z")]
Side = Annotated[str, msgspec.Meta(pattern=r"^(-?(0|[1-9][0-9]{0,79})(\.[0-9]{0,79}[1-9])?)?\Z")]


class FormRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form version: its code, number and the digest of its definition text."""

    code: Code
    version: Number
    digest: Hex64


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of a package and signed. ``created`` is for people only."""

    format: Number
    kind: Kind
    suite: str
    program: str
    created: str
    task: Code
    place: Code
    unit: Code
    period: Year
    practice: bool
    version: Number
    ancestors: list[Hex64]
    forms: list[FormRef]
    sender: Hex64
    recipient: HexOrNothing
    enrolment: HexOrNothing
    journal_head: str
    payload_length: int
    payload_sha256: Hex64


class Cell(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One filled cell; ``number`` is empty where the kind is another. 未填 never travels."""

    table: Code
    row: Code
    column: Code
    kind: ValueKind
    number: Figure
    reason: str
    note: str

    def __post_init__(self) -> None:
        if self.kind is ValueKind.BLANK or (self.kind is ValueKind.NUMBER) != bool(self.number):
            raise ValueError("kind and number contradict each other")
        if self.kind is ValueKind.TEXT and not self.note:
            raise ValueError("a text without content")


class FormCells(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The filled cells of one form."""

    code: Code
    period: Year
    cells: list[Cell]


class SaidFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A finding as its sender saw it: what it is known by, and the reason that was given. ``cells``
    are table/row/column, separated by blanks; the sides plain decimals, or nothing."""

    form: Code
    rule: Code
    cells: Cells
    left: Side
    right: Side
    severity: RuleClass = msgspec.field(name="class")
    state: Literal["open", "explained"]
    reason: str
    by: str
    at: str


class SaidAttachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file that stands beside a form. Its name is for people and decides nothing."""

    form: Code
    name: str
    size: Annotated[int, msgspec.Meta(ge=1, le=MAX_FILE_BYTES)]
    sha256: Hex64

    def __post_init__(self) -> None:
        if not is_kept_name(self.name):
            raise ValueError("a name that the program would not have kept")


class SubmissionPayload(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """All forms of one unit for one task; ``findings`` since format 2, ``attachments`` since format
    4."""

    forms: list[FormCells]
    signatories: dict[str, str]
    findings: list[SaidFinding] = []
    attachments: Annotated[list[SaidAttachment], msgspec.Meta(max_length=MAX_FILES)] = []


class TaskPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task as one unit receives it: definition texts by path, its own figures of the year
    before, and the one-time secret with which its first submission enrols its key."""

    deadline: date
    secret: Hex64
    definitions: dict[str, str]
    last_year: list[FormCells]


Payload = TypeVar("Payload", SubmissionPayload, TaskPayload)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose archive and signature hold. ``digest`` is its identity; ``attached`` are the
    members behind the payload, which ``submission_of`` compares with it."""

    file: str
    digest: str
    manifest: Manifest
    payload: bytes
    data: bytes
    attached: Mapping[str, bytes] = field(default_factory=dict)


_encoder = msgspec.json.Encoder(order="sorted")
_manifests = msgspec.json.Decoder(Manifest)
_submissions = msgspec.json.Decoder(SubmissionPayload)
_tasks = msgspec.json.Decoder(TaskPayload)


@dataclass(frozen=True, slots=True)
class Written:
    """A package ready to be saved, and its identity."""

    digest: str
    data: bytes


def format_of(payload: SubmissionPayload | TaskPayload) -> int:
    """The oldest format that can say this."""
    if isinstance(payload, SubmissionPayload) and payload.attachments:
        return 4
    forms = payload.forms if isinstance(payload, SubmissionPayload) else payload.last_year
    if any(cell.kind is ValueKind.TEXT for form in forms for cell in form.cells):
        return 3
    return 2 if isinstance(payload, SubmissionPayload) and payload.findings else 1


def encode(payload: SubmissionPayload | TaskPayload) -> bytes:
    """A payload's bytes; equal payloads give equal bytes."""
    return _encoder.encode(payload)


def write(
    manifest: Manifest,
    payload: bytes,
    private_key: str,
    attached: Mapping[str, bytes] | None = None,
) -> Written:
    """Sign and pack. ``manifest`` already names the payload's length and digest; ``attached`` are
    the files that the payload names, as ``members_of`` calls them."""
    stored = _encoder.encode(manifest)
    signature = signing.sign(private_key, stored)
    members = dict(zip(_MEMBERS, (stored, signature, payload), strict=True))
    return Written(signing.fingerprint(stored), container.pack({**members, **(attached or {})}))


def members_of(attachments: Sequence[SaidAttachment]) -> dict[str, str]:
    """The members in which attached files travel, in their order: SHA-256 by the member's name."""
    endings: dict[str, str] = {}
    for said in attachments:
        endings.setdefault(said.sha256, said.name.rpartition(".")[2])
    return {
        _ATTACHED.format(number=number, ending=ending): digest
        for number, (digest, ending) in enumerate(endings.items(), start=1)
    }


def read(data: bytes, file: str, wanted: Kind) -> Package:
    """Open a package and verify it; raises PackageError with one sentence about ``file``."""
    members = _members(data, file)
    stored, signature, payload = (members.pop(name) for name in _MEMBERS)
    manifest = _verified_manifest(stored, signature, file)
    if manifest.kind != wanted:
        found, meant = texts.KINDS[manifest.kind], texts.KINDS[wanted]
        raise PackageError(texts.WRONG_KIND.format(file=file, found=found, wanted=meant))
    if len(payload) != manifest.payload_length or (
        signing.fingerprint(payload) != manifest.payload_sha256
    ):
        raise PackageError(texts.ALTERED.format(file=file))
    return Package(file, signing.fingerprint(stored), manifest, payload, data, members)


def submission_of(package: Package) -> SubmissionPayload:
    """The payload of a verified submission, whose attached files are those that it names; raises
    PackageError."""
    payload = _decode(_submissions, package.payload, package.file)
    if format_of(payload) > package.manifest.format:
        raise PackageError(texts.MALFORMED.format(file=package.file, path="$"))
    found = {name: signing.fingerprint(data) for name, data in package.attached.items()}
    size_of = {found[name]: len(data) for name, data in package.attached.items()}
    wanted = members_of(payload.attachments)
    if list(found.items()) != list(wanted.items()) or any(
        size_of[said.sha256] != said.size for said in payload.attachments
    ):
        raise PackageError(texts.ALTERED.format(file=package.file))
    return payload


def attached_file(package: Package, payload: SubmissionPayload, digest: str) -> bytes | None:
    """The content of a file that a submission brings, by its SHA-256; None where it has none."""
    members = {of: name for name, of in members_of(payload.attachments).items()}
    return package.attached.get(members.get(digest, ""))


def task_of(package: Package) -> TaskPayload:
    """The payload of a verified task package; raises PackageError."""
    payload = _decode(_tasks, package.payload, package.file)
    if format_of(payload) > package.manifest.format or package.attached:
        raise PackageError(texts.MALFORMED.format(file=package.file, path="$"))
    return payload


def _members(data: bytes, file: str) -> dict[str, bytes]:
    if len(data) > container.MAX_BYTES:
        limit = container.MAX_BYTES >> 20
        raise PackageError(texts.TOO_LARGE.format(file=file, limit=limit))
    try:
        names = (*_MEMBERS, *_attached_names(data))
        caps = dict.fromkeys(names[len(_MEMBERS) :], MAX_FILE_BYTES)
        return container.unpack(data, names, caps)
    except container.NotAContainerError as error:
        raise PackageError(texts.NOT_A_PACKAGE.format(file=file)) from error
    except container.DamagedContainerError as error:
        raise PackageError(texts.CUT.format(file=file)) from error


def _attached_names(data: bytes) -> tuple[str, ...]:
    """What members there seem to be behind the payload, if only such as we write."""
    found = container.names_in(data, len(_MEMBERS) + MAX_FILES)[len(_MEMBERS) :]
    return found if all(map(_ATTACHED_NAME.fullmatch, found)) else ()


def _verified_manifest(stored: bytes, signature: bytes, file: str) -> Manifest:
    """The key stands in the manifest itself: that it is the right key is for the caller to know.

    The few fields that decide how to verify are read before, the rest only after.
    """
    if len(stored) > MAX_MANIFEST:
        raise PackageError(texts.ALTERED.format(file=file))
    head = _decode(_heads, stored, file, whole=False)
    if head.format > FORMAT:
        raise PackageError(texts.NEWER_FORMAT.format(file=file, found=head.format, known=FORMAT))
    if head.suite != signing.SUITE:
        raise PackageError(texts.UNKNOWN_SUITE.format(file=file, suite=head.suite))
    try:
        signing.verify(head.sender, signature, stored)
    except signing.BadSignatureError as error:
        raise PackageError(texts.ALTERED.format(file=file)) from error
    return _decode(_manifests, stored, file)


class _Head(msgspec.Struct):
    format: Number
    suite: str
    sender: Hex64


_heads = msgspec.json.Decoder(_Head)

Decoded = TypeVar("Decoded")


def _decode(
    decoder: msgspec.json.Decoder[Decoded], data: bytes, file: str, *, whole: bool = True
) -> Decoded:
    """Decode strictly: what our writer would write differently (a field twice, say) is refused."""
    try:
        decoded = decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        path = str(error).partition(" - at `")[2].rstrip("`") or "$"
        raise PackageError(texts.MALFORMED.format(file=file, path=path)) from error
    if whole and _encoder.encode(decoded) != data:
        raise PackageError(texts.MALFORMED.format(file=file, path="$"))
    return decoded
