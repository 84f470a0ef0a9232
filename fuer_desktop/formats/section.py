"""Reading one section of a definition file, gathering every problem instead of the first."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

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


@dataclass
class Problems:
    """What is wrong with the definition files, each with its place."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, place: str, problem: str) -> None:
        """Note one problem."""
        where = f"{file} {place}".rstrip()
        self.found.append(texts.PLACE.format(where=where, problem=problem))

    def raise_if_any(self) -> None:
        """Raise DefinitionError with all problems at once."""
        if self.found:
            raise DefinitionError(self.found)


class Section:
    """One table of a TOML file. Each key is asked for once; ``done`` refuses what nobody asked for.

    A problem is noted and a harmless value returned, so that reading goes on.
    """

    def __init__(
        self, content: dict[str, object], problems: Problems, file: str, place: str
    ) -> None:
        self._content = content
        self._problems = problems
        self._file = file
        self._place = place
        self._asked: set[str] = set()

    def problem(self, problem: str) -> None:
        """Note a problem of this section."""
        self._problems.add(self._file, self._place, problem)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required, and not empty, unless it has a default."""
        found = self._typed(key, str, "text", default, "")
        if default is None and key in self._content and not found.strip():
            self.problem(texts.EMPTY.format(key=key))
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

    def refuse_repeated(self, what: str, codes: Sequence[str]) -> None:
        """Note every code that stands more than once among the section's parts."""
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.problem(texts.REPEATED.format(what=what, code=code))

    def flag(self, key: str, default: bool | None) -> bool:
        """true or false; required unless it has a default."""
        return self._typed(key, bool, "flag", default, False)

    def measure(self, key: str = "unit", default: str | None = None) -> str:
        """A unit of measure that is known; one that has a default may be left empty."""
        found = self.text(key, default)
        if found and found not in MEASURES:
            near = suggestion(found, MEASURES)
            self.problem(texts.UNKNOWN_MEASURE.format(found=found, suggestion=near))
        return found

    def require(self, what: str, code: str, known: Collection[str]) -> None:
        """Note a reference to what is not there, with the nearest that is."""
        if code not in known:
            near = suggestion(code, known)
            self.problem(texts.UNKNOWN_REFERENCE.format(what=what, code=code, suggestion=near))

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
                    key=key,
                    found=found,
                    known="、".join(known),
                    suggestion=suggestion(found, known),
                )
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
            yield Section(item, self._problems, self._file, f"{self._place} {key} {name}".strip())

    def section(self, key: str) -> Section:
        """The one sub-section ``[key]``; empty, with a problem noted, where it is missing."""
        content: dict[str, object] = self._typed(key, dict, "table", None, {})
        return Section(content, self._problems, self._file, f"{self._place} {key}".strip())

    def parsed(self, parse: Callable[[], Result], default: Result) -> Result:
        """What ``parse`` makes, or the default after noting why it failed."""
        try:
            return parse()
        except DefinitionError as error:
            for problem in error.problems:
                self.problem(problem)
            return default

    def done(self) -> None:
        """Refuse every key that nobody asked for, with a suggestion."""
        for key in self._content:
            if key not in self._asked:
                near = suggestion(key, self._asked)
                self.problem(texts.UNKNOWN_KEY.format(key=key, suggestion=near))

    def _typed(
        self, key: str, kind: type[Result], name: str, default: Result | None, empty: Result
    ) -> Result:
        self._asked.add(key)
        found = self._content.get(key, default)
        if found is None:
            self.problem(texts.MISSING_KEY.format(key=key))
            return empty
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is int):
            self._expected(key, name, found)
            return empty
        return found

    def _expected(self, key: str, name: str, found: object) -> None:
        kind = texts.EXPECTED_KINDS[name]
        self.problem(texts.EXPECTED.format(key=key, kind=kind, found=found))
