"""核对码: a short number on every printed page that ties what stands there to the file.

It says that a page shows the same figures as a file: at the office somebody reads it off the paper
or hears it on the telephone, and the program computes it again. It guards against mistakes, such as
paper that was printed before a correction; it is no signature, for whoever fills a form can print
whatever he likes.

Twelve digits in three groups: people here are used to dictating numbers of that length, digits
sound apart where letters do not, the number pad suffices, and no O is taken for a 0, no I for a 1.
Eleven digits come from the content: a page that differs keeps its number once in 10¹¹ pages, and
looking for it under every stretch of rows of a form of three hundred rows finds a wrong one once in
two million. The last digit is a check digit (Damm): one digit misheard, or two neighbours
exchanged, is always told as that, and never as a difference between paper and file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fuer_desktop.domain.check_digits import check_digit
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.forms import Column, Form, Row, Table
from fuer_desktop.domain.numbers import halfwidth, plain, rounded
from fuer_desktop.domain.values import BLANK, CellKey, Kind, Values
from fuer_desktop.texts import paper as texts

LENGTH, GROUP = 12, 4
_CONTENT = LENGTH - 1

_METHOD = "fuer-page-1"
"""In what is digested, so that another method gives other texts."""

PageRows = Sequence[RowPlace]
"""The rows on a page that hold figures, in reading order; one that is parted by the end of a page
stands on both."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figures they are: the task's code, the unit's, and the year."""

    task: str
    unit: str
    year: int


@dataclass(frozen=True)
class PageChecks:
    """The check texts of a form with these figures; ``values`` hold the derived ones too.

    Figures count as they are stored, whatever unit of measure a page tells them in; reasons and
    notes beside a figure, which no page shows, do not.
    """

    whose: Whose
    form: Form
    values: Values

    def text(self, page: int, rows: PageRows) -> str:
        """The check text of a page, counted from 1."""
        digest = self._head(page)
        for place in rows:
            digest.update(self._rows[place])
        return _spelled(digest.digest())

    def rows_of(self, page: int, text: str) -> PageRows | None:
        """The rows that stand on a page with this text (as ``read`` gives it); None where none do.

        Every stretch of rows is tried, so that nobody needs to know on which paper it was printed.
        """
        if self.text(page, ()) == text:
            return ()
        places, rows = list(self._rows), list(self._rows.values())
        wanted = int(text.replace("-", "")[:_CONTENT])
        for first in range(len(rows)):
            digest = self._head(page)
            for last in range(first, len(rows)):
                digest.update(rows[last])
                if _number(digest.digest()) == wanted:
                    return places[first : last + 1]
        return None

    def _head(self, page: int) -> hashlib._Hash:
        whose, form = self.whose, self.form
        said = (_METHOD, whose.task, whose.unit, whose.year, form.code, form.version, page)
        return hashlib.sha256(_bytes(said))

    @cached_property
    def _rows(self) -> dict[RowPlace, bytes]:
        """What stands in each row, digested."""
        return {
            RowPlace(table.code, row.code): hashlib.sha256(
                _bytes((table.code, row.code, *self._cells(table, row)))
            ).digest()
            for table in self.form.tables
            for row in table.rows
            if row.code
        }

    def _cells(self, table: Table, row: Row) -> Iterator[tuple[str, str, str]]:
        for column in table.columns:
            if table.is_open(row, column):
                yield column.code, *self._content(table, row, column)

    def _content(self, table: Table, row: Row, column: Column) -> tuple[str, str]:
        """A cell's kind, and its figure with the decimals it is printed with, or its text."""
        value = self.values.get(CellKey(table.code, row.code, column.code), BLANK)
        if value.number is not None:
            figure = rounded(value.number, table.decimals(row, column))
            return value.kind.value, plain(figure if figure else abs(figure))
        return value.kind.value, value.note if value.kind is Kind.TEXT else ""


def page_checks(
    whose: Whose, form: Form, values: Values, pages: Sequence[PageRows]
) -> tuple[str, ...]:
    """The check text of every page of a form; ``values`` hold the derived figures too."""
    checks = PageChecks(whose, form, values)
    return tuple(checks.text(number, rows) for number, rows in enumerate(pages, start=1))


def read(typed: str) -> str:
    """A check text as it was typed or dictated, in its groups.

    Full-width digits, blanks and dashes are understood. Raises EntryError where digits are missing,
    and where one of them is not what was printed.
    """
    digits = re.sub(r"[\s\-−—–－,，.。]", "", halfwidth(typed))
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits):
        raise EntryError(texts.CHECK_LENGTH.format(text=typed.strip(), length=LENGTH))
    if check_digit(digits):
        raise EntryError(texts.CHECK_MISREAD.format(text=_grouped(digits)))
    return _grouped(digits)


def _bytes(said: Sequence[object]) -> bytes:
    """The same everywhere, and another for anything that differs."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _number(digest: bytes) -> int:
    number: int = int.from_bytes(digest, "big") % _TEXTS
    return number


_TEXTS = 10**_CONTENT


def _spelled(digest: bytes) -> str:
    content = f"{_number(digest):0{_CONTENT}}"
    return _grouped(f"{content}{check_digit(content)}")


def _grouped(digits: str) -> str:
    return "-".join(digits[start : start + GROUP] for start in range(0, LENGTH, GROUP))
