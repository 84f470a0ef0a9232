"""The self-test: whether this copy of the program works on this computer.

A check is a name and a callable: it gets an empty folder of its own, returns in words what it
has seen, and raises whatever is wrong. Here are the checks of everything below the windows; a
shell that can do more (Qt has its door in ui, app and paper) passes its own to ``run``.
"""

from __future__ import annotations

import importlib
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import fuer_desktop
from fuer_desktop.domain.errors import FuerError, PackageError
from fuer_desktop.domain.judgement import State
from fuer_desktop.domain.steps import How
from fuer_desktop.domain.trends import Point
from fuer_desktop.domain.values import CellKey, Kind, number
from fuer_desktop.formats import (
    definition_workbook,
    definitions,
    files,
    package_contents,
    packages,
    sealing,
    signing,
)
from fuer_desktop.services import backing_up, catalogues, paths
from fuer_desktop.services.sessions import create_workspace, open_workspace
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import HistoryValue, Role, Workspace
from fuer_desktop.texts import self_test as texts

if TYPE_CHECKING:
    from fuer_desktop.charts.progress import ProgressData

FOLDER_PREFIX = "妇儿 自检 "
"""Files with Chinese and blanks in their paths are part of what is checked."""

LEAST_PNG, LEAST_LETTERS = 20_000, 20
"""Bytes and different letters; a figure with nothing on it has 4,000 and none."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try, and what it is called."""

    name: str
    act: Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended; ``detail`` is what was seen, or what is wrong."""

    check: str
    passed: bool
    detail: str

    @property
    def line(self) -> str:
        """The outcome as one line for a person."""
        template = texts.PASSED if self.passed else texts.FAILED
        return template.format(check=self.check, detail=" ".join(self.detail.split()))


def own_checks() -> tuple[Check, ...]:
    """All checks that need no window."""
    return (
        Check(texts.WORKSPACE, check_workspace),
        Check(texts.DEFINITIONS, lambda _: check_definitions(paths.forms())),
        Check(texts.CHART, lambda folder: check_chart(paths.font(), folder)),
        Check(texts.PACKAGE, lambda _: check_package()),
        Check(texts.SEAL, lambda _: check_seal()),
        Check(texts.WORKBOOK, check_workbook),
        Check(texts.HISTORY, check_history),
    )


def run(extra: Sequence[Check] = ()) -> Iterator[Outcome]:
    """Every check, the extra ones last; one that fails does not stop the others."""
    for check in (*own_checks(), *extra):
        yield _tried(check)


def _tried(check: Check) -> Outcome:
    try:
        with tempfile.TemporaryDirectory(
            prefix=FOLDER_PREFIX, ignore_cleanup_errors=True
        ) as folder:
            return Outcome(check.name, True, check.act(Path(folder)))
    except FuerError as error:
        return Outcome(check.name, False, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is wrong here is what was asked for
        reason = texts.FAULT.format(kind=type(error).__name__, reason=error)
        return Outcome(check.name, False, reason)


def summary(outcomes: Sequence[Outcome]) -> str:
    """All outcomes in one line, with what a maintainer asks first."""
    failed = [outcome.check for outcome in outcomes if not outcome.passed]
    program = texts.PROGRAM.format(
        name=fuer_desktop.NAME,
        version=fuer_desktop.__version__,
        python=platform.python_version(),
        system=platform.platform(),
        folder=paths.program_folder(),
    )
    template = texts.SOME_FAILED if failed else texts.ALL_PASSED
    return template.format(
        count=len(outcomes), failed=len(failed), checks="、".join(failed), program=program
    )


# --- the checks ---------------------------------------------------------------------------

_PLACE = FormPlace("990900101", "FE-XZ01", 2025)
_PAYLOAD = package_contents.SubmissionPayload(
    [
        package_contents.FormCells(
            "FE-XZ01", 2025, [package_contents.Cell("1", "01", "1", Kind.NUMBER, "12", "", "")]
        )
    ],
    {},
)


def check_workspace(folder: Path) -> str:
    """A cell is committed to a new workspace and is there when it is opened again."""
    key, value = CellKey("1", "01", "1"), number("12.5")
    path = folder / "自检.fuerdb"
    with create_workspace(path, Role.DESK, signing.new_private_key()) as workspace:
        workspace.values.put(_PLACE, {key: (value, 1)}, How.TYPED)
    with open_workspace(path) as workspace:
        _require(workspace.values.get(_PLACE, key) == value, texts.DIFFERENT)
    backing_up.forget(path)
    return texts.WORKSPACE_GOOD


def check_definitions(forms: Path) -> str:
    """Every definition file is read, and what each place names is there."""
    shipped = catalogues.shipped_texts(forms)
    for kind, what in texts.KINDS.items():
        there = any(path.startswith(f"{kind}/") for path in shipped)
        _require(there, texts.NO_DEFINITIONS.format(folder=forms / kind, what=what))
    catalogue, places = catalogues.checked(forms)
    return texts.DEFINITIONS_GOOD.format(
        indicators=len(catalogue.indicators),
        forms=len(catalogue.forms),
        plans=len(catalogue.plans),
        targets=sum(len(plan.targets) for plan in catalogue.plans),
        places=len(places),
    )


def check_chart(font: Path, folder: Path) -> str:
    """A figure is drawn with the shipped font, and there are letters on it."""
    from fuer_desktop.charts import progress, style

    _require(font.is_file(), texts.NO_FONT.format(path=font))
    style.register_font(font)
    figure = progress.draw(_chart_data(), style.LIGHT)
    png, svg = folder / "自检.png", folder / "自检.svg"
    progress.save(figure, png)
    progress.save(figure, svg)
    picture, drawing = png.read_bytes(), svg.read_text("utf-8")
    is_picture = picture.startswith(b"\x89PNG") and len(picture) >= LEAST_PNG
    _require(is_picture, texts.CHART_EMPTY.format(file=png.name))
    letters = drawing.count(f'id="{font.stem}-')
    _require(letters >= LEAST_LETTERS, texts.NO_LETTERS)
    return texts.CHART_GOOD.format(png=len(picture) >> 10, svg=svg.stat().st_size >> 10)


def check_package() -> str:
    """A signed package is read; changed by one byte it is refused, and so is its signature."""
    private_key = signing.new_private_key()
    written = _package(private_key)
    package = packages.read(written.data, "自检.fuer", "submission")
    _require(packages.submission_of(package) == _PAYLOAD, texts.DIFFERENT)
    changed = bytearray(written.data)
    changed[len(changed) // 2] ^= 1
    _require_refusal(PackageError, lambda: packages.read(bytes(changed), "自检.fuer", "submission"))
    signature = signing.sign(private_key, package.payload)
    public_key = signing.public_key_of(private_key)
    signing.verify(public_key, signature, package.payload)
    other = bytes([package.payload[0] ^ 1]) + package.payload[1:]
    _require_refusal(
        signing.BadSignatureError, lambda: signing.verify(public_key, signature, other)
    )
    return texts.PACKAGE_GOOD


def check_seal() -> str:
    """What is sealed for one key is opened with it, and with no other."""
    private_key, stranger = signing.new_private_key(), signing.new_private_key()
    written = _package(private_key, sealed_for=[sealing.recipient_of(private_key)])
    opened = packages.read(written.data, "自检.fuer", "submission", [private_key])
    _require(packages.submission_of(opened) == _PAYLOAD, texts.DIFFERENT)
    _require_refusal(
        PackageError, lambda: packages.read(written.data, "自检.fuer", "submission", [stranger])
    )
    return texts.SEAL_GOOD


def check_workbook(folder: Path) -> str:
    """A workbook of definitions is written, and read back through a process of its own."""
    # By its name: the door for workbooks is formats, and this only asks whether it is there.
    openpyxl = importlib.import_module("openpyxl")
    path = folder / "自检.xlsx"
    forms = {"forms/自检.toml": _FORM}
    files.write_whole(path, definition_workbook.to_workbook(forms))
    reading = definition_workbook.from_workbook(path.read_bytes())
    _require(
        definitions.read_forms(reading.texts) == definitions.read_forms(forms), texts.DIFFERENT
    )
    return texts.WORKBOOK_GOOD.format(version=openpyxl.__version__)


_FORM = """[form]
code = "ZJ01"
version = 1
title = "自检"
filed_by = "township"
period = "calendar"

