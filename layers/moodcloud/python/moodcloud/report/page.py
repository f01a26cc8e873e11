"""`report.html`: one self-contained page."""

from __future__ import annotations

import base64
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from moodcloud.drawing import Cloud, Clouds


def render_page(summary: dict[str, Any], clouds: Clouds) -> str:
    """Return the page of a set of results; every value from the file is escaped."""
    environment = Environment(
        loader=PackageLoader("moodcloud.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(
        summary=summary,
        pictures={name: _data_uri(cloud) for name, cloud in clouds.frequency.items()},
        together={name: _data_uri(cloud) for name, cloud in clouds.together.items()},
        distinctive={name: _data_uri(cloud) for name, cloud in clouds.distinctive.items()},
    )


def _data_uri(cloud: Cloud) -> str:
    # As a picture, not as markup: each keeps its own font, and nothing in it can run.
    return "data:image/svg+xml;base64," + base64.b64encode(cloud.svg.encode()).decode()
