"""A small place whose every figure can be computed by hand, and the round of reporting in it.

Two townships and one department, two forms, and a plan with one target of each judged kind.
"""

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from fuer_desktop.formats import package_contents, packages, signing
from fuer_desktop.formats.rows import CELL_FIELDS, CellRow
from fuer_desktop.services import (
    counting,
    designing,
    entering,
    histories,
    opening,
    submitting,
    taking_in,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import Judging
from fuer_desktop.services.sessions import open_workspace

CATALOGUE = Path(__file__).parent / "catalogue"
EAST, WEST, HEALTH = "990200101", "990200102", "990200WJ"
UNITS = (EAST, WEST, HEALTH)
TOWNSHIP, HEALTH_FORM = "TF-XZ01", "TF-WJ01"
FORM_OF = {EAST: TOWNSHIP, WEST: TOWNSHIP, HEALTH: HEALTH_FORM}
DEADLINE = date(2026, 5, 20)
WHO = {"head": "张三", "statistics_head": "李四", "filler": "王五"}

FIGURES = {
    # row/column of the unit's one form and one table
    (2024, EAST): {
        "01/1": "20", "01/2": "5", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "955",
    },
    (2024, WEST): {
        "01/1": "30", "01/2": "10", "02/1": "10", "02/2": "2", "03/1": "500", "04/1": "450",
    },
    (2024, HEALTH): {
        "01/1": "2100", "01/2": "1100", "01/3": "1000", "02/1": "1",
        "03/1": "9900", "03/3": "4300", "04/1": "1000", "05/1": "680", "06/1": "82.35",
    },
    (2025, EAST): {
        "01/1": "20", "01/2": "6", "02/1": "5", "02/2": "1", "03/1": "1000", "04/1": "960",
    },
    (2025, WEST): {
        "01/1": "30", "01/2": "12", "02/1": "10", "02/2": "2", "03/1": "500", "04/1": "470",
    },
    (2025, HEALTH): {
        "01/1": "2000", "01/2": "1050", "01/3": "950", "02/1": "1",
        "03/1": "10000", "03/3": "4350", "04/1": "1000", "05/1": "700", "06/1": "82.40",
    },
}  # fmt: skip


def row(unit: str, year: int, cell: str, value: str = "", **about: str) -> CellRow:
    """One row of a file of figures; ``about`` replaces any of its fields."""
    place = cell.split("/")
    made = CellRow(2, unit, FORM_OF[unit], str(year), "1", *place, value, "", "", "")
    return replace(made, **about)


def rows(unit: str, year: int) -> list[CellRow]:
    """All figures of a unit and year."""
    return [row(unit, year, cell, value) for cell, value in FIGURES[year, unit].items()]


def csv_text(cells: list[CellRow]) -> str:
    """The rows as a file that the command ``fill`` reads."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(CELL_FIELDS)
    writer.writerows([getattr(cell, name) for name in CELL_FIELDS] for cell in cells)
    return output.getvalue()


@dataclass(frozen=True)
class Trial:
    """The files of one round: an office, its task packages, desks and what they send."""

    folder: Path

    @property
    def office(self) -> Path:
        """The office's workspace."""
        return self.folder / "office.fuerdb"

    @property
    def inbox(self) -> Path:
        """Where the desks' packages arrive."""
        return self.folder / "inbox"

    def desk(self, unit: str) -> Path:
        """A unit's workspace."""
        return self.folder / f"{unit}.fuerdb"

    def package(self, unit: str, year: int = 2025, revised: int = 0) -> Path:
        """A unit's task package: the first, or that of a revision."""
        number = f"_修订{revised}" if revised else ""
        return self.folder / f"tasks-{year}" / f"990200-{year}_{unit}_任务{number}.fuer"

    def copy(self, folder: Path) -> "Trial":
        """The same round somewhere else, to be changed freely."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Trial(folder)

    def hand_out(
        self, year: int = 2025, catalogue: Path = CATALOGUE, *, revise: bool = False
    ) -> list[Path]:
        """Make the task of a year, or its next revision."""
        if not self.office.exists():
            designing.new_office(self.office)
        design = designing.TaskDesign(catalogue / "units.toml", catalogue, year, DEADLINE)
        with open_workspace(self.office) as office:
            out = self.folder / f"tasks-{year}"
            return designing.make_task(office, design, out, Job(), revise=revise)

    def open(self, unit: str, year: int = 2025, revised: int = 0) -> list[str]:
        """Open a unit's task package at its desk; what was told."""
        told: list[str] = []
        opening.open_task(self.package(unit, year, revised), self.desk(unit), told.append)
        return told

    def fill(self, unit: str, cells: list[CellRow]) -> None:
        """Enter rows at a desk."""
        with open_workspace(self.desk(unit)) as desk:
            entering.fill(desk, load_task(desk), cells, "数据.csv")

    def change(self, unit: str, cell: str, value: str, reason: str = "") -> None:
        """Enter one figure of 2025 at a desk."""
        self.fill(unit, [row(unit, 2025, cell, value, reason=reason)])

    def export(self, unit: str) -> submitting.Exported:
        """Hand in."""
        with open_workspace(self.desk(unit)) as desk:
            return submitting.export(desk, load_task(desk), WHO, self.inbox)

    def take_in(self, paths: list[Path] | None = None, job: Job | None = None) -> list:
        """Take in these packages, or all that arrived."""
        found = taking_in.packages_in(self.inbox) if paths is None else paths
        with open_workspace(self.office) as office:
            return list(taking_in.take_in(office, found, job or Job()))

    def whole_year(self, year: int) -> None:
        """Hand out, open, fill, export and take in; everything in good order."""
        self.hand_out(year)
        sent = []
        for unit in UNITS:
            self.open(unit, year)
            self.fill(unit, rows(unit, year))
            sent.append(self.export(unit).path)
        self.take_in(sent)

    def record_history(self) -> int:
        """Record the values of the base year."""
        with open_workspace(self.office) as office:
            return histories.record(office, CATALOGUE / "history.csv")

    def judging(self, year: int = 2025) -> Judging:
        """What the office knows for a year."""
        with open_workspace(self.office) as office:
            return Judging(office, year)

    def counted(self, year: int = 2025) -> dict[str, dict[str, str]]:
        """Counted figures as plain text, by unit and row/column."""
        with open_workspace(self.office) as office:
            found = counting.counted_values(office, year)
        return {
            unit: {
                f"{key.row}/{key.column}": value.plain or value.kind.value
                for cells in forms.values()
                for key, value in cells.items()
            }
            for unit, forms in found.items()
        }


def forge(
    package: Path,
    to: Path,
    private_key: str,
    change: Callable[
        [package_contents.SubmissionPayload], package_contents.SubmissionPayload
    ] = lambda same: same,
    spoil: Callable[[bytes], bytes] = bytes,
    **manifest: object,
) -> Path:
    """A whole package like this one with other contents, signed by whoever has the key.

    ``spoil`` works on the payload's bytes, past everything that our own writer refuses; files that
    are ``attached`` go in as they are.
    """
    read = packages.read(package.read_bytes(), package.name, wanted="submission")
    content = packages.submission_of(read)
    payload = spoil(packages.encode(change(content)))
    attached = manifest.pop("attached", None)
    changed = {
        "sender": signing.public_key_of(private_key),
        "payload_length": len(payload),
        "payload_sha256": signing.fingerprint(payload),
        **manifest,
    }
    said = msgspec.structs.replace(read.manifest, **changed)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(packages.write(said, payload, private_key, attached).data)
    return to


def spaceless(text: str) -> str:
    """A sentence without spaces, the thin ones between digits too."""
    return "".join(text.split())


def key_of(workspace: Path) -> str:
    """The signing key of a workspace."""
    with open_workspace(workspace) as opened:
        return opened.private_key


def replace_in(path: Path, old: str, new: str) -> None:
    """Write a file of definitions with something said differently."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
