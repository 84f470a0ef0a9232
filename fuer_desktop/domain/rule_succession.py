"""Rules across two versions of a form: a text that was left as it was while codes were renumbered
says something else, and is refused (practice.md 4.4)."""

from __future__ import annotations

from dataclasses import replace

from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.expressions import Ref
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.printing import printed
from fuer_desktop.domain.rule_language import renamed
from fuer_desktop.domain.rules import Over, RuleText, ValidationRule
from fuer_desktop.domain.succession import rows_that_went_on
from fuer_desktop.texts import succession as texts


def check_rules(old: Form, new: Form) -> list[str]:
    """Sentences about rules whose text stayed while the codes in it came to mean other rows."""
    before = {rule.code: rule for rule in old.rules}
    went_on = rows_that_went_on(old, new)
    found = []
    for rule in new.rules:
        was = before.get(rule.code)
        if was is not None and was.text == rule.text:
            meant = _moved_on(was, old, new, went_on)
            if meant != rule.says:
                words = _printed(meant, new, was.table)
                found.append(texts.RULE_STAYED.format(code=rule.code, text=rule.text, meant=words))
    return found


def _moved_on(
    rule: ValidationRule, old: Form, new: Form, went_on: dict[RowPlace, RowPlace]
) -> RuleText | None:
    """What the rule said, by the rows of the new version; None where one of them is closed."""
    if rule.says.over is Over.COLUMNS:
        return rule.says  # columns keep their codes
    gone = False

    def moved(ref: Ref) -> Ref:
        nonlocal gone
        if ref.form:
            return ref
        table = old.table_by_code[ref.table]
        place = went_on.get(RowPlace(ref.table, table.code_of[ref.name]))
        if place is None:
            gone = True
            return ref
        return replace(ref, name=new.rows[place].identity, table=place.table)

    says = renamed(rule.says, moved)
    return None if gone else says


def _printed(says: RuleText | None, form: Form, table: str) -> str:
    """The rule as it should be written now; that a row of it is gone, where it is."""
    if says is None or table not in form.table_by_code:
        return texts.RULE_ROW_GONE
    try:
        return printed(says, form, table, {})
    except DefinitionError:
        return texts.RULE_ROW_GONE
