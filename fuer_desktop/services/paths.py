"""Where things are: in the source tree, in a frozen build, in the user's own folder."""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
from contextlib import suppress
from pathlib import Path

from fuer_desktop.texts import paper_desk as paper_texts
from fuer_desktop.texts import practice_book as texts

WORKSPACE_ENDING = ".fuerdb"
PACKAGE_ENDING = ".fuer"
WORKBOOK_ENDING = ".xlsx"


def program_folder() -> Path:
    """The folder that holds ``forms`` and ``resources``."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).parents[2]


def forms() -> Path:
    """The shipped catalogue of definitions, read-only."""
    return program_folder() / "forms"


def resources() -> Path:
    """Fonts, icons, practice data."""
    return program_folder() / "resources"


USUAL_PLACE = "wushan"
"""The place that is practised where none is named; its given figures are the measure for all."""


def practice() -> Path:
    """The folder with a folder for each practice place."""
    return resources() / "practice"


def practice_places() -> list[str]:
    """The places that can be practised."""
    return sorted(path.parent.name for path in practice().glob("*/units.toml"))


def is_practice_copy(workspace: Path) -> bool:
    """Whether a workspace is called as the copies of the practice book are."""
    return workspace.name.startswith(texts.FILE.format(form=""))


def is_paper_desk(workspace: Path) -> bool:
    """Whether a workspace lies where an office keeps the desks of units without the program."""
    return workspace.parent.name.endswith(paper_texts.FOLDER.format(workspace=""))


def is_nobodys_own(workspace: Path) -> bool:
    """Whether a workspace is one that nobody comes back to by herself, and no task goes into."""
    return is_practice_copy(workspace) or is_paper_desk(workspace)


def font() -> Path:
    """The Chinese font that makes screens, charts and prints right on a machine without one."""
    return resources() / "fonts" / "FuErSansSC-Regular.otf"


def witness_folder(identity: str, workspace: Path) -> Path:
    """Where the second witness of a workspace is kept, away from the file itself."""
    return user_folder() / "witness" / _kept_name(identity, workspace)


def backup_folder(identity: str, workspace: Path) -> Path:
    """Where the backups of a workspace are kept."""
    return user_folder() / "backups" / _kept_name(identity, workspace)


KEPT = ("witness", "backups")
"""What is kept of a workspace in the person's folder."""


def kept_for(workspace: Path, kind: str) -> list[Path]:
    """The folders of what is kept (``witness`` or ``backups``) of the workspace at this path,
    whatever it was."""
    return sorted((user_folder() / kind).glob(_kept_name("*", workspace)))


def _kept_name(identity: str, workspace: Path) -> str:
    """A copy of a workspace elsewhere on this PC goes its own way, and is kept apart. Told by the
    way from the person's folder, so that both can be moved together."""
    place = str(workspace.resolve())
    with suppress(ValueError):  # on another drive there is no way
        place = os.path.relpath(place, user_folder().resolve())
    place = os.path.normcase(place)
    digest = hashlib.sha256(place.encode("utf-8", "surrogateescape"))
    return f"{identity}-{digest.hexdigest()[:8]}"


def free(path: Path) -> Path:
    """The path itself, or the first with a number that nothing has yet."""
    names = (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(2))
    others = map(path.with_name, names)
    return path if not path.exists() else next(other for other in others if not other.exists())


def user_folder() -> Path:
    """A folder of the person's own for log, settings and caches; it need not be there yet."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "fuer-desktop"
