"""Rules as rows: what an office reads over before a form goes out (审核关系一览)."""

from __future__ import annotations

from collections.abc import Iterator

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.checking import BLANK_RULE, COPIED_RULE, NEGATIVE_RULE
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.numbers import plain
from fuer_desktop.domain.printing import printed, printed_change
from fuer_desktop.domain.rules import ChangeRule, Over, RuleClass, ValidationRule
from fuer_desktop.domain.spots import spots
from fuer_desktop.domain.wording import said
from fuer_desktop.texts import rules as texts

FIELDS = (
    "form", "rule", "class", "text", "scope", "tolerance", "blank_left", "blank_right", "message",
    "instruction", "valid_from", "valid_to",
)  # fmt: skip


def rule_rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Every rule of every form in the shape of FIELDS, those of every form first; the text is
    printed with the codes of the form version in force."""
    for form in catalogue.forms:
        yield from _of_every_form(form)
        for rule in form.rules:
            yield _relation_row(form, rule, catalogue)
        for change in form.changes:
            yield _change_row(form, change)


def _of_every_form(form: Form) -> Iterator[tuple[str, ...]]:
    copied = {COPIED_RULE: texts.COPIED_LISTED} if form.text_cells else {}
    for code, (text, message, instruction) in {**_OF_EVERY_FORM, **copied}.items():
        strict = (RuleClass.D if code == COPIED_RULE else RuleClass.A).value
        yield (
            form.code,
            code,
            strict,
            text,
            texts.SCOPE_ALL,
            "",
            "",
            "",
            message,
            instruction,
            "",
            "",
        )


_OF_EVERY_FORM = {BLANK_RULE: texts.BLANK_LISTED, NEGATIVE_RULE: texts.NEGATIVE_LISTED}


def _relation_row(form: Form, rule: ValidationRule, catalogue: Catalogue) -> tuple[str, ...]:
    others = catalogue.form_by_code
    first = next(spots(form, rule, others), None)
    return (
        form.code,
        rule.code,
        rule.severity.value,
        printed(rule.says, form, rule.table, others),
        scope_of(form, rule),
        plain(rule.says.tolerance),
        rule.blank_left.value,
        rule.blank_right.value,
        rule.message or (said(first) if first else ""),
        rule.hint or texts.CHECK_THESE,
        str(rule.valid_from or ""),
        str(rule.valid_to or ""),
    )


def scope_of(form: Form, rule: ValidationRule) -> str:
    """Where a rule is checked, in words: its table, the lines it is limited to, and whether it
    needs other forms. A rule that is switched off says why instead."""
    if rule.off:
        return texts.SCOPE_OFF.format(reason=rule.off)
    says, table = rule.says, form.table_by_code[rule.table]
    if says.over is Over.ROWS:
        codes = [code for code in table.column_by_code if code in says.only]
        lines = texts.SCOPE_COLUMNS if codes else texts.SCOPE_EVERY_COLUMN
    else:
        codes = [row.code for row in table.coded_rows.values() if row.identity in says.only]
        lines = texts.SCOPE_ROWS if codes else texts.SCOPE_EVERY_ROW
    found = texts.TABLE_CODE.format(code=table.code) + lines.format(codes="、".join(codes))
    if says.forms:
        found += texts.SCOPE_ACROSS.format(forms="、".join(sorted(says.forms)))
    return found


def _change_row(form: Form, rule: ChangeRule) -> tuple[str, ...]:
    limit, least = plain(rule.percent), plain(rule.at_least)
    return (
        form.code,
        rule.code,
        rule.severity.value,
        printed_change(rule, form),
        texts.TABLE_CODE.format(code=rule.table) + texts.SCOPE_EVERY_COLUMN,
        "",
        "",
        "",
        texts.CHANGE_SAID.format(limit=limit, least=least),
        texts.CHANGE_INSTRUCTION,
        "",
        "",
    )
