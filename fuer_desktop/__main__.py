"""``python -m fuer_desktop``, the same as ``fuer-desktop``."""

import sys

from fuer_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
