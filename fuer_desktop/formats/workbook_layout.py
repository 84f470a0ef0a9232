"""Which keys of definition files stand in which sheet of a workbook, and of what kind they are.

This is the one list of them; the words for people are beside it in ``texts/workbook_layout.py``.
A key that begins with ``@`` is no key of a file: it says to which file or table a row belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from fuer_desktop.domain.measures import MEASURES
from fuer_desktop.texts import workbook_layout as texts


class Kind(StrEnum):
    """What is written in a cell."""

    TEXT = "text"
    CODE = "code"  # text without blanks; a number is refused, since 1 is not 01
    NAME = "name"  # a code that names a file
    WHOLE = "whole"
    NUMBER = "number"
    FIGURE = "figure"  # a number, or what is printed for one, kept as text: 98.50, 2:3
    FLAG = "flag"
    CODES = "codes"
    TEXTS = "texts"
    CHOICE = "choice"
    CHOICES = "choices"
    MEASURE = "measure"


CODED = frozenset({Kind.CODE, Kind.NAME, Kind.CODES})
LISTED = frozenset({Kind.CODES, Kind.TEXTS, Kind.CHOICES})

OWNER, VERSION, TABLE, ITEM, EARLIER = "@owner", "@version", "@table", "@item", "@earlier"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of a sheet; ``choices`` are the words for the codes that it may hold."""

    name: str
    kind: Kind
    required: bool
    heading: str
    hint: str
    example: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows are the sections ``path`` of the files of ``family``."""

    id: str
    family: str
    path: tuple[str, ...]
    keys: tuple[Key, ...]

    @property
    def title(self) -> str:
        """The sheet's name in the workbook."""
        return texts.SHEETS[self.id][0]

    @property
    def purpose(self) -> str:
        """What the sheet is for, in a sentence."""
        return texts.SHEETS[self.id][1]

    @cached_property
    def key(self) -> dict[str, Key]:
        """Columns by key."""
        return {key.name: key for key in self.keys}

    @cached_property
    def own_keys(self) -> tuple[Key, ...]:
        """Columns that are keys of the section."""
        return tuple(key for key in self.keys if not key.name.startswith("@"))

    @property
    def is_head(self) -> bool:
        """Whether each row is a file of its own, named by its code."""
        return self.id in HEADS.values()


def _sheet(name: str, family: str, path: str, keys: str) -> Sheet:
    """A sheet from a line for its keys: ``name:kind``, with ``*`` where it is required; a choice
    names its list of words after a further colon."""
    return Sheet(name, family, tuple(path.split(".")), tuple(_key(name, k) for k in keys.split()))


def _key(sheet: str, described: str) -> Key:
    required = described.endswith("*")
    name, _, kind = described.rstrip("*").partition(":")
    kind, _, words = kind.partition(":")
    heading, hint, example = texts.COLUMNS[sheet][name]
    choices = texts.CHOICES[words or "flag"] if words or kind == Kind.FLAG else {}
    if kind == Kind.MEASURE:
        choices = {measure: measure for measure in MEASURES}
    return Key(name, Kind(kind), required, heading, hint, example, choices)


