"""The few settings of one person on one PC: type, colours, what was open last, who signs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

RECENT = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """A change makes another one."""

    large: bool = False
    dark: bool = False
    recent: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()

    def with_recent(self, path: Path) -> Settings:
        """The settings with a workspace put first among the recent ones."""
        name = str(path.resolve())
        others = [known for known in self.recent if known != name]
        return replace(self, recent=(name, *others)[:RECENT])


def read_settings(folder: Path) -> Settings:
    """The settings kept in a folder; what cannot be read counts as unset."""
    try:
        kept = json.loads(_file(folder).read_text("utf-8"))
        recent = tuple(str(path) for path in kept.get("recent", ()))
        signatories = tuple((str(role), str(name)) for role, name in kept.get("signatories", ()))
        return Settings(bool(kept.get("large")), bool(kept.get("dark")), recent, signatories)
    except (OSError, ValueError, AttributeError, TypeError):
        return Settings()


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings; a folder that cannot be written only means that they are forgotten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _file(folder).write_text(json.dumps(asdict(settings), ensure_ascii=False), "utf-8")
    except OSError:
        return


def _file(folder: Path) -> Path:
    return folder / "settings.json"
