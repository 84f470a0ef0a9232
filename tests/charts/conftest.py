"""A maternal mortality rate to be varied, and the shipped font."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fuer_desktop.charts.progress import ProgressData
from fuer_desktop.charts.style import register_font
from fuer_desktop.domain.trends import Point

FONT = Path(__file__).parents[2] / "resources/fonts/FuErSansSC-Regular.otf"

USUAL = ProgressData(
    indicator="孕产妇死亡率",
    unit="1/10万",
    decimals=1,
    points=(),
    base=None,
    target_year=2030,
    target=Decimal(8),
    band=None,
    sense_down=True,
    state="进度偏慢",
    aim="＜8/10万",
    source="来源：县卫生健康委员会（演练）FE-WJ01；2020—2023年为演练数据",
    practice=True,
)


@pytest.fixture(scope="session")
def progress() -> Callable[..., ProgressData]:
    """``progress("24.4 - 27.9", first=2020, target="8")``: "-" is a missing year."""

    def make(values: str = "", first: int = 2020, **changes: Any) -> ProgressData:
        points = tuple(
            Point(first + number, Decimal(value))
            for number, value in enumerate(values.split())
            if value != "-"
        )
        changes = {"points": points, "base": points[0] if points else None, **changes}
        if isinstance(changes.get("target"), str):
            changes["target"] = Decimal(changes["target"])
        return replace(USUAL, **changes)

    return make


@pytest.fixture(scope="session", autouse=True)
def _font() -> None:
    register_font(FONT)
