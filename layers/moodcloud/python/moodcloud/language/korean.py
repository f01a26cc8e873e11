"""Korean: tokens become words.

A token is the string between two spaces: a few morphemes grown together, which the analyser finds.

Most distinct tokens of a large table occur once or twice: they are read from the parts of the
others, which takes a fraction of the time of an analysis.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from heapq import nsmallest
from importlib.resources import files
from itertools import accumulate, chain, repeat
from typing import Final

from moodcloud.language.korean_analyser import Analyser
from moodcloud.language.korean_context import read_in_context
from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_nouns import is_unsure, whole_nouns
from moodcloud.language.korean_rare import KnownParts, read_rare
from moodcloud.language.korean_spelling import JAMO, UNUSUAL, laughter, standard
from moodcloud.language.korean_words import counted_otherwise, other_spellings

Words = tuple[str, ...]

ANALYSED_TOKENS: Final = 34_000
"""The most tokens that are analysed: about 20,000 a second on two cores."""

ANALYSED_LETTERS: Final = 6 * ANALYSED_TOKENS
"""The most letters that are analysed: tokens have four on average, but whole texts without spaces
a hundred. It bounds the time that any upload takes."""

_TWICE: Final = 4  # letters of an imitative word, twice two

_JAMO_OR_NOT: Final = re.compile(r"[ㄱ-ㅣ]+|[^ㄱ-ㅣ]+")


class Korean:
    """Finds the words in Korean tokens."""

    def __init__(self) -> None:
        self.analyser = Analyser(other_spellings())

    def words_of(
        self,
        tokens: Sequence[str],
        counts: Sequence[int] | None = None,
        texts: Sequence[Sequence[str]] = (),
    ) -> list[Words]:
        """Return the words in each token, as shown to a reader, in order.

        A token of particles alone has no words. The order of the tokens changes nothing.

        Args:
            tokens: Distinct tokens, in NFC.
            counts: How often each token occurs. If given, only the ANALYSED_TOKENS most frequent
                are analysed, and the others are read from the parts of those, or are words as
                they are. Without counts all are analysed. In either case ANALYSED_LETTERS is the
                most.
            texts: The tokens of each text, between which tokens are read; a token that is in none
                is read alone.
        """
        parted = _parted(chain(tokens, *texts))
        occurrences: defaultdict[str, int] = defaultdict(int)
        for token, count in zip(tokens, counts or repeat(1, len(tokens)), strict=True):
            for part in parted.get(token, (token,)):
                occurrences[part] += count
        distinct = {part for parts in parted.values() for part in parts}
        given = {part: laughter(part) for part in distinct if JAMO.match(part)}
        given |= {token: read for token, read in _read_alone().items() if token in occurrences}
        for part in given:
            occurrences.pop(part, None)
        most = len(occurrences) if counts is None else ANALYSED_TOKENS
        words, unsure = self._read(occurrences, most, texts, parted)
        words |= whole_nouns(words, unsure)
        words |= _imitating(words)
        words |= given
        words |= _counted_otherwise(words)
        return [
            tuple(chain.from_iterable(words[part] for part in parted[token]))
            if token in parted
            else words[token]
            for token in tokens
        ]

    def _read(
        self,
        parts: Mapping[str, int],
        most: int,
        texts: Sequence[Sequence[str]],
        parted: Mapping[str, Words],
    ) -> tuple[dict[str, Words], set[str]]:
        """Return the words of parts of tokens: between neighbours in `texts`, or alone.

        Returned too are the parts that may be a noun with its particle, read as one noun.

        Args:
            parts: How often each occurs.
            most: How many are analysed alone.
            texts: See `words_of`.
            parted: The parts of tokens that are not one part.
        """
        within, unsure = read_in_context(self.analyser, texts, parted)
        # A noun that the analyser does not know may keep its particle between neighbours.
        doubtful = [part for part in parts if part not in within or within[part] == (part,)]
        frequent = _within(ANALYSED_LETTERS, _most_frequent(parts, doubtful, most))
        chosen = set(frequent)
        rare = [part for part in doubtful if part not in chosen]
        alone, unsure_alone = self._analysed(frequent, rare)
        kept = (part for part in parts.keys() & within if not _is_shorter(alone.get(part), part))
        alone.update([(part, within[part]) for part in kept])
        return alone, unsure | unsure_alone

    def _analysed(
        self, frequent: Sequence[str], rare: Sequence[str]
    ) -> tuple[dict[str, Words], set[str]]:
        """Return the words of tokens: frequent ones are analysed, rare ones read from parts.

        Returned too are the tokens that may be a noun with its particle, read as one noun.
        """
        words: dict[str, Words] = {}
        unsure: set[str] = set()
        known = KnownParts()
        # The next tokens are analysed meanwhile.
        with closing(self.analyser.analyse(frequent)) as analyses:
            for token, morphemes in zip(frequent, analyses, strict=True):
                if is_unsure(morphemes):
                    unsure.add(token)
                if rare:
                    words[token] = known.learn(token, morphemes)
                else:
                    words[token] = words_from((form, tag) for form, tag, *_ in morphemes)
        words.update(zip(rare, read_rare(rare, known) if rare else (), strict=True))
        return words, unsure


def _is_shorter(words: Words | None, part: str) -> bool:
    """Return whether one word is the beginning of a part of a token: 최고 of 최고야."""
    return words is not None and len(words) == 1 and words != (part,) and part.startswith(words[0])


def _imitating(words: Mapping[str, Words]) -> dict[str, Words]:
    """Return the tokens that say the same twice, and were cut elsewhere, as they are: 도각도각."""
    return {
        part: (part,)
        for part, read in words.items()
        if len(part) == _TWICE
        and part[:2] == part[2:]
        and any(not word.startswith(part[0]) for word in read)
    }


@cache
def _read_alone() -> dict[str, Words]:
    """Return the usual words of tokens that the analyser misreads without their neighbours."""
    text = files("moodcloud.language").joinpath("korean_tokens.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {token: tuple(words) for token, *words in lines}


def _parted(tokens: Iterable[str]) -> dict[str, Words]:
    """Return the parts of those tokens that are not one part as they are written.

    The parts are runs of lone jamo, and what is between them in standard spelling.
    """
    split = {token: _JAMO_OR_NOT.findall(token) for token in tokens if UNUSUAL.search(token)}
    respelled = standard({part for parts in split.values() for part in parts})
    return {
        token: tuple(respelled.get(part, part) for part in parts) for token, parts in split.items()
    }


def _most_frequent(counts: Mapping[str, int], parts: Collection[str], most: int) -> list[str]:
    """Return the most frequent of some parts, of equals the first; the most frequent first."""
    if len(parts) > most:  # most are too rare, as their counts alone tell: a quarter of the time
        least = sorted(map(counts.__getitem__, parts), reverse=True)[most - 1]
        parts = [part for part in parts if counts[part] >= least]
    return nsmallest(most, parts, key=lambda part: (-counts[part], part))


def _within(letters: int, parts: Sequence[str]) -> Sequence[str]:
    """Return the first parts, which have so many letters at most."""
    ends = accumulate(map(len, parts))
    return parts[: sum(end <= letters for end in ends)]


def _counted_otherwise(words: Mapping[str, Words]) -> dict[str, Words]:
    """Return the words as they are counted of those parts where that is not as they are read."""
    others = counted_otherwise(chain.from_iterable(words.values()))
    are_same = others.keys().isdisjoint
    return {
        part: tuple(others.get(word, word) for word in read)
        for part, read in words.items()
        if not are_same(read)
    }
