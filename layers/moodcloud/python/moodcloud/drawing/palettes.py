"""Colours by meaning: a hue says whose word it is, its strength how much it is theirs.

Blue against orange-red is the pair that the common kinds of colour blindness leave distinct (Okabe
& Ito 2008, "Color Universal Design"). Colours are made in OKLCH (Ottosson 2020, "A perceptual color
space for image processing"), where equal steps of lightness look equal, and every one stands out
from its background by 3 to 1 at least (WCAG 2.2, success criterion 1.4.11).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

STRENGTHS: Final = 5
"""How many steps there are from soft to strong."""
SHARED: Final = "shared"
"""The meaning of words of every sentiment."""
GROUPS: Final = 12
"""How many sentiments have a colour of their own, besides positive, negative and neutral."""
PAPERS: Final[dict[str, str | None]] = {"light": "#ffffff", "dark": "#12161c", "transparent": None}
"""The colour of each background by name; None where it is transparent."""
LEGIBLE: Final = 3.0
"""The least contrast at which large letters are legible (WCAG 2.2, success criterion 1.4.3)."""
_NAMED: Final = ("positive", "negative", "neutral")


class Tone(NamedTuple):
    """What a colour means.

    Attributes:
        meaning: `positive`, `negative`, `neutral`, `shared`, or `group-0` to `group-11`.
        strength: 0 (soft) to 4 (strong).
    """

    meaning: str
    strength: int

    @property
    def css_class(self) -> str:
        """The class of words of this tone in an SVG."""
        return f"tone-{self.meaning}-{self.strength}"


class _Hue(NamedTuple):
    """Hue in degrees and chroma, at the soft end and at the strong one."""

    soft: float
    strong: float
    chroma: float
    strong_chroma: float


def _plain(hue: float, chroma: float) -> _Hue:
    return _Hue(hue, hue, chroma, chroma)


_HUES: Final[dict[str, dict[str, _Hue]]] = {
    "default": {
        "positive": _Hue(244, 258, 0.125, 0.16),
        "negative": _Hue(45, 36, 0.15, 0.14),
        "neutral": _plain(258, 0.012),
        SHARED: _plain(293, 0.05),
    },
    "vivid": {
        "positive": _Hue(238, 272, 0.15, 0.24),
        "negative": _Hue(58, 22, 0.17, 0.21),
        "neutral": _plain(280, 0.02),
        SHARED: _Hue(310, 300, 0.10, 0.13),
    },
    "earth": {
        "positive": _Hue(228, 246, 0.09, 0.11),
        "negative": _Hue(72, 48, 0.125, 0.12),
        "neutral": _plain(95, 0.006),
        SHARED: _plain(330, 0.04),
    },
}
# Hue and chroma of the other groups, each as far from the one before as possible.
_GROUPS: Final = (
    (160, 0.11), (310, 0.14), (85, 0.12), (205, 0.10), (355, 0.15), (125, 0.12),
    (280, 0.17), (20, 0.17), (60, 0.06), (105, 0.12), (145, 0.15), (230, 0.10),
)  # fmt: skip
# Lightness of the soft and of the strong end.
_LIGHTNESS: Final = {"light": (0.645, 0.37), "dark": (0.61, 0.81), "transparent": (0.645, 0.525)}
# Without a hue, groups differ in lightness only: a band for each of three.
_BANDS: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "light": {"positive": (0.31, 0.11), "neutral": (0.50, 0.41), "negative": (0.66, 0.59)},
    "dark": {"positive": (0.91, 1.0), "neutral": (0.71, 0.80), "negative": (0.54, 0.61)},
}
# The softest step ends at this z at least,
_LEAST: Final = 2.0
# and this far above the least value.
_ABOVE_LEAST: Final = 1.15


def meaning_of(sentiment: str, sentiments: tuple[str, ...]) -> str:
    """Return the meaning of a sentiment's colour, given all sentiments of the table."""
    if sentiment in _NAMED:
        return sentiment
    groups = [name for name in sentiments if name not in _NAMED]
    return f"group-{groups.index(sentiment) % GROUPS}"


