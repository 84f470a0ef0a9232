"""Colours, type and space of every window: light and dark, ordinary and large type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from fuer_desktop.domain.rules import RuleClass

FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "FuEr Sans SC")
BASE_PT, LARGE_STEP_PT = 10, 3
GRID_PX = 4
"""Spaces are multiples of this."""


@dataclass(frozen=True)
class Colours:
    """One scheme; measured for contrast in look.md."""

    page: str
    surface: str
    hairline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    heading: str
    closed: str
    good: str
    findings: dict[RuleClass, str]
    practice: str
    paper: str


LIGHT = Colours(
    page="#F6F8FA",
    surface="#FFFFFF",
    hairline="#D5DCE4",
    text="#1B2430",
    muted="#566170",
    accent="#1A66A8",
    on_accent="#FFFFFF",
    selection="#E0ECF7",
    heading="#EEF2F6",
    closed="#F1F3F5",
    good="#1A7446",
    findings={
        RuleClass.A: "#B3261E",
        RuleClass.B: "#AD4A00",
        RuleClass.C: "#8A6100",
        RuleClass.D: "#1A66A8",
    },
    practice="#7A3E9D",
    paper="#0B6A6A",
)

DARK = Colours(
    page="#171B21",
    surface="#1E242C",
    hairline="#39434F",
    text="#E6EBF1",
    muted="#A7B2BF",
    accent="#74B4EE",
    on_accent="#10161D",
    selection="#283848",
    heading="#262E38",
    closed="#242A32",
    good="#63C794",
    findings={
        RuleClass.A: "#F2837B",
        RuleClass.B: "#F39A5B",
        RuleClass.C: "#EBC15A",
        RuleClass.D: "#74B4EE",
    },
    practice="#C99BE8",
    paper="#5CC7C7",
)

FINDING_SIGNS = {RuleClass.A: "✖", RuleClass.B: "◆", RuleClass.C: "？", RuleClass.D: "i"}


@dataclass(frozen=True)
class Theme:
    """What a window needs to look right; a change makes another one and applies it."""

    dark: bool = False
    large: bool = False
    zoom: int = 0
    """Points added everywhere; windows have none, a form on the screen may."""

    @property
    def colours(self) -> Colours:
        """The scheme's colours."""
        return DARK if self.dark else LIGHT

    @property
    def points(self) -> int:
        """Body type in points."""
        return BASE_PT + (LARGE_STEP_PT if self.large else 0) + self.zoom

    def font(self, step: int = 0, bold: bool = False) -> QFont:
        """The family at the body's size plus ``step`` points."""
        font = QFont(list(FAMILIES))
        font.setPointSize(self.points + step)
        font.setBold(bold)
        return font

    def apply(self, application: QApplication) -> None:
        """Make the whole application look so; each setting makes Qt dress every widget again, so
        what is so already is left."""
        font, palette = self.font(), _palette(self.colours)
        sheet = _style_sheet(self.colours)
        if application.font() != font:
            application.setFont(font)
        if application.palette() != palette:
            application.setPalette(palette)
        if application.styleSheet() != sheet:
            application.setStyleSheet(sheet)


def load_font(path: Path) -> None:
    """Make the shipped font known to Qt; Windows' own families come before it where they are."""
    QFontDatabase.addApplicationFont(str(path))


def prepare(application: QApplication, font: Path) -> None:
    """What every window needs before it is made: style and font, Qt's own words in Chinese."""
    application.setStyle(QStyleFactory.create("Fusion"))
    load_font(font)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def tint(colour: str, ground: str, share: float = 0.12) -> QColor:
    """A pale tint of a state's colour on its ground."""
    over, under = QColor(colour), QColor(ground)
    pairs = (
        (over.red(), under.red()),
        (over.green(), under.green()),
        (over.blue(), under.blue()),
    )
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, colours.page),
        (QPalette.ColorRole.Base, colours.surface),
        (QPalette.ColorRole.AlternateBase, colours.heading),
        (QPalette.ColorRole.Button, colours.surface),
        (QPalette.ColorRole.ToolTipBase, colours.surface),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.ToolTipText, colours.text),
        (QPalette.ColorRole.PlaceholderText, colours.muted),
        (QPalette.ColorRole.Highlight, colours.selection),
        (QPalette.ColorRole.HighlightedText, colours.text),
        (QPalette.ColorRole.Link, colours.accent),
        (QPalette.ColorRole.Mid, colours.hairline),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette


def _style_sheet(colours: Colours) -> str:
    """Only what the palette cannot say; no style for the grid, which paints itself."""
    return _frames_style(colours) + _controls_style(colours) + _tables_style(colours)


