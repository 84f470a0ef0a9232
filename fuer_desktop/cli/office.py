"""Commands of an office."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from datetime import datetime

from fuer_desktop.cli.keys import new_office
from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say, show_progress
from fuer_desktop.domain.errors import FuerError
from fuer_desktop.formats import definitions, files
from fuer_desktop.services import (
    boards,
    charting,
    designing,
    histories,
    results,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.judging import Judging
from fuer_desktop.store.workspace import Role, Workspace
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import paper_desk as paper_texts


def make_task(arguments: Namespace) -> int:
    """Make a task and its packages, and the office's workspace if it is not there."""
    place = definitions.read_place(arguments.units.name, files.read_text(arguments.units))
    if not arguments.workspace.exists():
        new_office(arguments.workspace, place.name)
    design = designing.TaskDesign(
        arguments.units, arguments.catalogue, arguments.year, arguments.deadline
    )
    with open_workspace(arguments.workspace) as workspace:
        revision = designing.next_revision(workspace, design) if arguments.revise else None
        written = designing.make_task(
            workspace, design, arguments.out, Job(show_progress), revise=arguments.revise
        )
        code = designing.task_code(place.code, arguments.year)
    if revision is not None:
        say(texts.TASK_REVISED.format(task=code, number=revision.number))
        for change in revision.changes:
            say(change)
    say(texts.TASK_MADE.format(task=code, count=len(written), folder=arguments.out))
    return DONE


def board(arguments: Namespace) -> int:
    """Where every unit stands."""
    with open_workspace(arguments.workspace) as workspace:
        workspace.require(Role.OFFICE)
        task = load_task(workspace, arguments.task)
        today = datetime.now().astimezone().date()
        standings = boards.board(workspace, task, today)
    put_rows(results.BOARD_FIELDS, map(results.board_row, standings), arguments.out)
    missing = [s.unit.name for s in standings if s.state is boards.UnitState.MISSING]
    say(
        texts.MISSING.format(
            due=len(standings),
            received=sum(s.has_arrived for s in standings),
            missing=len(missing),
            names=f"（{'、'.join(missing)}）" if missing else "",
        )
    )
    papers = [s.unit.name for s in standings if s.on_paper]
    if papers:
        say(paper_texts.UNITS.format(count=len(papers), units="、".join(papers)))
    settled = all(s.has_arrived for s in standings)
    return DONE if settled else ATTENTION


def indicators(arguments: Namespace) -> int:
    """Indicator values of the whole place and of each unit."""
    with open_workspace(arguments.workspace) as workspace:
        judging = _judging(workspace, arguments.task)
    put_rows(results.INDICATOR_FIELDS, results.indicator_rows(judging), arguments.out)
    return DONE


def judge(arguments: Namespace) -> int:
    """The verdict on every target."""
    with open_workspace(arguments.workspace) as workspace:
        judged = _judging(workspace, arguments.task).judged()
    put_rows(results.VERDICT_FIELDS, map(results.verdict_row, judged), arguments.out)
    tally = Counter(item.verdict.state.value for item in judged)
    words = "，".join(f"{state}{count}" for state, count in tally.most_common())
    say(texts.JUDGED.format(count=len(judged), tally=words))
    return DONE


def chart(arguments: Namespace) -> int:
    """Draw progress charts."""
    with open_workspace(arguments.workspace) as workspace:
        judging = _judging(workspace, arguments.task)
    judged = [item for item in judging.judged() if arguments.target in ("", item.target.code)]
    if not judged:
        raise FuerError(texts.UNKNOWN_TARGET.format(code=arguments.target))
    charts = charting.draw_charts(judging, judged, arguments.out, Job(show_progress))
    say(texts.CHARTED.format(count=len(charts), folder=arguments.out))
    return DONE


def _judging(workspace: Workspace, task: str) -> Judging:
    workspace.require(Role.OFFICE)
    return Judging(workspace, load_task(workspace, task).record.period)


def history(arguments: Namespace) -> int:
    """Record indicator values of earlier years."""
    with open_workspace(arguments.workspace) as workspace:
        count = histories.record(workspace, arguments.history)
    say(texts.HISTORY_SET.format(count=count))
    return DONE
