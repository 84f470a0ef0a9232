"""Every page and dialog of the program, on real definitions: empty, full and wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import openpyxl
from PySide6.QtCore import QDate, QEventLoop, QItemSelection, QItemSelectionModel, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from fuer_desktop.domain.cell_states import CellState, Query
from fuer_desktop.domain.steps import How, Step
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.formats import backup_list
from fuer_desktop.formats.backup_list import BackupList, Rehearsal
from fuer_desktop.services import (
    backing_up,
    checking,
    designing,
    file_kinds,
    handing_on,
    handing_over,
    inquiring,
    keeping,
    opening,
    paper_desk,
    practice_book,
    registering,
    restoring,
    sessions,
    taking_in,
    verifying,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.editing import FormContent, load_content
from fuer_desktop.services.freedesktop import DataFolder
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.practice import Practice, run_round
from fuer_desktop.services.settings import Settings
from fuer_desktop.services.task_list import practice_units
from fuer_desktop.store.holding import note_of
from fuer_desktop.store.journal import FormPlace
from fuer_desktop.store.workspace import Workspace
from fuer_desktop.texts import handing_on as handing_texts
from fuer_desktop.texts import opening_files as opening_texts
from fuer_desktop.ui import choosing, rescue, workbook_tools
from fuer_desktop.ui.application import Application
from fuer_desktop.ui.attachments import AttachmentsDialog, ask_attachments
from fuer_desktop.ui.cell_help import CellHelpPanel, ask_help
from fuer_desktop.ui.fill_rest import FillRestDialog
from fuer_desktop.ui.hand_over_card import CardDialog
from fuer_desktop.ui.handing_on import HandingDialog
from fuer_desktop.ui.inquiring import InquiryDialog
from fuer_desktop.ui.kinds import kind_menu, reason_dialog
from fuer_desktop.ui.manual import Manual, show_manual
from fuer_desktop.ui.open_form import OpenForm
from fuer_desktop.ui.package_view import PackageDialog
from fuer_desktop.ui.pages import desk_forms
from fuer_desktop.ui.pages.desk_forms import FormsPage
from fuer_desktop.ui.pages.desk_paper import PaperPage
from fuer_desktop.ui.pages.form_changes import ChangesLine
from fuer_desktop.ui.pages.office_board import BoardPage
from fuer_desktop.ui.pages.office_key_card import KeyCard
from fuer_desktop.ui.pages.office_tasks import TasksPage
from fuer_desktop.ui.pages.plans import PlansPage
from fuer_desktop.ui.practice_score import ScoreWindow
from fuer_desktop.ui.printing import PrintDialog, ask_print
from fuer_desktop.ui.recovery_sheet import CodeDialog, SheetDialog
from fuer_desktop.ui.second_keying import SecondKeyingDialog, ask_second
from fuer_desktop.ui.undo import Undo
from fuer_desktop.ui.writing import WritingDialog, ask_writing
from tests.ui.intake_scenes import INTAKE_SCENES

SIZE = (1366, 768)
PATIENCE_MS, SETTLE_MS, LOOK_MS = 20_000, 250, 20
TOWN, BIG_DEPARTMENT, SCHOOLS = "990100102", "990100WJ", "990100JY"
PRACTICE_SEED = 3
WRONG_CELL = CellKey("1", "01", "1")


@dataclass(frozen=True)
class World:
    """A practice round, and copies of its files to be spoilt."""

    round: Path
    copies: Path

    @classmethod
    def make(cls, folder: Path) -> World:
        """Run the practice round, without report and charts."""
        run_round(Practice(folder / "round", lambda _: None, Job))
        return cls(folder / "round", folder / "copies")

    @property
    def practice(self) -> Practice:
        """The round's files."""
        return Practice(self.round, lambda _: None, Job)

    def copy(self, path: Path) -> Path:
        """A copy that a scene may change, in a place where nothing is kept of another."""
        target = self._place(path.name)
        shutil.copy(path, target)
        return target

    def fresh_desk(self, unit: str) -> Path:
        """A desk that has only opened its task."""
        path = self._place(f"fresh-{unit}.fuerdb")
        tasks = self.practice.folder("tasks") / "2025"
        opening.open_task(next(iter(tasks.glob(f"*_{unit}_*"))), path)
        return path

    def empty_office(self) -> Path:
        """An office without a task."""
        path = self._place("empty-office.fuerdb")
        designing.new_office(path)
        return path

    def practice_copy(self) -> Path:
        """A form with planted mistakes, always the same ones."""
        kept = self.copies.with_name("practice-copy.fuerdb")
        if not kept.exists():
            practice_book.begin(kept, practice_book.usual_subject(), PRACTICE_SEED)
        return self.copy(kept)

    def data_folder(self) -> Path:
        """A place for what a program leaves with the system."""
        return self._place("data")

    def _place(self, name: str) -> Path:
        """A path for a file, in a folder of its own."""
        self.copies.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self.copies)) / name


