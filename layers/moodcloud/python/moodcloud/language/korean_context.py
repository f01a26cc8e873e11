"""Korean tokens read between their neighbours: what a token mostly means in the texts of a table.

신기 alone may be gods or a wonder; beside 하다 it is a wonder. A table that is small enough has its
texts analysed whole. Each token then has the reading that it has most often, so that its
occurrences can be counted as those of any other token.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from moodcloud.language.korean_analyser import Analyser, Morpheme
from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_nouns import is_unsure
from moodcloud.language.korean_spelling import JAMO

Words = tuple[str, ...]
Places = list[tuple[int, str]]
"""Parts of tokens and where each begins in its text, from left to right."""


def read_in_context(
    analyser: Analyser, texts: Sequence[Sequence[str]], parted: Mapping[str, Words]
) -> tuple[dict[str, Words], set[str]]:
    """Return the words of each part of a token, as it is mostly read in the texts.

    Returned too are the parts that may be a noun with its particle, read as one noun.

    Args:
        analyser: The analyser.
        texts: The tokens of each text, folded, in order.
        parted: The parts of tokens that are not one part.
    """
    readings: defaultdict[str, Counter[Words]] = defaultdict(Counter)
    unsure: set[str] = set()
    joined = [_joined(tokens, parted) for tokens in texts]
    # Closed whatever happens: the traceback of an error that is kept would keep its lock.
    with closing(analyser.analyse([text for text, _ in joined])) as analyses:
        for (_, places), morphemes in zip(joined, analyses, strict=True):
            for (_, part), read in zip(places, _within(places, morphemes), strict=True):
                readings[part][words_from((form, tag) for form, tag, *_ in read)] += 1
                if is_unsure(read):
                    unsure.add(part)
    return {part: _most_frequent(found) for part, found in readings.items()}, unsure


def _joined(tokens: Iterable[str], parted: Mapping[str, Words]) -> tuple[str, Places]:
    """Return a text of its tokens, marks beside the word before them, and the places of parts."""
    text, places = "", []
    for token in tokens:
        if not token[0].isalnum():
            text += token
            continue
        for part in parted.get(token, (token,)):
            if JAMO.match(part):
                continue
            text += " " if text else ""
            places.append((len(text), part))
            text += part
    return text, places


def _within(places: Places, morphemes: Iterable[Morpheme]) -> list[list[Morpheme]]:
    """Return the morphemes within each part of a text."""
    starts = [start for start, _ in places]
    within: list[list[Morpheme]] = [[] for _ in places]
    for each in morphemes:
        start = each[2]
        place = bisect_right(starts, start) - 1
        if place >= 0 and start < starts[place] + len(places[place][1]):
            within[place].append(each)
    return within


def _most_frequent(found: Counter[Words]) -> Words:
    return max(found, key=lambda words: (found[words], words))
