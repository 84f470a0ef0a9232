"""Text that was pasted from a word processor or the web, put in order without losing a sign that
anybody could read.

Line ends of every kind become one; signs of control, direction and nothing at all go; odd blanks
become ordinary ones; bullets of symbol fonts become "•"; the cells of a table stand in a line with
wide blanks between them. Punctuation is left as it is unless somebody asks (``chinese_marks``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from fuer_desktop.texts import narrative as texts

WIDE_BLANK = "\u3000"
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text in order, and in one sentence what was done to it; empty where nothing was that a
    person would care about."""

    text: str
    sentence: str = ""


def cleaned(text: str) -> Cleaned:
    """Put a pasted text in order; a text in order stays as it is."""
    lines = _LINE_ENDS.sub("\n", text)
    plain, pictures = _PICTURES.subn("", lines.replace(_CELL_END, "\t"))
    plain, bullets = _SYMBOLS.subn(BULLET, plain)
    plain, spaces = _ODD_BLANKS.subn(" ", plain)
    hidden = sum(_is_hidden(sign) for sign in plain)
    plain = "".join(sign for sign in plain if not _is_hidden(sign))
    plain = _BULLET_GAP.sub(f"{BULLET} ", plain)
    ordered = [_line(line) for line in plain.split("\n")]
    tables = sum("\t" in line.strip() for line in plain.split("\n"))
    plain, blank = _MANY_BLANK_LINES.subn("\n\n", "\n".join(ordered))
    done = {
        texts.HIDDEN: hidden,
        texts.PICTURES: pictures,
        texts.SPACES: spaces,
        texts.BULLETS: bullets,
        texts.TABLES: tables,
        texts.BLANK_LINES: blank,
    }
    said = [template.format(count=count) for template, count in done.items() if count]
    sentence = texts.PASTED.format(what=texts.JOIN.join(said)) if said else ""
    return Cleaned(plain.strip("\n"), sentence)


def chinese_marks(text: str) -> tuple[str, int]:
    """The text with the half-width punctuation behind Chinese characters made full-width, and
    full-width digits and letters made ordinary ones; and how many signs that were."""
    found, marks = _HALF_MARKS.subn(lambda mark: _FULL[mark.group()], text)
    found, opening = _HALF_OPENING.subn("（", found)
    narrow = found.translate(_NARROW)
    changed = sum(one != other for one, other in zip(found, narrow, strict=True))
    return narrow, marks + opening + changed


_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CELL_END = "\x07"
"""How Word ends the cell of a table."""

_PICTURES = re.compile("\ufffc")
_SYMBOLS = re.compile("[\uf0b7\uf0a7\uf0d8\uf0fc\uf06c\uf06e\uf075\uf0a8]")
"""Bullets as the fonts Symbol and Wingdings have them: signs of private use that no other font
shows."""

_ODD_BLANKS = re.compile("[\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_BULLET_GAP = re.compile(f"{BULLET}[ \t]*\t[ \t]*")
_MANY_BLANK_LINES = re.compile("\n{3,}")
_SEVERAL = re.compile(" {2,}")
_CELLS = re.compile(" *\t *")
_KEPT = "\n\t\u180e\u200c\u200d"
"""New lines and tabs, and what joins or parts letters: without it words of some scripts, and some
signs made of several, would look otherwise."""


def _is_hidden(sign: str) -> bool:
    """A sign that nobody sees and no file keeps, or that only turns others round."""
    return sign not in _KEPT and unicodedata.category(sign) in ("Cc", "Cf", "Cs")


def _line(line: str) -> str:
    """One line: cells of a table apart by wide blanks, no blanks in rows or at its end."""
    cells = _CELLS.sub(WIDE_BLANK, line.strip(" \t"))
    indent = WIDE_BLANK * (len(cells) - len(cells.lstrip(WIDE_BLANK)))
    return indent + _SEVERAL.sub(" ", cells.strip(f" {WIDE_BLANK}"))


_CHINESE = "\u3400-\u9fff\u3007\u201d\u2019》）】"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ")": "）"}
_HALF_MARKS = re.compile(rf"(?<=[{_CHINESE}])[,;:?!)]")
_HALF_OPENING = re.compile(rf"(?<=[{_CHINESE}])\((?=[^()]*[{_CHINESE}])")
_NARROW = {
    0xFF01 + offset: 0x21 + offset
    for offset in range(94)
    if chr(0x21 + offset).isalnum() or chr(0x21 + offset) in "%."
}
