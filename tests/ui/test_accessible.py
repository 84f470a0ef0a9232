"""Everything can be read and named: contrast in both schemes, names for what takes the keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLineEdit,
    QTabBar,
    QWidget,
)

from fuer_desktop.ui.theme import DARK, LIGHT, tint
from tests.ui.person import Person

LEAST = 4.5
"""Of ordinary text on its ground (WCAG 2.1, 1.4.3)."""
SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str | QColor, other: str | QColor) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(colours):
    """What is written on what, by where."""
    grounds = {
        "page": colours.page, "surface": colours.surface, "heading": colours.heading,
        "closed": colours.closed, "selection": colours.selection,
    }  # fmt: skip
    for ground, behind in grounds.items():
        for name in ("text", "muted"):
            yield f"{name} on {ground}", getattr(colours, name), behind
    plain = {k: v for k, v in grounds.items() if k in ("surface", "page", "closed")}
    for ground, behind in plain.items():
        for name in ("accent", "good", "practice"):
            yield f"{name} on {ground}", getattr(colours, name), behind
        for of, colour in colours.findings.items():
            yield f"{of} on {ground}", colour, behind
    for of, colour in colours.findings.items():
        pale = tint(colour, colours.surface)
        yield f"{of} on its tint", colour, pale
        yield f"a figure on the tint of {of}", colours.text, pale
        yield f"a tag on the tint of {of}", colours.accent, pale
        yield f"{of} in a chosen line", colour, colours.selection
    yield "a figure in a chosen block", colours.text, tint(colours.accent, colours.surface, 0.18)
    yield "the primary button", colours.on_accent, colours.accent


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_its_ground(scheme):
    weak = {
        where: round(contrast(over, under), 2)
        for where, over, under in pairs(SCHEMES[scheme])
        if contrast(over, under) < LEAST
    }

    assert weak == {}


def test_the_measure_of_contrast_sees_grey_on_white():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#999999", "#FFFFFF") < LEAST


def nameless(window: QWidget) -> list[str]:
    """Visible widgets that take the keys and say nothing of themselves."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, QAbstractButton | QLineEdit | QAbstractScrollArea | QTabBar)
        and not spoken(widget)
    ]


def spoken(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    return widget.tabText(0) if isinstance(widget, QTabBar) and widget.count() else ""


@pytest.mark.parametrize("place", ["desk_home", "forms", "submit", "plans", "keeping"])
def test_whatever_takes_the_keys_at_a_desk_has_a_name(person: Person, office, documents, place):
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100101_任务.fuer")
    window = person.program.window
    if place == "forms":
        person.open_form("FE-XZ01")
    window.go_to(place)
    answers: list[object] = []
    window.page(place).context.link.ask(lambda _: None, answers.append)
    person.wait(lambda: bool(answers))

    assert nameless(window) == []


def test_every_page_of_a_desk_and_every_menu_is_reached_by_keys(
    person: Person, office, documents, qtbot
):
    person.start(None)
    person.open(office.parent / "tasks" / "990100-2025_990100101_任务.fuer")
    window = person.program.window
    person.wait(window.isActiveWindow)
    places = ["desk_home", "forms", "submit", "plans", "keeping"]
    # The second time the page of forms has a count behind its name.
    for number, place in [*enumerate(places, start=1)] * 2:
        key = getattr(Qt.Key, f"Key_{number}")
        qtbot.keyClick(window.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)
        person.wait(lambda place=place: window.current == place)

    titles = [action.text() for action in window.menuBar().actions() if action.isVisible()]
    assert all("&" in title for title in titles)


def test_a_scheme_that_is_too_pale_is_seen():
    pale = replace(LIGHT, muted="#A0A8B0")

    assert any(contrast(over, under) < LEAST for _, over, under in pairs(pale))
