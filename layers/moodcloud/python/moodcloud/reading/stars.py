"""Numbers as labels write them: `4`, `4/5`, `4.0 out of 5 stars`, `★★★★☆`, `별점 4점`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from moodcloud.reading.verdicts import bare

_DIGITS: Final = r"(?P<value>[0-9]{1,9}(?:[.,][0-9]{1,20})?)"
_PLAIN: Final = re.compile(
    r"[-+]?(?:[0-9]{1,9}(?:[.,][0-9]{0,20})?|\.[0-9]{1,20})(?:e-?[0-9]{1,2})?"
)
_OUT_OF: Final = re.compile(
    rf"\D{{0,12}}?{_DIGITS}\s*(?:/|out of|von|sur|de|su|из)\s*"
    r"(?P<top>5|10)(?:\.0+)?\s*[^\W\d]{0,12}"
)
_STARS: Final = re.compile(
    rf"(?:별점|평점|rated|rating)?[\s:]*{_DIGITS}\s*(?:stars?|점|sterne?|étoiles?|estrellas?"
    r"|estrelas?|stell[ae]|つ星|星|звезд[аы]?|★|⭐|☆)"
)
_GLYPHS: Final = re.compile(r"[★⭐🌟✩☆½\s]+")
_LONGEST: Final = 60
_COUNTED: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class Rating:
    """A label that says a number: `value`, of at most `top` where it says so.

    `written` tells whether more than a number is written: stars, points, what it is out of.
    """

    value: float
    top: int | None = None
    written: bool = False


def rating_of(label: str) -> Rating | None:
    """Return the number a label says: `4`, `4/5`, `4.0 out of 5 stars`, `★★★★☆`, `별점 4점`."""
    if len(label) > _LONGEST:
        return None
    label = unicodedata.normalize("NFKC", bare(label).replace("\ufe0f", "")).strip().casefold()
    if _PLAIN.fullmatch(label):
        return Rating(float(label.replace(",", ".")))
    if _GLYPHS.fullmatch(label):
        return _glyphs("".join(label.split()))
    if found := _OUT_OF.fullmatch(label):
        return Rating(_number(found), int(found["top"]), written=True)
    found = _STARS.fullmatch(label)
    return Rating(_number(found), written=True) if found else _spelled(label)


def _spelled(label: str) -> Rating | None:
    count, _, unit = label.partition(" ")
    known = count in _COUNTED and unit in ("star", "stars")
    return Rating(_COUNTED[count], written=True) if known else None


def _number(found: re.Match[str]) -> float:
    return float(found["value"].replace(",", "."))


def _glyphs(stars: str) -> Rating:
    empty = stars.count("☆") + stars.count("✩")
    half = stars.count("½")
    full = len(stars) - empty - half
    return Rating(full + half / 2, full + half + empty if empty else None, written=True)
