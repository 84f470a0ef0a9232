"""All definitions in force for one place, with the look-ups between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fuer_desktop.domain.forms import Form
from fuer_desktop.domain.indicators import Indicator
from fuer_desktop.domain.plans import Plan
from fuer_desktop.domain.values import CellKey


@dataclass(frozen=True)
class Catalogue:
    """Forms, indicators and plans that refer to one another."""

    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    plans: tuple[Plan, ...]

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
