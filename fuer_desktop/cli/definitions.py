"""Commands about what is asked: checking definitions and listing them."""

from __future__ import annotations

from argparse import Namespace

from fuer_desktop.cli.output import ATTENTION, DONE, put_rows, say
from fuer_desktop.services import catalogues, defining, listing, listing_rules
from fuer_desktop.services import coverage as services
from fuer_desktop.texts import cli as texts


def check_definitions(arguments: Namespace) -> int:
    """Read every definition of a catalogue folder."""
    catalogue, _ = catalogues.checked(arguments.folder or arguments.catalogue)
    say(
        texts.DEFINITIONS_GOOD.format(
            indicators=len(catalogue.indicators),
            forms=len(catalogue.forms),
            plans=len(catalogue.plans),
            targets=sum(len(plan.targets) for plan in catalogue.plans),
        )
    )
    return DONE


def export_definition(arguments: Namespace) -> int:
    """Definitions as a workbook, or an empty one to fill."""
    defining.export_workbook(arguments.codes, arguments.catalogue, arguments.out)
    template = texts.DEFINITIONS_EXPORTED if arguments.codes else texts.EMPTY_EXPORTED
    say(template.format(path=arguments.out, codes="、".join(arguments.codes)))
    return DONE


def import_definition(arguments: Namespace) -> int:
    """Read a filled workbook and store what it defines."""
    imported = defining.import_workbook(
        arguments.workbook, arguments.to, arguments.catalogue, replace=arguments.replace
    )
    for warning in imported.warnings:
        say(warning)
    written = "、".join(imported.files)
    say(texts.DEFINITIONS_IMPORTED.format(folder=arguments.to, files=written))
    return ATTENTION if imported.warnings else DONE


def coverage(arguments: Namespace) -> int:
    """Every target with how its figure is got, or every typed cell with what it serves."""
    found = services.coverage_of_folder(arguments.catalogue, arguments.place, arguments.year)
    for sentence in services.sentences(found):
        say(sentence)
    if arguments.cells:
        put_rows(services.CELL_FIELDS, services.cell_rows(found), arguments.out)
    else:
        put_rows(services.TARGET_FIELDS, services.target_rows(found), arguments.out)
    return DONE if found.is_whole else ATTENTION


def list_goals(arguments: Namespace) -> int:
    """Every goal of every plan, verbatim."""
    catalogue, _ = catalogues.checked(arguments.catalogue)
    put_rows(listing.GOAL_FIELDS, listing.goal_rows(catalogue), arguments.out)
    return DONE


def list_targets(arguments: Namespace) -> int:
    """Every target of every plan with the sentence it comes from."""
    catalogue, _ = catalogues.checked(arguments.catalogue)
    put_rows(listing.TARGET_FIELDS, listing.target_rows(catalogue), arguments.out)
    return DONE


def list_indicators(arguments: Namespace) -> int:
    """The catalogue of indicators."""
    catalogue, _ = catalogues.checked(arguments.catalogue)
    put_rows(listing.INDICATOR_FIELDS, listing.indicator_rows(catalogue), arguments.out)
    return DONE


def list_rules(arguments: Namespace) -> int:
    """Every rule of every form, printed with the codes in force."""
    catalogue, _ = catalogues.checked(arguments.catalogue)
    put_rows(listing_rules.FIELDS, listing_rules.rule_rows(catalogue), arguments.out)
    return DONE
