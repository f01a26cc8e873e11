"""Which words name a thing that people find good or bad, and which say how they find it.

In English a word is a thing where WordNet counts it as a noun at least half the time, or does not
know it, and it says how somebody finds a thing where VADER's lexicon has a valence for it, or where
it is an adjective and stands out in a sentiment. Korean verbs and adjectives end with 다, and lists
say which of them judge. Nothing is known of other languages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from moodcloud.language.wordnet import ADJECTIVE, NOUN, lexicon
from moodcloud.lexicon import read_lexicon
from moodcloud.vocabulary import Vocabulary

# Half of its uses make a word a part of speech. A lemma whose use was never tagged counts as half a
# use.
_MOSTLY: Final = 0.5
_UNTAGGED: Final = 0.5
# The least valence, of at most 4, of a word that judges; nouns name what is bad as well as judge it
# (fire, alarm, problem), so theirs is higher. Nouns of what is good name it more often still
# (friends, winners, entertainment), but for the strongest (pleasure, delight).
_LEAST: Final = 1.0
_LEAST_OF_NOUNS: Final = -1.8, 2.3
_SHORTEST: Final = 3
# Predicates, and adverbs: 솔직히.
_NO_NOUN: Final = ("다", "히")
_HANGUL: Final = ("가", "힣")


class Kinds(NamedTuple):
    """What tells words of a language apart, by the lemma.

    Attributes:
        is_thing: Whether it names a thing.
        is_known: Whether a dictionary has it, where there is one.
        is_judging: Whether it says how somebody finds a thing; told as well is whether it stands
            out in a sentiment.
        valence: How good it is in general: below 0 bad, 0 where that is not known.
    """

    is_thing: Callable[[str], bool]
    is_known: Callable[[str], bool]
    is_judging: Callable[[str, bool], bool]
    valence: Callable[[str], float]


def kinds_in(language: str) -> Kinds | None:
    """Return what tells words of a language (ISO 639-1) apart; None where nothing does."""
    return {
        "en": Kinds(_is_english_thing, _is_english, _is_english_judging, _valence),
        "ko": Kinds(_is_korean_thing, lambda _: True, _is_korean_judging, lambda _: 0.0),
    }.get(language)


def contradicts(vocabulary: Vocabulary, word: int, valence: float) -> bool:
    """Return whether a word stands out in the sentiment opposite to what it means in general.

    In reviews of a loudspeaker that wakes people an alarm is nothing bad.

    Args:
        vocabulary: The words.
        word: The row of the word in its table.
        valence: How good the word is in general.
    """
    opposite = "negative" if valence > 0 else "positive"
    if not valence or opposite not in vocabulary.sentiments:
        return False
    words = vocabulary.words
    stands_out, z = words.of("significant", opposite)[word], words.of("z", opposite)[word]
    return bool(stands_out and z > 0)


def _is_english_thing(word: str) -> bool:
    share = _share(word, NOUN)
    if word in _listed("vague", "en") or _valence(word):
        return False
    if share is None:
        return len(word) >= _SHORTEST and word.isalpha()
    return share >= _MOSTLY


def _is_english(word: str) -> bool:
    return _share(word, NOUN) is not None


def _is_english_judging(word: str, stands_out: bool) -> bool:
    if word in _listed("neutral", "en"):
        return False
    if stands_out and (_share(word, ADJECTIVE) or 0.0) >= _MOSTLY:
        return True
    valence = _valence(word)
    if (_share(word, NOUN) or 0.0) < _MOSTLY:
        return abs(valence) >= _LEAST
    bad, good = _LEAST_OF_NOUNS
    return valence <= bad or valence >= good


def _share(word: str, part_of_speech: str) -> float | None:
    """Return the share of a part of speech in the uses of a word; None for an unknown word."""
    uses = {pos: table.counts.get(word) for pos, table in lexicon().items()}
    known = {pos: count + _UNTAGGED for pos, count in uses.items() if count is not None}
    return known.get(part_of_speech, 0.0) / sum(known.values()) if known else None


def _valence(word: str) -> float:
    from moodcloud.scoring.vader_lexicon import analyser

    return analyser().lexicon.get(word, 0.0)


def _is_korean_thing(word: str) -> bool:
    first, last = _HANGUL
    whole = all(first <= letter <= last for letter in word)
    no_noun = word.endswith(_NO_NOUN) or word in _listed("vague", "ko")
    return whole and not no_noun


def _is_korean_judging(word: str, _stands_out: bool) -> bool:
    if word in _listed("neutral", "ko"):
        return False
    return word in _listed("judging", "ko") or word.endswith(_korean_endings())


@cache
def _korean_endings() -> tuple[str, ...]:
    return tuple(read_lexicon("aspects")["judging"]["ko_endings"].split())


@cache
def _listed(kind: str, language: str) -> frozenset[str]:
    return frozenset(read_lexicon("aspects")[kind][language].split())
