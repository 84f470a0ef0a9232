"""Relations pasted into one cell of a workbook: each becomes a rule with a code of its own.

A row of the sheet 审核关系 without a code may hold a whole list, as 填报说明 prints it. Codes are
given once, here; from then on they stand with their rules, so that a rule keeps its code when
others come and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form, Table
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.relation_lists import ListedRule, read_list
from fuer_desktop.domain.rules import Over
from fuer_desktop.domain.vocabulary import Vocabulary
from fuer_desktop.formats.form_definition import read_form
from fuer_desktop.formats.section import Problems, Section, Spot
from fuer_desktop.formats.workbook_assembly import Assembly
from fuer_desktop.texts import workbook as texts

Content = dict[str, Any]


def spread_lists(assembly: Assembly, others: Mapping[str, Form]) -> None:
    """Take the rows without a code apart; ``others`` are the forms that relations may name. What
    cannot be read is noted at its cell."""
    for path, content in assembly.files.items():
        rules: list[Content] = content.get("form", {}).get("rule", [])
        if any(_is_list(rule) for rule in rules):
            form = _without_rules(path, content)
            for position in [n for n, rule in enumerate(rules) if _is_list(rule)]:
                _spread(assembly, Spot(path).below("form", 0).below("rule", position), form, others)


def _is_list(rule: Content) -> bool:
    return not rule.get("code") and bool(rule.get("relation"))


def _without_rules(path: str, content: Content) -> Form:
    """The form as far as it can be read; what is wrong with it is told by whoever reads it."""
    bare = {**content, "form": {**content["form"], "rule": []}}
    return read_form(Section(bare, Problems(), Spot(path))).form


def _spread(assembly: Assembly, spot: Spot, form: Form, others: Mapping[str, Form]) -> None:
    rules = assembly.files[spot.file]["form"]["rule"]
    row: Content = rules[spot.path[-1][1]]
    table = _table(form, row)
    row["code"] = next(_free_codes(form, rules))
    if table is None:
        return  # the reader says that the table is missing
    names = Vocabulary(form, table, Over(row.get("over", Over.ROWS)), others)
    try:
        found = read_list(row["relation"], names)
        written = [_rule(row, one, form, others) for one in found]
    except DefinitionError as error:
        for problem in error.problems:
            assembly.note(replace(spot, key="relation"), problem)
        return
    if written:
        codes = _free_codes(form, [rule for rule in rules if rule is not row])
        numbered = [{"code": next(codes), **rule} for rule in written]
        assembly.spread(spot, numbered)
        if len(numbered) > 1:
            words = {"count": len(numbered), "first": numbered[0]["code"]}
            assembly.warn(spot, texts.LIST_SPREAD.format(**words, last=numbered[-1]["code"]))


def _table(form: Form, row: Content) -> Table | None:
    if "table" not in row and len(form.tables) == 1:
        return form.tables[0]
    return form.table_by_code.get(str(row.get("table", "")))


def _rule(row: Content, listed: ListedRule, form: Form, others: Mapping[str, Form]) -> Content:
    """One relation of the list, printed with the codes in force: a list of what must not be says
    the contrary of what it means."""
    text = printed(listed.says, form, listed.table, others)
    kept = {key: value for key, value in row.items() if key not in ("code", "over")}
    where = {"table": listed.table} if len(form.tables) > 1 else {}
    return {**kept, "relation": text, **where}


def _free_codes(form: Form, rules: list[Content]) -> Iterator[str]:
    """FORM.R01, R02 … as far as they are free."""
    said = [str(rule.get("code", "")) for rule in rules]
    numbers = [int(match[1]) for code in said if (match := re.search(r"R(\d+)$", code))]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"{form.code}.R{number:02}"
