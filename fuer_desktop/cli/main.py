"""Runs one command and turns how it ended into an exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from fuer_desktop.cli.output import BUG, DONE, FAILED, say
from fuer_desktop.cli.parser import build
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.services.faults import log_fault
from fuer_desktop.texts import cli as texts

if TYPE_CHECKING:
    from fuer_desktop.services.self_test import Check


class _Later:
    """A module of this package that is imported when one of its commands runs: a start pays for
    no other command's."""

    def __init__(self, name: str) -> None:
        self._module = f"{__package__}.{name}"

    def __getattr__(self, command: str) -> Callable[..., int]:
        return partial(_run, self._module, command)


def _run(module: str, command: str, *words: object) -> int:
    act: Callable[..., int] = getattr(import_module(module), command)
    return act(*words)


attachments = _Later("attachments")
definitions = _Later("definitions")
demo = _Later("demo")
desk = _Later("desk")
durability = _Later("durability")
handing_on = _Later("handing_on")
inquiring = _Later("inquiring")
intake = _Later("intake")
keeping = _Later("keeping")
keys = _Later("keys")
looking = _Later("looking")
office = _Later("office")
on_paper = _Later("on_paper")
paper = _Later("paper")
registering = _Later("registering")
self_test = _Later("self_test")
workbooks = _Later("workbooks")

COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check-definitions": definitions.check_definitions,
    "export-definition": definitions.export_definition,
    "import-definition": definitions.import_definition,
    "coverage": definitions.coverage,
    "list-goals": definitions.list_goals,
    "list-targets": definitions.list_targets,
    "list-indicators": definitions.list_indicators,
    "list-rules": definitions.list_rules,
    "make-task": office.make_task,
    "recovery-sheet": keys.recovery_sheet,
    "replace-office-key": keys.replace_office_key,
    "learn-office-key": keys.learn_office_key,
    "unit-keys": keys.unit_keys,
    "open-task": desk.open_task,
    "fill": desk.fill,
    "attach": attachments.attach,
    "attachments": attachments.attachments,
    "check": desk.check,
    "findings": desk.findings,
    "export": desk.export,
    "inquire": inquiring.run,
    "take-in": intake.take_in,
    "take-in-paper": on_paper.take_in_paper,
    "inquiries": inquiring.listing,
    "board": office.board,
    "values": desk.values,
    "indicators": office.indicators,
    "judge": office.judge,
    "chart": office.chart,
    "history": office.history,
    "draw-form": paper.draw_form,
    "check-paper": paper.check_paper,
    "hand-over-card": paper.hand_over_card,
    "hand-over": handing_on.hand_over,
    "take-up": handing_on.take_up,
    "take-back": handing_on.take_back,
    "export-workbook": workbooks.export_workbook,
    "import-workbook": workbooks.import_workbook,
    "undo": keeping.undo,
    "redo": keeping.redo,
    "journal": keeping.journal,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "fsck": keeping.fsck,
    "register": registering.register,
    "verify": looking.verify,
    "demo": demo.run,
    "durability": durability.run,
}


def main(argv: Sequence[str], checks: Sequence[Check] = ()) -> int:
    """Run one command; returns its exit code. Messages never show a trace, the log does.

    ``checks`` join the self-test: those of parts that the command line does not know.
    """
    parser = build()
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help()
        return DONE
    try:
        if arguments.command == "self-test":
            return self_test.run(arguments, checks)
        return COMMANDS[arguments.command](arguments)
    except KeyboardInterrupt:
        say(texts.STOPPED)
        return FAILED
    except FuerError as error:
        say(str(error))
        return FAILED
    except Exception as error:  # noqa: BLE001 - the program's last line: our own mistake, logged whole
        say(texts.BUG.format(log=log_fault(error)))
        return BUG
