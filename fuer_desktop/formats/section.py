"""Reading one section of a definition file, gathering every problem instead of the first."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.measures import MEASURES
from fuer_desktop.texts import definitions as texts

Choice = TypeVar("Choice", bound=StrEnum)
Result = TypeVar("Result")

MAX_DECIMALS = 6
"""What the number grammar of packages carries."""


def suggestion(word: str, known: Collection[str]) -> str:
    """The nearest known word as a question, or nothing; offered, never applied."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return texts.SUGGESTION.format(near=near[0]) if near else ""


_NAMING = ("code", "title", "wording", "item")
"""What names a section to the person who has to find it; else its position does."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in the definition files: the sections down to it, each with its
    position among its like, and the key."""

    file: str
    path: tuple[tuple[str, int], ...] = ()
    key: str = ""

    def below(self, name: str, position: int, key: str = "") -> Spot:
        """The spot of a sub-section, or of a key in it."""
        return Spot(self.file, (*self.path, (name, position)), key)


class Placed(NamedTuple):
    """A place in words, and where it comes in the reading order of all places."""

    order: tuple[int, ...]
    where: str


class Writing(Protocol):
    """Another writing of definition files than TOML; it has its own places and words."""

    def place(self, spot: Spot) -> Placed | None:
        """Where that stands here; None where it is written elsewhere."""

    def word(self, spot: Spot, value: str) -> str:
        """What the key is called here; with a value, what that choice of the key is called."""


@dataclass
class Problems:
    """What is wrong with the definition files, each with its place.

    ``placed`` are those that another writing of the files has places for.
    """

    found: list[str] = field(default_factory=list)
    writing: Writing | None = None
    placed: list[Placed] = field(default_factory=list)

    def add(self, file: str, place: str, problem: str, spot: Spot | None = None) -> None:
        """Note one problem."""
        placed = self.place(spot)
        where = placed.where if placed else f"{file} {place}".rstrip()
        sentence = texts.PLACE.format(where=where, problem=problem)
        if placed:
            self.placed.append(Placed(placed.order, sentence))
        else:
            self.found.append(sentence)

    def place(self, spot: Spot | None) -> Placed | None:
        """Where the other writing has that, if there is one and it has it."""
        return self.writing.place(spot) if self.writing and spot else None

    def word(self, spot: Spot, value: str = "") -> str:
        """What the key, or its value, is called where people wrote it."""
        if self.writing and self.place(spot):
            return self.writing.word(spot, value)
        return value or spot.key

    @property
    def sentences(self) -> list[str]:
        """All problems: those with places first and in their order."""
        placed = sorted(self.placed, key=lambda problem: problem.order)
        return [problem.where for problem in placed] + self.found

    def raise_if_any(self) -> None:
        """Raise DefinitionError with all problems at once."""
        if self.found or self.placed:
            raise DefinitionError(self.sentences)


