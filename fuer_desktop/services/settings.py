"""The few settings of one person on one PC: type, colours, what was open last, who signs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

RECENT = 5
LEAST_ZOOM, MOST_ZOOM = -2, 12
"""Points."""
_JOIN = "\t"


@dataclass(frozen=True, slots=True)
class Settings:
    """A change makes another one."""

    large: bool = False
    dark: bool = False
    recent: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    enter_down: bool = False
    """Whether Enter goes down in a form, not to the right."""
    zoom: int = 0
    """Points that the figures of forms are larger than the rest."""
    places: tuple[tuple[str, str], ...] = ()
    """Where the cursor stood last in each workspace, by path: form, table, row and column."""
    tie_offered: bool = False
    """Whether it was offered to have our files opened by a double click."""

    def with_recent(self, path: Path) -> Settings:
        """The settings with a workspace put first among the recent ones."""
        name = str(path.resolve())
        others = [known for known in self.recent if known != name]
        return replace(self, recent=(name, *others)[:RECENT])

    def with_place(self, path: Path, place: tuple[str, ...]) -> Settings:
        """The settings with where the cursor stood in a workspace."""
        name = str(path.resolve())
        others = [known for known in self.places if known[0] != name]
        return replace(self, places=((name, _JOIN.join(place)), *others)[:RECENT])

    def place(self, path: Path) -> tuple[str, ...]:
        """Where the cursor stood last in a workspace; nothing where that is not known."""
        found = dict(self.places).get(str(path.resolve()), "")
        return tuple(found.split(_JOIN)) if found else ()


def read_settings(folder: Path) -> Settings:
    """The settings kept in a folder; what cannot be read counts as unset."""
    try:
        kept = json.loads(_file(folder).read_text("utf-8"))
        return Settings(
            large=bool(kept.get("large")),
            dark=bool(kept.get("dark")),
            recent=tuple(str(path) for path in kept.get("recent", ())),
            signatories=_pairs(kept.get("signatories", ())),
            enter_down=bool(kept.get("enter_down")),
            zoom=max(min(int(kept.get("zoom", 0)), MOST_ZOOM), LEAST_ZOOM),
            places=_pairs(kept.get("places", ())),
            tie_offered=bool(kept.get("tie_offered")),
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Settings()


def _pairs(kept: Iterable[tuple[object, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(first), str(second)) for first, second in kept)


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings; a folder that cannot be written only means that they are forgotten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _file(folder).write_text(json.dumps(asdict(settings), ensure_ascii=False), "utf-8")
    except OSError:
        return


def _file(folder: Path) -> Path:
    return folder / "settings.json"
