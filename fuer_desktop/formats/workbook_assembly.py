"""From the rows of a workbook's sheets to definition files, and from what a reader says of those
files back to the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fuer_desktop.formats.definitions import EARLIER as EARLIER_FORMS
from fuer_desktop.formats.section import Placed, Spot, suggestion
from fuer_desktop.formats.workbook_layout import (
    EARLIER,
    FAMILIES,
    FOLDERS,
    HEADS,
    ITEM,
    OWNER,
    SHEET_BY_ID,
    TABLE,
    VERSION,
    sheets_of,
)
from fuer_desktop.formats.workbook_reading import FilledSheet, Line, Report
from fuer_desktop.texts import workbook as texts

ONLY_TABLE = "1"
"""Code of a form's table where nobody names one."""


@dataclass
class _File:
    """One definition file that the workbook's rows make."""

    path: str
    code: str
    version: str
    content: dict[str, Any]
    tables: dict[str, int] = field(default_factory=dict)
    """Positions of a form's tables by code."""


class Assembly:
    """The files that filled sheets make. As a ``Writing`` it knows each spot's cell and words."""

    def __init__(self, sheets: Sequence[FilledSheet], report: Report) -> None:
        self._report = report
        self._by_id = {sheet.layout.id: sheet for sheet in sheets if sheet.heading_row}
        self._files: dict[str, _File] = {}
        self._rows: dict[tuple[str, tuple[tuple[str, int], ...]], tuple[FilledSheet, Line]] = {}
        for family in FAMILIES:
            self._assemble(family)

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """Contents of the definition files by path."""
        return {path: file.content for path, file in sorted(self._files.items())}

    # --- files -----------------------------------------------------------------------------

    def _assemble(self, family: str) -> None:
        heads: list[_File] = []
        for layout in sheets_of(family):
            sheet = self._by_id.get(layout.id)
            if not sheet or not sheet.lines:
                continue
            if layout.is_head:
                heads = list(self._heads(sheet))
            elif family in HEADS and not heads:
                self._tell_no_head(family, sheet)
                return
            else:
                for line in sheet.lines:
                    file = self._owner(sheet, line, heads)
                    if file:
                        self._add(file, sheet, line)

    def _tell_no_head(self, family: str, child: FilledSheet) -> None:
        """Nothing is said of the sheet of the files themselves where that is unreadable."""
        head = self._by_id.get(HEADS[family])
        if head and head.raw.rows and any(p.order[0] == head.position for p in self._problems):
            return
        title = SHEET_BY_ID[HEADS[family]].title
        place = head.place() if head else child.below(0, 0, texts.SHEET.format(sheet=title))
        self._report.obstacle(place, texts.NO_HEAD)

    @property
    def _problems(self) -> list[Placed]:
        return self._report.problems

    def _heads(self, sheet: FilledSheet) -> Iterator[_File]:
        first: dict[str, int] = {}
        family = sheet.layout.family
        for line in sheet.lines:
            code, version = line.text("code"), line.text("version")
            if not code:
                if "code" not in line.refused:
                    self._report.problem(sheet.place(line.number, "code"), texts.CODE_NEEDED)
                continue
            path = f"{FOLDERS[family]}/{code}.toml"
            if line.values.get(EARLIER):
                path = f"{EARLIER_FORMS}{code}.{version}.toml"
            same = path.casefold()  # Windows knows no difference
            if same in first:
                problem = texts.SAME_FILE.format(found=code, row=first[same])
                self._report.problem(sheet.place(line.number, "code"), problem)
                continue
            first[same] = line.number
            section = {key.name: line.values[key.name] for key in sheet.layout.own_keys
                       if key.name in line.values}  # fmt: skip
            name = sheet.layout.path[0]
            file = _File(path, code, version, {name: section})
            self._files[path] = file
            self._rows[path, ((name, 0),)] = (sheet, line)
            yield file

    def _owner(self, sheet: FilledSheet, line: Line, heads: list[_File]) -> _File | None:
        if sheet.layout.family not in HEADS:
            return self._named_file(sheet, line)
        code, version = line.text(OWNER), line.text(VERSION)
        place = sheet.place(line.number, OWNER)
        if OWNER in line.refused:
            return None
        found = [file for file in heads if code in ("", file.code)]
        if not found:
            known = [file.code for file in heads]
            problem = texts.OWNER_UNKNOWN.format(
                found=code,
                sheet=SHEET_BY_ID[HEADS[sheet.layout.family]].title,
                suggestion=suggestion(code, known),
            )
            self._report.problem(place, problem)
            return None
        if len({file.code for file in found}) > 1:
            known = sorted({file.code for file in found})
            self._report.problem(place, texts.OWNER_NEEDED.format(known="、".join(known)))
            return None
        return self._of_version(sheet, line, found, version)

    def _of_version(
        self, sheet: FilledSheet, line: Line, found: list[_File], version: str
    ) -> _File | None:
        matching = [file for file in found if version in ("", file.version)]
        if len(matching) == 1:
            return matching[0]
        known = "、".join(file.version for file in found)
        heading = sheet.layout.key[VERSION].heading if VERSION in sheet.layout.key else ""
        problem = texts.VERSION_NEEDED.format(found=found[0].code, heading=heading, known=known)
        self._report.problem(sheet.place(line.number, VERSION), problem)
        return None

    def _named_file(self, sheet: FilledSheet, line: Line) -> _File | None:
        """Indicators name the file they stand in; one that is named once need not be repeated."""
        named = line.text(OWNER)
        if not named:
            known = {
                other.text(OWNER)
                for each in self._by_id.values()
                if each.layout.family == sheet.layout.family
                for other in each.lines
            } - {""}
            named = known.pop() if len(known) == 1 else ""
        if not named:
            if OWNER not in line.refused:
                self._report.problem(sheet.place(line.number, OWNER), texts.FILE_NEEDED)
            return None
        path = f"{FOLDERS[sheet.layout.family]}/{named}.toml"
        same = {other.casefold(): other for other in self._files}
        path = same.get(path.casefold(), path)
        return self._files.setdefault(path, _File(path, named, "", {}))

    # --- sections ----------------------------------------------------------------------------

    def _add(self, file: _File, sheet: FilledSheet, line: Line) -> None:
        """Put a row where it belongs in its file."""
        if sheet.layout.id == "note":
            notes = file.content["form"].setdefault("notes", [])
            notes += [line.values[ITEM]] if ITEM in line.values else []
            return
        names = sheet.layout.path
        parent: dict[str, Any] = file.content
        path: tuple[tuple[str, int], ...] = ()
        if len(names) > 1:
            parent, path = file.content[names[0]], ((names[0], 0),)
        if TABLE in sheet.layout.key:
            position = self._table(file, sheet, line)
            if position is None:
                return
            parent, path = parent["table"][position], (*path, ("table", position))
        items = parent.setdefault(names[-1], [])
        own = [key.name for key in sheet.layout.own_keys]
        section = {name: line.values[name] for name in own if name in line.values}
        self._rows[file.path, (*path, (names[-1], len(items)))] = (sheet, line)
        items.append(section)
        if sheet.layout.id == "table":
            file.tables.setdefault(line.text("code"), len(items) - 1)

    def _table(self, file: _File, sheet: FilledSheet, line: Line) -> int | None:
        """Position of the table a row belongs to; the only one need be neither named nor listed."""
        code = line.text(TABLE)
        if not file.tables and code in ("", ONLY_TABLE):
            file.content["form"]["table"] = [{"code": ONLY_TABLE}]
            file.tables[ONLY_TABLE] = 0
        if TABLE in line.refused and code not in file.tables:
            return None
        if not code and len(file.tables) == 1:
            return next(iter(file.tables.values()))
        if code in file.tables:
            return file.tables[code]
        known = list(file.tables)
        problem = texts.TABLE_NEEDED.format(known="、".join(known))
        if code:
            title = SHEET_BY_ID["table"].title
            near = suggestion(code, known)
            problem = texts.TABLE_UNKNOWN.format(found=code, sheet=title, suggestion=near)
        self._report.problem(sheet.place(line.number, TABLE), problem)
        return None

    def spread(self, spot: Spot, sections: Sequence[dict[str, Any]]) -> None:
        """Put several sections where one row made one; they all stand in that row."""
        items = self._files[spot.file].content["form"]["rule"]
        row = self._rows[spot.file, spot.path]
        items[spot.path[-1][1]] = sections[0]
        for section in sections[1:]:
            path = (*spot.path[:-1], (spot.path[-1][0], len(items)))
            self._rows[spot.file, path] = row
            items.append(section)

    def note(self, spot: Spot, problem: str) -> None:
        """Note a problem at a spot's cell."""
        if place := self.place(spot):
            self._report.problem(place, problem)

    def warn(self, spot: Spot, warning: str) -> None:
        """Say how a spot's row was taken."""
        if place := self.place(spot):
            self._report.warning(place, warning)

    # --- places and words --------------------------------------------------------------------

    def place(self, spot: Spot) -> Placed | None:
        """The cell of a spot; the row where it is no cell's; None for a file of elsewhere."""
        if spot.file not in self._files:
            return None
        found = self._rows.get((spot.file, spot.path))
        if found:
            sheet, line = found
            return sheet.place(line.number, spot.key)
        for length in range(len(spot.path) - 1, 0, -1):
            above = self._rows.get((spot.file, spot.path[:length]))
            if above:
                return above[0].place(above[1].number)
        return Placed((0, 0, 0), texts.FILE.format(file=spot.file))

    def word(self, spot: Spot, value: str) -> str:
        """The heading of a key, or the word for one of its choices."""
        found = self._rows.get((spot.file, spot.path))
        key = found[0].layout.key.get(spot.key) if found else None
        if key is None:
            return value or _WORDS.get(spot.key, spot.key)
        return key.choices.get(value, value) if value else key.heading


_WORDS = {sheet.path[-1]: sheet.title for sheet in SHEET_BY_ID.values() if not sheet.is_head}
"""What sections are called that a file lacks altogether."""
