"""Rare Korean tokens, read from the parts of frequent ones.

Most rare tokens are a known beginning with a known ending: 감독까지도 is the 감독 of 감독이 with
the 까지도 of 배우까지도. Others are an unknown noun with a known ending, or a known stem with an
unknown ending.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from moodcloud.language.korean_morphemes import Composer

Words = tuple[str, ...]
Morpheme = tuple[str, str, int, int]
"""Text, tag, start and end in the token."""

# Below this likelihood (pairings expected among the tokens learnt) the reading is wrong more often
# than one time in four.
_LEAST_LIKELIHOOD: Final = 0.0001

# Tags with which a word can end where the next follows without a space: nouns, particles, endings,
# adverbs.
_CLOSING: Final = ("N", "J", "E", "M")


_NOUNS: Final = ("NNG", "NNP")
_INFLECTED: Final = ("EP", "VV", "VA", "VX", "VCP", "XSA", "XSV")
_SHORTEST_NOUN: Final = 2
_LONGEST_ENDING: Final = 4
# After an unknown beginning an ending is a noun's if it follows nouns so often.
_LEAST_NOUNS: Final = 0.3


class KnownParts:
    """Beginnings and endings of analysed tokens, by the tag of the morpheme that joins them."""

    def __init__(self) -> None:
        self._beginnings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._endings: defaultdict[tuple[str, str], Counter[Words]] = defaultdict(Counter)
        self._tags: Counter[str] = Counter()

    def learn(self, token: str, morphemes: Sequence[Morpheme]) -> Words:
        """Return the words of an analysed token, and remember all ways to split it in two."""
        reader = Composer()
        joints = []
        following = [start for _, _, start, _ in morphemes[1:]] + [len(token)]
        for (text, tag, _, end), start in zip(morphemes, following, strict=True):
            reader.take(text, tag)
            # In 봤 the stem and the past tense share a syllable, so the token cannot be split
            # between them.
            if start >= end and not reader.waiting:
                joints.append((end, tag, tuple(reader.words)))
        words = reader.finish()
        for at, tag, so_far in joints:
            count = len(so_far)
            if words[:count] == so_far:
                self._beginnings[token[:at], tag][so_far] += 1
                self._endings[token[at:], tag][words[count:]] += 1
                self._tags[tag] += 1
        return words

    def reader(self) -> RareTokens:
        """Return a reader of tokens that knows the parts learnt so far."""
        return RareTokens(_likeliest(self._beginnings), _likeliest(self._endings), self._tags)


class RareTokens:
    """Reads tokens as a known beginning and a known ending."""

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
        self._stems = {
            stem: max(shares)
            for stem, readings in beginnings.items()
            if (
                shares := [
                    (count / tags[tag], words)
                    for tag, count, words in readings
                    if tag.startswith(_INFLECTED) and (len(stem) > 1 or tag == "EP")
                ]
            )
        }
        self._after_nouns = {
            ending: (max(named)[0] / (tags["NNG"] + tags["NNP"]), max(named)[1])
            for ending, readings in endings.items()
            if (named := [(count, words) for tag, count, words in readings if tag in _NOUNS])
            and sum(count for tag, count, _ in readings if tag.startswith("N"))
            >= _LEAST_NOUNS * sum(count for _, count, _ in readings)
        }
        # The count of an ending becomes its share of all endings that follow the tag.
        self._endings = {
            ending: {tag: (count / tags[tag], words) for tag, count, words in readings}
            for ending, readings in endings.items()
        }

    def words_of(self, token: str) -> Words | None:
        """Return the words of the likeliest reading; None if no reading is likely."""
        known = self._known_words(token)
        return self._in_half(token) if known is None else known

    def _known_words(self, token: str) -> Words | None:
        """Return the words of a token all of whose parts are known."""
        if token not in self._read:  # many tokens end alike
            self._read[token] = self._likely_words(token)
        return self._read[token]

    def _likely_words(self, token: str) -> Words | None:
        likelihood, words = self._in_two(token)
        if likelihood >= _LEAST_LIKELIHOOD:
            return words
        # Several words written as one: the longest beginning whose rest can be read.
        for at in range(len(token) - 2, 1, -1):
            first = self._closed.get(token[:at])
            if first is not None and (rest := self._known_words(token[at:])) is not None:
                return first + rest
        return None

    def _in_two(self, token: str) -> tuple[float, Words]:
        best: Words = ()
        likeliest = 0.0
        for at in range(len(token), 0, -1):
            endings = self._endings.get(token[at:])
            if endings is None:
                continue
            for tag, count, words in self._beginnings.get(token[:at], ()):
                if tag in endings:
                    share, more = endings[tag]
                    if count * share > likeliest:
                        likeliest, best = count * share, words + more
        return likeliest, best

    def _in_half(self, token: str) -> Words | None:
        """Return the likeliest reading with one part unknown: a noun before its ending, or an
        ending after its stem."""
        best: Words | None = None
        likeliest = 0.0
        for at in range(len(token) - 1, 0, -1):
            if at >= _SHORTEST_NOUN and token[at:] in self._after_nouns:
                share, words = self._after_nouns[token[at:]]
                if share > likeliest:
                    likeliest, best = share, (token[:at], *words)
            if len(token) - at <= _LONGEST_ENDING:
                share, words = self._stems.get(token[:at], (0.0, ()))
                if share > likeliest:
                    likeliest, best = share, words
        return best


def _likeliest(
    parts: dict[tuple[str, str], Counter[Words]],
) -> dict[str, list[tuple[str, int, Words]]]:
    """Return the readings of each string: tag, count, and the most frequent words."""
    found: dict[str, list[tuple[str, int, Words]]] = {}
    for (string, tag), readings in parts.items():
        words = max(readings, key=lambda words: (readings[words], words))
        found.setdefault(string, []).append((tag, readings.total(), words))
    return found
