"""Rare Korean tokens, read from the parts of frequent ones.

Most rare tokens are a known beginning with a known ending: 감독까지도 is the 감독 of 감독이 with
the 까지도 of 배우까지도. Others are an unknown noun with a known ending, or a known stem with an
unknown ending.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from moodcloud.language.korean_analyser import Morpheme
from moodcloud.language.korean_morphemes import Composer

try:
    from moodcloud.language import _rare_tokens
except ImportError:  # no compiler was there
    _rare_tokens = None  # type: ignore[assignment]

Words = tuple[str, ...]
Reading = tuple[str, float, Words]
"""Tag of the morpheme beside it, count or share, words."""
Part = tuple[list[Reading], tuple[float, Words] | None, Words | None]
"""Its readings; its words beside an unknown part, and how likely they are; those of a beginning
that the next word can follow."""

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
_Learnt = defaultdict[tuple[str, str, Words], int]
"""How often a string was before or after a morpheme of a tag, and had these words."""

_UNKNOWN: Final[Part] = ([], None, None)


class KnownParts:
    """Beginnings and endings of analysed tokens, by the tag of the morpheme that joins them."""

    def __init__(self) -> None:
        self._beginnings: _Learnt = defaultdict(int)
        self._endings: _Learnt = defaultdict(int)
        self._tags: Counter[str] = Counter()

    def learn(self, token: str, morphemes: Sequence[Morpheme]) -> Words:
        """Return the words of an analysed token, and remember all ways to split it in two."""
        reader = Composer()
        joints = []
        following = [start for _, _, start, _, _ in morphemes[1:]] + [len(token)]
        for (text, tag, _, end, _), start in zip(morphemes, following, strict=True):
            reader.take(text, tag)
            # In 봤 the stem and the past tense share a syllable, so the token cannot be split
            # between them.
            if start >= end and not reader.waiting:
                joints.append((end, tag, tuple(reader.words)))
        words = reader.finish()
        for at, tag, so_far in joints:
            count = len(so_far)
            if words[:count] == so_far:
                self._beginnings[token[:at], tag, so_far] += 1
                self._endings[token[at:], tag, words[count:]] += 1
                self._tags[tag] += 1
        return words

    def parts(self) -> tuple[dict[str, Part], dict[str, Part]]:
        """Return the beginnings and the endings learnt so far."""
        beginnings, endings = _likeliest(self._beginnings), _likeliest(self._endings)
        tags = self._tags
        nouns = sum(tags[tag] for tag in _NOUNS)
        return (
            {
                beginning: (readings, _stem(beginning, readings, tags), _closed(readings))
                for beginning, readings in beginnings.items()
            },
            {
                # The count of an ending becomes its share of all endings that follow the tag.
                ending: (
                    [(tag, count / tags[tag], words) for tag, count, words in readings],
                    _after_noun(readings, nouns),
                    None,
                )
                for ending, readings in endings.items()
            },
        )


def read_rare(tokens: Sequence[str], known: KnownParts) -> list[Words]:
    """Return the words of the likeliest reading of each token; one that is not likely is a word.

    In C it takes a tenth of the time: 0.3 instead of 3.4 s for 311,000 tokens.
    """
    beginnings, endings = known.parts()
    if _rare_tokens:
        return _rare_tokens.words_of(
            list(tokens), beginnings, endings, _LEAST_LIKELIHOOD, _SHORTEST_NOUN, _LONGEST_ENDING
        )
    reader = RareTokens(beginnings, endings)
    return [reader.words_of(token) for token in tokens]


class RareTokens:
    """Reads tokens as a known beginning and a known ending."""

    def __init__(self, beginnings: Mapping[str, Part], endings: Mapping[str, Part]) -> None:
        self._read: dict[str, Words | None] = {}
        self._beginnings = beginnings
        self._endings = endings

    def words_of(self, token: str) -> Words:
        """Return the words of the likeliest reading; the token where no reading is likely."""
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
            _, _, first = self._beginnings.get(token[:at], _UNKNOWN)
            if first is not None and (rest := self._known_words(token[at:])) is not None:
                return first + rest
        return None

    def _in_two(self, token: str) -> tuple[float, Words]:
        best: Words = ()
        likeliest = 0.0
        for at in range(len(token), 0, -1):
            endings, _, _ = self._endings.get(token[at:], _UNKNOWN)
            if not endings:
                continue
            for tag, count, words in self._beginnings.get(token[:at], _UNKNOWN)[0]:
                for after, share, more in endings:
                    if tag == after and count * share > likeliest:
                        likeliest, best = count * share, words + more
        return likeliest, best

    def _in_half(self, token: str) -> Words:
        """Return the likeliest reading with one part unknown: a noun before its ending, or an
        ending after its stem."""
        best: Words = (token,)
        likeliest = 0.0
        for at in range(len(token) - 1, 0, -1):
            _, after_noun, _ = self._endings.get(token[at:], _UNKNOWN)
            if at >= _SHORTEST_NOUN and after_noun and after_noun[0] > likeliest:
                likeliest, best = after_noun[0], (token[:at], *after_noun[1])
            _, stem, _ = self._beginnings.get(token[:at], _UNKNOWN)
            if len(token) - at <= _LONGEST_ENDING and stem and stem[0] > likeliest:
                likeliest, best = stem
        return best


def _closed(readings: Sequence[Reading]) -> Words | None:
    """Return the words of a beginning that the next word can follow."""
    return next((words for tag, _, words in readings if tag.startswith(_CLOSING)), None)


def _stem(
    beginning: str, readings: Sequence[Reading], tags: Mapping[str, int]
) -> tuple[float, Words] | None:
    """Return the words of a stem before an unknown ending, and how likely they are."""
    shares = [
        (count / tags[tag], words)
        for tag, count, words in readings
        if tag.startswith(_INFLECTED) and (len(beginning) > 1 or tag == "EP")
    ]
    return max(shares, default=None)


def _after_noun(readings: Sequence[Reading], nouns: int) -> tuple[float, Words] | None:
    """Return the words of an ending after an unknown noun, and how likely they are."""
    named = [(count, words) for tag, count, words in readings if tag in _NOUNS]
    after = sum(count for tag, count, _ in readings if tag.startswith("N"))
    if not named or after < _LEAST_NOUNS * sum(count for _, count, _ in readings):
        return None
    count, words = max(named)
    return count / nouns, words


def _likeliest(learnt: _Learnt) -> dict[str, list[Reading]]:
    """Return the readings of each string: tag, count, and the most frequent words."""
    readings: dict[str, dict[str, tuple[int, int, Words]]] = {}
    for (string, tag, words), count in learnt.items():
        by_tag = readings.setdefault(string, {})
        total, most, best = by_tag.get(tag, (0, 0, ()))
        by_tag[tag] = (total + count, *max((most, best), (count, words)))
    return {
        string: [(tag, total, words) for tag, (total, _, words) in by_tag.items()]
        for string, by_tag in readings.items()
    }
