"""What legends say, in the language of the texts; the strings are in `legends.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from moodcloud.drawing.palettes import meaning_of

_ENGLISH: Final = "en"

Telling = Literal["apart", "typical", "changed", "shared"]
"""What the strength of a colour tells: see `legends.toml`."""


@cache
def _strings() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("moodcloud.drawing").joinpath("legends.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Wording:
    """How legends are worded.

    Attributes:
        language: The language of the texts, as ISO 639-1 code; what is not known is English.
        dark: Whether the background is dark, on which stronger colours are brighter.
    """

    language: str = _ENGLISH
    dark: bool = False

    def say(self, key: str, **values: object) -> str:
        """Return a string of `legends.toml`, with values for the names in braces.

        >>> Wording("ko").say("size_apart", s="긍정")
        '크기: 긍정에서 두드러진 정도'
        """
        strings = _strings()
        return strings.get(self.language, strings[_ENGLISH])[key].format_map(values)

    def name(self, sentiment: str) -> str:
        """Return the name of a sentiment: a word for the three that have one, or its label.

        >>> Wording("de").name("negative"), Wording("de").name("Lufthansa")
        ('negativ', 'Lufthansa')
        """
        named = meaning_of(sentiment, (sentiment,)) == sentiment
        return self.say(sentiment) if named else sentiment

    def strength(self, telling: Telling, **values: object) -> str:
        """Return the note that says what a stronger colour means.

        >>> Wording().strength("apart", s="positive"), Wording(dark=True).strength("shared")
        ('darker: more typical of positive', 'brighter: used more evenly')
        """
        return self.say(f"{'brighter' if self.dark else 'darker'}_{telling}", **values)

    def source(self, name: str, texts: int) -> str:
        """Return the line that names a file and the number of its texts.

        >>> Wording().source("tweets.csv", 14640)
        'tweets.csv · 14,640 texts'
        """
        return f"{name} · {self.say('text' if texts == 1 else 'texts', n=f'{texts:,}')}"