def _frames_style(colours: Colours) -> str:
    return f"""
    QFrame#header, QFrame#bottom {{ background: {colours.surface}; }}
    QFrame#header {{ border-bottom: 1px solid {colours.hairline}; }}
    QFrame#bottom {{ border-top: 1px solid {colours.hairline}; }}
    QFrame#side {{ background: {colours.page}; border-right: 1px solid {colours.hairline}; }}
    QFrame#card {{
        background: {colours.surface}; border: 1px solid {colours.hairline}; border-radius: 4px;
    }}
    QFrame#rule {{ background: {colours.hairline}; border: none; }}
    QLabel#muted {{ color: {colours.muted}; }}
    QLabel#practice {{
        color: {colours.practice}; border: 1px solid {colours.practice}; border-radius: 4px;
        padding: 1px 6px;
    }}
    QLabel#paper {{
        color: {colours.on_accent}; background: {colours.paper}; border-radius: 4px;
        padding: 2px 8px;
    }}
    QLabel#good {{ color: {colours.good}; }}
    QLabel#wrong {{ color: {colours.findings[RuleClass.A]}; }}
    QFrame#message {{ background: {colours.heading}; border-top: 1px solid {colours.hairline}; }}
    """


def _controls_style(colours: Colours) -> str:
    return f"""
    QPushButton {{
        background: {colours.surface}; color: {colours.text}; padding: 5px 14px;
        border: 1px solid {colours.hairline}; border-radius: 4px;
    }}
    QPushButton:hover, QPushButton:focus {{ border-color: {colours.accent}; }}
    QPushButton:disabled {{ color: {colours.muted}; }}
    QPushButton#primary {{
        background: {colours.accent}; color: {colours.on_accent}; border-color: {colours.accent};
    }}
    QPushButton#primary:focus {{ border: 2px solid {colours.text}; padding: 4px 13px; }}
    QPushButton#primary:disabled {{
        background: {colours.hairline}; color: {colours.muted}; border-color: {colours.hairline};
    }}
    QPushButton#fold {{
        background: transparent; color: {colours.muted}; border: 1px solid transparent;
        padding: 1px 8px;
    }}
    QPushButton#fold:hover {{ color: {colours.text}; }}
    QPushButton#fold:focus {{ border-color: {colours.accent}; }}
    QPushButton#nav {{
        background: transparent; border: none; border-radius: 4px; text-align: left;
        padding: 8px 10px;
    }}
    QPushButton#nav:hover {{ background: {colours.heading}; }}
    QPushButton#nav:focus {{ border: 1px solid {colours.accent}; padding: 7px 9px; }}
    QPushButton#nav:checked {{ background: {colours.selection}; font-weight: bold; }}
    QToolButton {{
        background: {colours.surface}; color: {colours.text}; padding: 4px 12px;
        border: 1px solid {colours.hairline}; border-radius: 4px;
    }}
    QToolButton:hover, QToolButton:focus {{ border-color: {colours.accent}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QCheckBox::indicator:unchecked, QAbstractItemView::indicator:unchecked {{
        width: 13px; height: 13px; background: {colours.surface};
        border: 1px solid {colours.muted}; border-radius: 2px;
    }}
    QRadioButton::indicator:unchecked {{
        width: 13px; height: 13px; background: {colours.surface};
        border: 1px solid {colours.muted}; border-radius: 7px;
    }}
    QLineEdit {{
        background: {colours.surface}; border: 1px solid {colours.hairline}; border-radius: 4px;
        padding: 4px 8px;
    }}
    QLineEdit:focus {{ border-color: {colours.accent}; }}
    """


def _tables_style(colours: Colours) -> str:
    return f"""
    QHeaderView::section {{
        background: {colours.heading}; color: {colours.text}; padding: 4px 8px; border: none;
        border-right: 1px solid {colours.hairline}; border-bottom: 1px solid {colours.hairline};
    }}
    QTableView, QTreeView, QListView {{
        border: 1px solid {colours.hairline}; border-radius: 4px;
        gridline-color: {colours.hairline};
    }}
    QListWidget {{ padding: 4px; background: {colours.surface}; }}
    QListWidget::item {{ padding: 4px 2px; }}
    QToolTip {{ border: 1px solid {colours.hairline}; padding: 4px; }}
    QProgressBar {{
        border: 1px solid {colours.hairline}; border-radius: 4px; text-align: center;
        background: {colours.surface};
    }}
    QProgressBar::chunk {{ background: {colours.selection}; border-radius: 3px; }}
    QMenu::item:selected {{ background: {colours.selection}; color: {colours.text}; }}
    """
