"""Commands about handing a workspace to the next PC or the next person."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fuer_desktop.cli.output import ATTENTION, DONE, open_workspace, say
from fuer_desktop.services import handing_on, paths, taking_up
from fuer_desktop.services.settings import read_settings
from fuer_desktop.texts import handing_on as texts


def hand_over(arguments: Namespace) -> int:
    """Write the handover, mark the workspace, and say the code."""
    with open_workspace(arguments.workspace) as workspace:
        path, code = handing_on.hand_over(workspace, arguments.to, arguments.reason, arguments.out)
    say(texts.HANDED_OVER.format(path=path, code=handing_on.in_groups(code)))
    return DONE


def take_up(arguments: Namespace) -> int:
    """Make a workspace from a handover, and say how others of its unit on this PC stand to it."""
    offer = taking_up.read(arguments.file)
    content = taking_up.opened(offer, arguments.code)
    recent = map(Path, read_settings(paths.user_folder()).recent)
    kin = taking_up.kin_of(content, taking_up.on_this_pc(arguments.workspace.parent, recent))
    say(taking_up.take_up(offer, content, arguments.workspace).sentence)
    for other in kin:
        say(other.sentence)
    return ATTENTION if any(other.ahead for other in kin) else DONE


def take_back(arguments: Namespace) -> int:
    """Go on with a workspace that was handed over."""
    with open_workspace(arguments.workspace) as workspace:
        handing_on.take_back(workspace, arguments.reason)
    say(texts.TAKEN_BACK)
    return DONE
