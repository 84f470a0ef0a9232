"""The names in a rule: what they mean, of which form, table, column and year."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NoReturn

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.rule_text import Cursor, UnknownFormError, cut
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.vocabulary import Names, Vocabulary, bare_title
from fuer_desktop.texts import rules as texts

LINES_JOINED = "\x1f"
"""Between the lines of a name with several in its brackets, until it is known what they mean."""

_LAST_YEAR = re.compile(r"@上年|\(上年\)")
_OTHER_TABLE = re.compile(r"\(另表\)")
_FORM_CODE = re.compile(r"[A-Z]{2,}-[A-Z0-9]+(?=\.)")
_MARKS = {
    Over.ROWS: re.compile(r"行(?=[0-9A-Za-z])|第(?=[0-9A-Za-z.]+行)"),
    Over.COLUMNS: re.compile(r"[栏列](?=[0-9A-Za-z])|第(?=[0-9A-Za-z.]+[栏列])"),
}
_MARKS_AFTER = {
    Over.ROWS: re.compile(r"(?<=[0-9A-Za-z])行"),
    Over.COLUMNS: re.compile(r"(?<=[0-9A-Za-z])[栏列]"),
}
_LINE_MARKS = re.compile(r"^第?[栏列行]?|[栏列行]$")
_OPEN = re.compile(r"\(")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]+)[”\"」]")
_ELEMENT = re.compile(r"\{[a-z0-9_.]+\}")
_RUN = re.compile(r"[^\s+\-*/()=≠≥≤<>;,、±{}]+")
_LONGEST_COMPARED = 40


class NameReader(Cursor):
    """Finds names in a text and resolves them to what outlives codes."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        super().__init__(text)
        self._names = vocabulary
        self._bare = ""  # the digits of the code just read, where they could be a number too
        self._bare_at = 0
        self._heads: set[Ref] = set()  # names that are a whole side, left of the last sign
        self._elements: set[Ref] = set()  # names that were written as {element}

    def _name(self) -> Ref | None:
        """A name with its table, form, lines and year, or None where none stands here."""
        self._skip()
        start = self._at
        form, table = self._qualifiers()
        marked = self._eat(_MARKS[self._names.over])
        found = self._matched(self._names.candidates(form, table), form)
        if found is None:
            if form is not self._names.form or table is not None:
                self._refuse_name(self._names.candidates(form, table))
            self._at = start
            return None
        self._count(start)
        marked = self._eat(_MARKS_AFTER[self._names.over]) or marked
        ref = self._with_lines(found)
        if marked or table or ref != found or form is not self._names.form:
            self._bare = ""  # said in full, it is no number
        return ref

    def _with_lines(self, ref: Ref) -> Ref:
        """The name with what stands in brackets behind it."""
        known = self._names.lines(ref)
        while True:
            if self._eat(_LAST_YEAR):
                ref = replace(ref, last_year=True)
            elif self._eat(_OTHER_TABLE):
                pass  # the name was looked for there anyway
            elif lines := self._lines(known):
                ref = replace(ref, line=lines)
            else:
                return ref

    def _lines(self, known: Mapping[str, str]) -> str:
        """(1,2) behind a name: the lines, joined; nothing where something else is in brackets."""
        start = self._at
        if not self._eat(_OPEN):
            return ""
        end = self._plain.find(")", self._at)
        inside = self._plain[self._at : end if end >= 0 else self._at]
        found = []
        for item in re.split(r"[、,]", inside):
            said = (item.strip(), _LINE_MARKS.sub("", item.strip()), bare_title(item))
            name = next((name for name in said if name in known), None)
            if name is None:
                self._at = start
                return ""
            found.append(known[name])
        self._at = end + 1
        return LINES_JOINED.join(dict.fromkeys(found))

    def _qualifiers(self) -> tuple[Form, Table | None]:
        form = self._form()
        if form is not self._names.form:
            return form, self._table(self._names.tables_of(form))
        if self._longest(self._names.candidates(form, None)):
            return form, None  # a row's title may begin like the name of a table
        return form, self._table(self._names.tables)

    def _form(self) -> Form:
        self._skip()
        for name in self._names.forms.at(self._plain, self._at):
            if self._plain.startswith(".", self._at + len(name)):
                self._at += len(name) + 1
                return self._names.forms[name]
        own, start = self._names.form, self._at
        if code := self._eat(_FORM_CODE):
            if code != own.code:
                raise self._elsewhere(texts.UNKNOWN_FORM, code, start)
            self._at += 1
        return own

    def _table(self, known: Names[Table]) -> Table | None:
        self._skip()
        for name in known.at(self._plain, self._at):
            rest = self._plain[self._at + len(name) :].lstrip()
            if rest[:1] == "." or (rest[:1].isalnum() and name.startswith("表")):
                self._at = len(self._plain) - len(rest) + (rest[0] == ".")
                return known[name]
        return None

    def _matched(self, known: Names[list[Ref]], form: Form) -> Ref | None:
        """The longest known name that stands here; refuses one that several things have."""
        self._skip()
        start = self._at
        self._bare = ""
        name = self._longest(known) or self._quoted(known)
        if not name:
            return self._element(form)
        if self._at == start:
            self._at += len(name)
        if _BARE.fullmatch(name):
            self._bare, self._bare_at = name, start
        return self._only_one(known[name], name, start)

    def _only_one(self, meant: list[Ref], name: str, start: int) -> Ref:
        """Of several rows with the same title, the one under a row left of the sign."""
        if len(meant) == 1:
            return meant[0]
        under = [ref for ref in meant if self._names.above(ref) in self._heads]
        if len(under) == 1:
            return under[0]
        codes = "、".join(map(self._names.code, meant))
        raise self._problem(texts.AMBIGUOUS_NAME, start, found=name, codes=codes)

    def _longest(self, known: Names[list[Ref]]) -> str:
        here = known.at(self._plain, self._at)
        whole = (name for name in here if not self._continues(self._at + len(name), name))
        return next(whole, "")

    def _quoted(self, known: Mapping[str, list[Ref]]) -> str:
        """A title in quotation marks, which may hold blanks and signs; steps over it."""
        match = _QUOTED.match(self._plain, self._at)
        name = bare_title(match[1]) if match else ""
        if not match or name not in known:
            return ""
        self._at = match.end()
        return name

    def _element(self, form: Form) -> Ref | None:
        """{element}: a cell by the identity of what it asks, in whatever form that is."""
        match = _ELEMENT.match(self._plain, self._at)
        if match is None:
            return None
        wanted = match[0][1:-1]
        for other in (form, *self._names.forms.values()):
            key = other.elements.get(wanted)
            if key is not None:
                self._at = match.end()
                code = "" if other is self._names.form else other.code
                row = other.table_by_code[key.table].coded_rows[key.row]
                over_rows = self._names.over is Over.ROWS
                name, line = (row.identity, key.column) if over_rows else (key.column, row.identity)
                found = Ref(name, table=key.table, line=line, form=code)
                self._elements.add(found)
                return found
        raise self._elsewhere(texts.UNKNOWN_ELEMENT, wanted, self._at)

    # --- refusals -----------------------------------------------------------------------

    def _refuse(self) -> NoReturn:
        """Refuse what stands here."""
        self._refuse_name(self._names.candidates(self._names.form, None))

    def _refuse_name(self, known: Iterable[str]) -> NoReturn:
        rest = self._rest()
        if not rest:
            raise self._problem(texts.UNFINISHED)
        run = _RUN.match(self._plain, self._at)
        if run is None:
            raise self._problem(texts.UNREADABLE, found=cut(rest[0]))
        if any(word in self._plain and not _is_part(word, known) for word in texts.NOT_COUNTED):
            raise self._problem(texts.NO_COMPUTATION)
        titles = [name for name in known if not name.isascii()]  # a code is like any other
        near = difflib.get_close_matches(run[0][:_LONGEST_COMPARED], titles, n=1, cutoff=0.3)
        hint = texts.NEAR_NAME.format(near=near[0]) if near else ""
        raise self._problem(texts.UNKNOWN_NAME, found=cut(run[0]), near=hint)

    def _elsewhere(self, template: str, found: str, at: int) -> DefinitionError:
        """A form or element that is not known: a mistake only where all are known."""
        if self._names.complete:
            return self._problem(template, at, found=found)
        place, what = at + 1, texts.FORM_NOT_HERE.format(found=found)
        return UnknownFormError(self._text, place, what)


def _is_part(word: str, names: Iterable[str]) -> bool:
    return any(word in name for name in names)
