"""How the cells of an official form look in a workbook: named once, so that writing is quick and a
person finds them in the program's list of styles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fuer_desktop.texts import form_workbook as texts
from fuer_desktop.texts import workbook as workbook_texts

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_INK, _MUTED, _LINE = "1B2430", "7A8592", "9AA5B1"
_HEAD, _DERIVED, _CLOSED, _BEFORE = "E9EEF4", "EAF1E6", "E3E6EA", "F6F7F8"


def add_styles(book: Workbook, decimals: Sequence[int]) -> None:
    """The styles of ``texts.STYLES``; those of figures for each number of decimals."""
    for kind in ("mark", "title", "line", "line_right", "head", "code", "name", "fixed", "note"):
        _add(book, texts.STYLES[kind], **_PLAIN[kind])
    _add(book, texts.STYLES["text"], wrap=True, top=True, open_=True, box=True, format_="@")
    _add(book, texts.STYLES["closed"], box=True, fill=_CLOSED, align="center", colour=_MUTED)
    for count in sorted({0, *decimals}):
        shown = "#,##0" + ("." + "0" * count if count else "")
        about: dict[str, Any] = {"box": True, "align": "right", "format_": shown}
        _add(book, texts.STYLES["number"].format(decimals=count), open_=True, **about)
        _add(book, texts.STYLES["derived"].format(decimals=count), fill=_DERIVED, **about)
        before = texts.STYLES["before"].format(decimals=count)
        _add(book, before, fill=_BEFORE, colour=_MUTED, **about)


_PLAIN: dict[str, dict[str, Any]] = {
    "mark": {"size": 8, "colour": _MUTED},
    "title": {"size": 16, "bold": True, "align": "centerContinuous"},
    "line": {"size": 10},
    "line_right": {"size": 10, "align": "right"},
    "head": {"bold": True, "box": True, "fill": _HEAD, "align": "center", "wrap": True},
    "code": {"size": 10, "box": True, "fill": _HEAD, "align": "center", "format_": "@"},
    "name": {"box": True, "wrap": True},
    "fixed": {"box": True, "align": "center", "format_": "@"},
    "note": {"wrap": True, "top": True},
}


def _add(book: Workbook, name: str, **about: Any) -> None:
    from openpyxl import styles

    side = styles.Side("thin", color=_LINE)
    fill = about.get("fill")
    book.add_named_style(
        styles.NamedStyle(
            name,
            font=styles.Font(
                name=workbook_texts.FONT,
                size=about.get("size", 11),
                bold=about.get("bold", False),
                color=about.get("colour", _INK),
            ),
            fill=styles.PatternFill("solid", fgColor=fill) if fill else styles.PatternFill(),
            border=styles.Border(side, side, side, side) if about.get("box") else styles.Border(),
            alignment=styles.Alignment(
                horizontal=about.get("align"),
                vertical="top" if about.get("top") else "center",
                wrap_text=about.get("wrap", False),
            ),
            number_format=about.get("format_", "General"),
            protection=styles.Protection(locked=not about.get("open_", False)),
        )
    )
