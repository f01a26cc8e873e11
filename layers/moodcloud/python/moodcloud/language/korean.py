"""Korean: tokens become words.

A token is the string between two spaces: a few morphemes grown together. The analyser (kiwipiepy,
in C++) finds them on threads of its own, for which a read-only file system is enough.

Most distinct tokens of a large table occur once or twice: they are read from the parts of the
others, which takes a fraction of the time of an analysis.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from heapq import nsmallest
from importlib.resources import as_file, files
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from moodcloud.language.korean_context import read_in_context
from moodcloud.language.korean_morphemes import words_from
from moodcloud.language.korean_nouns import is_unsure, with_whole_nouns
from moodcloud.language.korean_rare import KnownParts, read_rare
from moodcloud.language.korean_spelling import JAMO, UNUSUAL, laughter, standard
from moodcloud.language.korean_words import as_counted, other_spellings

if TYPE_CHECKING:
    from kiwipiepy import Kiwi


Words = tuple[str, ...]

ANALYSED_TOKENS: Final = 34_000
"""The most tokens that are analysed: about 20,000 a second on two cores."""

_JAMO_OR_NOT: Final = re.compile(r"[ㄱ-ㅣ]+|[^ㄱ-ㅣ]+")


class Korean:
    """Finds the words in Korean tokens."""

    def __init__(self) -> None:
        self._analyser: Kiwi | None = None

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
                they are. Without counts all are analysed.
            texts: The tokens of each text, between which tokens are read; a token that is in none
                is read alone.
        """
        parted = [_parts(token) for token in tokens]
        occurrences: defaultdict[str, int] = defaultdict(int)
        for parts, count in zip(parted, counts or repeat(1, len(tokens)), strict=True):
            for part in parts:
                occurrences[part] += count
        words = {part: laughter(part) for part in occurrences if JAMO.match(part)}
        words |= {token: read for token, read in _read_alone().items() if token in occurrences}
        spoken = {part: count for part, count in occurrences.items() if part not in words}
        most = len(spoken) if counts is None else ANALYSED_TOKENS
        words |= with_whole_nouns(*self._read(spoken, most, texts))
        counted = {part: tuple(map(as_counted, read)) for part, read in words.items()}
        return [
            counted[parts[0]]
            if len(parts) == 1
            else tuple(chain.from_iterable(counted[part] for part in parts))
            for parts in parted
        ]

    def load(self) -> Kiwi:
        """Return the analyser, loaded at the first call."""
        if self._analyser is None:
            self._analyser = load_analyser()
        return self._analyser

    def _read(
        self, parts: Mapping[str, int], most: int, texts: Sequence[Sequence[str]]
    ) -> tuple[dict[str, Words], set[str]]:
        """Return the words of parts of tokens: between neighbours in `texts`, or alone.

        Returned too are the parts that may be a noun with its particle, read as one noun.

        Args:
            parts: How often each occurs.
            most: How many are analysed alone.
            texts: See `words_of`.
        """
        within, unsure = read_in_context(self.load(), texts, _parts) if texts else ({}, set())
        # A noun that the analyser does not know may keep its particle between neighbours.
        doubtful = [part for part in parts if within.get(part, (part,)) == (part,)]
        frequent = nsmallest(most, doubtful, key=lambda part: (-parts[part], part))
        chosen = set(frequent)
        rare = [part for part in doubtful if part not in chosen]
        alone, unsure_alone = self._analysed(frequent, rare)
        kept = (part for part in parts.keys() & within if not _is_shorter(alone.get(part), part))
        return alone | {part: within[part] for part in kept}, unsure | unsure_alone

    def _analysed(
        self, frequent: Sequence[str], rare: Sequence[str]
    ) -> tuple[dict[str, Words], set[str]]:
        """Return the words of tokens: frequent ones are analysed, rare ones read from parts.

        Returned too are the tokens that may be a noun with its particle, read as one noun.
        """
        words: dict[str, Words] = {}
        unsure: set[str] = set()
        if not frequent:
            return words, unsure
        known = KnownParts()
        analyses = self.load().tokenize(frequent, match_options=0)
        for token, morphemes in zip(frequent, analyses, strict=True):
            if is_unsure(morphemes):
                unsure.add(token)
            if rare:
                read = [(each.form, each.tag, each.start, each.end) for each in morphemes]
                words[token] = known.learn(token, read)
            else:
                words[token] = words_from([(each.form, each.tag) for each in morphemes])
        words.update(zip(rare, read_rare(rare, known) if rare else (), strict=True))
        return words, unsure


def _is_shorter(words: Words | None, part: str) -> bool:
    """Return whether one word is the beginning of a part of a token: 최고 of 최고야."""
    return words is not None and len(words) == 1 and words != (part,) and part.startswith(words[0])


@cache
def _read_alone() -> dict[str, Words]:
    """Return the usual words of tokens that the analyser misreads without their neighbours."""
    text = files("moodcloud.language").joinpath("korean_tokens.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {token: tuple(words) for token, *words in lines}


def _parts(token: str) -> Words:
    """Return the runs of lone jamo in a token, and what is between them in standard spelling."""
    if not UNUSUAL.search(token):
        return (token,)
    if not JAMO.search(token):
        return (standard(token),)
    parts = _JAMO_OR_NOT.findall(token)
    return tuple(part if JAMO.match(part) else standard(part) for part in parts)


def load_analyser() -> Kiwi:
    """Return the analyser with our dictionary; loading takes 1.5 s and 370 MB."""
    from kiwipiepy import Kiwi  # 1.5 s: only where there is Hangul

    # The dictionary of names of several words is of no use for single tokens, and takes half of the
    # time to load.
    analyser = Kiwi(num_workers=os.cpu_count() or 1, load_multi_dict=False)
    with as_file(files("moodcloud.language") / "korean_user.txt") as path:
        analyser.load_user_dictionary(str(path))
    for spelling in other_spellings():
        analyser.add_user_word(spelling, "NNG", 3)
    return analyser
