"""Commands that put forms on paper."""

from __future__ import annotations

from argparse import Namespace

from fuer_desktop.cli.output import DONE, open_workspace, say
from fuer_desktop.services import official_forms
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.texts import cli as texts


def draw_form(arguments: Namespace) -> int:
    """One form as PDF: blank, or with the figures of a desk."""
    paper = _paper(arguments)
    if arguments.unit_of_measure:
        paper = paper.in_measure(arguments.unit_of_measure)
    written = official_forms.draw(paper, arguments.out, with_pictures=arguments.png)
    say(texts.FORM_DRAWN.format(form=paper.form.code, files="、".join(map(str, written))))
    if paper.told and not paper.told.is_whole:
        say(texts.SUMS_GAVE_WAY)
    return DONE


def _paper(arguments: Namespace) -> official_forms.Paper:
    if arguments.workspace is None:
        where = (arguments.catalogue, arguments.code, arguments.place)
        return official_forms.blank(*where, arguments.year)
    with open_workspace(arguments.workspace) as workspace:
        task = load_task(workspace, arguments.task)
        return official_forms.filled(workspace, task, arguments.code)
