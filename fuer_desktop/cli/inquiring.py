"""Commands about inquiries: a desk asks about what it cannot put right, an office reads it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.domain.errors import EntryError, PackageError
from fuer_desktop.domain.findings import cells_text, side_text
from fuer_desktop.services import checking, inquiries
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.inquiring import AskKey, ask_key, askable, inquire
from fuer_desktop.texts import inquiries as texts

FIELDS = (
    "unit", "period", "version", "at", "form", "rule", "class", "cells", "left", "right",
    "difference", "why", "message",
)  # fmt: skip


def run(arguments: Namespace) -> int:
    """Write an inquiry: about all open findings of class A or B, or about those that are named."""
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        found = askable(checking.check_all(workspace, task))
        asked = _asked(found, arguments.ask, arguments.why)
        written = inquire(workspace, task, asked, {}, arguments.out)
    template = texts.INQUIRED_AGAIN if written.again else texts.INQUIRED
    say(template.format(path=written.path, count=written.asks))
    return DONE


def listing(arguments: Namespace) -> int:
    """What units ask about, a row for each finding, as the office's own check finds it."""
    rows: list[tuple[object, ...]] = []
    with open_workspace(arguments.workspace) as workspace:
        found = inquiries.inquiry_list(workspace)
        unread = 0
        for line in found.lines:
            try:
                rows += _rows(line, inquiries.read_inquiry(workspace, line.digest))
            except PackageError as error:
                unread += 1
                say(texts.UNREADABLE.format(reason=error))
    put_rows(FIELDS, rows, arguments.out)
    say(texts.LISTED.format(count=len(found.lines)))
    return ATTENTION if unread else DONE


def _rows(line: inquiries.InquiryLine, inquiry: inquiries.Inquiry) -> Iterator[tuple[object, ...]]:
    for ask in inquiry.asks:
        said, finding = ask.said, ask.finding
        whose = (line.unit.code, line.period, line.version, line.at.isoformat())
        about = (*whose, said.form, said.rule)
        if finding is None:
            gone = texts.ASK_GONE.format(rule=said.rule, cells=said.cells)
            yield (*about, "", said.cells, "", "", "", said.why, gone)
            continue
        sides = map(side_text, (finding.left, finding.right, finding.difference))
        severity = finding.severity.value
        yield (*about, severity, said.cells, *sides, said.why, finding.message)


def _asked(found: list[PlacedFinding], named: Iterable[str], why: str) -> dict[AskKey, str]:
    """Why each finding is asked about; raises EntryError for one that is not there."""
    asked: dict[AskKey, str] = {}
    for text in named:
        what, _, own = text.partition("=")
        said = own.strip() or why
        if not said:
            raise EntryError(texts.NO_WHY.format(text=text))
        meant = [placed for placed in found if _is_meant(placed, what.strip())]
        if not meant:
            raise EntryError(texts.NOT_OPEN.format(what=what.strip()))
        asked |= {ask_key(placed): said for placed in meant}
    return asked or {ask_key(placed): why for placed in found}


def _is_meant(placed: PlacedFinding, what: str) -> bool:
    """Whether ``RULE`` or ``RULE:CELLS`` names a finding, with cells as ``check`` lists them."""
    rule, _, cells = what.partition(":")
    return placed.finding.rule == rule and cells in ("", cells_text(placed.finding.cells))