def own_colours(
    chosen: Sequence[str], sentiments: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the user's colours by meaning, and the names that are no sentiment.

    Args:
        chosen: Items such as `positive=#0a7`; the last one of a name decides.
        sentiments: All sentiments of the table.

    >>> own_colours(["Positive=#0A7", "dog=#112233"], ["positive", "negative"])
    ({'positive': '#00aa77'}, ['dog'])
    """
    meanings = {name: name for name in (*_NAMED, SHARED)}
    meanings |= {name.casefold(): meaning_of(name, tuple(sentiments)) for name in sentiments}
    colours, unknown = {}, []
    for item in chosen:
        name, _, digits = (part.strip() for part in item.rpartition("="))
        if name.casefold() not in meanings:
            unknown.append(name)
            continue
        bare = digits[1:].lower()
        colours[meanings[name.casefold()]] = "#" + (bare if len(bare) == 6 else _doubled(bare))
    return colours, unknown


def colours_shown(
    sentiments: Sequence[str], palette: str = "default", chosen: Sequence[str] = ()
) -> list[str]:
    """Return the colour that a page shows each sentiment in, on light paper.

    Args:
        sentiments: All sentiments of the table, in their order.
        palette: One of `PALETTES`.
        chosen: The user's colours, as for `own_colours`.
    """
    own, _ = own_colours(chosen, sentiments)
    meanings = [meaning_of(name, tuple(sentiments)) for name in sentiments]
    return [own.get(each) or colour_of(Tone(each, STRENGTHS - 2), palette) for each in meanings]


def _doubled(digits: str) -> str:
    return "".join(2 * each for each in digits)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#000000", "#ffffff"), contrast("#ffdd00", "#ffffff") < LEGIBLE
    (21.0, True)
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _decoded(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def colour_of(
    tone: Tone, palette: str = "default", background: str = "light", own: str | None = None
) -> str:
    """Return the colour of a tone as `#rrggbb`.

    Args:
        tone: What the colour means.
        palette: One of `PALETTES`. `grey` tells three sentiments apart, no more.
        background: A key of `PAPERS`. On `transparent`, colours stand out from white and from
            black, those of `grey` from white.
        own: The user's colour for what the tone means. One of the steps is this colour exactly.
    """
    if own is not None:
        return _step_of(own, tone.strength, background)
    share = tone.strength / (STRENGTHS - 1)
    if palette == "grey":
        # A transparent cloud is coloured as one on white: grey is for print.
        tones = _BANDS.get(background, _BANDS["light"])
        bands = list(tones.values())
        number = int(tone.meaning[6:]) % len(bands) if tone.meaning.startswith("group-") else 1
        soft, strong = tones.get(tone.meaning, bands[number])
        return _hex(soft + share * (strong - soft), 0.0, 0.0)
    hue = _hue(tone.meaning, palette)
    soft, strong = _LIGHTNESS[background]
    chroma = hue.chroma + share * (hue.strong_chroma - hue.chroma)
    if background == "transparent":
        # Little room for lightness: strength is in the chroma as well.
        chroma *= 0.7 + 0.6 * share
    return _hex(soft + share * (strong - soft), chroma, hue.soft + share * (hue.strong - hue.soft))


def _step_of(own: str, strength: int, background: str) -> str:
    """Return a step of a ramp from soft to strong that leads through the user's colour."""
    lightness, chroma, hue = _oklch(own)
    soft, strong = _LIGHTNESS[background]
    if soft > strong:
        soft, strong = max(soft, lightness), min(strong, lightness)
    else:
        soft, strong = min(soft, lightness), max(strong, lightness)
    steps = [soft + step * (strong - soft) / (STRENGTHS - 1) for step in range(STRENGTHS)]
    nearest = min(range(STRENGTHS), key=lambda step: abs(steps[step] - lightness))
    return own if strength == nearest else _hex(steps[strength], chroma, math.degrees(hue))


def _oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness, chroma and hue of a colour; the hue is in radians."""
    red, green, blue = _decoded(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _decoded(colour: str) -> tuple[float, float, float]:
    """Return the channels of `#rrggbb` as linear light."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _as_light(red), _as_light(green), _as_light(blue)


def _as_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _hue(meaning: str, palette: str) -> _Hue:
    if meaning.startswith("group-"):
        hue, chroma = _GROUPS[int(meaning[6:])]
        return _plain(hue, chroma * (0.7 if palette == "earth" else 1.0))
    return _HUES[palette][meaning]


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """Return an OKLCH colour, with less chroma where a screen cannot show as much."""
    while True:
        channels = _linear(lightness, chroma, math.radians(hue))
        if chroma < 0.001 or all(-1e-4 <= each <= 1 + 1e-4 for each in channels):
            break
        chroma *= 0.97
    return "#" + "".join(f"{_encoded(each):02x}" for each in channels)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(linear: float) -> int:
    """Return a channel of linear light as sRGB, 0 to 255."""
    value = min(max(linear, 0.0), 1.0)
    value = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(255 * value)


@dataclass(frozen=True)
class StrengthSteps:
    """Bounds between the steps from soft to strong, ascending: one fewer than there are steps."""

    bounds: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float], start: float = _LEAST) -> StrengthSteps:
        """Return steps whose bounds grow by a factor, as sizes of effects do.

        Args:
            values: The values of the words in a cloud.
            start: The least value at which the softest step ends, if any value is greater.
        """
        known = list(values)
        top = max([1.0, *known])
        low = max(start, _ABOVE_LEAST * min(known, default=0.0))
        if top < 2 * low:
            low = top / 2
        # The strongest step begins well below the top: it is for more than one word.
        factor = (0.6 * top / low) ** (1 / (STRENGTHS - 2))
        return cls(tuple(_short(low * factor**step) for step in range(STRENGTHS - 1)))

    def strength(self, value: float) -> int:
        """Return the step of a value, 0 (soft) to 4 (strong)."""
        return bisect_right(self.bounds, value)


def _short(value: float) -> float:
    """Return the value with two digits: no bound is more exact than that."""
    return float(f"{value:.2g}")
