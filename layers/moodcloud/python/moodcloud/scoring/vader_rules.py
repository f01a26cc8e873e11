"""VADER's score of an English text: its rules, with another lexicon if asked for, and faster.

VADER (Hutto & Gilbert 2014) adds up the valences of the words it knows, each changed by the words
around it. Words and numbers are those of the package vaderSentiment, and so are the scores; it
walks through each text several times for each word, which takes three times as long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from string import punctuation
from typing import Final

from vaderSentiment.vaderSentiment import BOOSTER_DICT, C_INCR, N_SCALAR, NEGATE, SPECIAL_CASES

# Rules look so many words back.
_NEAR: Final = 3
# How much is left of what a word before strengthens, by its distance.
_FADING: Final = {1: 1.0, 2: 0.95, 3: 0.9}
# What is shorter without the punctuation around it is an emoticon.
_SHORTEST_WORD: Final = 3
_ENDING: Final = ".,;:!?"
_REVERSAL: Final[float] = N_SCALAR
_STRESS: Final = 1.25
_BEFORE_BUT: Final = 0.5
_AFTER_BUT: Final = 1.5
_EXCLAMATION: Final = 0.292
_MOST_EXCLAMATIONS: Final = 4
_QUESTION: Final = 0.18
_MOST_QUESTIONS: Final = 3
_MANY_QUESTIONS: Final = 0.96
# A score comes near 1 the sooner the smaller this is.
_ALPHA: Final = 15
_NEGATING: Final = frozenset(NEGATE)
# Where none of these is near there is no idiom: every idiom ends in one, or is "sort of".
_IDIOMATIC: Final = frozenset(
    word for idiom in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in idiom for word in idiom.split()[-1:]
)


@dataclass(frozen=True)
class Rules:
    """What is known of words, and how they change each other.

    Attributes:
        lexicon: The valence of each word.
        emoji: What each emoji is called.
        boosters: How much a word strengthens or weakens those after it.
        phrases: Words that the lexicon has as one, joined by `_`: by the first, the others.
    """

    lexicon: Mapping[str, float]
    emoji: Mapping[str, str]
    boosters: Mapping[str, float] = field(default_factory=lambda: BOOSTER_DICT)
    phrases: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def _emoji(self) -> re.Pattern[str]:
        signs = [name for name in self.emoji if len(name) == 1]
        return re.compile(f"[{''.join(map(re.escape, signs))}]")

    def compound(self, text: str) -> float:
        """Return the score of a text, from -1 to 1."""
        if not text.isascii():
            text = self._emoji.sub(self._called, text)
        words = [_bare(token) for token in text.split()]
        lowered = [word.lower() for word in words]
        if not self.phrases.keys().isdisjoint(lowered):
            self._join(words, lowered)
        found = self._valences(words, lowered)
        if "but" in lowered:
            _weigh_about(lowered.index("but"), found)
        total = float(sum(valence for _, valence in found))
        if total:
            total += math.copysign(_emphasis(text), total)
        return round(total / math.sqrt(total * total + _ALPHA), 4)

    def _called(self, found: re.Match[str]) -> str:
        start = found.start()
        apart = "" if not start or found.string[start - 1] == " " else " "
        return apart + self.emoji[found[0]]

    def _join(self, words: list[str], lowered: list[str]) -> None:
        """Make each phrase one word."""
        found, end = [], 0
        for at, word in enumerate(lowered):
            if word in self.phrases and at >= end and (rest := self._rest(lowered, at)):
                end = at + 1 + len(rest)
                found.append((at, end, "_".join((word, *rest))))
        for at, end, phrase in reversed(found):
            words[at:end] = ["_".join(words[at:end])]
            lowered[at:end] = [phrase]

    def _rest(self, lowered: list[str], at: int) -> tuple[str, ...]:
        """Return the words after the one at `at` with which it is a phrase."""
        # Words of two letters still have their punctuation: "They hung up."
        after = [word.rstrip(_ENDING) for word in lowered[at + 1 : at + 1 + _NEAR]]
        for rest in self.phrases[lowered[at]]:
            if tuple(after[: len(rest)]) == rest:
                return rest
        return ()

    def _valences(self, words: list[str], lowered: list[str]) -> list[tuple[int, float]]:
        """Return the position and the valence of each word that has one."""
        lexicon, boosters, last = self.lexicon, self.boosters, len(words) - 1
        found = []
        for at, word in enumerate(lowered):
            if word not in lexicon or word in boosters:
                continue
            if word == "kind" and at < last and lowered[at + 1] == "of":
                continue
            if valence := self._valence(words, lowered, at):
                found.append((at, valence))
        return found

    def _valence(self, words: list[str], lowered: list[str], at: int) -> float:
        lexicon, word = self.lexicon, lowered[at]
        valence = lexicon[word]
        if word == "no" and at < len(words) - 1 and lowered[at + 1] in lexicon:
            valence = 0.0
        if "no" in lowered[max(at - _NEAR, 0) : at] and _is_denied(lowered, at):
            valence = lexicon[word] * _REVERSAL
        mixed = None
        if words[at].isupper() and (mixed := _is_mixed(words)):
            valence += C_INCR if valence > 0 else -C_INCR
        for distance in range(1, min(at, _NEAR) + 1):
            before = lowered[at - distance]
            if before in lexicon:
                continue
            if before in self.boosters:
                mixed = _is_mixed(words) if mixed is None else mixed
                capital = mixed and words[at - distance].isupper()
                valence += self._boost(before, valence, capital) * _FADING[distance]
            valence = self._negated(valence, lowered, at, distance)
            if distance == _NEAR and not _IDIOMATIC.isdisjoint(lowered[at - _NEAR : at + _NEAR]):
                valence = self._in_idiom(valence, lowered, at)
        return self._with_least(valence, lowered, at)

    def _boost(self, word: str, valence: float, capital: bool) -> float:
        scalar = self.boosters[word]
        if valence < 0:
            scalar = -scalar
        if capital:
            scalar += C_INCR if valence > 0 else -C_INCR
        return scalar

    def _negated(self, valence: float, lowered: list[str], at: int, distance: int) -> float:
        """Return what a word that negates, so far before, leaves of a valence."""
        word, between = lowered[at - distance], lowered[at - distance + 1 : at]
        stressed = word == "never" and between[:1] in (["so"], ["this"])
        if stressed or (distance == _NEAR and between[-1] in ("so", "this")):
            return valence * _STRESS
        if word == "without" and "doubt" in between:
            return valence
        if word in _NEGATING or "n't" in word:
            return valence * _REVERSAL
        return valence

    def _in_idiom(self, valence: float, lowered: list[str], at: int) -> float:
        def words(start: int, end: int) -> str:
            return " ".join(lowered[at + start : at + end])

        before = (words(-1, 1), words(-2, 1), words(-2, 0), words(-3, 0), words(-3, -1))
        valence = next((SPECIAL_CASES[each] for each in before if each in SPECIAL_CASES), valence)
        for after in (words(0, 2), words(0, 3)):
            valence = SPECIAL_CASES.get(after, valence)
        for each in (words(-3, 0), words(-3, -1), words(-2, 0)):
            valence += self.boosters.get(each, 0.0)
        return valence

    def _with_least(self, valence: float, lowered: list[str], at: int) -> float:
        if not at or lowered[at - 1] != "least" or "least" in self.lexicon:
            return valence
        as_little = at > 1 and lowered[at - 2] in ("at", "very")
        return valence if as_little else valence * _REVERSAL


def _bare(token: str) -> str:
    """Return a token without the punctuation around it, unless it is an emoticon."""
    stripped = token.strip(punctuation)
    return stripped if len(stripped) >= _SHORTEST_WORD else token


def _is_mixed(words: list[str]) -> bool:
    """Return whether not all words are in capitals: those that are stand out."""
    return not all(map(str.isupper, words))


def _is_denied(lowered: list[str], at: int) -> bool:
    """Return whether "no" denies a word: "no fun", "no real fun", "no fun nor joy"."""
    before = lowered[max(at - _NEAR, 0) : at]
    return "no" in before[-2:] or (before[-1] in ("or", "nor") and before[0] == "no")


def _weigh_about(but: int, found: list[tuple[int, float]]) -> None:
    """Halve what is said before "but", and strengthen what is said after it.

    As in VADER, the first of equal valences is changed.
    """
    places, valences = [at for at, _ in found], [valence for _, valence in found]
    for number in range(len(found)):
        first = valences.index(valences[number])
        valences[first] *= _BEFORE_BUT if places[first] < but else _AFTER_BUT
    found[:] = zip(places, valences, strict=True)


def _emphasis(text: str) -> float:
    questions = text.count("?")
    asked = questions * _QUESTION if questions <= _MOST_QUESTIONS else _MANY_QUESTIONS
    if questions <= 1:
        asked = 0.0
    return min(text.count("!"), _MOST_EXCLAMATIONS) * _EXCLAMATION + asked
