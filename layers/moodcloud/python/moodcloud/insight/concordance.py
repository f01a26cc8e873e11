"""A concordance: all texts of the sample, and for each word the places in them where it occurs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, NamedTuple

from moodcloud.insight.examples import SampledPlaces, Spot
from moodcloud.insight.sample import Sample
from moodcloud.reading.text_lines import TextLine

MOST: Final = 200
"""The most texts of a word in a sentiment."""

# The bytes of a place where a word occurs: the number of the text, and two more numbers.
_PLACE: Final = 12


class WordPlace(NamedTuple):
    """Where a word occurs: the number of the text, the word's first character and its length."""

    text: int
    start: int
    length: int


@dataclass
class Concordance:
    """Texts, and where words are in them.

    Attributes:
        texts: The texts as a person reads them, sentiment by sentiment.
        sentiments: The sentiment of each.
        lines: Where each is in the upload; None where that is not known.
        places: The places of each word, in the order of the texts, at most one in each.
    """

    texts: list[str] = field(default_factory=list)
    sentiments: list[str] = field(default_factory=list)
    lines: list[TextLine | None] = field(default_factory=list)
    places: dict[str, list[WordPlace]] = field(default_factory=dict)


def build_concordance(
    places: SampledPlaces,
    spots: Mapping[tuple[str, str], Sequence[Spot]],
    wanted: Iterable[str],
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
    words: dict[int, list[tuple[str, Spot]]] = {}
    for word in wanted:
        for sentiment in sentiments:
            for spot in spots.get((word, sentiment), ()):
                words.setdefault(spot.text, []).append((word, spot))
    found = Concordance()
    for text in _kept(places.sample, words, sentiments, room):
        _add(found, places, text, words[text])
    return found


def _kept(
    sample: Sample, words: Mapping[int, Sequence[object]], sentiments: Sequence[str], room: int
) -> list[int]:
    """Return the numbers of the texts that hold words and find room, sentiment by sentiment."""
    own: dict[str, list[int]] = {sentiment: [] for sentiment in sentiments}
    for text in sorted(words):
        own[sample.texts[text].sentiment].append(text)
    kept = set()
    for turn in zip_longest(*own.values()):
        for text in turn:
            if text is None:
                continue
            room -= len(sample.texts[text].text.encode()) + _PLACE * len(words[text])
            if room < 0:
                break
            kept.add(text)
    return [text for texts in own.values() for text in texts if text in kept]


def _add(
    found: Concordance, places: SampledPlaces, text: int, words: Sequence[tuple[str, Spot]]
) -> None:
    """Add a text of the sample to a concordance, with the places of its words."""
    sample, number = places.sample, len(found.texts)
    found.texts.append(places.shown(text))
    found.sentiments.append(sample.texts[text].sentiment)
    found.lines.append(sample.lines[text] if sample.lines else None)
    for word, spot in words:
        place = places.place(spot)
        if place is not None:
            where = WordPlace(number, place[0], place[1] - place[0])
            found.places.setdefault(word, []).append(where)
