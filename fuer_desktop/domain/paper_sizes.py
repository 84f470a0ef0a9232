"""What official forms are printed on."""

from __future__ import annotations

from enum import StrEnum

from fuer_desktop.texts import paper as texts


class PaperSize(StrEnum):
    """A sheet, upright or across."""

    A4 = "a4"
    A4_ACROSS = "a4-across"
    A3 = "a3"
    A3_ACROSS = "a3-across"

    @property
    def label(self) -> str:
        """The word for people."""
        return texts.SIZES[self.value]

    @property
    def points(self) -> tuple[float, float]:
        """Width and height, 72 to the inch."""
        return _POINTS[self]

    @property
    def twice(self) -> PaperSize:
        """The sheet of twice the area in the same proportions; A3 itself where there is none."""
        return {PaperSize.A4: PaperSize.A3, PaperSize.A4_ACROSS: PaperSize.A3_ACROSS}.get(
            self, self
        )


_POINTS = {
    PaperSize.A4: (595.28, 841.89),
    PaperSize.A4_ACROSS: (841.89, 595.28),
    PaperSize.A3: (841.89, 1190.55),
    PaperSize.A3_ACROSS: (1190.55, 841.89),
}
