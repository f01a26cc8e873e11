"""An English token becomes a word: inflections merge, and so do the spellings of chats.

Chats lengthen words (soooo), drop letters (lovin), and laugh in many ways (hahaha, looool).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from operator import itemgetter
from typing import Final

from moodcloud.language.spelling import LENGTHENED
from moodcloud.language.wordnet import (
    ADJECTIVE,
    ADVERB,
    NOUN,
    PARTS_OF_SPEECH,
    VERB,
    Lexicon,
    candidates,
    is_known,
    lexicon,
)
from moodcloud.patterns import lazy_pattern

_LAUGHTER: Final = lazy_pattern(
    r"(?P<haha>(?=.{4})(?:b|g|m?w|mu)?[ha]*ha+h[ha]*)"
    r"|(?P<hehe>(?=.{4})[he]*he+h[he]*)"
    r"|(?P<lol>(?:l+o+)+l+[sz]*)"
)
_MOST_RUNS: Final = 4
# The same lemmas are looked up for many tokens: remembered, they take half of the time.
_REMEMBERED: Final = 1 << 15


def _standard_spelling(token: str) -> str:
    """Return the standard spelling of `token`, which is no known word, or `token` itself.

    >>> _standard_spelling("goooood")
    'good'
    """
    if "'" in token:
        token = token.removesuffix("'s").strip("'") or token
        if _commonness(token):
            return token
    if laughter := _LAUGHTER.fullmatch(token):
        return str(laughter.lastgroup)
    if LENGTHENED.search(token):
        token = _shortened(token)
    if token.endswith("in") and not _commonness(token) and _commonness(token + "g"):
        return token + "g"
    return token


def _shortened(token: str) -> str:
    """Return `token` with each run of three or more letters cut to two or to one.

    The most common word wins, and among equals the longest. If there is no word, runs are cut to
    two.
    """
    pieces = LENGTHENED.split(token)
    between, letters = pieces[::2], pieces[1::2]
    best, best_commonness = LENGTHENED.sub(r"\1\1", token), 0.0
    if len(letters) > _MOST_RUNS:
        return best
    for times in product((2, 1), repeat=len(letters)):
        runs = [letter * number for letter, number in zip(letters, times, strict=True)]
        word = "".join(map("".join, zip(between, [*runs, ""], strict=True)))
        here = _commonness(word) if len(word) > 1 else 0.0
        if here > best_commonness:
            best, best_commonness = word, here
    return best


ITSELF: Final = {NOUN: 0.69, VERB: 0.31, ADJECTIVE: 0.92, ADVERB: 1.0}
"""About which share of the uses of a lemma is its own form, in the Wall Street Journal part of the
Penn Treebank: singular nouns, verbs as infinitive or present, adjectives not compared."""

INFLECTED: Final = {
    NOUN: (("s", 0.31),),
    VERB: (("s", 0.17), ("ed", 0.40), ("ing", 0.12)),
    ADJECTIVE: (("er", 0.05), ("est", 0.03)),
}
"""The shares of inflections, from the same texts."""

IRREGULAR: Final = {NOUN: 0.31, VERB: 0.20, ADJECTIVE: 0.05, ADVERB: 0.05}
"""The shares of irregular forms; a verb has about two of them (went, gone) for the 0.40 of -ed."""

UNSEEN: Final = 0.5
"""A lemma whose use was never tagged counts as if used half a time."""

LEAST: Final = 0.01
"""The weight of a noun that was never tagged and may be an inflection (sneezing, struggling)."""

DECIDED: Final = 1000.0
"""A word decided by hand counts as being as common as a common word of WordNet."""

SHORTEST_BASE: Final = 3
_TAKES_ES: Final = ("s", "x", "z", "ch", "sh", "o")
_DOUBLING: Final = ("ed", "ing", "er", "est")
_DOUBLES: Final = re.compile(r"(?:[^aeiou]|qu)*[aeiou][^aeiouwxy]")
"""A base that doubles its last letter before -ed: `planed` is no form of `plan`."""

_AMERICAN: Final = tuple(
    (letters, re.compile(british), american)
    for letters, british, american in (
        ("our", "our", "or"),
        ("is", "is(?=(?:e|ed|er|ing|able|ation)$)", "iz"),
        ("yse", "ys(?=ed?$)", "yz"),
        ("re", r"(?<=[^aeiou])re$", "er"),
        ("ogue", "ogue$", "og"),
        ("ence", "ence$", "ense"),
    )
)
"""Spellings of Britain, and what is written for them in America, where WordNet's texts are from;
before each, letters without which there is no such spelling: few words need the slow pattern."""

_SIBILANT_PLURAL: Final = re.compile(r"(.{2,}(?:ch|sh|ss|x|zz))es")
_PLURAL: Final = re.compile(r"(.{2,}[^\W\d_aiosu])s")


def lemma(token: str) -> str:
    """Return the word that `token` is counted under; `lemma(lemma(x)) == lemma(x)`.

    If several lemmas are possible, the most likely one wins: WordNet's counts of tagged senses,
    weighted by how often a lemma takes such a form. So `loved` is `love`, and `amazing` stays.

    Args:
        token: A token in lower case, NFKC, with ASCII apostrophes.

    >>> lemma("running"), lemma("amazing"), lemma("soooo")
    ('run', 'amazing', 'so')
    """
    token = token.replace("i\u0307", "i").strip("'") or token
    base, commonness = _reading(token)
    spelled = token
    if not commonness:
        spelled = _standard_spelling(_without_accents(token))
        base = _base_of_unknown(token) if spelled == token else _base(spelled)
    base = _american(base)
    # A lemma that is itself a form of another (saws, saw, see) would merge two words.
    for word in (base, spelled):
        if word == token or _settled(word):
            return word
    return token


def _without_accents(token: str) -> str:
    """Return a token in plain letters, where that is possible: cliche for cliché."""
    if token.isascii():
        return token
    letters = unicodedata.normalize("NFD", token)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare if bare.isascii() else token


def _american(word: str) -> str:
    """Return a lemma in its American spelling, if that is a word and used no less.

    >>> _american("colour"), _american("tour")
    ('color', 'tour')
    """
    if word in _decided():
        return word
    for letters, pattern, american in _AMERICAN:
        if letters not in word:
            continue
        other = pattern.sub(american, word, count=1)
        if other != word and any(other in table.counts for table in lexicon().values()):
            lemma_of_other = _reading(other)[0]
            if _uses(lemma_of_other) >= _uses(word):
                return lemma_of_other
    return word


def _uses(word: str) -> int:
    """Return how often WordNet counts a lemma, in all parts of speech."""
    return sum(table.counts.get(word, 0) for table in lexicon().values())


def is_decided(token: str) -> bool:
    """Return whether the lemma of a token was decided by hand."""
    return token in _decided()


def is_noun(word: str) -> bool:
    """Return whether WordNet has a noun of this spelling, without any ending taken off."""
    return word in lexicon()[NOUN].counts


@lru_cache(maxsize=_REMEMBERED)
def _settled(word: str) -> bool:
    """Return whether `word` is counted under itself."""
    if _american(word) != word or not word.isascii():
        return False
    base, commonness = _reading(word)
    if commonness:
        return base == word
    return _standard_spelling(word) == word == _base_of_unknown(word)


@cache
def _decided() -> dict[str, str]:
    """Return the lemmas decided by hand, by form."""
    text = files("moodcloud.language").joinpath("lemmas.en.txt").read_text("utf-8")
    decided: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        lemma_of_all, colon, forms = line.partition(":")
        for form in (lemma_of_all + " " + forms).split():
            decided[form] = lemma_of_all if colon else form
    return decided


def _reading(token: str) -> tuple[str, float]:
    """Return the likeliest lemma of a token in standard spelling, and how common it is.

    The result is (token, 0) if nothing is known about it.
    """
    if decided := _decided().get(token):
        return decided, DECIDED
    return _likeliest(token) if is_known(token) else (token, 0.0)


@lru_cache(maxsize=_REMEMBERED)
def _likeliest(token: str) -> tuple[str, float]:
    """Return what `_reading` does for a token of the dictionary that was not decided by hand."""
    weights: dict[str, float] = {}
    for pos in PARTS_OF_SPEECH:
        if bases := candidates(token, pos):
            for base, weight in _weighed(token, bases, pos):
                weights[base] = weights.get(base, 0.0) + weight
    return max(weights.items(), key=itemgetter(1)) if weights else (token, 0.0)


def _weighed(token: str, bases: list[str], pos: str) -> Iterator[tuple[str, float]]:
    """Yield each of `bases` that `token` may come from as part of speech `pos`, with its weight."""
    table = lexicon()[pos]
    regular = [base for base in bases if base != token and _inflects(base, token, table)]
    for base in regular:
        yield base, _share(token, pos, table) * (table.counts[base] + UNSEEN)
    if token not in table.counts:
        return
    own = table.counts[token]
    # WordNet lists many plurals and comparatives beside the words they come from.
    tagged = [base for base in regular if table.counts[base]]
    if tagged and pos in {NOUN, ADJECTIVE}:
        yield tagged[0], ITSELF[pos] * own
    elif own or pos != NOUN:
        yield token, ITSELF[pos] * (own + UNSEEN)
    else:
        yield token, LEAST


def _inflects(base: str, token: str, table: Lexicon) -> bool:
    """Return whether English spelling makes `token` from `base`, which morphy does not check."""
    if token in table.irregular:
        return "_" not in base
    if len(base) < SHORTEST_BASE or token.endswith("ss"):
        return False
    ending = token.removeprefix(base)
    if ending == "es":
        return base.endswith(_TAKES_ES)
    return ending not in _DOUBLING or not _DOUBLES.fullmatch(base)


def _share(token: str, pos: str, table: Lexicon) -> float:
    """Return about which share of the uses of a lemma its inflection `token` has."""
    if token in table.irregular:
        return IRREGULAR[pos]
    endings = (share for ending, share in INFLECTED[pos] if token.endswith(ending))
    return next(endings, IRREGULAR[pos])


def _commonness(token: str) -> float:
    """Return how common a token is as a word; 0 if it is no word."""
    return _reading(token)[1]


def _base(token: str) -> str:
    """Return the lemma of a token in standard spelling."""
    base, commonness = _reading(token)
    return base if commonness else _base_of_unknown(token)


def _base_of_unknown(token: str) -> str:
    """Return the lemma of a token unknown to WordNet: a plural's singular, or a new verb's noun."""
    if token.endswith("s"):
        plural = _SIBILANT_PLURAL.fullmatch(token) or _PLURAL.fullmatch(token)
        return plural[1] if plural else token
    for ending in ("ed", "ing"):
        if token.endswith(ending):
            stem = token.removesuffix(ending)
            for noun in (stem, stem + "e"):
                if lexicon()[NOUN].counts.get(noun) and not _DOUBLES.fullmatch(noun):
                    return noun
    return token
