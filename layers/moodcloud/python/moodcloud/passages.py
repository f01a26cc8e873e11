"""A text as it is quoted: where a form stands in it, and as much of it as is worth reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from moodcloud.escapes import unescape
from moodcloud.markup import BLOCK, INLINE

LONGEST: Final = 280
"""Characters of a passage."""

# Before a word, where the rest of the text has to be cut.
_BEFORE: Final = 120
_CUT: Final = "…"
_SPACES: Final = re.compile(r"\s+")
# Characters that would turn the direction of what stands around them, or show nothing.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# What counting cleans away: nothing in it is one of the words counted.
_CLEANED: Final = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]*\w|\b(?:RT\s*:?\s*)?@\w+", re.IGNORECASE
)
_INLINE: Final = re.compile(INLINE)
_BLOCK: Final = re.compile(BLOCK)
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼ＇`´", "'"))


def quotable(text: str) -> str:
    """Return `text` as a person reads it, on one line: no entities, tags, unseen characters."""
    plain = unescape(text)
    if "<" in plain:
        plain = _BLOCK.sub(" ", _INLINE.sub("", plain))
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", plain))
    return _UNSEEN.sub("", plain).strip()


def searchable(text: str) -> str:
    """Return `text`, as long as it is, with spaces in place of what holds no counted word.

    Args:
        text: Of `quotable`.
    """
    return _CLEANED.sub(lambda found: " " * len(found[0]), text.translate(_APOSTROPHES))


def place_of(text: str, tokens: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """Return where tokens stand in a text: first character, and the one behind the last.

    Args:
        text: Of `searchable`.
        tokens: All tokens of the text, in order.
        first: Number of the first token looked for.
        last: Number of the last token looked for.
    """
    start = end = 0
    for number, token in enumerate(tokens[: last + 1]):
        found = text.find(token, end)
        if found < 0:
            # A mark that stands for what was cleaned away is not there to be found.
            if first <= number:
                return None
            continue
        end = found + len(token)
        if number == first:
            start = found
    return start, end


def passage(text: str, start: int, end: int) -> tuple[str, int]:
    """Return what to quote of a text around a place, and where the place begins in it.

    Args:
        text: Of `quotable`.
        start: First character of the place.
        end: The one behind its last.
    """
    if len(text) <= LONGEST:
        return text, start
    left = max(0, min(start - _BEFORE, len(text) - LONGEST))
    right = max(min(len(text), left + LONGEST), end)
    # Cut between words, where there is a space.
    if left and (space := text.find(" ", left, start)) >= 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) >= 0:
        right = space
    before, after = (_CUT if left else ""), (_CUT if right < len(text) else "")
    return before + text[left:right] + after, start - left + len(before)
