"""``python3 dev.py screens``: a picture of every page in every look, made by the program itself.

``python -m tests.screens [--out FOLDER] [--round FOLDER] [--look LOOK …] [SCENE …]``
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fuer_desktop.services import paths
from fuer_desktop.ui import theme
from tests.ui.scenes import LOOKS, SCENES, SIZE, Stage, World


def main() -> None:
    """Play the scenes and save their pictures."""
    words = _words()
    # Witnesses and backups go where no person's are.
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        os.environ[name] = tempfile.mkdtemp(prefix="fuer-user-")
        atexit.register(shutil.rmtree, os.environ[name], ignore_errors=True)
    words.out.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    theme.prepare(application, paths.font())
    with tempfile.TemporaryDirectory() as place:
        copies = Path(place) / "copies"  # what scenes keep for each other stands beside it
        world = World(words.round, copies) if words.round else World.make(copies)
        for name in words.scenes or SCENES:
            for look in words.look or LOOKS:
                stage = Stage(application, LOOKS[look], tuple(words.size))
                SCENES[name](stage, world).grab().save(str(words.out / f"{name}-{look}.png"))
                stage.close()
                print(f"{name}-{look}", flush=True)


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="screens", description=__doc__)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="all when none is named")
    parser.add_argument("--out", type=Path, default=Path("screens"), metavar="FOLDER")
    parser.add_argument("--round", type=Path, metavar="FOLDER", help="a practice round to use")
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, metavar="PX")
    parser.add_argument("--look", action="append", choices=LOOKS, metavar="LOOK")
    return parser.parse_args()


if __name__ == "__main__":
    main()