class Section:
    """One table of a TOML file. Each key is asked for once; ``done`` refuses what nobody asked for.

    A problem is noted and a harmless value returned, so that reading goes on.
    """

    def __init__(
        self, content: dict[str, object], problems: Problems, spot: Spot, place: str = ""
    ) -> None:
        self._content = content
        self._problems = problems
        self._place = place
        self._asked: set[str] = set()
        self.spot = spot

    def problem(self, problem: str, key: str = "", spot: Spot | None = None) -> None:
        """Note a problem of this section: of one of its keys, or of a spot below it."""
        spot = spot or replace(self.spot, key=key)
        self._problems.add(self.spot.file, self._place, problem, spot)

    def word(self, key: str, value: str = "") -> str:
        """What a key, or a choice of it, is called where people wrote it."""
        return self._problems.word(replace(self.spot, key=key), value)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required, and not empty, unless it has a default."""
        found = self._typed(key, str, "text", default, "")
        if default is None and key in self._content and not found.strip():
            self.problem(texts.EMPTY.format(key=self.word(key)), key)
        return found

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number; required unless it has a default."""
        return self._typed(key, int, "integer", default, 0)

    def decimals(self, key: str, default: int | None) -> int:
        """How many decimals: none to six."""
        found = self.integer(key, default)
        if not 0 <= found <= MAX_DECIMALS:
            self._expected(key, "decimals", found)
            return 0
        return found

    def refuse_repeated(self, what: str, codes: Sequence[str], spots: Sequence[Spot] = ()) -> None:
        """Note every code that stands more than once among the section's parts, at the last of
        their spots where they are given."""
        last = dict(zip(codes, spots, strict=False))
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.problem(texts.REPEATED.format(what=what, code=code), spot=last.get(code))

    def flag(self, key: str, default: bool | None) -> bool:
        """true or false; required unless it has a default."""
        return self._typed(key, bool, "flag", default, False)

    def measure(self, key: str = "unit", default: str | None = None) -> str:
        """A unit of measure that is known; one that has a default may be left empty."""
        found = self.text(key, default)
        if found and found not in MEASURES:
            near = suggestion(found, MEASURES)
            self.problem(texts.UNKNOWN_MEASURE.format(found=found, suggestion=near), key)
        return found

    def require(self, what: str, code: str, known: Collection[str], key: str = "") -> None:
        """Note a reference to what is not there, with the nearest that is."""
        if code not in known:
            near = suggestion(code, known)
            problem = texts.UNKNOWN_REFERENCE.format(what=what, code=code, suggestion=near)
            self.problem(problem, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty when left out."""
        items: list[object] = self._typed(key, list, "list", [], [])
        if not all(isinstance(item, str) for item in items):
            self._expected(key, "list", items)
            return ()
        return tuple(map(str, items))

    def number(self, key: str, default: str) -> Decimal:
        """A number, written as a TOML number or as text."""
        self._asked.add(key)
        found = self._content.get(key, default)
        try:
            if isinstance(found, bool):
                raise InvalidOperation
            number = Decimal(str(found))
            if not number.is_finite():
                raise InvalidOperation
            return number
        except InvalidOperation:
            self._expected(key, "number", found)
            return Decimal(default)

    def optional_number(self, key: str) -> Decimal | None:
        """A number, or None when the key is left out."""
        self._asked.add(key)
        return self.number(key, "0") if key in self._content else None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of an enumeration's values."""
        found = self.text(key, None if default is None else default.value)
        chosen = self._chosen(key, found, kind) if key in self._content else default
        return next(iter(kind)) if chosen is None else chosen

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of an enumeration's values, empty when left out."""
        chosen = (self._chosen(key, found, kind) for found in self.texts(key))
        return tuple(choice for choice in chosen if choice is not None)

    def _chosen(self, key: str, found: str, kind: type[Choice]) -> Choice | None:
        try:
            return kind(found)
        except ValueError:
            known = [choice.value for choice in kind]
            self.problem(
                texts.NOT_A_CHOICE.format(
                    key=self.word(key),
                    found=found,
                    known="、".join(known),
                    suggestion=suggestion(found, known),
                ),
                key,
            )
            return None

    def optional_integer(self, key: str) -> int | None:
        """A whole number, or None when the key is left out."""
        self._asked.add(key)
        return self.integer(key) if key in self._content else None

    def optional(self, key: str, kind: type[Choice]) -> Choice | None:
        """One of an enumeration's values, or None when the key is left out."""
        self._asked.add(key)
        return self.choice(key, kind) if key in self._content else None

    def sections(self, key: str) -> Iterator[Section]:
        """The sub-sections under ``[[…key]]``, each named by its code or its position."""
        items: list[object] = self._typed(key, list, "list", [], [])
        for number, item in enumerate(items, start=1):
            if not isinstance(item, dict):
                self._expected(key, "table", item)
                continue
            name = next((item[part] for part in _NAMING if item.get(part)), number)
            spot = self.spot.below(key, number - 1)
            yield Section(item, self._problems, spot, f"{self._place} {key} {name}".strip())

    def section(self, key: str) -> Section:
        """The one sub-section ``[key]``; empty, with a problem noted, where it is missing."""
        content: dict[str, object] = self._typed(key, dict, "table", None, {})
        spot = self.spot.below(key, 0)
        return Section(content, self._problems, spot, f"{self._place} {key}".strip())

    def parsed(self, parse: Callable[[], Result], default: Result, key: str = "") -> Result:
        """What ``parse`` makes of a key, or the default after noting why it failed."""
        try:
            return parse()
        except DefinitionError as error:
            for problem in error.problems:
                self.problem(problem, key)
            return default

    def done(self) -> None:
        """Refuse every key that nobody asked for, with a suggestion."""
        for key in self._content:
            if key not in self._asked:
                near = suggestion(key, self._asked)
                self.problem(texts.UNKNOWN_KEY.format(key=self.word(key), suggestion=near), key)

    def _typed(
        self, key: str, kind: type[Result], name: str, default: Result | None, empty: Result
    ) -> Result:
        self._asked.add(key)
        found = self._content.get(key, default)
        if found is None:
            self.problem(texts.MISSING_KEY.format(key=self.word(key)), key)
            return empty
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is int):
            self._expected(key, name, found)
            return empty
        return found

    def _expected(self, key: str, name: str, found: object) -> None:
        kind = texts.EXPECTED_KINDS[name]
        self.problem(texts.EXPECTED.format(key=self.word(key), kind=kind, found=found), key)
