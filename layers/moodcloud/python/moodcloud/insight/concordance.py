"""A concordance: all texts of the sample, and for each word the places in them where it occurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import numpy as np

from moodcloud.insight.examples import SampledPlaces
from moodcloud.insight.sample import Sample
from moodcloud.insight.spots import Spots
from moodcloud.reading.text_lines import TextLine
from moodcloud.vocabulary.keyness import Ints

MOST: Final = 200
"""The most texts of a word in a sentiment."""

# The bytes of a place where a word occurs: the number of the text, and two more numbers.
_PLACE: Final = 12
_NUMBERS: Final = 3


@dataclass
class Concordance:
    """Texts, and where words are in them.

    Attributes:
        texts: The texts as a person reads them, sentiment by sentiment.
        sentiments: The sentiment of each.
        lines: Where each is in the upload; None where that is not known.
        places: The places of each word, in the order of the texts, at most one in each. A place is
            three numbers: the number of the text, the word's first character and its length.
    """

    texts: list[str]
    sentiments: list[str]
    lines: list[TextLine | None]
    places: dict[str, list[int]]


def build_concordance(
    places: SampledPlaces,
    spots: Spots,
    wanted: Sequence[str],
    sentiments: Sequence[str],
    room: int,
) -> Concordance:
    """Return the concordance of a sample.

    Args:
        places: The places in the sample of the table.
        spots: What `find_spots` returned for the words.
        wanted: Words, phrases and emoji.
        sentiments: The sentiments, in their order.
        room: Bytes that it may take; texts beyond that are left out, of each sentiment as many.
    """
    sample, (word, row) = places.sample, spots.rows(wanted)
    held = np.bincount(spots.text[row], minlength=len(sample.texts))
    kept = _kept(sample, held.tolist(), sentiments, room)
    number = np.full(len(sample.texts), -1)
    number[kept] = np.arange(len(kept))
    text = number[spots.text[row]]
    order = np.lexsort((word, text))
    order = order[text[order] >= 0]
    row, text, word = row[order], text[order], spots.word[row[order]]
    start, length = _measured(places, kept, text, spots.first[row], spots.last[row])
    told = start >= 0
    found = np.stack((text, start, length), axis=1)[told]
    return Concordance(
        list(map(places.shown, kept)),
        [sample.texts[each].sentiment for each in kept],
        [sample.lines[each] if sample.lines else None for each in kept],
        _by_word(list(spots.words), word[told], found),
    )


def _kept(sample: Sample, held: Sequence[int], sentiments: Sequence[str], room: int) -> list[int]:
    """Return the numbers of the texts that hold words and find room, sentiment by sentiment.

    Args:
        sample: The sample.
        held: How many words each of its texts holds.
        sentiments: The sentiments, in their order.
        room: As for `build_concordance`.
    """
    own: dict[str, list[int]] = {sentiment: [] for sentiment in sentiments}
    for text, words in enumerate(held):
        if words:
            own[sample.texts[text].sentiment].append(text)
    kept = set()
    for turn in zip_longest(*own.values()):
        for text in turn:
            if text is None:
                continue
            room -= len(sample.texts[text].text.encode()) + _PLACE * held[text]
            if room < 0:
                break
            kept.add(text)
    return [text for texts in own.values() for text in texts if text in kept]


def _measured(
    places: SampledPlaces, kept: Sequence[int], text: Ints, first: Ints, last: Ints
) -> tuple[Ints, Ints]:
    """Return the first characters and the lengths of words; -1 where a text does not show them.

    Args:
        places: The places in the sample.
        kept: The numbers of the texts in the sample.
        text: The place among them of the text of each word.
        first: The number of its first token in the text.
        last: That of its last token.
    """
    before = places.begins[np.array(kept, np.int64)][text]
    start, end = places.found.start[before + first], places.found.end[before + last]
    shown = (start >= 0) & (end >= 0)
    return np.where(shown, start, -1), end - start


def _by_word(names: Sequence[str], word: Ints, found: Ints) -> dict[str, list[int]]:
    """Return the places of each word by its name, in the order in which texts hold the words."""
    distinct, at = np.unique(word, return_index=True)
    places = found[np.argsort(word, kind="stable")].ravel().tolist()
    ends = np.cumsum(np.bincount(word, minlength=len(names))) * _NUMBERS
    begins = np.append(0, ends)
    return {
        names[each]: places[begins[each] : ends[each]] for each in distinct[np.argsort(at)].tolist()
    }