SHEETS = (
    _sheet(
        "plan", "plan", "plan",
        "code:name* title:text* place:text* text:text* audience:choice:audience* document:text "
        "start:whole* end:whole* base:whole*",
    ),
    _sheet(
        "goal", "plan", "goal",
        "@owner:code domain:text* item:text* text:text* measurable:flag*",
    ),
    _sheet(
        "target", "plan", "target",
        "@owner:code code:code* item:text domain:text indicator:code* wording:text* unit:measure "
        "sentence:text* kind:choice:target_kind* comparator:choice:comparator "
        "sense:choice:sense value:figure value2:figure change_basis:choice:change_basis "
        "base_year:whole reference:code reference_words:text tolerance:number year:whole* "
        "annual:flag maintain:flag stands_in:choice:standing* scope:choice:scope "
        "each:choice:each scope_words:text attribute:text note:text",
    ),
    _sheet(
        "baseline", "plan", "baseline",
        "@owner:code indicator:code wording:text* unit:measure comparator:choice:sign* "
        "value:figure* year:whole sentence:text* note:text",
    ),
    _sheet("left_out", "plan", "left_out", "@owner:code domain:text text:text* reason:text*"),
    _sheet(
        "indicator", "indicators", "indicator",
        "@owner:name code:code* name:text* aliases:texts unit:measure decimals:whole* "
        "direction:choice:direction* numerator:text* denominator:text multiplier:number "
        "definition:text* breakdowns:choices:breakdown getting:choice:getting* "
        "period:choice:period* source:text* responsible:text* cooperating:texts evidence:text",
    ),
    _sheet(
        "element", "indicators", "element",
        "@owner:name code:code* name:text* unit:measure* breakdowns:codes",
    ),
    _sheet(
        "form", "form", "form",
        "code:name* version:whole* title:text* authority:text frequency:text "
        "filed_by:choice:unit_kind* department:code period:choice:period* valid_from:whole "
        "valid_to:whole @earlier:flag approved_by:text approval_number:text "
        "approved_until:text reasons:texts sensitive:flag",
    ),
    _sheet("note", "form", "form.notes", "@owner:code @version:whole @item:text*"),
    _sheet(
        "table", "form", "form.table",
        "@owner:code @version:whole code:code* title:text period:choice:period "
        "members:choice:member supplement:flag",
    ),
    _sheet(
        "column", "form", "form.table.column",
        "@owner:code @version:whole @table:code code:code* title:text* breakdown:code "
        "computed:text decimals:whole rows:codes content:choice:content at_least:number "
        "least_chars:whole most_chars:whole group:text",
    ),
    _sheet(
        "row", "form", "form.table.row",
        "@owner:code @version:whole @table:code code:code title:text* unit:measure element:code "
        "decimals:whole level:whole part_of:code typed_rate:text computed:text same_as:code "
        "gathers:choice:gathers meaning:text mistake:text reasons:texts choices:texts",
    ),
    _sheet(
        "rule", "form", "form.rule",
        "@owner:code @version:whole code:code class:choice:class* table:code relation:text* "
        "over:choice:over only:codes tolerance:number blank_left:choice:blank "
        "blank_right:choice:blank message:text hint:text valid_from:whole valid_to:whole off:text",
    ),
    _sheet(
        "change", "form", "form.change",
        "@owner:code @version:whole code:code* class:choice:class* table:code percent:number "
        "at_least:number rows:codes",
    ),
    _sheet(
        "succession", "form", "form.succession",
        "@owner:code @version:whole table:code row:code was:codes what:choice:what* "
        "continuity:choice:continuity note:text",
    ),
    _sheet("place", "place", "place", "code:name* name:text* plans:codes forms:codes"),
    _sheet("leave_out", "place", "leave_out", "@owner:code form:code* elements:codes*"),
    _sheet(
        "own_row", "place", "row",
        "@owner:code form:code* table:code code:code* title:text* unit:measure element:code "
        "decimals:whole level:whole part_of:code typed_rate:text computed:text same_as:code "
        "meaning:text mistake:text reasons:texts choices:texts",
    ),
    _sheet(
        "own_rule", "place", "rule",
        "@owner:code form:code* code:code* class:choice:class* table:code relation:text* "
        "over:choice:over only:codes tolerance:number blank_left:choice:blank "
        "blank_right:choice:blank message:text hint:text valid_from:whole valid_to:whole off:text",
    ),
    _sheet(
        "unit_list", "units", "place",
        "code:name* name:text* follows:code* practice:flag",
    ),
    _sheet(
        "unit", "units", "unit",
        "@owner:code code:code* name:text* kind:choice:unit_kind* department:code "
        "valid_from:whole valid_to:whole predecessors:codes",
    ),
    _sheet(
        "member", "units", "member",
        "@owner:code code:code* name:text* kind:choice:member* valid_from:whole valid_to:whole",
    ),
)  # fmt: skip

SHEET_BY_ID = {sheet.id: sheet for sheet in SHEETS}

HEADS = {"plan": "plan", "form": "form", "place": "place", "units": "unit_list"}
"""The sheet whose rows are the files of a family; the rows of indicators name their file."""

FAMILIES = (*HEADS, "indicators")

FOLDERS = {
    "plan": "plans",
    "form": "forms",
    "place": "places",
    "units": "units",
    "indicators": "indicators",
}
"""Where the files of a family stand."""


def sheets_of(family: str) -> tuple[Sheet, ...]:
    """All sheets that the files of a family need."""
    return tuple(sheet for sheet in SHEETS if sheet.family == family)
