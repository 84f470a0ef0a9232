"""What an operating system refused, in the words of the program."""

from __future__ import annotations

import errno

from fuer_desktop.texts import system as texts


def reason_of(error: OSError) -> str:
    """Why it was refused, as a part of a sentence; the system's own words, which may be in another
    language, only where the program has none."""
    of_windows = texts.WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0)
    if of_windows is not None:
        return of_windows
    number = error.errno or 0
    known = texts.REASONS.get(errno.errorcode.get(number, ""))
    return known or error.strerror or texts.UNNAMED.format(number=number)
