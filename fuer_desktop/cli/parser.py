"""Arguments of the command line, described in Chinese throughout."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

import fuer_desktop
from fuer_desktop.domain.errors import EntryError
from fuer_desktop.domain.paper_sizes import PaperSize
from fuer_desktop.domain.periods import ReferencePeriod
from fuer_desktop.services import paths
from fuer_desktop.services.paper_check import Asked
from fuer_desktop.texts import cli as texts
from fuer_desktop.texts import inquiries as inquiry_texts
from fuer_desktop.texts import paper_desk as paper_texts


def speak_chinese() -> None:
    """Give argparse its words in Chinese: it looks them up under these two names."""
    vars(argparse)["_"] = lambda message: texts.ARGPARSE.get(message, message)
    vars(argparse)["ngettext"] = lambda one, many, count: texts.ARGPARSE.get(
        one if count == 1 else many, many
    )


def build() -> argparse.ArgumentParser:
    """The parser of all commands."""
    speak_chinese()
    parser = argparse.ArgumentParser(
        prog="fuer-desktop", description=texts.PROGRAM, epilog=texts.EPILOG, allow_abbrev=False
    )
    parser.add_argument(
        "--version", action="version", version=fuer_desktop.__version__, help=texts.VERSION_OPTION
    )
    commands = parser.add_subparsers(dest="command", title=texts.COMMAND, metavar=texts.COMMAND)
    for name, add_arguments in _ARGUMENTS.items():
        command = commands.add_parser(
            name, help=texts.HELP[name], description=texts.HELP[name], allow_abbrev=False
        )
        add_arguments(command)
    return parser


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(texts.WRONG_DATE.format(text=text)) from error


def _year(text: str) -> int:
    try:
        return ReferencePeriod.parse(text).year
    except EntryError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workspace", type=Path, required=True, metavar="W", help=texts.ARGUMENTS["workspace"]
    )


def _task(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--task", default="", metavar="T", help=texts.ARGUMENTS["task"])


def _file_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="F", help=texts.ARGUMENTS["out_file"])


def _rows_out(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    _file_out(parser)


def _findings(parser: argparse.ArgumentParser) -> None:
    _rows_out(parser)
    parser.add_argument("--all", action="store_true", help=texts.ARGUMENTS["with_gone"])


def _folder_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="D", help=texts.ARGUMENTS["out_folder"]
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    _folder_out(parser)
    known, usual = paths.practice_places(), paths.USUAL_PLACE
    parser.add_argument("--place", choices=known, default=usual, help=texts.ARGUMENTS["place"])


def _catalogue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--catalogue",
        type=Path,
        default=paths.forms(),
        metavar="D",
        help=texts.ARGUMENTS["catalogue"],
    )


def _check_definitions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", help=texts.ARGUMENTS["catalogue"])
    _catalogue(parser)


def _listing(parser: argparse.ArgumentParser) -> None:
    """Rows are always CSV; the option says so where somebody wants it said."""
    parser.add_argument("--csv", action="store_true", help=texts.ARGUMENTS["csv"])
    _catalogue(parser)
    _file_out(parser)


def _this_year() -> int:
    return datetime.now().astimezone().year


def _coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", default="", metavar="P", help=texts.ARGUMENTS["coverage_place"])
    parser.add_argument(
        "--year", type=_year, default=_this_year(), metavar="Y", help=texts.ARGUMENTS["year"]
    )
    parser.add_argument("--cells", action="store_true", help=texts.ARGUMENTS["cells"])
    _catalogue(parser)
    _file_out(parser)


def _export_definition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="*", metavar="CODE", help=texts.ARGUMENTS["codes"])
    _catalogue(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="F", help=texts.ARGUMENTS["workbook"]
    )


def _import_definition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, help=texts.ARGUMENTS["workbook"])
    parser.add_argument(
        "--to", type=Path, required=True, metavar="D", help=texts.ARGUMENTS["definitions"]
    )
    _catalogue(parser)
    parser.add_argument("--replace", action="store_true", help=texts.ARGUMENTS["replace"])


def _make_task(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument(
        "--units", type=Path, required=True, metavar="F", help=texts.ARGUMENTS["units"]
    )
    parser.add_argument(
        "--year", type=_year, required=True, metavar="Y", help=texts.ARGUMENTS["year"]
    )
    parser.add_argument(
        "--deadline", type=_date, required=True, metavar="D", help=texts.ARGUMENTS["deadline"]
    )
    _catalogue(parser)
    _folder_out(parser)
    parser.add_argument("--revise", action="store_true", help=texts.ARGUMENTS["revise"])


def _recovery_sheet(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--out", type=Path, metavar="F", help=texts.ARGUMENTS["sheet"])
    parser.add_argument("--check", action="store_true", help=texts.ARGUMENTS["check_sheet"])
    _code(parser)


def _code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", default="", metavar="C", help=texts.ARGUMENTS["recovery_code"])


def _replace_office_key(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    _code(parser)
    number = texts.ARGUMENTS["key_number"]
    parser.add_argument("--number", type=int, default=1, metavar="N", help=number)


def _learn_office_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, help=texts.ARGUMENTS["former_package"])
    _workspace(parser)


def _unit_keys(parser: argparse.ArgumentParser) -> None:
    _rows_out(parser)
    does = ("admit", "refuse", "revoke")
    parser.add_argument("--do", choices=does, default="", help=texts.ARGUMENTS["decide_key"])
    parser.add_argument("--unit", default="", metavar="U", help=texts.ARGUMENTS["key_unit"])
    parser.add_argument("--key", default="", metavar="K", help=texts.ARGUMENTS["key"])
    parser.add_argument("--reason", default="", metavar="R", help=texts.ARGUMENTS["key_reason"])
    last = texts.ARGUMENTS["last_version"]
    parser.add_argument("--last", type=int, default=0, metavar="N", help=last)


def _open_task(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, help=texts.ARGUMENTS["package"])
    _workspace(parser)


def _fill(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    parser.add_argument("rows", type=Path, help=texts.ARGUMENTS["rows"])


def _attach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=texts.ARGUMENTS["attached"])
    parser.add_argument("--form", required=True, metavar="CODE", help=texts.ARGUMENTS["form"])
    _task(parser)


def _attachments(parser: argparse.ArgumentParser) -> None:
    _rows_out(parser)
    parser.add_argument("--save", type=Path, metavar="D", help=texts.ARGUMENTS["save"])


def _signatories(parser: argparse.ArgumentParser) -> None:
    for name in ("head", "statistics_head", "filler"):
        option = "--" + name.replace("_", "-")
        parser.add_argument(option, required=True, metavar="N", help=texts.ARGUMENTS[name])


def _export(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    _signatories(parser)
    _folder_out(parser)


def _inquire(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    parser.add_argument(
        "--ask", action="append", default=[], metavar="R", help=inquiry_texts.ARGUMENTS["ask"]
    )
    parser.add_argument("--why", default="", metavar="W", help=inquiry_texts.ARGUMENTS["why"])
    _folder_out(parser)


def _inquiries(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    _file_out(parser)


def _take_in(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("folder", type=Path, nargs="?", help=texts.ARGUMENTS["folder"])
    parser.add_argument("--csv", type=Path, metavar="F", help=texts.ARGUMENTS["intake_csv"])
    parser.add_argument("--failed", type=Path, metavar="D", help=texts.ARGUMENTS["intake_failed"])
    parser.add_argument("--runs", action="store_true", help=texts.ARGUMENTS["intake_runs"])
    parser.add_argument(
        "--undo", type=int, default=0, metavar="N", help=texts.ARGUMENTS["intake_undo"]
    )


def _chart(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    parser.add_argument("--target", default="", metavar="C", help=texts.ARGUMENTS["target"])
    _folder_out(parser)


def _one_form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=texts.ARGUMENTS["form"])
    parser.add_argument("--place", default="", metavar="P", help=texts.ARGUMENTS["form_place"])
    parser.add_argument("--year", type=_year, metavar="Y", help=texts.ARGUMENTS["form_year"])
    own = texts.ARGUMENTS["form_workspace"]
    parser.add_argument("--workspace", type=Path, metavar="W", help=own)
    parser.add_argument("--task", default="", metavar="T", help=texts.ARGUMENTS["task"])
    _catalogue(parser)


def _export_workbook(parser: argparse.ArgumentParser) -> None:
    _one_form(parser)
    parser.add_argument("--blank", action="store_true", help=texts.ARGUMENTS["blank"])
    workbook = texts.ARGUMENTS["workbook"]
    parser.add_argument("--out", type=Path, required=True, metavar="F", help=workbook)


def _import_workbook(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, help=texts.ARGUMENTS["workbook"])
    _rows_out(parser)
    parser.add_argument("--apply", action="store_true", help=texts.ARGUMENTS["apply"])
    clear = texts.ARGUMENTS["clear_blanks"]
    parser.add_argument("--clear-blanks", action="store_true", help=clear)
    parser.add_argument("--marked", type=Path, metavar="F", help=texts.ARGUMENTS["marked"])


def _draw_form(parser: argparse.ArgumentParser) -> None:
    _one_form(parser)
    measure = texts.ARGUMENTS["unit_of_measure"]
    parser.add_argument("--unit-of-measure", default="", metavar="U", help=measure)
    parser.add_argument(
        "--paper", type=PaperSize, choices=tuple(PaperSize), help=texts.ARGUMENTS["paper"]
    )
    parser.add_argument("--png", action="store_true", help=texts.ARGUMENTS["png"])
    parser.add_argument("--out", type=Path, required=True, metavar="F", help=texts.ARGUMENTS["pdf"])


def _check_paper(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=texts.ARGUMENTS["paper_file"])
    parser.add_argument("--form", required=True, metavar="CODE", help=texts.ARGUMENTS["form"])
    parser.add_argument(
        "--page", type=int, required=True, metavar="N", help=texts.ARGUMENTS["paper_page"]
    )
    parser.add_argument("--text", required=True, metavar="XXXX", help=texts.ARGUMENTS["paper_text"])
    parser.add_argument("--unit", default="", metavar="U", help=texts.ARGUMENTS["paper_unit"])
    parser.add_argument("--task", default="", metavar="T", help=texts.ARGUMENTS["task"])
    whose = texts.ARGUMENTS["paper_workspace"]
    parser.add_argument("--workspace", type=Path, metavar="W", help=whose)
    _file_out(parser)


def _hand_over_card(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    parser.add_argument("--png", action="store_true", help=texts.ARGUMENTS["png"])
    parser.add_argument("--out", type=Path, required=True, metavar="F", help=texts.ARGUMENTS["pdf"])


def _hand_over(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--to", required=True, metavar="N", help=texts.ARGUMENTS["hand_to"])
    _reason(parser)
    _folder_out(parser)


def _take_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=texts.ARGUMENTS["handover"])
    parser.add_argument("--code", required=True, metavar="C", help=texts.ARGUMENTS["code"])
    _workspace(parser)


def _take_back(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    _reason(parser)


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, metavar="R", help=texts.ARGUMENTS["reason"])


def _history(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("history", type=Path, help=texts.ARGUMENTS["history"])


def _undo(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    _yes(parser, "yes_undo")


def _journal(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--out", type=Path, metavar="F", help=texts.ARGUMENTS["out_file"])


def _backup(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--second", type=Path, metavar="D", help=texts.ARGUMENTS["second"])


def _restore(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--backup", default="", metavar="N", help=texts.ARGUMENTS["backup"])
    parser.add_argument("--witness", default="", metavar="F", help=texts.ARGUMENTS["witness"])
    _yes(parser, "yes_restore")


def _yes(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--yes", action="store_true", help=texts.ARGUMENTS[about])


def _fsck(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=texts.ARGUMENTS["workspace"])
    parser.add_argument("--deep", action="store_true", help=texts.ARGUMENTS["deep"])


def _register(parser: argparse.ArgumentParser) -> None:
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--remove", action="store_true", help=texts.ARGUMENTS["untie"])
    instead.add_argument("--show", action="store_true", help=texts.ARGUMENTS["show_ties"])


def _verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="F", help=texts.ARGUMENTS["any"])
    whose = texts.ARGUMENTS["verify_workspace"]
    parser.add_argument("--workspace", type=Path, metavar="W", help=whose)


def _durability(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("work", "read"), help=texts.ARGUMENTS["durability"])


def _self_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", type=Path, metavar="F", help=texts.ARGUMENTS["report"])


def _take_in_paper(parser: argparse.ArgumentParser) -> None:
    _task(parser)
    words = texts.ARGUMENTS
    parser.add_argument("--unit", required=True, metavar="U", help=words["on_paper_unit"])
    figures = parser.add_mutually_exclusive_group()
    figures.add_argument(
        "--workbook",
        type=Path,
        nargs="+",
        default=[],
        metavar="F",
        help=words["on_paper_workbook"],
    )
    figures.add_argument("--rows", type=Path, metavar="F", help=words["rows"])
    parser.add_argument("--seen", required=True, metavar="T", help=words["on_paper_seen"])
    parser.add_argument("--by", required=True, metavar="N", help=words["on_paper_by"])
    _signatories(parser)
    parser.add_argument(
        "--check",
        type=_check,
        nargs="+",
        default=[],
        metavar="FORM:PAGE:TEXT",
        help=words["on_paper_check"],
    )
    parser.add_argument("--told", default="", metavar="T", help=words["on_paper_told"])
    parser.add_argument("--despite", default="", metavar="T", help=words["on_paper_despite"])
    parser.add_argument("--out", type=Path, metavar="D", help=words["on_paper_out"])


def _check(text: str) -> Asked:
    """A page's check text: the form, the page, and what stands at its foot."""
    form, page, said = (*text.replace("：", ":").split(":", 2), "", "")[:3]
    if not form or not said or not page.isdecimal():
        raise argparse.ArgumentTypeError(paper_texts.WRONG_CHECK.format(text=text))
    return Asked(form, int(page), said)


