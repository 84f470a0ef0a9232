"""Why an office decided so: every decision that can be asked about later has its reason."""

from __future__ import annotations

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.texts import matters as texts

LEAST_REASON, MOST_REASON = 4, 400
"""Characters of a reason that somebody can still understand next year, and that a package holds."""


def require_reason(reason: str) -> str:
    """A reason without blanks around it; raises WorkspaceError for what is none."""
    said = reason.strip()
    if len(said) < LEAST_REASON:
        raise WorkspaceError(texts.REASON_SHORT.format(least=LEAST_REASON))
    if len(said) > MOST_REASON:
        raise WorkspaceError(texts.REASON_LONG.format(most=MOST_REASON, count=len(said)))
    return said