[[form.table]]
code = "1"

[[form.table.column]]
code = "1"
title = "合计"

[[form.table.row]]
code = "01"
title = "儿童"
unit = "人"
element = "children"
"""


def check_history(folder: Path) -> str:
    """sqlite-utils is there: a workspace of an older version is brought up to date with it."""
    value = HistoryValue("maternal_mortality", 2020, "12.5", texts.CHART_SOURCE, "published")
    path = folder / "办公室.fuerdb"
    shutil.copyfile(paths.resources() / "durability" / "office-v0.fuerdb", path)
    with Workspace.open(path) as workspace:
        workspace.set_history([value])
        _require(value in workspace.history(), texts.DIFFERENT)
    return texts.HISTORY_GOOD


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise FuerError(problem)


def _require_refusal(refusal: type[Exception], act: Callable[[], object]) -> None:
    try:
        act()
    except refusal:
        return
    raise FuerError(texts.NOT_REFUSED)


def _chart_data() -> ProgressData:
    from fuer_desktop.charts.progress import ProgressData

    points = tuple(Point(2020 + years, Decimal(12 - years)) for years in range(5))
    return ProgressData(
        indicator=texts.CHART_INDICATOR,
        unit="1/10万",
        decimals=1,
        points=points,
        base=points[0],
        target_year=2030,
        target=Decimal(8),
        band=None,
        sense_down=True,
        state=State.ON_TRACK,
        aim=texts.CHART_AIM,
        source=texts.CHART_SOURCE,
        practice=True,
    )


def _package(private_key: str, sealed_for: Sequence[str] = ()) -> packages.Written:
    manifest = package_contents.Manifest(
        format=1,
        kind="submission",
        suite=signing.SUITE,
        program=fuer_desktop.__version__,
        created="",
        task="990900-2025",
        place="990900",
        unit=_PLACE.unit,
        period=_PLACE.period,
        practice=True,
        version=1,
        ancestors=[],
        forms=[],
        sender=signing.public_key_of(private_key),
        recipient="",
        enrolment="",
        journal_head="",
        payload_length=0,
        payload_sha256=signing.fingerprint(b""),
        sealed_for=list(sealed_for),
    )
    return packages.make(manifest, _PAYLOAD, private_key)
