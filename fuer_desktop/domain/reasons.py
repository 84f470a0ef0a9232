"""Ready reasons for what a check finds; whoever takes one says it as her own."""

from __future__ import annotations

from fuer_desktop.domain.checking import Finding
from fuer_desktop.domain.forms import Form
from fuer_desktop.texts import reasons as texts

MOST = 9
"""One for each digit key."""


def ready_reasons(form: Form, finding: Finding) -> tuple[str, ...]:
    """At most ``MOST``: those of the rows that the finding names, of the form, then general ones
    for changes from last year or for figures that do not go together."""
    rows = (form.table_by_code[cell.table].coded_rows[cell.row] for cell in finding.cells)
    own = [reason for row in rows for reason in row.reasons]
    is_change = finding.rule in (rule.code for rule in form.changes)
    general = texts.OF_CHANGES if is_change else texts.OF_RELATIONS
    return tuple(dict.fromkeys((*own, *form.reasons, *general)))[:MOST]
