"""The small place's township form in versions that a test makes up: rows by their element."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.services.trial import CATALOGUE, TOWNSHIP

HEAD = """[form]
code     = "TF-XZ01"
version  = {version}
title    = "乡镇表"
filed_by = "township"
period   = "calendar"

[[form.table]]
code = "1"

[[form.table.column]]
code  = "1"
title = "合计"

[[form.table.column]]
code      = "2"
title     = "女"
breakdown = "female"
"""
ROW = """
[[form.table.row]]
code    = "{code}"
title   = "{title}"
unit    = "人"
element = "{element}"
"""
SAID = """
[[form.succession]]
{lines}
what = "{what}"
"""
RULE = """
[[form.rule]]
code     = "TF-XZ01.R05"
class    = "C"
relation = "{code} ≤ 40"
only     = ["1"]
"""
FIRST = {"members": "01", "directors": "02", "doses_due": "03", "doses_given": "04"}
"""The elements that the small place's indicators need, each with its row."""


def form_text(version: int, rows: Mapping[str, str], succession: str = "", rule: str = "") -> str:
    """A version: the code of each element's row."""
    made = HEAD.format(version=version)
    made += "".join(ROW.format(code=c, title=f"行{e}", element=e) for e, c in rows.items())
    return made + (RULE.format(code=rule) if rule else "") + succession


def succession(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What a version says of the one before it, where rows are moved, added and closed."""
    said = []
    for element, code in new.items():
        if element not in old:
            said.append(SAID.format(lines=f'row = "{code}"', what="added"))
        elif old[element] != code:
            lines = f'row = "{code}"\nwas = ["{old[element]}"]'
            said.append(SAID.format(lines=lines, what="moved"))
    said += [
        SAID.format(lines=f'was = ["{code}"]', what="closed")
        for element, code in old.items()
        if element not in new
    ]
    return "".join(said)


def catalogue(folder: Path, versions: Sequence[str]) -> Path:
    """The small place's definitions with these versions of the township form, the last in force."""
    made = shutil.copytree(CATALOGUE, folder)
    (made / "forms" / "earlier").mkdir()
    for number, text in enumerate(versions[:-1], start=1):
        (made / "forms" / "earlier" / f"{TOWNSHIP}.{number}.toml").write_text(text, "utf-8")
    (made / "forms" / f"{TOWNSHIP}.toml").write_text(versions[-1], "utf-8")
    return made
