"""The pictures of a table by group and over time, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from moodcloud.drawing import Cloud, Look
from moodcloud.drawing.multiples import GroupClouds, draft_multiples
from moodcloud.drawing.palettes import STRENGTHS, Tone, meaning_of
from moodcloud.drawing.period_chart import PeriodRows, chart_svg
from moodcloud.forked import Piece
from moodcloud.insight.divide import Divided, PeriodWords
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary

CHART: Final = "periods.svg"
"""The name of the chart of the shares."""


def group_pieces(
    folder: Path,
    divided: Divided,
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    options: Options,
) -> list[Piece[list[str]]]:
    """Return what draws and writes the clouds by group of each sentiment.

    Each returns the names of PNG and SVG; none where no word of the sentiment sets a group apart.

    Args:
        folder: The folder to write to.
        divided: The table by group and over time.
        names: The file name of each sentiment, without ending.
        vocabulary: The words of the whole table.
        options: How pictures look.
    """
    grouped = divided.groups
    if grouped is None:
        return []
    division = grouped.groups.division
    every = [
        GroupClouds(
            sentiment,
            vocabulary.sentiments,
            grouped.words[sentiment],
            dict(zip(division.names, division.texts[number].tolist(), strict=False)),
            vocabulary.language,
        )
        for number, sentiment in enumerate(names)
    ]
    return [
        partial(_drawn, shown, options, folder / f"{names[shown.sentiment]}-by-group")
        for shown in every
    ]


def _drawn(shown: GroupClouds, options: Options, path: Path) -> Callable[[], list[str]]:
    return partial(_written, draft_multiples(shown, options), path)


def _written(finish: Callable[[], Cloud] | None, path: Path) -> list[str]:
    if finish is None:
        return []
    cloud, png, svg = finish(), f"{path.name}.png", f"{path.name}.svg"
    path.with_name(png).write_bytes(cloud.png)
    path.with_name(svg).write_text(cloud.svg, "utf-8", newline="\n")
    return [png, svg]


def write_chart(
    folder: Path, divided: Divided, sentiments: tuple[str, ...], options: Options
) -> str | None:
    """Write the chart of the shares and return its name; None where there are not two periods."""
    periods = [] if divided.periods is None else period_rows(divided.periods, sentiments)
    if len(periods) < 2:
        return None
    look = Look.of(options, sentiments)
    colours = {
        name: look.colour(Tone(meaning_of(name, sentiments), STRENGTHS - 2)) for name in sentiments
    }
    chart = chart_svg(periods, colours, look.text, look.paper)
    (folder / CHART).write_text(chart, "utf-8", newline="\n")
    return CHART


def period_rows(words: PeriodWords, sentiments: tuple[str, ...]) -> list[PeriodRows]:
    """Return the periods with their rows in each sentiment."""
    division = words.periods.division
    return [
        PeriodRows(name, dict(zip(sentiments, rows, strict=True)))
        for name, rows in zip(division.names, division.rows.T.tolist(), strict=False)
    ]
