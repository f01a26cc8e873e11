"""Templates of pages: every value is escaped, none may be missing."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """Return a template of `report/templates`."""
    environment = Environment(
        loader=PackageLoader("moodcloud.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
