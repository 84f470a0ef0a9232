"""Writing definition files (TOML): of all that TOML can say only what definitions need."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

_DELETE = "\x7f"


def to_toml(content: Mapping[str, object]) -> str:
    """A definition file with these sections; keys come before sub-sections, as TOML wants.

    Values are strings, whole numbers, true or false, lists of strings, sections and lists of
    sections.
    """
    return "\n\n".join("\n".join(lines) for lines in _sections(content, "")) + "\n"


def quoted(text: str) -> str:
    """A text as TOML writes it: a JSON text is one, but for the one sign that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007f")


def _sections(content: Mapping[str, object], name: str) -> Iterator[list[str]]:
    parts: list[tuple[str, object]] = []
    lines = []
    for key, value in content.items():
        if _is_section(value):
            parts.append((key, value))
        else:
            lines.append(f"{key} = {_value(value)}")
    if lines or name:
        yield [*([name] if name else []), *lines]
    inner = name.strip("[]")
    for key, value in parts:
        path = f"{inner}.{key}" if inner else key
        if isinstance(value, Mapping):
            yield from _sections(value, f"[{path}]")
        elif isinstance(value, list):
            for item in value:
                yield from _sections(item, f"[[{path}]]")


def _is_section(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return _list([quoted(str(item)) for item in value])
    return quoted(str(value))


_LINE = 100


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= _LINE:
        return line
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
