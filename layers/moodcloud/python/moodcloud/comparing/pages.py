"""A comparison as files: `comparison.json`, the page, the cloud."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

import pandas as pd
from markupsafe import Markup

from moodcloud.comparing.occurrences import WHOLE
from moodcloud.comparing.statistics import LEAST_COUNT, RATE, Comparison
from moodcloud.drawing import Cloud
from moodcloud.report.display import svg_uri
from moodcloud.report.files import write_json
from moodcloud.report.folders import COMPARISON, COMPARISON_PAGE, replace_set
from moodcloud.report.templates import part, policy, templates
from moodcloud.workspace import workspace

COMPARISON_SCHEMA_NAME: Final = "moodcloud-comparison/1"
# Rows of a table of the page; the JSON has all.
_LISTED: Final = 200


@cache
def comparison_schema() -> dict[str, Any]:
    """Return the JSON Schema of `comparison.json`."""
    text = files("moodcloud.report").joinpath("comparison.schema.json").read_text("utf-8")
    return cast(dict[str, Any], json.loads(text))


def comparison_of(
    comparison: Comparison,
    a: dict[str, Any],
    b: dict[str, Any],
    warnings: Sequence[str],
    cloud: Cloud | None,
) -> dict[str, Any]:
    """Return `comparison.json`.

    Args:
        comparison: Of A and B.
        a: `summary.json` of A.
        b: `summary.json` of B.
        warnings: What to keep in mind, in sentences.
        cloud: What rose and fell, if anything did.
    """
    return {
        "schema": COMPARISON_SCHEMA_NAME,
        "a": _side(a),
        "b": _side(b),
        "warnings": list(warnings),
        "tests": comparison.tests,
        "false_discovery_rate": RATE,
        "least_count": LEAST_COUNT,
        "prior_mass": comparison.prior_mass,
        "shares": [_share(row) for row in comparison.shares.to_dict("records")],
        "whole": _moves(comparison, WHOLE),
        "sentiments": {
            name: _moves(comparison, name) for name in comparison.sentiments if name != WHOLE
        },
        "cloud": None
        if cloud is None
        else {
            "png": "comparison.png",
            "svg": "comparison.svg",
            "drawn": len(cloud.drawn),
            "dropped": list(cloud.dropped),
        },
    }


def write_comparison(content: dict[str, Any], cloud: Cloud | None, folder: Path) -> None:
    """Write a comparison to `folder`, made if missing: all of it or nothing.

    Args:
        content: Of `comparison_of`.
        cloud: As given there.
        folder: An earlier comparison in it is replaced; other files in it stay.

    Raises:
        UploadError: `out_full`, `out_taken`; what the folder held stays.
    """
    with workspace() as staged:
        if cloud is not None:
            (staged / "comparison.png").write_bytes(cloud.png)
            (staged / "comparison.svg").write_text(cloud.svg, "utf-8", newline="\n")
        page = render_comparison(content, cloud)
        (staged / COMPARISON_PAGE).write_text(page, "utf-8", newline="\n")
        write_json(staged / COMPARISON, content)
        replace_set(staged, folder, COMPARISON)


def render_comparison(content: dict[str, Any], cloud: Cloud | None) -> str:
    """Return the page of a comparison: self-contained, every value escaped."""
    style, script = part("comparison.css"), part("comparison.js")
    return (
        templates()
        .get_template("comparison.html.j2")
        .render(
            content=content,
            picture=None if cloud is None else svg_uri(cloud.svg.encode()),
            listed=_LISTED,
            style=Markup(style),
            script=Markup(script),
            policy=policy(style, script, "img-src data:"),
        )
    )


def _side(summary: dict[str, Any]) -> dict[str, Any]:
    found = summary["input"]
    return {
        "name": found["name"],
        "sha256": found["sha256"],
        "language": found["language"],
        "rows": summary["rows"]["counted"],
        "words": sum(each["words"] for each in summary["sentiments"].values()),
    }


def _share(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "sentiment": row["sentiment"],
        "a": {"rows": int(row["rows_a"]), "share": round(float(row["share_a"]), 6)},
        "b": {"rows": int(row["rows_b"]), "share": round(float(row["share_b"]), 6)},
        **_test(row),
    }


def _moves(comparison: Comparison, sentiment: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "rose": _entries(comparison.rose(sentiment)),
        "fell": _entries(comparison.fell(sentiment)),
    }


def _entries(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "text": row["text"],
            "kind": row["kind"],
            "a": _uses(row, "a"),
            "b": _uses(row, "b"),
            **_test(row),
        }
        for row in table.to_dict("records")
    ]


def _uses(row: dict[Any, Any], side: str) -> dict[str, Any]:
    return {
        "count": int(row[f"count_{side}"]),
        "per_million": round(float(row[f"per_million_{side}"]), 2),
        "at_most": row["bound"] == side,
    }


def _test(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "z": round(float(row["z"]), 4),
        "p": float(f"{row['p']:.6g}"),
        "significant": bool(row["significant"]),
    }
