"""Definition files (TOML) to domain objects, or all their problems at once.

The format is described in ``forms/README.md``. Texts come in as they are stored, so the same
reader serves the shipped catalogue, a task package and a workspace.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.continuity import RowPlace
from fuer_desktop.domain.expressions import refs
from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import DataElement, Indicator
from fuer_desktop.domain.plans import Audience, Plan
from fuer_desktop.domain.units import Place
from fuer_desktop.formats.definition_text import to_toml
from fuer_desktop.formats.form_definition import (
    ReadForm,
    read_form,
    refuse_nonsense,
    row_spot,
    with_rules,
)
from fuer_desktop.formats.indicator_definition import read_element, read_indicator
from fuer_desktop.formats.place_definition import (
    NO_PLACE,
    PlaceSelection,
    ReadPlace,
    as_used,
    is_place,
    own_forms,
    read_place_file,
    with_own,
)
from fuer_desktop.formats.plan_definition import read_plan
from fuer_desktop.formats.section import Problems, Section, Spot
from fuer_desktop.formats.unit_definition import read_member, read_unit, refuse_wrong_succession
from fuer_desktop.texts import definitions as texts

Texts = Mapping[str, str]
"""Definition files by their path below the catalogue, such as ``forms/FE-WJ01.toml``."""

EARLIER = "forms/earlier/"
"""Where the versions of forms before the newest stand, as ``CODE.VERSION.toml``."""

Coded = TypeVar("Coded", Form, ReadForm, Indicator, Plan, DataElement)

Found: TypeAlias = tuple[Spot, Coded]
"""An object and the section it was read from."""


def read_catalogue(
    files: Texts, *, complete: bool = True, settled: Collection[str] = ()
) -> Catalogue:
    """The catalogue that these files define; raises DefinitionError with every problem.

    A task's texts are not ``complete``: rules about forms that it does not have are left out, and
    so are those of forms that are ``settled``, which were read before.
    """
    return _read_catalogue(tuple(sorted(files.items())), complete, frozenset(settled))


@lru_cache(maxsize=8)
def _read_catalogue(
    files: tuple[tuple[str, str], ...], complete: bool, settled: frozenset[str]
) -> Catalogue:
    """The same texts are the same catalogue, however many pages ask for it; a mistake is told
    anew."""
    problems = Problems()
    catalogue = gather_catalogue(dict(files), problems, complete=complete, settled=settled)
    problems.raise_if_any()
    return catalogue


def gather_catalogue(
    files: Texts, problems: Problems, *, complete: bool = True, settled: Collection[str] = ()
) -> Catalogue:
    """What can be read of these files, after noting every problem."""
    sections = dict(_parse_all(files, problems))
    found = _forms(sections)
    read = _unique(found, texts.FORM, problems)
    read = [replace(one, rules=()) if one.code in settled else one for one in read]
    places = [read_place_file(root) for path, root in sections.items() if is_place(path)]
    if not complete:
        read = [form for place in places for form in with_own(read, place)] if places else read
    forms = _with_rules(read, complete=complete)
    placed = [(spot, form) for (spot, _), form in zip(found, forms, strict=True)]
    own = _own_of_places(places, read, forms) if complete else []
    elements, indicators = _indicators(sections, placed, own, problems)
    if not complete:
        forms, elements = _as_used(forms, elements, places)
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


def _own_of_places(
    places: Iterable[ReadPlace], read: Sequence[ReadForm], forms: Sequence[Form]
) -> list[Form]:
    """The forms that places make longer, each with what that place adds, after noting what is
    wrong with it and with what the place leaves out."""
    known = {form.code: form for form in forms}
    longer: list[Form] = []
    for place in places:
        for one in own_forms(read, place):
            form = with_rules(one, known, complete=True)
            taken = {rule.code for rule in known[form.code].rules}
            for section in one.rules:
                code = section.text("code", "")
                if code in taken:
                    words = {"what": texts.RULE, "code": code, "other": form.code}
                    section.problem(texts.DUPLICATE.format(**words), "code")
            longer.append(form)
        as_used(known, place, complete=True)
    return longer


def _as_used(
    forms: Sequence[Form], elements: Sequence[DataElement], places: Iterable[ReadPlace]
) -> tuple[list[Form], list[DataElement]]:
    """The forms as a task's place uses them, and what is not asked then."""
    used = {form.code: form for form in forms}
    for place in places:
        used = as_used(used, place, complete=False)
    asked = {name for form in used.values() for name in form.elements}
    left = [
        DataElement(name, row.title, row.unit)
        for form in forms
        for name, key in form.elements.items()
        if name not in asked and (row := form.rows[RowPlace(key.table, key.row)])
    ]
    return list(used.values()), [*elements, *left]


def _indicators(
    sections: Mapping[str, Section],
    forms: Iterable[Found[Form]],
    own: Iterable[Form],
    problems: Problems,
) -> tuple[list[DataElement], list[Indicator]]:
    """What no form asks yet, and all indicators; their sections are read after the forms. What
    places ask in rows of their own is known too."""
    element_parts, indicator_parts = [], []
    for path, root in sections.items():
        if path.startswith("indicators/"):
            element_parts += list(root.sections("element"))
            indicator_parts += list(root.sections("indicator"))
            root.done()
    found = [(part.spot, read_element(part)) for part in element_parts]
    elements = _unique(found, texts.ELEMENT, problems)
    asked = {name: form.code for form in own for name in form.elements}
    asked |= _elements(forms, problems)
    _refuse_asked(found, asked, problems)
    names = asked.keys() | {name for element in elements for name in element.names}
    read = [(part.spot, read_indicator(part, names)) for part in indicator_parts]
    indicators = _unique(read, texts.INDICATOR, problems)
    _refuse_shared_names(read, problems)
    _refuse_measured_choices(read, [*(form for _, form in forms), *own], problems)
    return elements, indicators


