"""From which year to which something is in force, as a definition says it."""

from __future__ import annotations

from fuer_desktop.formats.section import Section
from fuer_desktop.texts import definitions as texts

_YEARS = range(1900, 2200)


def read_validity(section: Section) -> tuple[int | None, int | None]:
    """``valid_from`` and ``valid_to``, each None where it is left out; problems are noted."""
    years = section.optional_integer("valid_from"), section.optional_integer("valid_to")
    for key, year in zip(("valid_from", "valid_to"), years, strict=True):
        if year is not None and year not in _YEARS:
            section.problem(texts.NOT_A_YEAR.format(key=section.word(key), found=year), key)
    since, until = years
    if since is not None and until is not None and since > until:
        words = {key: section.word(key) for key in ("valid_from", "valid_to")}
        problem = texts.YEARS_REVERSED.format(since=since, until=until, **words)
        section.problem(problem, "valid_to")
    return years
