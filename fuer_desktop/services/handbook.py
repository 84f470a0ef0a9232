"""The manual: pages of plain Markdown that come with the program, read and searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fuer_desktop.formats import files
from fuer_desktop.services import paths

ORDER = (
    "desk",
    "keys",
    "no-number",
    "trouble",
    "office",
    "new-form",
    "rules",
    "workspace-format",
    "package-format",
)
"""The pages by name: what a clerk needs first, then what an office needs."""

ENDING = ".md"
_SNIPPET = 24
"""Characters before what was found, and twice as many behind."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a page below one heading; ``level`` 1 is the page's own."""

    title: str
    level: int
    text: str


@dataclass(frozen=True)
class HelpPage:
    """One page, with the Markdown as it is shown."""

    name: str
    text: str

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Its stretches in order; a line within a block of code is no heading."""
        return tuple(_sections(self.text))

    @property
    def title(self) -> str:
        """What its first heading says."""
        return self.sections[0].title if self.sections else self.name

    @property
    def links(self) -> tuple[str, ...]:
        """Where its links lead: a page, a heading of one (``keys.md#移动``), or of its own."""
        return tuple(_LINK.findall(self.text))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words were found, and the line around them."""

    page: HelpPage
    section: Section
    snippet: str


_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(#{1,6}) +(.+)")
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|`+|\*\*|^\s*[|#>-]+\s*|\s*\|\s*")


def handbook(folder: Path | None = None) -> tuple[HelpPage, ...]:
    """The pages that are there, in the order of a reader; raises WorkspaceError where one cannot
    be read."""
    place = folder or paths.resources() / "help"
    names = [name for name in ORDER if (place / f"{name}{ENDING}").is_file()]
    return tuple(HelpPage(name, files.read_text(place / f"{name}{ENDING}")) for name in names)


def find(pages: Sequence[HelpPage], words: str) -> list[Hit]:
    """The sections that have all words, those with the words in their heading first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    hits = [
        Hit(page, section, _snippet(section, wanted))
        for page in pages
        for section in page.sections
        if all(word in f"{section.title}\n{section.text}".casefold() for word in wanted)
    ]
    return sorted(hits, key=lambda hit: not all(w in hit.section.title.casefold() for w in wanted))


def destination(pages: Sequence[HelpPage], page: str, link: str) -> tuple[HelpPage, str] | None:
    """The page and heading (or none) to which a link on a page leads; None where to nowhere."""
    name, _, heading = link.partition("#")
    wanted = name.removesuffix(ENDING) if name else page
    found = next((one for one in pages if one.name == wanted), None)
    if found is None or (heading and heading not in {s.title for s in found.sections}):
        return None
    return found, heading


def _sections(text: str) -> Iterator[Section]:
    title, level, lines, in_code = "", 0, list[str](), False
    for line in text.splitlines():
        in_code ^= line.startswith("```")
        heading = None if in_code else _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        if level:
            yield Section(title, level, "\n".join(lines).strip())
        title, level, lines = heading[2].strip(), len(heading[1]), []
    if level:
        yield Section(title, level, "\n".join(lines).strip())


def _snippet(section: Section, wanted: Sequence[str]) -> str:
    """The line that has the first of the words, without marks, as much of it as fits in a list."""
    plain = (_MARKUP.sub(_kept, line).strip() for line in section.text.splitlines())
    line = next((one for one in plain if any(w in one.casefold() for w in wanted)), "")
    at = min((line.casefold().find(w) for w in wanted if w in line.casefold()), default=0)
    begin = max(at - _SNIPPET, 0)
    found = line[begin : at + 2 * _SNIPPET]
    return ("…" if begin else "") + found + ("…" if at + 2 * _SNIPPET < len(line) else "")


def _kept(mark: re.Match[str]) -> str:
    """A link keeps its words, a mark nothing, the border of a table's cell a blank."""
    return mark[1] or ("  " if "|" in mark[0] else "")
