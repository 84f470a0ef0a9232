"""What stands in packages: manifests and payloads, as ``packages`` writes and reads them.

All numbers travel as strings. A field that an older format did not have is left out where it says
nothing, so that what an older office can read stays as it was.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, MAX_FILES, is_kept_name
from fuer_desktop.domain.rules import RuleClass
from fuer_desktop.domain.values import Kind as ValueKind
from fuer_desktop.domain.versions import LAST_NUMBER

Hex64 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,40}\Z")]
Figure = Annotated[str, msgspec.Meta(pattern=r"^(-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?)?\Z")]
HexOrNothing = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Number = Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER)]
Year = Annotated[int, msgspec.Meta(ge=1900, le=2199)]
Kind = Literal["task", "submission", "inquiry", "return", "receipt", "handover"]
_CELL = r"[A-Za-z0-9._-]{1,40}(/[A-Za-z0-9._-]{1,40}){2}"
Cells = Annotated[str, msgspec.Meta(pattern=rf"^{_CELL}( {_CELL}){{0,199}}\Z")]
Side = Annotated[str, msgspec.Meta(pattern=r"^(-?(0|[1-9][0-9]{0,79})(\.[0-9]{0,79}[1-9])?)?\Z")]


Hex128 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
Recipient = Annotated[str, msgspec.Meta(pattern=r"^age1[0-9a-z]{58}\Z")]
Line = Annotated[str, msgspec.Meta(max_length=400)]


class FormRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form version: its code, number and the digest of its definition text."""

    code: Code
    version: Number
    digest: Hex64


class OfficeKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an office says of its key, since format 5: its number, the root that introduces it (a
    signature over number and key, see ``signing.introduce``), and whom to seal for: the working
    key first, the key of the recovery sheet second."""

    number: Number
    root: Hex64
    introduction: Hex128
    recipients: Annotated[list[Recipient], msgspec.Meta(min_length=1, max_length=4)]


class OnPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """凭盖章件接收: an office entered what a unit without the program sent; who, when, and which
    paper or workbook was seen."""

    by: Line
    at: Line
    seen: Line


class Manifest(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What is said of a package and signed. ``created`` is for people only; ``version`` is that of
    the submission, of a task its revision. Since format 5: ``office`` says more of an office's
    key, ``sealed_for`` whom the payload and the attached files are sealed for (nobody: they are
    plain), ``on_paper`` that an office entered a submission from paper."""

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
    office: OfficeKey | None = None
    sealed_for: Annotated[list[Recipient], msgspec.Meta(max_length=6)] = []
    on_paper: OnPaper | None = None


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


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an inquiry asks about one of its findings: an exemption (class A) or leave to explain
    (class B), and why."""

    form: Code
    rule: Code
    cells: Cells
    left: Side
    right: Side
    why: Line


class SubmissionPayload(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """All forms of one unit for one task; ``findings`` since format 2, ``attachments`` since format
    4; ``asks`` since format 5, in an inquiry only."""

    forms: list[FormCells]
    signatories: dict[str, str]
    findings: list[SaidFinding] = []
    attachments: Annotated[list[SaidAttachment], msgspec.Meta(max_length=MAX_FILES)] = []
    asks: list[Ask] = []


class TaskPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task as one unit receives it: definition texts by path, its own figures of the year
    before, and the one-time secret with which its first submission enrols its key."""

    deadline: date
    secret: Hex64
    definitions: dict[str, str]
    last_year: list[FormCells]


class VersionRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A submission that a return or receipt is about."""

    digest: Hex64
    version: Number
    ancestors: list[Hex64]


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One cell in which versions differ: its content in each, in the order of the versions; null
    where it is not filled."""

    form: Code
    table: Code
    row: Code
    column: Code
    values: list[Cell | None]


class ReturnPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office gives versions that do not contain one another back to the unit, with what they
    differ in: its next version contains them all. ``reason`` is said by a person."""

    at: Line
    by: Line
    reason: Line
    versions: Annotated[list[VersionRef], msgspec.Meta(min_length=2, max_length=20)]
    differences: list[Difference]


class ReceiptPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office's word on one version. Receipts of an office are numbered and chained: ``previous``
    is the digest of the one before, so that a removed one shows."""

    number: Number
    previous: HexOrNothing
    at: Line
    by: Line
    state: Literal["received", "accepted"]
    about: VersionRef
    cells: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


class HandoverPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a handover says of the workspace that is sealed beside it: who gives it to whom, and
    why; size and SHA-256 are those of the sealed file."""

    at: Line
    by: Line
    to: Line
    reason: Line
    size: Annotated[int, msgspec.Meta(ge=1)]
    sha256: Hex64


Payload = SubmissionPayload | TaskPayload | ReturnPayload | ReceiptPayload | HandoverPayload


Said = TypeVar("Said", bound=msgspec.Struct)


def replaced(said: Said, **changes: Any) -> Said:
    """The same with other content in some of its fields, as ``dataclasses.replace`` does it."""
    return msgspec.structs.replace(said, **changes)


def to_text(said: OfficeKey | OnPaper | None) -> str:
    """A part of a manifest as a workspace keeps it (JSON); nothing where there is none."""
    return msgspec.json.encode(said).decode() if said else ""


def from_text(text: str, kind: type[Said]) -> Said | None:
    """The same read again."""
    return msgspec.json.decode(text, type=kind) if text else None
