"""Rare Korean forms, read from frequent ones.

Most distinct forms are seen once or twice, and most of those are a known beginning with a known
ending: 감독까지도 is the 감독 of 감독이 with the 까지도 of 배우까지도. Reading them so costs a
fraction of analysing them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from moodcloud.language.korean_morphemes import Reader

Words = tuple[str, ...]
Morpheme = tuple[str, str, int, int]
"""Its text, its tag, and where in the form it starts and ends."""

# Below this likelihood (pairings expected among the forms learnt) the reading is wrong more often
# than one time in four.
_LEAST_LIKELIHOOD: Final = 0.0001


# Tags a word can end in where the next is written on without a space: nouns, particles, endings,
# adverbs.
_CLOSING: Final = ("N", "J", "E", "M")


class KnownParts:
    """Beginnings and endings of analysed forms, by the tag of the morpheme that joins them."""

    def __init__(self) -> None:
        self._beginnings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._endings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._tags: Counter[str] = Counter()

    def learn(self, form: str, morphemes: Sequence[Morpheme]) -> Words:
        """Return the words of an analysed form and remember all ways to part it in two."""
        reader = Reader()
        joints = []
        following = [start for _, _, start, _ in morphemes[1:]] + [len(form)]
        for (text, tag, _, end), start in zip(morphemes, following, strict=True):
            reader.take(text, tag)
            # In 봤 the stem and the past tense share a syllable: no joint.
            if start >= end and not reader.waiting:
                joints.append((end, tag, tuple(reader.words)))
        words = reader.finish()
        for at, tag, so_far in joints:
            count = len(so_far)
            if words[:count] == so_far:
                self._beginnings[form[:at], tag][so_far] += 1
                self._endings[form[at:], tag][words[count:]] += 1
                self._tags[tag] += 1
        return words

    def reader(self) -> RareForms:
        """Return what reads forms from the parts learnt so far."""
        return RareForms(_likeliest(self._beginnings), _likeliest(self._endings), self._tags)


class RareForms:
    """Reads forms as a known beginning and a known ending."""

    def __init__(
        self,
        beginnings: dict[str, list[tuple[str, int, Words]]],
        endings: dict[str, list[tuple[str, int, Words]]],
        tags: Counter[str],
    ) -> None:
        self._read: dict[str, Words | None] = {}
        self._beginnings = beginnings
        self._closed: dict[str, Words] = {}
        for beginning, readings in beginnings.items():
            for tag, _, words in readings:
                if tag.startswith(_CLOSING):
                    self._closed.setdefault(beginning, words)
        # The count of an ending becomes its share of all that follows the tag.
        self._endings = {
            ending: {tag: (count / tags[tag], words) for tag, count, words in readings}
            for ending, readings in endings.items()
        }

    def words_of(self, form: str) -> Words | None:
        """Return the words of the likeliest reading; None where no reading is likely."""
        if form not in self._read:  # ends of forms return
            self._read[form] = self._likely_words(form)
        return self._read[form]

    def _likely_words(self, form: str) -> Words | None:
        likelihood, words = self._in_two(form)
        if likelihood >= _LEAST_LIKELIHOOD:
            return words
        # Several words written as one: the longest beginning whose rest can be read.
        for at in range(len(form) - 2, 1, -1):
            first = self._closed.get(form[:at])
            if first is not None and (rest := self.words_of(form[at:])) is not None:
                return first + rest
        return None

    def _in_two(self, form: str) -> tuple[float, Words]:
        best: Words = ()
        likeliest = 0.0
        for at in range(len(form), 0, -1):
            endings = self._endings.get(form[at:])
            if endings is None:
                continue
            for tag, count, words in self._beginnings.get(form[:at], ()):
                if tag in endings:
                    share, more = endings[tag]
                    if count * share > likeliest:
                        likeliest, best = count * share, words + more
        return likeliest, best


def _likeliest(
    parts: dict[tuple[str, str], Counter[Words]],
) -> dict[str, list[tuple[str, int, Words]]]:
    """Return, by the string, its readings: tag, count, and the most frequent words."""
    found: dict[str, list[tuple[str, int, Words]]] = {}
    for (string, tag), readings in parts.items():
        words = max(readings, key=lambda words: (readings[words], words))
        found.setdefault(string, []).append((tag, readings.total(), words))
    return found
