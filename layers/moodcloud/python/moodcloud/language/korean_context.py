"""Korean tokens read between their neighbours: what a token mostly means in the texts of a table.

신기 alone may be gods or a wonder; beside 하다 it is a wonder. A table that is small enough has its
texts analysed whole. Each token then has the reading that it has most often, so that its
occurrences can be counted as those of any other token.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_nouns import is_unsure
from moodcloud.language.korean_spelling import JAMO

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

Words = tuple[str, ...]
Places = list[tuple[int, str]]
"""Parts of tokens and where each begins in its text, from left to right."""

_TEXTS_AT_ONCE: Final = 1_000
"""So many texts have their morphemes in memory at a time."""


def read_in_context(
    analyser: Kiwi, texts: Sequence[Sequence[str]], parts_of: Callable[[str], Words]
) -> tuple[dict[str, Words], set[str]]:
    """Return the words of each part of a token, as it is mostly read in the texts.

    Returned too are the parts that may be a noun with its particle, read as one noun.

    Args:
        analyser: The analyser.
        texts: The tokens of each text, folded, in order.
        parts_of: Returns the parts of a token to be analysed.
    """
    readings: defaultdict[str, Counter[Words]] = defaultdict(Counter)
    unsure: set[str] = set()
    for first in range(0, len(texts), _TEXTS_AT_ONCE):
        joined = [_joined(tokens, parts_of) for tokens in texts[first : first + _TEXTS_AT_ONCE]]
        analyses = analyser.tokenize([text for text, _ in joined], match_options=0)
        for (_, places), morphemes in zip(joined, analyses, strict=True):
            for (_, part), read in zip(places, _within(places, morphemes), strict=True):
                readings[part][words_from([(each.form, each.tag) for each in read])] += 1
                if is_unsure(read):
                    unsure.add(part)
    return {part: _most_frequent(found) for part, found in readings.items()}, unsure


def _joined(tokens: Iterable[str], parts_of: Callable[[str], Words]) -> tuple[str, Places]:
    """Return a text of its tokens, marks beside the word before them, and the places of parts."""
    text, places = "", []
    for token in tokens:
        if not token[0].isalnum():
            text += token
            continue
        for part in parts_of(token):
            if JAMO.match(part):
                continue
            text += " " if text else ""
            places.append((len(text), part))
            text += part
    return text, places


def _within(places: Places, morphemes: Iterable[Token]) -> list[list[Token]]:
    """Return the morphemes within each part of a text."""
    starts = [start for start, _ in places]
    within: list[list[Token]] = [[] for _ in places]
    for each in morphemes:
        place = bisect_right(starts, each.start) - 1
        if place >= 0 and each.start < starts[place] + len(places[place][1]):
            within[place].append(each)
    return within


def _most_frequent(found: Counter[Words]) -> Words:
    return max(found, key=lambda words: (found[words], words))
