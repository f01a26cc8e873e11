"""Names of the files of a set: a sentiment may hold anything, a file name may not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SUMMARY: Final = "summary.json"
ERROR: Final = "error.json"
WORDS: Final = "words.parquet"
REPORT: Final = "report.html"
TEXTS: Final = "texts.js"
REJECTED: Final = "rejected.csv"
THUMBNAIL: Final = "thumbnail.png"

# Names of other files of a set and of files beside sets, without endings.
_RESERVED: Final = (
    "summary", "words", "rejected", "report", "comparison", "shared", "error", "latest", "index",
    "thumbnail",
    "periods",
)  # fmt: skip
# What names of files of a sentiment end with.
_ENDINGS: Final = ("", "-distinctive", "-by-group")
_MOST_CHARACTERS: Final = 60
# File systems take 255 bytes: this leaves room for a number and an ending.
_MOST_BYTES: Final = 120


def file_names(sentiments: Iterable[str]) -> dict[str, str]:
    """Return a file name without ending for each sentiment: safe, readable, short, no two alike."""
    names: dict[str, str] = {}
    taken = set(map(_compared, _RESERVED))
    for sentiment in sentiments:
        stem = _shortened(re.sub(r"[^\w.]+", "-", sentiment.strip())).strip("-.") or "group"
        name, number = stem, 2
        while taken & (own := {_compared(f"{name}{more}") for more in _ENDINGS}):
            name, number = f"{stem}-{number}", number + 1
        taken |= own
        names[sentiment] = name
    return names


def _shortened(name: str) -> str:
    """Return the beginning of a name that is too long, cut between letters."""
    short = name[:_MOST_CHARACTERS].encode()[:_MOST_BYTES].decode(errors="ignore")
    while len(short) < len(name) and _joins(short, name[len(short)]):
        short = short[:-1]
    return short


def _joins(text: str, letter: str) -> bool:
    """Return whether a letter is a piece of the one before it, as in decomposed Korean."""
    composed = (unicodedata.normalize("NFC", each) for each in (text, text + letter))
    return len(set(map(len, composed))) == 1


def _compared(name: str) -> str:
    """Return a spelling that is the same for names that some file systems take for one.

    To them Good.json is good.json, and a letter with an accent is the letter followed by the
    accent.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
