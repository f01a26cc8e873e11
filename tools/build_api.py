"""The page on the Python API, docs/api.md: the docstrings of all that `moodcloud` names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Final

import moodcloud

_PAGE: Final = """\
# Python API

What `import moodcloud` offers; [guide.md](guide.md) leads through it. The examples run as they are
from the root of a checkout, and in the tests.

This page is made from docstrings by `make docs`.
"""
_SECTION: Final = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
# `name: What it is`, of a section; what continues it is indented further.
_ENTRY: Final = re.compile(r"^ {4}([\w*]+): (.*)$")


def api_page() -> str:
    """Return docs/api.md."""
    return _PAGE + "".join(f"\n{part}\n" for part in _parts())


def _parts() -> Iterator[str]:
    for name in sorted(moodcloud.__all__, key=str.lower):
        named = getattr(moodcloud, name)
        if inspect.isclass(named) and not issubclass(named, BaseException):
            yield f"## `moodcloud.{name}`"
            yield _text(named)
            yield from _members(name, named)
        elif callable(named):
            yield f"## `moodcloud.{name}`"
            if not inspect.isclass(named):
                yield _signature(name, named)
            yield _text(named)


def _members(owner: str, named: type) -> Iterator[str]:
    """Describe what a class has in public, in the order in which it is written."""
    if owner == "Options":
        yield "Every option with its meaning and bounds is in [options.md](options.md)."
        return
    for name, member in vars(named).items():
        if not name.startswith("_") and inspect.getdoc(member):
            yield f"### `{owner}.{name}`"
            if inspect.isfunction(member):
                yield _signature(name, member)
            yield _text(member)


def _signature(name: str, function: Any) -> str:
    """Return the signature with one parameter a line, as the source has it."""
    shown: list[str] = []
    for each in inspect.signature(function).parameters.values():
        if each.kind is each.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        star = "**" if each.kind is each.VAR_KEYWORD else ""
        default = "" if each.default is each.empty else f" = {each.default!r}"
        if each.name != "self":
            shown.append(f"{star}{each.name}: {each.annotation}{default}")
    told = [f"{name}(", *(f"    {each}," for each in shown), ")"] if shown else [f"{name}()"]
    return "\n".join(["```python", *told, "```"])


def _indent(found: re.Match[str]) -> str:
    return "  " if found[1] else ""


def _text(named: Any) -> str:
    """Return a docstring as Markdown: sections as lists, examples as code."""
    lines, code, entry = [], False, False
    for line in (inspect.getdoc(named) or "").split("\n"):
        example = line.startswith(">>>") or (code and line != "")
        if example != code:
            lines.append("```python" if example else "```")
        code = example
        section, found = _SECTION.match(line), _ENTRY.match(line)
        if section and not code:
            lines, entry = [*lines, f"**{section[1]}**", ""], True
        elif found and entry and not code:
            lines.append(f"- `{found[1]}`: {found[2]}")
        else:
            # What continues an entry of a list is indented by as much as its text; four spaces
            # alone are the text of a section.
            lines.append(re.sub("^ {4}( {4})?", _indent, line) if entry and not code else line)
    return "\n".join([*lines, "```"] if code else lines)
