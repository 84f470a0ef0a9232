"""Definition files (TOML) to domain objects, or all their problems at once.

The format is described in ``forms/README.md``. Texts come in as they are stored, so the same
reader serves the shipped catalogue, a task package and a workspace.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import DataElement, Indicator
from fuer_desktop.domain.plans import Audience, Plan
from fuer_desktop.domain.units import Place
from fuer_desktop.formats.definition_text import to_toml
from fuer_desktop.formats.form_definition import ReadForm, read_form, row_spot, with_rules
from fuer_desktop.formats.indicator_definition import read_element, read_indicator
from fuer_desktop.formats.plan_definition import read_plan
from fuer_desktop.formats.section import Problems, Section, Spot, suggestion
from fuer_desktop.formats.unit_definition import read_unit, refuse_wrong_succession
from fuer_desktop.texts import definitions as texts

Texts = Mapping[str, str]
"""Definition files by their path below the catalogue, such as ``forms/FE-WJ01.toml``."""

EARLIER = "forms/earlier/"
"""Where the versions of forms before the newest stand, as ``CODE.VERSION.toml``."""

Coded = TypeVar("Coded", Form, ReadForm, Indicator, Plan, DataElement)

Found: TypeAlias = tuple[Spot, Coded]
"""An object and the section it was read from."""


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
    catalogue = gather_catalogue(files, problems, complete=complete)
    problems.raise_if_any()
    return catalogue


def gather_catalogue(files: Texts, problems: Problems, *, complete: bool = True) -> Catalogue:
    """What can be read of these files, after noting every problem."""
    sections = dict(_parse_all(files, problems))
    found = _forms(sections)
    forms = _with_rules(_unique(found, texts.FORM, problems), complete=complete)
    placed = [(spot, form) for (spot, _), form in zip(found, forms, strict=True)]
    elements, indicators = _indicators(sections, placed, problems)
    units = {indicator.code: indicator.unit for indicator in indicators}
    plans = _unique(
        [
            (root.spot.below("plan", 0), read_plan(root, units))
            for path, root in sections.items()
            if _is_plan(path)
        ],
        texts.PLAN,
        problems,
    )
    order = list(Audience)
    plans.sort(key=lambda plan: (order.index(plan.audience), plan.code))
    return Catalogue(tuple(forms), tuple(indicators), tuple(plans), tuple(elements))


def _indicators(
    sections: Mapping[str, Section], forms: Iterable[Found[Form]], problems: Problems
) -> tuple[list[DataElement], list[Indicator]]:
    """What no form asks yet, and all indicators; their sections are read after the forms."""
    element_parts, indicator_parts = [], []
    for path, root in sections.items():
        if path.startswith("indicators/"):
            element_parts += list(root.sections("element"))
            indicator_parts += list(root.sections("indicator"))
            root.done()
    found = [(part.spot, read_element(part)) for part in element_parts]
    elements = _unique(found, texts.ELEMENT, problems)
    asked = _elements(forms, problems)
    _refuse_asked(found, asked, problems)
    names = asked.keys() | {name for element in elements for name in element.names}
    read = [(part.spot, read_indicator(part, names)) for part in indicator_parts]
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
    forms = gather_forms({path: text}, problems)
    problems.raise_if_any()
    return forms[0]


def gather_forms(files: Texts, problems: Problems) -> list[Form]:
    """What can be read of these forms, each for itself, so that versions of one may be together;
    rules about other forms are left out."""
    read = [read_form(root) for _, root in _parse_all(files, problems)]
    return [form for one in read for form in _with_rules([one], complete=False)]


def declare_elements(here: Texts, elsewhere: Texts) -> str:
    """A definition text that declares what only the forms elsewhere ask; empty if there is nothing.

    With it the indicators can be read where those forms are not, or not in that version. What is
    wrong with the forms is told by whoever reads them.
    """
    asked = {name for form in forms_without_rules(here) for name in form.elements}
    parts = []
    for form in forms_without_rules(elsewhere):
        for name, key in form.elements.items():
            row = form.table_by_code[key.table].coded_rows[key.row]
            if name not in asked:
                asked.add(name)  # several versions of a form may ask it
                parts.append({"code": name, "name": row.title, "unit": row.unit})
    return to_toml({"element": parts}) if parts else ""


def forms_without_rules(files: Texts) -> list[Form]:
    """The forms among these files as far as they can be read, but for their rules."""
    everything = {path: text for path, text in files.items() if path.startswith("forms/")}
    return [read_form(root).form for _, root in _parse_all(everything, Problems())]


def _form_texts(files: Texts) -> dict[str, str]:
    return {path: text for path, text in files.items() if _is_form(path)}


def _forms(sections: Mapping[str, Section]) -> list[Found[ReadForm]]:
    return [
        (root.spot.below("form", 0), read_form(root))
        for path, root in sections.items()
        if _is_form(path)
    ]


def _is_form(path: str) -> bool:
    return path.startswith("forms/") and not path.startswith(EARLIER)


def read_selection(path: str, text: str) -> PlaceSelection:
    """A file of ``places/``; raises DefinitionError."""
    problems = Problems()
    selection = gather_selection(path, text, problems)
    problems.raise_if_any()
    return selection


def gather_selection(path: str, text: str, problems: Problems) -> PlaceSelection:
    """What can be read of a file of ``places/``, after noting every problem."""
    selection = PlaceSelection("", "", (), ())
    for _, root in _parse_all({path: text}, problems):
        place = root.section("place")
        root.done()
        selection = PlaceSelection(
            place.text("code"), place.text("name"), place.texts("plans"), place.texts("forms")
        )
        place.done()
    return selection


def check_selection(path: str, selection: PlaceSelection, files: Texts, problems: Problems) -> None:
    """Note every plan and form that a place uses and these files do not have."""
    head = Spot(path).below("place", 0)
    for what, key, codes in (
        (texts.PLAN, "plans", selection.plans),
        (texts.FORM, "forms", selection.forms),
    ):
        known = [
            stem(name)
            for name in files
            if name.startswith(f"{key}/") and not name.startswith(EARLIER)
        ]
        for code in codes:
            if code not in known:
                problem = texts.UNKNOWN_REFERENCE.format(
                    what=what, code=code, suggestion=suggestion(code, known)
                )
                problems.add(path, "", problem, replace(head, key=key))


def stem(path: str) -> str:
    """The name of a definition file without folders and ending."""
    return path.rpartition("/")[2].removesuffix(".toml")


def read_place(path: str, text: str) -> Place:
    """A list of units with the place they belong to; raises DefinitionError."""
    problems = Problems()
    place = gather_place(path, text, problems)
    problems.raise_if_any()
    return place


def gather_place(path: str, text: str, problems: Problems) -> Place:
    """What can be read of a list of units, after noting every problem."""
    place = Place("", "", "", practice=False, units=())
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
    if not problems.found and not problems.placed:
        refuse_wrong_succession(place.units, path, problems)
    return place


def _parse_all(files: Texts, problems: Problems) -> Iterable[tuple[str, Section]]:
    for path in sorted(files):
        try:
            content = tomllib.loads(files[path])
        except (ValueError, RecursionError) as error:
            problems.found.append(texts.UNREADABLE.format(file=path, reason=error))
            continue
        yield path, Section(content, problems, Spot(path))


def _is_plan(path: str) -> bool:
    return path.startswith("plans/")


def _unique(found: Iterable[Found[Coded]], what: str, problems: Problems) -> list[Coded]:
    """The objects, after noting every code that two of them share."""
    first: dict[str, Named] = {}
    items = []
    for section, item in found:
        here = (section.file, replace(section, key="code"))
        if item.code in first:
            _refuse_second(what, item.code, first[item.code], here, problems)
        first.setdefault(item.code, here)
        items.append(item)
    return items


Named: TypeAlias = tuple[str, Spot]
"""What people call the place of a spot, and the spot."""


def _refuse_second(what: str, code: str, first: Named, second: Named, problems: Problems) -> None:
    """Note a code that stands at two spots: at the second, or at the one that people have before
    them where the other is not theirs to change."""
    if problems.place(first[1]) and not problems.place(second[1]):
        first, second = second, first
    placed = problems.place(first[1])
    other = placed.where if placed else first[0]
    problem = texts.DUPLICATE.format(what=what, code=code, other=other)
    problems.add(second[0], code, problem, second[1])


def _elements(forms: Iterable[Found[Form]], problems: Problems) -> dict[str, str]:
    """All data elements with the form that asks them; each may be asked in one place only."""
    first: dict[str, Named] = {}
    for section, form in forms:
        for element, key in form.elements.items():
            spot = row_spot(section, form, key)
            if element in first:
                here = (form.code, spot)
                _refuse_second(texts.ELEMENT, element, first[element], here, problems)
            first.setdefault(element, (form.code, spot))
    return {element: code for element, (code, _) in first.items()}


def _refuse_asked(
    found: Iterable[Found[DataElement]], asked: Mapping[str, str], problems: Problems
) -> None:
    """Note every element that is declared although a form asks it."""
    for section, element in found:
        for name in element.names:
            if name in asked:
                problem = texts.ASKED_ALREADY.format(code=name, form=asked[name])
                spot = replace(section, key="code")
                problems.add(section.file, f"element {element.code}", problem, spot)


def _refuse_shared_names(found: Iterable[Found[Indicator]], problems: Problems) -> None:
    """Note every name or other wording that already belongs to an indicator.

    Of two indicators with one code only the code is told.
    """
    first: dict[str, Found[Indicator]] = {}
    for section, indicator in found:
        for name in indicator.names:
            here, there = (section, indicator), first.setdefault(name, (section, indicator))
            if there[1].code == indicator.code and indicator.names.count(name) == 1:
                continue
            if problems.place(there[0]) and not problems.place(section):
                here, there = there, here
            placed = problems.place(there[0])
            file = placed.where if placed else there[0].file
            problem = texts.DUPLICATE_NAME.format(name=name, other=there[1].code, file=file)
            spot = replace(here[0], key="name" if name == here[1].name else "aliases")
            problems.add(spot.file, f"indicator {here[1].code}", problem, spot)
