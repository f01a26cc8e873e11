"""What the page says by itself, in English and Korean: one dictionary, `templates/strings.json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from markupsafe import Markup, escape

from moodcloud.report.plain import plain
from moodcloud.report.rendering import script_json

# What comes from the file keeps its direction to itself (Unicode's isolates).
_ISOLATE: Final = "\u2068{}\u2069"


@cache
def _dictionary() -> dict[str, dict[str, str]]:
    text = files("moodcloud.report").joinpath("templates/strings.json").read_text("utf-8")
    return cast(dict[str, dict[str, str]], json.loads(text))


def english() -> dict[str, str]:
    """Return the English strings."""
    return _dictionary()["en"]


def as_json() -> Markup:
    """Return all strings as JSON for the page."""
    return script_json(_dictionary())


def translator(sentiments: list[str]) -> Callable[..., Markup]:
    """Return a function for templates: a string in English, marked so that the page can translate.

    Its first argument is the key of a string, the others are what stands in braces there: `s` the
    number of a sentiment, numbers, and names from the file. The key `name` is a sentiment's name.

    Args:
        sentiments: Their names as shown.
    """

    def translate(key: str, **values: Any) -> Markup:
        shown = {name: _shown(name, value, sentiments) for name, value in values.items()}
        text = shown["s"] if key == "name" else english()[key].format_map(shown)
        given = {
            name: plain(value) if isinstance(value, str) else value
            for name, value in values.items()
            if value is not None
        }
        arguments = json.dumps(given, ensure_ascii=False)
        attribute = Markup(' data-args="{}"').format(arguments) if given else ""
        return Markup('<span data-t="{}"{}>{}</span>').format(key, attribute, escape(text))

    return translate


def _shown(name: str, value: Any, sentiments: list[str]) -> str:
    if name == "s":
        return "" if value is None else sentiments[value]
    if isinstance(value, int):
        return f"{value:,}"
    return _ISOLATE.format(plain(str(value)))
