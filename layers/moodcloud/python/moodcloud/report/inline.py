"""Clouds as markup of the page: one font for all, and not so many that the page opens slowly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from moodcloud.drawing import Cloud, Clouds
from moodcloud.drawing.palettes import Tone, colour_of
from moodcloud.report.summary import Summary

# Larger sets of clouds (many sentiments, thousands of words) would make the page slow to open.
MOST_BYTES: Final = 800_000
# Control characters, and format characters such as the right-to-left override.
_SHOWN: Final = {"Cc": "\ufffd", "Cf": "\ufffd", "Zl": " ", "Zp": " "}


def plain(name: str) -> str:
    """Return `name` with a visible sign for characters that show nothing or turn directions.

    >>> plain("safe\\u202egpj.exe")
    'safe\\ufffdgpj.exe'
    """
    return "".join(_SHOWN.get(unicodedata.category(each), each) for each in name)


@dataclass(frozen=True)
class InlineCloud:
    """A cloud on the page.

    Attributes:
        sentiment: The number of its sentiment; None for clouds of all sentiments.
        kind: frequency, distinctive, comparison or shared.
        svg: The markup, without a font of its own; empty where it would make the page too large.
        tones: The colours in the markup, by meaning.
        drawn: How many words it shows.
        dropped: Words that found no room.
        file: The name of its SVG file.
        paler: Whether some of its words may be chance.
    """

    sentiment: int | None
    kind: str
    svg: Markup
    tones: frozenset[Tone]
    drawn: int
    dropped: tuple[str, ...]
    file: str
    paler: bool


def inline_clouds(clouds: Clouds, summary: Summary) -> list[InlineCloud]:
    """Return the clouds as the page shows them, those of all sentiments first.

    Args:
        clouds: The clouds, drawn.
        summary: What `summary_of` returns; it names their files.
    """
    inlined, room = [], MOST_BYTES
    for sentiment, kind, cloud, file in _listed(clouds, summary):
        room -= len(cloud.page_svg.encode())
        svg, tones = (cloud.page_svg, cloud.tones) if room >= 0 else ("", frozenset[Tone]())
        dropped = tuple(plain(word) for word in cloud.dropped)
        drawn, paler = len(cloud.drawn), bool(cloud.paler)
        inlined.append(
            InlineCloud(sentiment, kind, Markup(svg), tones, drawn, dropped, file, paler)
        )
    return inlined


def colours_of(clouds: Iterable[InlineCloud | Cloud], palette: str, own: Mapping[str, str]) -> str:
    """Return CSS rules for the colours of words, on a light and on a dark page.

    Args:
        clouds: The clouds on the page.
        palette: One of `options.PALETTES`.
        own: The user's colours by meaning.
    """

    def colour(tone: Tone, background: str) -> str:
        return colour_of(tone, palette, background, own.get(tone.meaning))

    return "".join(
        f".cloud .{tone.css_class}{{fill:light-dark({colour(tone, 'light')},"
        f"{colour(tone, 'dark')})}}\n"
        for tone in sorted(frozenset[Tone]().union(*(cloud.tones for cloud in clouds)))
    )


def _listed(clouds: Clouds, summary: Summary) -> Iterator[tuple[int | None, str, Cloud, str]]:
    for kind, cloud in clouds.together.items():
        yield None, kind, cloud, summary.clouds[kind].svg
    for number, (name, sentiment) in enumerate(summary.sentiments.items()):
        for kind, drawn in (("distinctive", clouds.distinctive), ("frequency", clouds.frequency)):
            if name in drawn:
                yield number, kind, drawn[name], sentiment.clouds[kind].svg
