"""The pictures of a table by group and over time, as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from moodcloud.drawing import Look
from moodcloud.drawing.multiples import GroupClouds, draw_multiples
from moodcloud.drawing.palettes import STRENGTHS, Tone, meaning_of
from moodcloud.drawing.period_chart import PeriodRows, chart_svg
from moodcloud.insight.divide import Divided, GroupWords, PeriodWords
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary

CHART: Final = "periods.svg"
"""The name of the chart of the shares."""


@dataclass(frozen=True)
class DividedPictures:
    """The names of the pictures.

    Attributes:
        groups: For each sentiment in which a word sets a group apart PNG and SVG.
        periods: The chart of the shares; None where there are not two periods.
    """

    groups: dict[str, list[str]] = field(default_factory=dict)
    periods: str | None = None


def write_pictures(
    folder: Path,
    divided: Divided,
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    options: Options,
) -> DividedPictures:
    """Write the pictures, and return their names.

    Args:
        folder: The folder to write to.
        divided: The table by group and over time.
        names: The file name of each sentiment, without ending.
        vocabulary: The words of the whole table.
        options: How pictures look.
    """
    groups, periods = divided.groups, divided.periods
    return DividedPictures(
        {} if groups is None else _write_groups(folder, groups, names, vocabulary, options),
        None if periods is None else _write_chart(folder, periods, vocabulary.sentiments, options),
    )


def _write_groups(
    folder: Path,
    grouped: GroupWords,
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    options: Options,
) -> dict[str, list[str]]:
    division, written = grouped.groups.division, {}
    for number, (sentiment, stem) in enumerate(names.items()):
        texts = dict(zip(division.names, division.texts[number].tolist(), strict=False))
        shown = GroupClouds(
            sentiment, vocabulary.sentiments, grouped.words[sentiment], texts, vocabulary.language
        )
        cloud = draw_multiples(shown, options)
        if cloud is not None:
            png, svg = f"{stem}-by-group.png", f"{stem}-by-group.svg"
            (folder / png).write_bytes(cloud.png)
            (folder / svg).write_text(cloud.svg, "utf-8", newline="\n")
            written[sentiment] = [png, svg]
    return written


def period_rows(words: PeriodWords, sentiments: tuple[str, ...]) -> list[PeriodRows]:
    """Return the periods with their rows in each sentiment."""
    division = words.periods.division
    return [
        PeriodRows(name, dict(zip(sentiments, rows, strict=True)))
        for name, rows in zip(division.names, division.rows.T.tolist(), strict=False)
    ]


def _write_chart(
    folder: Path, words: PeriodWords, sentiments: tuple[str, ...], options: Options
) -> str | None:
    periods = period_rows(words, sentiments)
    if len(periods) < 2:
        return None
    look = Look.of(options, sentiments)
    colours = {
        name: look.colour(Tone(meaning_of(name, sentiments), STRENGTHS - 2)) for name in sentiments
    }
    chart = chart_svg(periods, colours, look.text, look.paper)
    (folder / CHART).write_text(chart, "utf-8", newline="\n")
    return CHART
