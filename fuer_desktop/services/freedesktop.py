"""Linux desktops: the files that tie our files to the program, below the person's data folder.

A package of media types says what the endings are, an entry of the menu says what opens them; two
tools of the system then renew its lists. The formats are freedesktop.org's (Desktop Entry 1.5,
Shared MIME-info 0.21).
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import fuer_desktop
from fuer_desktop.formats import files
from fuer_desktop.services import file_kinds
from fuer_desktop.services.file_kinds import KINDS, FileKind, Opener
from fuer_desktop.texts import registering as texts

ENTRY = "applications/fuer-desktop.desktop"
TYPES = "mime/packages/fuer-desktop.xml"
_ICONS = "icons/hicolor/scalable"
_TOOL_SECONDS = 30
_ESCAPES = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}


def command_of(program: Sequence[str]) -> str:
    """What the desktop starts for a file: each word in quotes, then as a string of an entry."""
    return " ".join([*map(_quoted, program), "%f"])


def _quoted(word: str) -> str:
    inner = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return f'"{_escaped(inner)}"'


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _unescaped(text: str) -> str:
    signs = {escaped: sign for sign, escaped in _ESCAPES.items()} | {r"\s": " "}
    return re.sub(r"\\.", lambda found: signs.get(found[0], found[0]), text)


def entry_of(program: Sequence[str]) -> str:
    """The entry of the menu, which opens our files. ``TryExec`` has it ignored once the program
    is gone."""
    lines = {
        "Type": "Application",
        "Name": fuer_desktop.NAME,
        "Exec": command_of(program),
        "TryExec": _escaped(program[0]),
        "Icon": "fuer-desktop",
        "Terminal": "false",
        "Categories": "Office;",
        "MimeType": "".join(f"{kind.media_type};" for kind in KINDS),
    }
    return "\n".join(["[Desktop Entry]", *(f"{key}={text}" for key, text in lines.items()), ""])


def types_of(kinds: Sequence[FileKind]) -> str:
    """The package of media types."""
    types = "".join(
        f'  <mime-type type="{kind.media_type}">\n'
        f"    <comment>{html.escape(kind.name)}</comment>\n"
        f'    <sub-class-of type="{kind.container}"/>\n'
        f'    <glob pattern="*{kind.ending}"/>\n'
        "  </mime-type>\n"
        for kind in kinds
    )
    space = "http://www.freedesktop.org/standards/shared-mime-info"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<mime-info xmlns="{space}">\n{types}</mime-info>\n'


def files_of(program: Sequence[str], icons: Path) -> dict[str, bytes]:
    """Everything that ties our files to a program, by its place below the data folder."""
    made = {
        TYPES: types_of(KINDS).encode(),
        ENTRY: entry_of(program).encode("utf-8", "surrogateescape"),
        f"{_ICONS}/apps/fuer-desktop.svg": (icons / "fuer-desktop.svg").read_bytes(),
    }
    for kind in KINDS:
        name = kind.media_type.replace("/", "-")
        made[f"{_ICONS}/mimetypes/{name}.svg"] = (icons / f"{kind.icon}.svg").read_bytes()
    return made


class DataFolder:
    """Ties our files to a program and reads back to which they are tied. Raises OSError.

    ``run`` starts a tool of the system and says whether there is one.
    """

    def __init__(self, home: Path, run: Callable[[str, Path], bool]) -> None:
        self._home = home
        self._run = run

    def tie(self, program: Sequence[str]) -> list[str]:
        """Write the files; returns what keeps them from working. Raises WorkspaceError."""
        for place, data in files_of(program, file_kinds.icons()).items():
            files.write_whole(self._home / place, data)
        return [
            texts.MISSING_TOOL.format(tool=tool, package=texts.TOOLS[tool])
            for tool in self._renew()
        ]

    def untie(self) -> bool:
        """Take the files away, whichever copy of the program wrote them."""
        paths = [self._home / place for place in files_of(("",), file_kinds.icons())]
        ours = [path for path in paths if path.exists()]
        for path in ours:
            path.unlink()
        if ours:
            self._renew()
        return bool(ours)

    def command(self, program: Sequence[str]) -> str:
        """What is kept as the command of a program."""
        return command_of(program)

    def opener(self, kind: FileKind) -> Opener | None:
        """What a double click on a file of this kind starts; None where nothing does."""
        try:
            types = (self._home / TYPES).read_text("utf-8")
            entry = (self._home / ENTRY).read_text("utf-8", "surrogateescape")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        lines = dict(line.split("=", 1) for line in entry.split("\n") if "=" in line)
        named = lines.get("MimeType", "").split(";")
        if kind.media_type not in named or kind.media_type not in types:
            return None
        return Opener(lines.get("Exec", ""), _unescaped(lines.get("TryExec", "")))

    def _renew(self) -> list[str]:
        """Have the system's lists made again; returns the tools that are not there."""
        folders = {"update-mime-database": "mime", "update-desktop-database": "applications"}
        return [tool for tool, name in folders.items() if not self._run(tool, self._home / name)]


def run_tool(tool: str, folder: Path) -> bool:
    """Run a tool of the system on a folder; False where there is none."""
    found = shutil.which(tool)
    if found is None:
        return False
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [found, str(folder)],
            capture_output=True,
            check=False,
            timeout=_TOOL_SECONDS,
            env=_outside(os.environ),
        )
    return True


def _outside(environment: Mapping[str, str]) -> dict[str, str]:
    """A built program looks for libraries in its own folder first; the system's tools must not."""
    others = {name: text for name, text in environment.items() if name != "LD_LIBRARY_PATH"}
    before = others.pop("LD_LIBRARY_PATH_ORIG", "")
    return {**others, "LD_LIBRARY_PATH": before} if before else others


def this_user() -> DataFolder:
    """The data folder of whoever runs the program."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    home = named if named.is_absolute() else Path.home() / ".local" / "share"
    return DataFolder(home, run_tool)