class Stage:
    """A running program on which scenes are played."""

    def __init__(
        self, application: QApplication, settings: Settings, size: tuple[int, int] = SIZE
    ) -> None:
        self.program = Application(application, settings, lambda _: None, _raise)
        self.window = self.program.window
        self.window.resize(*size)

    def start(self, path: Path | None) -> None:
        """Start the program on a file and wait for its pages."""
        self.program.start(path)
        if path is not None:
            self.wait(lambda: self.window.current not in ("", "start"))
        self.settle()

    def go_to(self, name: str) -> None:
        """Go to a page and let it be read."""
        self.window.go_to(name)
        self.settle()

    def form(self, code: str) -> OpenForm:
        """Go to a form and wait until it is there."""
        page = self.forms
        page.open(code)
        self.window.go_to("forms")
        self.wait(lambda: page.current is not None and page.current.session.form.code == code)
        self.settle()
        opened = page.current
        assert opened is not None
        return opened

    @property
    def forms(self) -> FormsPage:
        """The page of forms."""
        page = self.window.page("forms")
        assert isinstance(page, FormsPage)
        return page

    def wait(self, happens: Callable[[], bool]) -> None:
        """Run the event loop until something is so."""
        for _ in range(PATIENCE_MS // LOOK_MS):
            if happens():
                return
            pause(LOOK_MS)
        raise TimeoutError("the scene did not come about")

    def settle(self) -> None:
        """Let answers arrive and layouts come to rest."""
        pause(SETTLE_MS)

    def close(self) -> None:
        """End the program."""
        self.window.close()
        self.window.deleteLater()


def pause(milliseconds: int) -> None:
    """Run the event loop for a while; other threads run too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _raise(error: BaseException) -> Path:
    raise error


Play = Callable[[Stage, World], QWidget]


def _start(stage: Stage, _world: World) -> QWidget:
    stage.start(None)
    return stage.window


def _start_offer(stage: Stage, world: World) -> QWidget:
    """A built program on a computer where nothing opens our files."""
    system = DataFolder(world.data_folder(), lambda _tool, _folder: True)
    with (
        patch.object(file_kinds, "is_frozen", lambda: True),
        patch.object(registering, "this_system", lambda: system),
    ):
        stage.start(None)
    return stage.window


def _desk_home_unfilled(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(BIG_DEPARTMENT))
    return stage.window


def _desk_home_done(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    return stage.window


def _desk_home_recovered(stage: Stage, world: World) -> QWidget:
    path = world.copy(world.practice.desk(TOWN))
    note_of(path).touch()
    stage.start(path)
    return stage.window


def _form_empty(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.form("FE-XZ01")
    return stage.window


def _form_new_version(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    stage.form("FE-XZ01")
    stage.window.page("forms").findChild(ChangesLine).line.click()
    stage.settle()
    return stage.window


def _form_full(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
    stage.form("FE-WJ02")
    return stage.window


def _form_heads(stage: Stage, world: World) -> QWidget:
    """A table whose columns stand under one head, with the cursor below it."""
    stage.start(world.copy(world.practice.desk(SCHOOLS)))
    opened = stage.form("FE-JY01")
    opened.grid.go_to(CellKey("2", "20", "3"))
    stage.settle()
    return stage.window


def _form_wrong(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "74036")
    opened.session.enter(CellKey("3", "13", "1"), "4100")
    opened.grid.go_to(WRONG_CELL)
    opened.grid.refused.emit(opened.model.try_enter(opened.grid.currentIndex(), "约七万"))
    stage.settle()
    return stage.window


def _form_states(stage: Stage, world: World) -> QWidget:
    """Every state that a cell can have; queries and locks will come from an office."""
    states = {
        CellKey("2", "05", "1"): CellState(Query.ASKED),
        CellKey("2", "05", "2"): CellState(Query.ANSWERED),
        CellKey("2", "06", "1"): CellState(locked="办公室已验收这一格，要改请先联系办公室。"),
    }

    def content(*asked: object) -> FormContent:
        return replace(load_content(*asked), states=states)

    with patch.object(desk_forms, "load_content", content):
        stage.start(world.copy(world.practice.desk(TOWN)))
        opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "74036")
    opened.session.enter(CellKey("1", "02", "2"), "")
    opened.session.annotate(CellKey("2", "03", "1"), "已电话问过派出所")
    stage.wait(lambda: not opened.session.waiting)
    grid, model = opened.grid, opened.model
    grid.go_to(CellKey("2", "06", "1"))
    corner = model.index_of(CellKey("2", "04", "3"))
    grid.selectionModel().select(
        QItemSelection(model.index_of(CellKey("2", "03", "2")), corner),
        QItemSelectionModel.SelectionFlag.Select,
    )
    stage.settle()
    return stage.window


def _form_seek(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.seeker.ask(by_code=True)
    opened.seeker.line.setText("99")
    opened.seeker.line.returnPressed.emit()
    stage.settle()
    return stage.window


def _form_slip(stage: Stage, world: World) -> QWidget:
    """A total with two digits swapped, blank cells, and a reason that was given."""
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "79435")
    for row in ("03", "04", "05"):
        opened.session.enter(CellKey("2", row, "1"), "")
    opened.grid.go_to(WRONG_CELL)
    stage.settle()
    return stage.window


def _form_reason(stage: Stage, world: World) -> QWidget:
    """A reason is being written, the ready ones below."""
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.session.enter(CellKey("3", "13", "1"), "4100")
    opened.grid.go_to(CellKey("3", "13", "1"))
    opened.findings.ask_reason()
    stage.settle()
    return stage.window


def _account(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
    opened = stage.form("FE-LS01")
    key = CellKey("1", "02", "1")
    opened.session.enter(
        key,
        "全年开展适龄妇女宫颈癌、乳腺癌检查12次，覆盖全部乡镇（街道）。\n"
        "产妇全程服务覆盖率比上年提高1.2个百分点，边远村由流动车服务。",
    )
    opened.grid.go_to(CellKey("1", "01", "1"))
    stage.settle()
    return stage.window


def _account_written(stage: Stage, world: World) -> QWidget:
    _account(stage, world)
    page = stage.forms
    assert page.current is not None
    grid = page.current.grid
    grid.go_to(CellKey("1", "02", "1"))
    grid.edit(grid.currentIndex())
    stage.settle()
    return stage.window


def _fill_rest(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "74036")
    return _shown(stage, FillRestDialog(opened.session, stage.window))


def _printing(unit: str, form: str) -> Play:
    """What Ctrl+P shows, of figures that were changed after they were exported."""

    def play(stage: Stage, world: World) -> QWidget:
        stage.start(world.copy(world.practice.desk(unit)))
        opened = stage.form(form)
        key = next(iter(opened.session.form.typed_cells))
        if key not in opened.session.form.text_cells:
            opened.session.enter(key, "74036")
        page = stage.window.page("forms")
        assert isinstance(page, FormsPage)
        ask_print(page, opened)
        stage.wait(lambda: any(d.is_ready for d in page.findChildren(PrintDialog)))
        stage.settle()
        return page.findChildren(PrintDialog)[-1]

    return play


def _second_keying(stage: Stage, world: World) -> QWidget:
    return _keyed_again(stage, world)


def _second_comparing(stage: Stage, world: World) -> QWidget:
    dialog = _keyed_again(stage, world)
    dialog.keying.compare.click()
    dialog.comparing.table.took.emit(True)
    stage.settle()
    return dialog


def _keyed_again(stage: Stage, world: World) -> SecondKeyingDialog:
    """Some cells keyed a second time, two of them differently."""
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    ask_second(stage.window.page("forms"), opened)
    stage.wait(lambda: isinstance(QApplication.activeModalWidget(), SecondKeyingDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SecondKeyingDialog)
    figures = {key: opened.session.value(key).plain for key in list(opened.session.figures)[:14]}
    for number_, key in enumerate(k for k in figures if k in opened.session.form.typed_cells):
        dialog.session.enter(key, figures[key][::-1] if number_ in (1, 4) else figures[key])
    dialog.keying.grid.go_to_first()
    stage.settle()
    return dialog


def _workbook_import(stage: Stage, world: World) -> QWidget:
    """A workbook that a clerk has filled as people do."""
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    page = stage.window.page("forms")
    assert isinstance(page, FormsPage)
    path = world.fresh_desk(TOWN).with_name("青溪镇 报送的表.xlsx")
    workbook_tools.export_to(page, opened, path)
    stage.wait(path.exists)
    stage.settle()
    _fill_by_hand(path)
    dialog = workbook_tools.show_workbook(page, opened, path)
    stage.wait(lambda: dialog.pane is not None)
    dialog.resize(*workbook_tools.SIZE_PX)
    assert dialog.pane is not None
    dialog.pane.table.selectRow(2)
    stage.settle()
    return dialog


def _fill_by_hand(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    first, second = book.worksheets[:2]
    first["D10"], first["E10"], first["F10"] = "７４，０３６", 36012, "约三万八千人左右"
    second["D10"], second["D11"], second["E11"] = "/", "/", None
    second["D12"], second["E12"] = "无", "无数据"
    book.create_sheet("我的底稿")["A1"] = "核对用"
    book.save(path)


def _kind_menu(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    opened = stage.form("FE-XZ01")
    return _shown(stage, kind_menu(stage.forms, opened, WRONG_CELL))


def _reason_dialog(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.form("FE-XZ01")
    return _shown(stage, reason_dialog(stage.forms, Kind.NO_DATA))


def _cell_help(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
    opened = stage.form("FE-WJ01")
    opened.grid.go_to(CellKey("1", "02", "1"))
    return _explained(stage)


def _cell_help_locked(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    opened = stage.form("FE-XZ01")
    opened.grid.go_to(CellKey("3", "14", "1"))
    return _explained(stage)


def _explained(stage: Stage) -> QWidget:
    page = stage.window.page("forms")
    assert isinstance(page, FormsPage)
    assert page.current is not None
    ask_help(page, page.current)
    panel = page.findChild(CellHelpPanel)
    stage.wait(lambda: bool(panel.is_complete))
    stage.settle()
    return stage.window


def _manual(name: str, search: str = "") -> Play:
    def play(stage: Stage, _world: World) -> QWidget:
        stage.start(None)
        show_manual(stage.window, stage.program.theme, name)
        manual = stage.window.findChild(Manual)
        manual.search.setText(search)
        stage.settle()
        return manual

    return play


def _writing(before: str) -> Play:
    """The window to write a text in, with last year's text or none."""

    def play(stage: Stage, world: World) -> QWidget:
        stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
        opened = stage.form("FE-LS01")
        key = CellKey("1", "01", "1")
        if before:
            opened.session._last_year[key] = DataValue(Kind.TEXT, note=before)
        opened.grid.go_to(key)
        page = stage.window.page("forms")
        assert isinstance(page, FormsPage)
        ask_writing(page, opened)
        dialog = page.findChildren(WritingDialog)[-1]
        if before:
            dialog.take_last_year()
        stage.settle()
        return dialog

    return play


ACCOUNT = (
    "全年开展适龄妇女宫颈癌、乳腺癌检查12次，覆盖全部乡镇（街道）。\n"
    "产妇全程服务覆盖率比上年提高1.2个百分点，边远村由流动车服务。\n"
    "• 婚前医学检查率逐年提高，孕产妇死亡率控制在规划目标以内。"
)


def _attachments(*names: str) -> Play:
    """The list of attached files, empty or with these."""

    def play(stage: Stage, world: World) -> QWidget:
        stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
        opened = stage.form("FE-LS01")
        page = stage.window.page("forms")
        assert isinstance(page, FormsPage)
        ask_attachments(page, opened)
        dialog = page.findChildren(AttachmentsDialog)[-1]
        stage.wait(lambda: dialog.is_read)
        if names:
            dialog.add_files([_scan(world, name) for name in names])
            stage.wait(lambda: bool(dialog.names) and "正在" not in dialog.said.text())
            dialog.table.selectRow(0)
        stage.settle()
        return dialog

    return play


def _scan(world: World, name: str) -> Path:
    folder = world.copies / "附件"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    begins = b"MZ" if "通知" in name else b"%PDF-1.7\n"
    path.write_bytes(begins + name.encode() * 20_000)
    return path


def _about(stage: Stage, _world: World) -> QWidget:
    stage.start(None)
    return _shown(stage, choosing.about_box(stage.program.window))


def _shown(stage: Stage, dialog: QWidget) -> QWidget:
    dialog.show()
    stage.settle()
    return dialog


def _submit_blocked(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.go_to("submit")
    return stage.window


def _submit_sealed(stage: Stage, world: World) -> QWidget:
    """A department with a sensitive form."""
    stage.start(world.copy(world.practice.desk(BIG_DEPARTMENT)))
    stage.go_to("submit")
    page = stage.window.page("submit")
    stage.wait(lambda: bool(page.cover))
    stage.settle()
    return stage.window


def _inquiry_blank(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(TOWN))
    stage.go_to("submit")
    return _asking(stage)


def _asking(stage: Stage) -> QWidget:
    page = stage.window.page("submit")
    page.ask()
    stage.settle()
    return page.findChild(InquiryDialog)


def _inquiry(stage: Stage, world: World) -> QWidget:
    path = world.copy(world.practice.desk(TOWN))
    stage.start(path)
    for key in (WRONG_CELL, CellKey("1", "02", "1")):
        opened = stage.form("FE-XZ01")
        opened.session.enter(key, "999999")
        stage.settle()
    stage.go_to("submit")
    dialog = _asking(stage)
    dialog.why.setText("集中居住区在邻镇登记，人户分离，以公安数为准")
    dialog.why.textEdited.emit(dialog.why.text())
    return dialog


def _submit_done(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    stage.go_to("submit")
    page = stage.window.page("submit")
    for line in page.signatories.values():
        line.setText("演练")
    page.export_to(world.copies)
    stage.settle()
    return stage.window


def _paper_desk(world: World, *, keyed: bool) -> Path:
    """The desk that a practice office keeps for a township, blank, or as the township filled its
    own."""
    with sessions.open_workspace(world.copy(world.practice.office)) as office:
        path = paper_desk.prepare(office, load_task(office), TOWN).path
    if keyed:
        own = Workspace.look(world.practice.desk(TOWN))
        with sessions.open_workspace(path) as desk, own as filled, desk.commit(How.IMPORTED):
            task = load_task(desk)
            for form in task.own_forms:
                place = FormPlace(TOWN, form.code, task.record.period)
                values = filled.values.of_form(place).items()
                typed = form.typed_cells
                desk.values.write_forms(
                    {place: {key: (value, typed[key]) for key, value in values}}
                )
                said = filled.findings.explanations(place).items()
                desk.findings.explain(place, {key: given.reason for key, given in said})
    return path


def _paper_blocked(stage: Stage, world: World) -> QWidget:
    stage.start(_paper_desk(world, keyed=False))
    stage.go_to("paper")
    return stage.window


def _paper_signed(stage: Stage) -> PaperPage:
    stage.go_to("paper")
    page = stage.window.page("paper")
    assert isinstance(page, PaperPage)
    stage.wait(lambda: bool(page.checks))
    for line in (*page.signatories.values(), page.by):
        line.setText("演练")
    page.told.setText("5月19日电话，统计员演练")
    return page


def _paper_differs(stage: Stage, world: World) -> QWidget:
    stage.start(_paper_desk(world, keyed=True))
    page = _paper_signed(stage)
    next(iter(page.checks.values())).setText("0000-0000-0000")
    page.take()
    stage.wait(lambda: bool(page.result))
    stage.settle()
    return stage.window


def _paper_taken(stage: Stage, world: World) -> QWidget:
    stage.start(_paper_desk(world, keyed=True))
    page = _paper_signed(stage)
    page.take()
    stage.wait(lambda: bool(page.result))
    stage.settle()
    return stage.window


def _paper_board(stage: Stage, world: World) -> QWidget:
    _paper_taken(stage, world)
    page = stage.window.page("paper")
    page.left.emit()
    stage.wait(lambda: stage.window.current == "board")
    stage.settle()
    board = stage.window.page("board")
    assert isinstance(board, BoardPage)
    choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
    choose |= QItemSelectionModel.SelectionFlag.Rows
    codes = [line.item.unit.code for line in board.model.shown]
    at = board.model.index(codes.index(TOWN), 0)
    board.table.selectionModel().setCurrentIndex(at, choose)
    stage.settle()
    return stage.window


def _keeping(path: Callable[[World], Path]) -> Play:
    def play(stage: Stage, world: World) -> QWidget:
        stage.start(path(world))
        stage.go_to("keeping")
        page = stage.window.page("keeping")
        stage.wait(lambda: _is_loaded(page))
        stage.settle()
        return stage.window

    return play


def _desk(world: World) -> Path:
    return world.copy(world.practice.desk(TOWN))


def _desk_with_many_backups(world: World) -> Path:
    """Backups of three months, in a second place as well, the last one found damaged."""
    path = world.copy(world.practice.desk(BIG_DEPARTMENT))
    with sessions.open_workspace(path) as workspace:
        folder, known = backing_up.folder_of(workspace), backing_up.listed(workspace)
        [last] = known.backups[-1:]
        reasons = list(backing_up.Reason)
        many = [
            replace(
                last,
                name=f"{last.name[:-7]}-{days:02}.fuerdb",
                at=(last.time - timedelta(days=2 * days)).isoformat(),
                reason=reasons[days % len(reasons)].value,
                size=last.size * (60 - days),
                forever=days % len(reasons) == reasons.index(backing_up.Reason.SUBMITTED),
            )
            for days in range(45, 0, -1)
        ]
        second = world.copies / "U盘" / "很长很长的文件夹名" / "妇儿规划监测的第二份备份" / "2025"
        second.mkdir(parents=True, exist_ok=True)
        for backup in many[::3]:
            (second / backup.name).write_bytes(b"")
        found = BackupList(
            (*many, last), Rehearsal(last.at, f"备份“{last.name}”的内容变了，不能用来恢复。"),
            str(second), second_asked=True,
        )  # fmt: skip
        backup_list.write(folder, found, workspace.private_key)
    return path


def _lost(world: World) -> Path:
    """A desk that was worked at and whose file is gone."""
    path = _desk(world)
    sessions.open_workspace(path).close()
    path.unlink()
    return path


def _damaged(world: World) -> Path:
    """A desk whose file was overwritten in the middle."""
    path = _desk(world)
    sessions.open_workspace(path).close()
    with path.open("r+b") as file:
        file.write(b"not a workspace any more")
    return path


def _trouble(spoil: Callable[[World], Path]) -> Play:
    def play(stage: Stage, world: World) -> QWidget:
        stage.program.start(spoil(world))
        stage.wait(lambda: stage.window.current == "start")
        stage.settle()
        return stage.window

    return play


def _copy_of_a_desk(stage: Stage, world: World) -> QWidget:
    stage.program.look(_desk(world))
    stage.window.show()
    stage.wait(lambda: stage.window.current == "desk_home")
    opened = stage.form("FE-XZ01")
    opened.grid.refused.emit(opened.session.locked)
    stage.settle()
    return stage.window


def _restore_dialog(count: int) -> Play:
    """A restore that takes back so many cells."""

    def play(stage: Stage, world: World) -> QWidget:
        path = _desk(world)
        _change(path, count)
        kept = restoring.sources(path).backups[-1]
        found: list[restoring.Comparison] = []
        restoring.restore(path, kept, lambda comparison: bool(found.append(comparison)))
        stage.start(None)
        outlook = keeping.outlook(path, kept, found[0])
        return _shown(stage, rescue.RestoreDialog(outlook, stage.program.theme, stage.window))

    return play


def _change(path: Path, count: int) -> None:
    """So many cells get another figure, a backup before."""
    with sessions.open_workspace(path) as workspace:
        task = load_task(workspace)
        for form in task.own_forms:
            place = FormPlace(task.record.unit, form.code, task.record.period)
            keys = list(form.typed_cells)[:count]
            count -= len(keys)
            workspace.values.put(place, {key: (number(7), 0) for key in keys}, How.PASTED)


def _inquiries(stage: Stage, world: World) -> QWidget:
    office = world.copy(world.practice.office)
    whys = ("集中居住区在邻镇登记，人户分离，以公安数为准", "新设的单位，台账正在移交")
    sent = []
    for unit in (TOWN, BIG_DEPARTMENT):
        path = world.copy(world.practice.desk(unit))
        _change(path, 12)
        with sessions.open_workspace(path) as desk:
            task = load_task(desk)
            found = inquiring.askable(checking.check_unit(desk, task))
            asked = {
                inquiring.ask_key(placed): whys[number % 2] for number, placed in enumerate(found)
            }
            sent.append(inquiring.inquire(desk, task, asked, {}, path.parent).path)
    with sessions.open_workspace(office) as workspace:
        list(taking_in.take_in(workspace, sent, Job()))
    stage.start(office)
    stage.go_to("inquiries")
    page = stage.window.page("inquiries")
    stage.wait(lambda: page.asks.count() > 0)
    stage.settle()
    return stage.window


def _undone(stage: Stage, world: World) -> QWidget:
    path = _desk(world)
    stage.start(path)
    opened = stage.form("FE-XZ01")
    opened.session.enter(WRONG_CELL, "74036")
    opened.grid.go_to(CellKey("3", "13", "1"))
    stage.program.undo()
    stage.wait(lambda: "已撤销" in stage.window.message)
    stage.settle()
    return stage.window


def _undo_question(stage: Stage, world: World) -> QWidget:
    stage.start(_desk(world))
    with sessions.open_workspace(world.fresh_desk(BIG_DEPARTMENT)) as workspace:
        step = Step(7, How.IMPORTED, workspace.clock(), cells=128)
    page = stage.forms
    return _shown(stage, Undo(page.context, page, agreed=False).question_box(step))


def _office(name: str, *, empty: bool) -> Play:
    def play(stage: Stage, world: World) -> QWidget:
        stage.start(world.empty_office() if empty else world.copy(world.practice.office))
        stage.go_to(name)
        page = stage.window.page(name)
        stage.wait(lambda: _is_loaded(page))
        stage.settle()
        return stage.window

    return play


def _tasks_revision(stage: Stage, world: World) -> QWidget:
    """Another deadline and list of units for the task that is out, and the question about it."""
    stage.start(world.copy(world.practice.office))
    stage.go_to("tasks")
    page = stage.window.page("tasks")
    assert isinstance(page, TasksPage)
    stage.wait(lambda: page.is_loaded)
    units = world.copies / "units.toml"
    named = practice_units().read_text("utf-8").replace("镇", "街道", 1)
    units.write_text(named, "utf-8")
    page.form.units.setText(str(units))
    page.form.year.setValue(2025)
    page.form.deadline.setDate(QDate(2026, 6, 30))
    page.make()
    stage.wait(page.revision.isVisible)
    stage.settle()
    return stage.window


def _is_loaded(page: QWidget) -> bool:
    """Whether an office page has been read; most show a face that says so."""
    if hasattr(page, "faces"):
        return bool(page.faces.shown != "reading")
    return bool(page.is_loaded)


def _plans_shipped(stage: Stage, world: World) -> QWidget:
    stage.start(None)
    stage.program.show_shipped_plans()
    return _reading(stage)


def _plans_chosen(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.office))
    stage.go_to("plans")
    return _reading(stage, "WW03")


def _plans_found(stage: Stage, world: World) -> QWidget:
    stage.start(world.copy(world.practice.desk(TOWN)))
    stage.go_to("plans")
    _reading(stage)
    stage.window.page("plans").filter.setText("死亡率")
    stage.settle()
    return stage.window


def _reading(stage: Stage, target: str = "") -> QWidget:
    page = stage.window.page("plans")
    assert isinstance(page, PlansPage)
    stage.wait(lambda: page.is_loaded)
    page.show_target(target)
    stage.settle()
    return stage.window


def _hand_over_card(stage: Stage, world: World) -> QWidget:
    path = world.copy(world.practice.desk(BIG_DEPARTMENT))
    with sessions.open_workspace(path) as workspace:
        card = handing_over.card_of(workspace)
    stage.start(None)
    return _shown(stage, CardDialog(card, stage.program.theme, stage.window))


def _recovery_sheet(stage: Stage, world: World) -> QWidget:
    """A new office's sheet: printed, and one group typed wrong."""
    dialog = _new_sheet(stage, world)
    dialog.save_to(world.copies / "sheet.pdf")
    dialog.fields[0].setText("123456")
    dialog.confirm.click()
    stage.settle()
    return dialog


def _handed_over(path: Path, folder: Path) -> Path:
    """Hand a workspace over; returns the file."""
    with sessions.open_workspace(path) as workspace:
        return handing_on.hand_over(workspace, "新电脑", "旧电脑年底报废", folder)[0]


def _handing_on(stage: Stage, world: World) -> HandingDialog:
    """To whom and why, not said yet."""
    stage.start(world.copy(world.practice.desk(TOWN)))
    stage.program.handing_on.show()
    stage.wait(lambda: stage.program.handing_on.dialog is not None)
    dialog = stage.program.handing_on.dialog
    assert dialog is not None
    stage.settle()
    return dialog


def _new_sheet(stage: Stage, world: World) -> SheetDialog:
    path = world.empty_office().with_name("new-office.fuerdb")
    stage.window.show()
    stage.program.new_office(path)
    stage.wait(lambda: bool(stage.window.findChildren(SheetDialog)))
    stage.settle()
    return stage.window.findChildren(SheetDialog)[0]


def _recovery_code(stage: Stage, world: World) -> QWidget:
    _key_card(stage, world).check.click()
    dialog = stage.window.findChildren(CodeDialog)[0]
    dialog.code.setPlainText(" ".join(["123456"] * 16))
    dialog.go.click()
    stage.wait(lambda: bool(dialog.result_words.text()))
    stage.settle()
    return dialog


def _handing_on_refused(stage: Stage, world: World) -> QWidget:
    dialog = _handing_on(stage, world)
    dialog.to.setText("新电脑")
    dialog.write.click()
    stage.settle()
    return dialog


def _office_keys(stage: Stage, world: World) -> QWidget:
    keys = _key_card(stage, world)
    stage.window.page("tasks").findChildren(QScrollArea)[0].ensureWidgetVisible(keys)
    stage.settle()
    return stage.window


def _handing_on_code(stage: Stage, world: World) -> QWidget:
    dialog = _handing_on(stage, world)
    dialog.to.setText("新电脑")
    dialog.reason.setText("旧电脑年底报废")
    with patch.object(handing_on, "new_code", lambda: "407152839604"):
        dialog.hand_over(Path(tempfile.mkdtemp(dir=world.copies)))
        stage.wait(lambda: bool(dialog.code.text()))
    dialog.written.setText(handing_texts.WRITTEN.format(path=r"E:\990100102_交接_20260501.fuer"))
    stage.settle()
    return dialog


def _handed_over_form(stage: Stage, world: World) -> QWidget:
    """The desk that was left behind, open at a form."""
    path = world.copy(world.practice.desk(TOWN))
    _handed_over(path, path.parent)
    stage.start(path)
    opened = stage.form("FE-XZ01")
    opened.grid.go_to(WRONG_CELL)
    stage.settle()
    return stage.window


def _key_card(stage: Stage, world: World) -> KeyCard:
    stage.start(world.empty_office())
    keys = stage.window.page("tasks").findChildren(KeyCard)[0]
    stage.wait(keys.state.isVisible)
    return keys


def _handed_over_submit(stage: Stage, world: World) -> QWidget:
    _handed_over_form(stage, world)
    stage.go_to("submit")
    return stage.window


def _handed_over_dialog(stage: Stage, world: World) -> QWidget:
    _handed_over_form(stage, world)
    stage.program.handing_on.show()
    stage.wait(lambda: stage.program.handing_on.dialog is not None)
    stage.settle()
    dialog = stage.program.handing_on.dialog
    assert dialog is not None
    return dialog


def _take_up(typed: str) -> Play:
    """A handover was double-clicked, and something was typed as its code."""

    def play(stage: Stage, world: World) -> QWidget:
        path = world.copy(world.practice.desk(TOWN))
        file = _handed_over(path, path.parent)
        stage.program.start(file)
        dialog = stage.program.opening.taking_up.dialog
        assert dialog is not None
        dialog.code.setText(typed)
        if typed:
            dialog.try_code()
        stage.settle()
        return dialog

    return play


def _package_view(spoil: Callable[[bytes], bytes]) -> Play:
    """A submission was double-clicked on a PC without an office."""

    def play(stage: Stage, world: World) -> QWidget:
        [sent, *_] = sorted(world.round.rglob(f"{BIG_DEPARTMENT}_2025_v*.fuer"))
        path = world.copy(sent)
        path.write_bytes(spoil(path.read_bytes()))
        found = verifying.verify(path)
        stage.start(None)
        note = opening_texts.OPEN_AT_OFFICE if found.is_sound else ""
        return _shown(stage, PackageDialog(found, note, stage.program.theme, stage.window))

    return play


def _practice_copy(stage: Stage, world: World) -> FormsPage:
    """A practice copy of the township form, open at its form."""
    path = world.practice_copy()
    stage.start(path)
    stage.form(practice_book.USUAL_FORM)
    page = stage.window.page("forms")
    assert isinstance(page, FormsPage)
    return page


def _practice_offer(stage: Stage, world: World) -> QWidget:
    stage.start(world.fresh_desk(BIG_DEPARTMENT))
    stage.program.practice_book.show()
    stage.wait(lambda: stage.program.practice_book.offer is not None)
    stage.settle()
    offer = stage.program.practice_book.offer
    assert offer is not None
    return offer


def _practice_papers(stage: Stage, world: World) -> QWidget:
    _practice_copy(stage, world)
    window = _practice_window(stage)
    stage.settle()
    return window


def _practice_form(stage: Stage, world: World) -> QWidget:
    _practice_copy(stage, world)
    return stage.window


def _practice_score(stage: Stage, world: World) -> QWidget:
    page = _practice_copy(stage, world)
    assert page.current is not None
    page.current.session.enter(CellKey("1", "01", "1"), "90283")
    page.current.session.enter(CellKey("4", "18", "1"), "3")
    window = _practice_window(stage)
    window.tabs.setCurrentIndex(1)
    stage.settle()
    return window


def _practice_window(stage: Stage) -> ScoreWindow:
    stage.program.practice_book.show()
    stage.wait(lambda: stage.program.practice_book.window is not None)
    window = stage.program.practice_book.window
    assert window is not None
    return window


SCENES: dict[str, Play] = {
    "start": _start,
    "start-offer": _start_offer,
    "desk-home-unfilled": _desk_home_unfilled,
    "desk-home-done": _desk_home_done,
    "desk-home-recovered": _desk_home_recovered,
    "form-empty": _form_empty,
    "form-new-version": _form_new_version,
    "form-full": _form_full,
    "form-wrong": _form_wrong,
    "form-heads": _form_heads,
    "form-slip": _form_slip,
    "form-reason": _form_reason,
    "form-account": _account,
    "form-account-written": _account_written,
    "fill-rest": _fill_rest,
    "form-states": _form_states,
    "form-seek": _form_seek,
    "print": _printing(TOWN, "FE-XZ01"),
    "print-account": _printing(BIG_DEPARTMENT, "FE-LS01"),
    "second-keying": _second_keying,
    "second-comparing": _second_comparing,
    "workbook-import": _workbook_import,
    "kind-menu": _kind_menu,
    "hand-over-card": _hand_over_card,
    "recovery-sheet": _recovery_sheet,
    "recovery-code": _recovery_code,
    "office-keys": _office_keys,
    "handing-on": _handing_on,
    "handing-on-refused": _handing_on_refused,
    "handing-on-code": _handing_on_code,
    "handed-over-form": _handed_over_form,
    "handed-over-submit": _handed_over_submit,
    "handed-over-dialog": _handed_over_dialog,
    "take-up": _take_up(""),
    "take-up-refused": _take_up("4071 5283"),
    "package-view": _package_view(lambda data: data),
    "package-view-broken": _package_view(lambda data: data[:-30]),
    "practice-offer": _practice_offer,
    "practice-form": _practice_form,
    "practice-papers": _practice_papers,
    "practice-score": _practice_score,
    "reason-dialog": _reason_dialog,
    "cell-help": _cell_help,
    "cell-help-locked": _cell_help_locked,
    "manual": _manual("desk"),
    "manual-keys": _manual("keys"),
    "manual-found": _manual("no-number", "无数据"),
    "writing-empty": _writing(""),
    "writing-last-year": _writing(ACCOUNT * 2),
    "attachments-empty": _attachments(),
    "attachments-some": _attachments(
        "落实情况盖章页.pdf",
        "妇女儿童工作委员会全体会议纪要和成员单位分工一览（2025年）.pdf",
        "通知.pdf",
    ),
    "about": _about,
    "submit-blocked": _submit_blocked,
    "submit-done": _submit_done,
    "submit-sealed": _submit_sealed,
    "inquiry": _inquiry,
    "inquiry-blank": _inquiry_blank,
    "paper-blocked": _paper_blocked,
    "paper-differs": _paper_differs,
    "paper-board": _paper_board,
    "undone": _undone,
    "undo-question": _undo_question,
    "copy-of-a-desk": _copy_of_a_desk,
    "keeping-desk": _keeping(_desk),
    "keeping-office": _keeping(lambda world: world.copy(world.practice.office)),
    "keeping-many": _keeping(_desk_with_many_backups),
    "trouble-lost": _trouble(_lost),
    "trouble-damaged": _trouble(_damaged),
    "restore-few": _restore_dialog(3),
    "restore-many": _restore_dialog(40),
    "tasks-empty": _office("tasks", empty=True),
    "tasks-full": _office("tasks", empty=False),
    "tasks-revision": _tasks_revision,
    "intake-empty": _office("intake", empty=True),
    "intake-full": _office("intake", empty=False),
    "inquiries-empty": _office("inquiries", empty=True),
    "inquiries-none": _office("inquiries", empty=False),
    "inquiries-some": _inquiries,
    "board-empty": _office("board", empty=True),
    "board-full": _office("board", empty=False),
    "indicators-empty": _office("indicators", empty=True),
    "indicators-full": _office("indicators", empty=False),
    "plans-shipped": _plans_shipped,
    "plans-chosen": _plans_chosen,
    "plans-found": _plans_found,
    **INTAKE_SCENES,
}

LOOKS: dict[str, Settings] = {
    "light": Settings(),
    "dark": Settings(dark=True),
    "large": Settings(large=True),
}