_ARGUMENTS = {
    "check-definitions": _check_definitions,
    "coverage": _coverage,
    "export-definition": _export_definition,
    "import-definition": _import_definition,
    "list-goals": _listing,
    "list-targets": _listing,
    "list-indicators": _listing,
    "list-rules": _listing,
    "make-task": _make_task,
    "recovery-sheet": _recovery_sheet,
    "replace-office-key": _replace_office_key,
    "learn-office-key": _learn_office_key,
    "unit-keys": _unit_keys,
    "open-task": _open_task,
    "fill": _fill,
    "attach": _attach,
    "attachments": _attachments,
    "check": _rows_out,
    "findings": _findings,
    "export": _export,
    "inquire": _inquire,
    "inquiries": _inquiries,
    "take-in": _take_in,
    "take-in-paper": _take_in_paper,
    "board": _rows_out,
    "values": _rows_out,
    "indicators": _rows_out,
    "judge": _rows_out,
    "chart": _chart,
    "draw-form": _draw_form,
    "check-paper": _check_paper,
    "hand-over-card": _hand_over_card,
    "hand-over": _hand_over,
    "take-up": _take_up,
    "take-back": _take_back,
    "export-workbook": _export_workbook,
    "import-workbook": _import_workbook,
    "history": _history,
    "undo": _undo,
    "redo": _task,
    "journal": _journal,
    "backup": _backup,
    "restore": _restore,
    "fsck": _fsck,
    "register": _register,
    "verify": _verify,
    "demo": _demo,
    "durability": _durability,
    "self-test": _self_test,
}