def _refuse_measured_choices(
    found: Iterable[Found[Indicator]], forms: Iterable[Form], problems: Problems
) -> None:
    """Note every indicator that is computed from the code of an answer."""
    answers = {
        name: (form.code, key.row)
        for form in forms
        for name, key in form.elements.items()
        if key in form.choice_cells
    }
    for section, indicator in found:
        for key in ("numerator", "denominator"):
            formula = getattr(indicator, key)
            for name in sorted({ref.name for ref in refs(formula)} if formula else ()):
                if name in answers:
                    form, row = answers[name]
                    problem = texts.CHOICE_MEASURED.format(element=name, form=form, row=row)
                    spot = replace(section, key=key)
                    problems.add(spot.file, f"indicator {indicator.code}", problem, spot)


def read_forms(files: Texts) -> tuple[Form, ...]:
    """Only the forms among these files, for a desk that needs no more; raises DefinitionError."""
    wanted = {path: text for path, text in files.items() if _is_form(path) or is_place(path)}
    return _read_forms(tuple(sorted(wanted.items())))


@lru_cache(maxsize=8)
def _read_forms(files: tuple[tuple[str, str], ...]) -> tuple[Form, ...]:
    """The same texts are the same forms, however often a task is loaded; a mistake is told anew."""
    problems = Problems()
    sections = dict(_parse_all(dict(files), problems))
    read = _unique(_forms(sections), texts.FORM, problems)
    places = [read_place_file(root) for path, root in sections.items() if is_place(path)]
    for place in places:
        read = with_own(read, place)
    forms = {form.code: form for form in _with_rules(read, complete=False)}
    for place in places:
        forms = as_used(forms, place, complete=False)
    problems.raise_if_any()
    return tuple(forms.values())


def _with_rules(read: Sequence[ReadForm], *, complete: bool) -> list[Form]:
    """The forms with their rules, which may name the others."""
    known = {one.code: one.form for one in read}
    forms = [with_rules(one, known, complete=complete) for one in read]
    if complete:
        for one, form in zip(read, forms, strict=True):
            refuse_nonsense(one, form, known)
    return forms


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
    forms_here = (*forms_without_rules(here), *_lengthened(here, here))
    asked = {name for form in forms_here for name in form.elements}
    parts = []
    everything = {**here, **elsewhere}
    for form in (*forms_without_rules(elsewhere), *_lengthened(everything, elsewhere)):
        for name, key in form.elements.items():
            row = form.table_by_code[key.table].coded_rows[key.row]
            if name not in asked:
                asked.add(name)  # several versions of a form may ask it
                parts.append({"code": name, "name": row.title, "unit": row.unit})
    return to_toml({"element": parts}) if parts else ""


def forms_without_rules(files: Texts) -> list[Form]:
    """The forms among these files as far as they can be read, but for their rules."""
    wanted = (files[path] for path in sorted(files) if path.startswith("forms/"))
    return [read.form for read in map(_read_alone, wanted) if read is not None]


@lru_cache(maxsize=128)
def _read_alone(text: str) -> ReadForm | None:
    """A form but for its rules, as far as it can be read; its mistakes are told elsewhere."""
    try:
        content = content_of(text)
    except (ValueError, RecursionError):
        return None
    return read_form(Section(content, Problems(), Spot("")))


def _lengthened(files: Texts, places: Texts) -> list[Form]:
    """The newest forms among the files to which these places add rows, with those rows."""
    of_places = {path: text for path, text in places.items() if is_place(path)}
    newest = (files[path] for path in sorted(files) if _is_form(path))
    read = [found for found in map(_read_alone, newest) if found is not None]
    return [
        one.form
        for _, root in _parse_all(of_places, Problems())
        for one in own_forms(read, read_place_file(root))
    ]


def _forms(sections: Mapping[str, Section]) -> list[Found[ReadForm]]:
    return [
        (root.spot.below("form", 0), read_form(root))
        for path, root in sections.items()
        if _is_form(path)
    ]


def _is_form(path: str) -> bool:
    return path.startswith("forms/") and not path.startswith(EARLIER)


def read_selection(path: str, text: str) -> PlaceSelection:
    """What a place uses, from its file; raises DefinitionError."""
    problems = Problems()
    selection = gather_selection(path, text, problems)
    problems.raise_if_any()
    return selection


def gather_selection(path: str, text: str, problems: Problems) -> PlaceSelection:
    """What can be read of what a place uses, after noting every problem."""
    roots = [root for _, root in _parse_all({path: text}, problems)]
    return read_place_file(roots[0]).selection if roots else NO_PLACE


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
            members=tuple(read_member(section) for section in root.sections("member")),
        )
        root.refuse_repeated(texts.MEMBER, [member.code for member in place.members])
        head.done()
        root.done()
    if not problems.found and not problems.placed:
        refuse_wrong_succession(place.units, path, problems)
    return place


@lru_cache(maxsize=128)
def content_of(text: str) -> dict[str, Any]:
    """What a definition text says, to be looked at only; a catalogue is read from several sides,
    and each text once. Raises ValueError or RecursionError."""
    return tomllib.loads(text)


def _parse_all(files: Texts, problems: Problems) -> Iterable[tuple[str, Section]]:
    for path in sorted(files):
        try:
            content = content_of(files[path])
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
