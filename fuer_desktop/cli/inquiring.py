"""The command of a desk that asks the office about what it cannot put right."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from fuer_desktop.cli.output import DONE, open_workspace, say
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.findings import cells_text
from fuer_desktop.services import checking
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.checking import PlacedFinding
from fuer_desktop.services.inquiring import AskKey, ask_key, askable, inquire
from fuer_desktop.texts import inquiries as texts


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
