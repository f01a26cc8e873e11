"""Templates of pages: every value is escaped, none may be missing."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates() -> Environment:
    """Return the templates of `report/templates`."""
    return Environment(
        loader=PackageLoader("moodcloud.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
