"""Definition files (TOML) to domain objects, or all their problems at once.

The format is described in ``forms/README.md``. Texts come in as they are stored, so the same
reader serves the shipped catalogue, a task package and a workspace.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import DataElement, Indicator
from fuer_desktop.domain.plans import Audience, Plan
from fuer_desktop.domain.units import Place
from fuer_desktop.formats.form_definition import ReadForm, read_form, with_rules
from fuer_desktop.formats.indicator_definition import read_element, read_indicator
from fuer_desktop.formats.plan_definition import read_plan
from fuer_desktop.formats.section import Problems, Section
from fuer_desktop.formats.unit_definition import read_unit, refuse_wrong_succession
from fuer_desktop.texts import definitions as texts

Texts = Mapping[str, str]
"""Definition files by their path below the catalogue, such as ``forms/FE-WJ01.toml``."""

EARLIER = "forms/earlier/"
"""Where the versions of forms before the newest stand, as ``CODE.VERSION.toml``."""

Coded = TypeVar("Coded", ReadForm, Indicator, Plan, DataElement)


@dataclass(frozen=True, slots=True)
class PlaceSelection:
    """Which plans and forms of the catalogue a place uses."""

    code: str
    name: str
    plans: tuple[str, ...]
    forms: tuple[str, ...]


def read_catalogue(files: Texts, *, complete: bool = True) -> Catalogue:
    """The catalogue that these files define; raises DefinitionError with every problem.

    A task's texts are not ``complete``: rules about forms that it does not have are left out.
    """
    problems = Problems()
    catalogue = _catalogue(files, problems, complete=complete)
    problems.raise_if_any()
    return catalogue


def _catalogue(files: Texts, problems: Problems, *, complete: bool) -> Catalogue:
    sections = dict(_parse_all(files, problems))
    read = _unique(_forms(sections), texts.FORM, problems)
    forms = _with_rules(read, complete=complete)
    elements, indicators = _indicators(sections, forms, problems)
    units = {indicator.code: indicator.unit for indicator in indicators}
    plans = _unique(
        [(path, read_plan(root, units)) for path, root in sections.items() if _is_plan(path)],
        texts.PLAN,
        problems,
    )
    order = list(Audience)
    plans.sort(key=lambda plan: (order.index(plan.audience), plan.code))
    return Catalogue(tuple(forms), tuple(indicators), tuple(plans), tuple(elements))


def _indicators(
    sections: Mapping[str, Section], forms: Iterable[Form], problems: Problems
) -> tuple[list[DataElement], list[Indicator]]:
    """What no form asks yet, and all indicators; their sections are read after the forms."""
    element_parts, indicator_parts = [], []
    for path, root in sections.items():
        if path.startswith("indicators/"):
            element_parts += [(path, part) for part in root.sections("element")]
            indicator_parts += [(path, part) for part in root.sections("indicator")]
            root.done()
    found = [(path, read_element(part)) for path, part in element_parts]
    elements = _unique(found, texts.ELEMENT, problems)
    asked = _elements(forms, problems)
    _refuse_asked(found, asked, problems)
    names = asked.keys() | {name for element in elements for name in element.names}
    read = [(path, read_indicator(part, names)) for path, part in indicator_parts]
    indicators = _unique(read, texts.INDICATOR, problems)
    _refuse_shared_names(read, problems)
    return elements, indicators


def read_forms(files: Texts) -> tuple[Form, ...]:
    """Only the forms among these files, for a desk that needs no more; raises DefinitionError."""
    problems = Problems()
    read = _unique(_forms(dict(_parse_all(_form_texts(files), problems))), texts.FORM, problems)
    forms = _with_rules(read, complete=False)
    problems.raise_if_any()
    return tuple(forms)


def _with_rules(read: Sequence[ReadForm], *, complete: bool) -> list[Form]:
    """The forms with their rules, which may name the others."""
    known = {one.code: one.form for one in read}
    return [with_rules(one, known, complete=complete) for one in read]


def read_one_form(path: str, text: str) -> Form:
    """One version of a form, newest or earlier; rules about other forms are left out. Raises
    DefinitionError."""
    problems = Problems()
    read = [read_form(root) for _, root in _parse_all({path: text}, problems)]
    forms = _with_rules(read, complete=False)
    problems.raise_if_any()
    return forms[0]


def declare_elements(here: Texts, elsewhere: Texts) -> str:
    """A definition text that declares what only the forms elsewhere ask; empty if there is nothing.

    With it the indicators can be read where those forms are not, or not in that version. What is
    wrong with the forms is told by whoever reads them.
    """
    asked = {name for form in _readable_forms(here) for name in form.elements}
    parts = []
    for form in _readable_forms(elsewhere):
        for name, key in form.elements.items():
            row = form.table_by_code[key.table].coded_rows[key.row]
            if name not in asked:
                asked.add(name)  # several versions of a form may ask it
                about = {"code": name, "name": row.title, "unit": row.unit}
                parts.append("[[element]]\n" + "".join(map(_assignment, about.items())))
    return "\n".join(parts)


def _readable_forms(files: Texts) -> list[Form]:
    everything = {path: text for path, text in files.items() if path.startswith("forms/")}
    return [read_form(root).form for _, root in _parse_all(everything, Problems())]


def _assignment(pair: tuple[str, str]) -> str:
    key, value = pair
    return f"{key} = {json.dumps(value, ensure_ascii=False)}\n"  # a JSON text is a TOML one


def _form_texts(files: Texts) -> dict[str, str]:
    return {path: text for path, text in files.items() if _is_form(path)}


def _forms(sections: Mapping[str, Section]) -> list[tuple[str, ReadForm]]:
    return [(path, read_form(root)) for path, root in sections.items() if _is_form(path)]


def _is_form(path: str) -> bool:
    return path.startswith("forms/") and not path.startswith(EARLIER)


def read_selection(path: str, text: str) -> PlaceSelection:
    """A file of ``places/``; raises DefinitionError."""
    problems = Problems()
    for _, root in _parse_all({path: text}, problems):
        place = root.section("place")
        root.done()
        selection = PlaceSelection(
            place.text("code"), place.text("name"), place.texts("plans"), place.texts("forms")
        )
        place.done()
    problems.raise_if_any()
    return selection


def read_place(path: str, text: str) -> Place:
    """A list of units with the place they belong to; raises DefinitionError."""
    problems = Problems()
    for _, root in _parse_all({path: text}, problems):
        head = root.section("place")
        place = Place(
            code=head.text("code"),
            name=head.text("name"),
            follows=head.text("follows"),
            practice=head.flag("practice", default=False),
            units=tuple(read_unit(section) for section in root.sections("unit")),
        )
        head.done()
        root.done()
    if not problems.found:
        refuse_wrong_succession(place.units, path, problems)
    problems.raise_if_any()
    return place


def _parse_all(files: Texts, problems: Problems) -> Iterable[tuple[str, Section]]:
    for path in sorted(files):
        try:
            content = tomllib.loads(files[path])
        except (ValueError, RecursionError) as error:
            problems.found.append(texts.UNREADABLE.format(file=path, reason=error))
            continue
        yield path, Section(content, problems, path, "")


def _is_plan(path: str) -> bool:
    return path.startswith("plans/")


def _unique(found: list[tuple[str, Coded]], what: str, problems: Problems) -> list[Coded]:
    """The objects, after noting every code that two of them share."""
    first: dict[str, str] = {}
    for path, item in found:
        if item.code in first:
            problem = texts.DUPLICATE.format(what=what, code=item.code, other=first[item.code])
            problems.add(path, item.code, problem)
        first.setdefault(item.code, path)
    return [item for _, item in found]


def _elements(forms: Iterable[Form], problems: Problems) -> dict[str, str]:
    """All data elements with the form that asks them; each may be asked in one place only."""
    first: dict[str, str] = {}
    for form in forms:
        for element in form.elements:
            if element in first:
                problem = texts.DUPLICATE.format(
                    what=texts.ELEMENT, code=element, other=first[element]
                )
                problems.add(form.code, element, problem)
            first.setdefault(element, form.code)
    return first


def _refuse_asked(
    found: Iterable[tuple[str, DataElement]], asked: Mapping[str, str], problems: Problems
) -> None:
    """Note every element that is declared although a form asks it."""
    for path, element in found:
        for name in element.names:
            if name in asked:
                problem = texts.ASKED_ALREADY.format(code=name, form=asked[name])
                problems.add(path, f"element {element.code}", problem)


def _refuse_shared_names(found: Iterable[tuple[str, Indicator]], problems: Problems) -> None:
    """Note every name or other wording that already belongs to an indicator.

    Of two indicators with one code only the code is told.
    """
    first: dict[str, tuple[str, Indicator]] = {}
    for path, indicator in found:
        for name in indicator.names:
            file, other = first.setdefault(name, (path, indicator))
            if other.code != indicator.code or indicator.names.count(name) > 1:
                problem = texts.DUPLICATE_NAME.format(name=name, other=other.code, file=file)
                problems.add(path, f"indicator {indicator.code}", problem)
