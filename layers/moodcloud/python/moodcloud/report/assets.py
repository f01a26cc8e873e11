"""Style and script of the page, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

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
    parts = "\n".join(_read(f"js/{name}.js") for name in _SCRIPTS)
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
    return "".join((font, "\n", *(_read(f"css/{name}.css") for name in _STYLES), tones, colours))


def policy(own_style: str, own_script: str) -> str:
    """Return the Content-Security-Policy: this style, this script, the font within; no network."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(own_style)}'",
            f"script-src '{_digest(own_script)}'",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _read(name: str) -> str:
    return files("moodcloud.report").joinpath("templates", name).read_text("utf-8")
