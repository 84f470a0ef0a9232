"""``python -m fuer_desktop``, the same as ``fuer-desktop``."""

import multiprocessing
import sys

from fuer_desktop.app import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
