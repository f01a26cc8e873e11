"""Style and script of the page."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from moodcloud.report.rendering import part

_STYLES: Final = ("base", "header", "lead", "clouds", "chart", "tables", "detail", "print")
# In the order in which they are defined: each uses only what stands before it.
_SCRIPTS: Final = (
    "data",
    "language",
    "theme",
    "selection",
    "tooltip",
    "detail",
    "arrows",
    "clouds",
    "labels",
    "chart",
    "tables",
    "start",
)


@cache
def script() -> str:
    """Return the script: all its parts in one scope."""
    parts = "\n".join(part(f"js/{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def style(font: str, colours: str, sentiments: list[dict[str, Any]]) -> str:
    """Return the style.

    Args:
        font: Rules that declare the font of the clouds.
        colours: Rules for the colours of their words.
        sentiments: With `colour` and `rows`, in their order.
    """
    tones = "".join(
        f'[data-s="{number}"] {{ --hue: {each["colour"]}; --rows: {int(each["rows"])}; }}\n'
        for number, each in enumerate(sentiments)
    )
    return "".join((font, "\n", *(part(f"css/{name}.css") for name in _STYLES), tones, colours))
