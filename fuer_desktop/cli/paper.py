"""Commands that put forms on paper, and that compare paper with files."""

from __future__ import annotations

from argparse import Namespace

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, put_rows, say
from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.services import handing_over, official_forms, paper_check, paths
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import paper_check as check_texts


def draw_form(arguments: Namespace) -> int:
    """One form as PDF: blank, or with the figures of a desk."""
    paper = _paper(arguments)
    if arguments.unit_of_measure:
        paper = paper.in_measure(arguments.unit_of_measure)
    written = official_forms.draw(
        paper, arguments.out, size=arguments.paper, with_pictures=arguments.png
    )
    say(texts.FORM_DRAWN.format(form=paper.form.code, files="、".join(map(str, written))))
    if paper.told and not paper.told.is_whole:
        say(texts.SUMS_GAVE_WAY)
    return DONE


def check_paper(arguments: Namespace) -> int:
    """Whether a printed page shows what a file holds."""
    filed = _filed(arguments)
    asked = paper_check.Asked(arguments.form, arguments.page, arguments.text)
    verdict = filed.compare(asked)
    say(verdict.sentence)
    if verdict.differences:
        rows = (difference.row for difference in verdict.differences)
        put_rows(check_texts.DIFFERENCE_FIELDS, rows, arguments.out)
    return DONE if verdict.is_same else ATTENTION


def _filed(arguments: Namespace) -> paper_check.Filed:
    if arguments.file.suffix.lower() == paths.PACKAGE_ENDING:
        if arguments.workspace is None:
            raise WorkspaceError(check_texts.WHOSE_FORMS)
        with open_workspace(arguments.workspace) as workspace:
            return paper_check.in_package(workspace, arguments.file, arguments.form)
    with open_workspace(arguments.file) as workspace:
        task = load_task(workspace, arguments.task)
        return paper_check.in_workspace(workspace, task, arguments.form, arguments.unit)


def hand_over_card(arguments: Namespace) -> int:
    """What the next clerk has to know, as PDF."""
    with open_workspace(arguments.workspace) as workspace:
        card = handing_over.card_of(workspace, arguments.task)
    written = handing_over.draw(card, arguments.out, with_picture=arguments.png)
    say(texts.CARD_DRAWN.format(files="、".join(map(str, written))))
    return DONE


def _paper(arguments: Namespace) -> official_forms.Paper:
    if arguments.workspace is None:
        where = (arguments.catalogue, arguments.code, arguments.place)
        return official_forms.blank(*where, arguments.year)
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        return official_forms.filled(workspace, task, arguments.code)
