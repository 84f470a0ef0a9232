"""``python3 dev.py screens``: a picture of every page in every look, made by the program itself.

python -m tests.screens [FOLDER] [SCENE …]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fuer_desktop.services import paths
from fuer_desktop.ui import theme
from tests.ui.scenes import LOOKS, SCENES, Stage, World

FOLDER = "screens"


def main(words: list[str]) -> None:
    """Play the scenes and save their pictures."""
    folder = Path(words[0] if words else FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    theme.prepare(application, paths.font())
    with tempfile.TemporaryDirectory() as place:
        world = World.make(Path(place))
        for name in words[1:] or SCENES:
            for look, settings in LOOKS.items():
                stage = Stage(application, settings)
                SCENES[name](stage, world).grab().save(str(folder / f"{name}-{look}.png"))
                stage.close()
                print(f"{name}-{look}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
