"""How a set of results shows itself: rich in a notebook, in a few lines elsewhere."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from moodcloud.report.summary import SentimentSummary, Summary
from moodcloud.report.templates import render

# The most words shown of a sentiment.
_SHOWN: Final = 8


def as_text(summary: Summary, folder: Path) -> str:
    """Return a line for the whole and one for each sentiment.

    Args:
        summary: The summary of the set.
        folder: The folder of the set.
    """
    name, rows = summary.input.name, summary.rows
    lines = [f"<moodcloud results of {name}: {rows.counted:,} of {rows.read:,} rows, {folder}"]
    for sentiment, each in summary.sentiments.items():
        words = ", ".join(entry.word for entry in each.top_words[:_SHOWN])
        lines.append(f"  {sentiment}: {each.rows:,} rows; {words}")
    return "\n".join(lines) + ">"


def as_html(summary: Summary, folder: Path) -> str:
    """Return what a notebook shows: rows, words, clouds side by side.

    Args:
        summary: The summary of the set.
        folder: The folder of the set; its pictures become part of the HTML, which loads nothing.
    """
    files = {name: each.clouds["frequency"].svg for name, each in summary.sentiments.items()}
    files |= {name: each.svg for name, each in summary.clouds.items()}
    pictures = {name: svg_uri((folder / file).read_bytes()) for name, file in files.items()}
    return render("notebook", summary=summary, shown=_SHOWN, pictures=pictures)


def sentiment_as_html(name: str, sentiment: SentimentSummary, folder: Path) -> str:
    """Return what a notebook shows of one sentiment: rows, words, its clouds side by side."""
    pictures = {
        f"{name}: {kind}": svg_uri((folder / file.svg).read_bytes())
        for kind, file in sentiment.clouds.items()
    }
    return render(
        "notebook-sentiment", title=name, sentiment=sentiment, shown=_SHOWN, pictures=pictures
    )


def svg_uri(svg: bytes) -> str:
    """Return an SVG as a data URI: as a picture, not as markup, nothing in it can run."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()
