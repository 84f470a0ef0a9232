"""All definitions in force for one place, with the look-ups between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import DataElement, Indicator
from fuer_desktop.domain.plans import Plan
from fuer_desktop.domain.values import CellKey


@dataclass(frozen=True)
class Catalogue:
    """Forms, indicators and plans that refer to one another."""

    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    plans: tuple[Plan, ...]
    unasked: tuple[DataElement, ...] = ()
    """What indicators count and no form asks yet."""

    @cached_property
    def form_by_code(self) -> dict[str, Form]:
        """Forms by code."""
        return {form.code: form for form in self.forms}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def place_of_element(self) -> dict[str, tuple[Form, CellKey]]:
        """Where each data element is asked."""
        return {
            element: (form, key) for form in self.forms for element, key in form.elements.items()
        }

    def forms_of(self, indicator: Indicator) -> tuple[Form, ...]:
        """The forms that ask what the indicator counts."""
        asked = self.place_of_element
        found = {asked[name][0].code for name in indicator.elements if name in asked}
        return tuple(form for form in self.forms if form.code in found)

    def unasked_by(self, indicator: Indicator) -> tuple[str, ...]:
        """Names of the things counted for which no form asks; empty if it can be computed."""
        asked = self.place_of_element
        gaps = (name for name in indicator.elements if name not in asked)
        return tuple(dict.fromkeys(self._name_of_unasked.get(gap, gap) for gap in gaps))

    def name_of(self, element: str) -> str:
        """What a data element is called: the row that asks it, with the column where it is a part;
        else as it is declared."""
        if element not in self.place_of_element:
            return self._name_of_unasked.get(element, element)
        form, key = self.place_of_element[element]
        table = form.table_by_code[key.table]
        row, column = table.coded_rows[key.row], table.column_by_code[key.column]
        return f"{row.title}（{column.name}）" if column.breakdown else row.title

    @cached_property
    def _name_of_unasked(self) -> dict[str, str]:
        return {name: element.name for element in self.unasked for name in element.names}
