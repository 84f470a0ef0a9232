"""Versions of forms in a catalogue folder: which is in force in a year, and what each says of the
one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.rule_succession import check_rules
from fuer_desktop.domain.succession import check_order, check_succession
from fuer_desktop.domain.units import in_force
from fuer_desktop.formats import definitions
from fuer_desktop.formats.definitions import EARLIER
from fuer_desktop.texts import definitions as definition_texts
from fuer_desktop.texts import succession as texts

_FIRST = re.compile(r"^version\s*=\s*1\s*(#.*)?$", re.MULTILINE)
"""A first version says nothing of one before; most forms are, and need not be read twice."""


def newest_path(form: str) -> str:
    """Where the newest version of a form stands, and a task's one version of it."""
    return f"forms/{form}.toml"


def earlier_path(form: str, version: int) -> str:
    """Where a version before the newest stands."""
    return f"{EARLIER}{form}.{version}.toml"


def is_earlier(path: str, form: str) -> bool:
    """Whether a version of this form before the newest stands there."""
    return path.startswith(f"{EARLIER}{form}.")


def newest_texts(shipped: Mapping[str, str]) -> dict[str, str]:
    """The texts without the versions of forms before the newest."""
    return {path: text for path, text in shipped.items() if not path.startswith(EARLIER)}


def path_in_force(shipped: Mapping[str, str], form: str, year: int) -> str:
    """Where the version of a form that is in force in a year stands; raises DefinitionError where
    none is. A file that cannot be read counts as in force, and is told by whoever reads it."""
    known = []
    for path in _versions_of(shipped, form):
        since, until, version = _head(shipped[path])
        if in_force(year, since, until):
            return path
        since_words = "" if since is None else texts.SINCE.format(year=since)
        until_words = "" if until is None else texts.UNTIL.format(year=until)
        words = {"since": since_words, "until": until_words}
        known.append(texts.VERSION.format(version=version, **words))
    problem = texts.NOT_IN_FORCE.format(form=form, year=year, known="、".join(known))
    raise DefinitionError([problem])


def _versions_of(shipped: Mapping[str, str], form: str) -> list[str]:
    """The newest first."""
    earlier = [path for path in shipped if is_earlier(path, form)]
    newest = newest_path(form)
    return [newest, *earlier] if newest in shipped else earlier


def _head(text: str) -> tuple[int | None, int | None, object]:
    """Years and version of a form, without reading the rest of it."""
    try:
        head = definitions.content_of(text)["form"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None, None, ""
    if not isinstance(head, dict):
        return None, None, ""
    since, until = (
        bound if isinstance(bound := head.get(key), int) else None
        for key in ("valid_from", "valid_to")
    )
    return since, until, head.get("version")


def problems_of_versions(shipped: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with versions of one form against each other, and with the files of
    earlier ones. Mistakes within the newest files are told by whoever reads the catalogue."""
    return [*_problems_of_earlier(shipped), *_problems_of_succession(shipped)]


def _problems_of_earlier(shipped: Mapping[str, str]) -> Iterator[str]:
    for path, text in shipped.items():
        if not path.startswith(EARLIER):
            continue
        try:
            form = definitions.read_one_form(path, text)
        except DefinitionError as error:
            yield from error.problems
            continue
        wanted = earlier_path(form.code, form.version)
        if path != wanted:
            words = {"found": form.code, "version": form.version, "path": wanted}
            yield _at(path, texts.WRONG_EARLIER.format(**words))
        elif newest_path(form.code) not in shipped:
            yield _at(path, texts.NO_NEWEST.format(path=newest_path(form.code)))


def _problems_of_succession(shipped: Mapping[str, str]) -> Iterator[str]:
    for path, text in shipped.items():
        if not path.startswith("forms/") or _FIRST.search(text):
            continue
        form = _readable(path, text)
        if form is None or form.version == 1:
            continue
        versions = [_readable(p, shipped[p]) for p in _versions_of(shipped, form.code)]
        lower = [v for v in versions if v is not None and v.version < form.version]
        if not lower:
            before = earlier_path(form.code, form.version - 1)
            words = {"before": form.version - 1, "path": before}
            if before not in shipped:  # else it is there and has mistakes of its own
                yield _at(path, texts.NO_EARLIER.format(**words))
            continue
        old = max(lower, key=lambda version: version.version)
        found = check_order(old, form)
        found = found or check_succession(old, form) or check_rules(old, form)
        yield from (_at(path, problem) for problem in found)


def _readable(path: str, text: str) -> Form | None:
    try:
        return definitions.read_one_form(path, text)
    except DefinitionError:
        return None


def years_of_earlier(shipped: Mapping[str, str]) -> set[int]:
    """The last year of each version that has a later one: years with definitions of their own."""
    ends = {_head(text)[1] for path, text in shipped.items() if path.startswith(EARLIER)}
    return {end for end in ends if end is not None}


def _at(path: str, problem: str) -> str:
    return definition_texts.PLACE.format(where=path, problem=problem)
