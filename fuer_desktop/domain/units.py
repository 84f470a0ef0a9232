"""Reporting units: who files forms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """What sort of body a unit is; a form says which kind files it."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """One body that files forms.

    ``code`` is the place's six digits and three of GB/T 10114 for a township, or the six
    digits and the department's letters; ``department`` is the lasting code that forms name.
    """

    code: str
    name: str
    kind: UnitKind
    department: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A county or city that has plans; ``follows`` names the place whose definitions it uses."""

    code: str
    name: str
    follows: str
    practice: bool
    units: tuple[ReportingUnit, ...]

    def unit(self, code: str) -> ReportingUnit | None:
        """The unit with this code, if the place has it."""
        return next((unit for unit in self.units if unit.code == code), None)
