"""How a set of results shows itself: rich in a notebook, in a few lines elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from moodcloud.comparing.statistics import Comparison
from moodcloud.report.templates import templates

# Words of a sentiment, and rows of what rose or fell.
_SHOWN: Final = 8
_SHOWN_DIFFERENCES: Final = 15


def as_text(summary: dict[str, Any], folder: Path) -> str:
    """Return a line for the whole and one for each sentiment.

    Args:
        summary: `summary.json`.
        folder: Of the set.
    """
    name, rows = summary["input"]["name"], summary["rows"]
    lines = [
        f"<moodcloud results of {name}: {rows['counted']:,} of {rows['read']:,} rows, {folder}"
    ]
    for sentiment, each in summary["sentiments"].items():
        words = ", ".join(entry["word"] for entry in each["top_words"][:_SHOWN])
        lines.append(f"  {sentiment}: {each['rows']:,} rows; {words}")
    return "\n".join(lines) + ">"


def as_html(summary: dict[str, Any], folder: Path) -> str:
    """Return what a notebook shows: rows, words, clouds side by side.

    Args:
        summary: `summary.json`.
        folder: Of the set; its pictures stand in what is returned, nothing is loaded.
    """
    sentiments = summary["sentiments"]
    pictures = {name: each["clouds"]["frequency"]["svg"] for name, each in sentiments.items()}
    pictures |= {name: each["svg"] for name, each in summary["clouds"].items()}
    return (
        templates()
        .get_template("notebook.html.j2")
        .render(
            summary=summary,
            shown=_SHOWN,
            pictures={
                name: svg_uri((folder / file).read_bytes()) for name, file in pictures.items()
            },
        )
    )


def differences_as_html(comparison: Comparison, warnings: Sequence[str]) -> str:
    """Return what a notebook shows of a comparison: shares, what rose and what fell.

    Args:
        comparison: Of A and B.
        warnings: What to keep in mind, in sentences.
    """
    return (
        templates()
        .get_template("notebook-differences.html.j2")
        .render(
            warnings=warnings,
            shares=comparison.shares.to_dict("records"),
            moves={
                "rose": comparison.rose().to_dict("records"),
                "fell": comparison.fell().to_dict("records"),
            },
            shown=_SHOWN_DIFFERENCES,
        )
    )


def svg_uri(svg: bytes) -> str:
    """Return an SVG as a data URI: as a picture, not as markup, nothing in it can run."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()
