"""What all pages share: templates, their parts, a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def templates() -> Environment:
    """Return the templates of `report/templates`."""
    return Environment(
        loader=PackageLoader("moodcloud.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def part(name: str) -> str:
    """Return a style or a script of `report/templates`."""
    return files("moodcloud.report").joinpath("templates", name).read_text("utf-8")


def policy(style: str, script: str, *loads: str) -> str:
    """Return the Content-Security-Policy of a page: this style, this script, no network.

    Args:
        style: The content of the style element.
        script: The content of the script element.
        loads: Directives for what else the page may show.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            *loads,
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def script_json(data: Any) -> Markup:
    """Return JSON that can stand in a script element: nothing in it ends or opens markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
