"""Clouds as markup of the page: one font for all, no two ids alike, none too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from moodcloud.drawing import Cloud, Clouds
from moodcloud.drawing.palettes import Tone, colour_of
from moodcloud.report.summary import Summary

# --- Names from a file as they are shown: nothing unseen in them.


def plain(name: str) -> str:
    """Return `name` with a visible sign for characters that show nothing or turn directions.

    >>> plain("safe\\u202egpj.exe")
    'safe\\ufffdgpj.exe'
    """
    return "".join(_SHOWN.get(unicodedata.category(each), each) for each in name)


# Control characters, and format characters such as the right-to-left override.
_SHOWN = {"Cc": "\ufffd", "Cf": "\ufffd", "Zl": " ", "Zp": " "}


# --- Clouds as markup of the page: one font for all, no two ids alike, none too much.

# Larger sets of clouds (many sentiments, thousands of words) would make the page slow to open.
MOST_BYTES: Final = 800_000

_OPENING: Final = re.compile(r"<svg\b[^>]*>")
_VIEW: Final = re.compile(r'\bviewBox="([^"]*)"')
_TITLE: Final = re.compile(r"<title>[^<]*</title>")
_TONE: Final = re.compile(r"\btone-([a-z]+(?:-\d+)?)-(\d)\b")


@dataclass(frozen=True)
class InlineCloud:
    """A cloud on the page.

    Attributes:
        sentiment: Number of its sentiment; None for clouds of all.
        kind: frequency, distinctive, comparison or shared.
        svg: The markup, without a font of its own; empty where it would be too much.
        drawn: How many words it shows.
        dropped: Words that found no room.
        file: Name of its SVG file.
    """

    sentiment: int | None
    kind: str
    svg: Markup
    drawn: int
    dropped: tuple[str, ...]
    file: str


def inline_clouds(clouds: Clouds, summary: Summary) -> list[InlineCloud]:
    """Return the clouds as the page shows them, those of all sentiments first.

    Args:
        clouds: Drawn.
        summary: Of `summary_of`; names their files.
    """
    inlined, room = [], MOST_BYTES
    for sentiment, kind, cloud, file in _listed(clouds, summary):
        svg = _inline(cloud)
        room -= len(svg.encode())
        shown = Markup(svg if room >= 0 else "")
        dropped = tuple(plain(word) for word in cloud.dropped)
        inlined.append(InlineCloud(sentiment, kind, shown, len(cloud.drawn), dropped, file))
    return inlined


def colours_of(clouds: list[InlineCloud], palette: str) -> str:
    """Return CSS rules for the colours of words, on light and on dark.

    Args:
        clouds: Of the page.
        palette: One of `drawing.palettes.PALETTES`.
    """
    named = {found for cloud in clouds for found in _TONE.findall(cloud.svg)}
    tones = [Tone(meaning, int(strength)) for meaning, strength in sorted(named)]
    return "".join(
        f".cloud .{tone.css_class}{{fill:light-dark({colour_of(tone, palette)},"
        f"{colour_of(tone, palette, 'dark')})}}\n"
        for tone in tones
    )


def _listed(clouds: Clouds, summary: Summary) -> Iterator[tuple[int | None, str, Cloud, str]]:
    for kind, cloud in clouds.together.items():
        yield None, kind, cloud, summary.clouds[kind].svg
    for number, (name, sentiment) in enumerate(summary.sentiments.items()):
        for kind, drawn in (("distinctive", clouds.distinctive), ("frequency", clouds.frequency)):
            if name in drawn:
                yield number, kind, drawn[name], sentiment.clouds[kind].svg


def _inline(cloud: Cloud) -> str:
    svg = _TITLE.sub("", cloud.inline_svg)
    view = _VIEW.search(_OPENING.findall(svg)[0])
    # The frame around it has a name and says each word: to a screen reader this is a picture.
    box = view[1] if view else ""
    opening = f'<svg class="moodcloud cloud" viewBox="{box}" aria-hidden="true">'
    return _OPENING.sub(lambda _: opening, svg, count=1).strip()
