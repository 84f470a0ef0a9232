"""The command that ties our files to the program, and takes that back."""

from __future__ import annotations

from argparse import Namespace

from fuer_desktop.cli.output import ATTENTION, DONE, say
from fuer_desktop.services import registering


def register(arguments: Namespace) -> int:
    """Tie, take back, or only say how it stands."""
    act = registering.register
    if arguments.remove:
        act = registering.remove
    elif arguments.show:
        act = registering.state
    account = act(registering.this_system())
    say(account.text)
    return ATTENTION if account.is_open else DONE
