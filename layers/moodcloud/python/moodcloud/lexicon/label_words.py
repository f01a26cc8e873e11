"""Words that people give as labels: sentiments, degrees of them, grades, yes and no.

The lists are in `label_words.toml`. Words are compared without case, accents, spaces and signs.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import Final

from moodcloud.lexicon import read_lexicon, without_accents, words_of
from moodcloud.patterns import lazy_pattern

POSITIVE: Final = "positive"
NEUTRAL: Final = "neutral"
NEGATIVE: Final = "negative"

# fastText writes this before each label.
LABEL_PREFIX: Final = "__label__"

_WORD: Final = re.compile(r"[^\W_]+")
# The number that a form puts before or after an answer, "5 - Very satisfied" or "Poor (1)", and
# what programs call the answer: "Sentiment: Positive", "Label.POSITIVE".
_NUMBERED: Final = lazy_pattern(
    r"\(?\d{1,2}\)?\s*[-–=:.)]\s*(?=[^\W\d])"
    r"|^\d{1,2}\s*\((?=[^\W\d])"
    r"|(?<=\w)\s*[(\[]-?\d{1,2}[)\]]$"
    r"|^\w{0,20}(?:sentiment|polarity|label|class|rating)\w{0,10}\s*[:.=]\s*(?=[^\W\d])"
)
# What a model says of its own label, "POSITIVE (0.93)" or "neutral: 87%", and the rating that a
# store writes beside its word: "Excellent (5.0)", "Superb 9,2", "4.8 Excellent".
_SURE: Final = lazy_pattern(
    r"([^\W\d].*?)\W++(?:(?:score|confidence|prob\w*+)\W++)?"
    r"(?:(?:\d|10)[.,]\d+|(?<=\.)\d+|\d{1,3}(?:[.,]\d+)?\s?%)\W*+",
    re.IGNORECASE,
)
_RATED: Final = lazy_pattern(r"(?:\d|10)[.,]\d+\W+([^\W\d].*)")
_ENDS_OF_SURE: Final = frozenset("0123456789%)]}")
# The same as programs print it: {'label': 'joy', 'score': 0.93}, or all labels with their scores,
# and {'joy': 0.93, 'anger': 0.07}.
_PRINTED: Final = lazy_pattern(r"\{[^{}]*\}")
_PREDICTED: Final = lazy_pattern(r"[\"']label[\"']\s*:\s*[\"']([^\"'{}]+)[\"']")
_ITS_SCORE: Final = lazy_pattern(
    r"[\"'](?:score|probability|confidence)[\"']\s*:\s*([01](?:\.\d+)?(?:e-\d+)?)(?![\d.])"
)
_SCORED: Final = lazy_pattern(r"[\"']([^\"'{}:]+)[\"']\s*:\s*([01](?:\.\d+)?(?:e-\d+)?)\s*[,}]")
_LONGEST_PRINTED: Final = 2000
# Longer texts are not taken apart.
_LONGEST: Final = 100
# What makes a heart red or a thumb brown.
_VARIANTS: Final = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


# Dashes that people and programs write for a minus.
_MINUS: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"))


def with_plain_minus(label: str) -> str:
    """Return a label whose minus signs are those of ASCII."""
    return label.translate(_MINUS)


def bare(label: str) -> str:
    """Return a label without spaces around it, the prefix of fastText, and how sure a model was.

    >>> bare("POSITIVE (0.93)"), bare("{'label': 'joy', 'score': 0.93}"), bare("Rated 80%")
    ('POSITIVE', 'joy', 'Rated 80%')
    >>> bare("[{'label': 'joy', 'score': 0.1}, {'label': 'anger', 'score': 0.9}]")
    'anger'
    >>> bare("Excellent (5.0)"), bare("4.8 Excellent")
    ('Excellent', 'Excellent')
    """
    label = label.strip().removeprefix(LABEL_PREFIX)
    if label[:1] in ("[", "{") and label[-1:] in ("]", "}") and len(label) <= _LONGEST_PRINTED:
        return _likeliest(label) or label
    if len(label) > _LONGEST:
        return label
    if label[:1].isdigit():
        found = _RATED.fullmatch(label)
    elif label[-1:] in _ENDS_OF_SURE:
        found = _SURE.fullmatch(label)
    else:
        return label
    return found[1] if found and _folded_word(found[1]) in DEGREES else label


def _likeliest(label: str) -> str | None:
    """Return the label of the highest score among those that a program printed."""
    found = [
        (float(score[1]) if (score := _ITS_SCORE.search(each)) else 0.0, name[1])
        for each in _PRINTED.findall(label)
        if (name := _PREDICTED.search(each))
    ]
    if not found and label.startswith("{"):
        found = [(float(score), name) for name, score in _SCORED.findall(label)]
        if len(found) < 2 or label.count(":") != len(found):
            return None
    return max(found, key=lambda each: each[0])[1] if found else None


def folded_label(label: str) -> str:
    """Return a label as it is compared.

    >>> folded_label("5 - Very Satisfied!"), folded_label("Négatif"), folded_label("👍🏽")
    ('verysatisfied', 'negatif', '👍')
    """
    return _folded_word(bare(label))


def _folded_word(label: str) -> str:
    if not label.isascii():
        label = with_plain_minus(_VARIANTS.sub("", label))
        label = unicodedata.normalize("NFKC", label)
    label = label.strip().casefold()
    words = _WORD.findall(_NUMBERED.sub("", without_accents(label), count=1))
    return "".join(words or label.split())


def _folded(lists: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    return {
        folded_label(word): sentiment
        for sentiment, languages in lists.items()
        for word in words_of(languages)
    }


def _with_adverbs(lists: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    """Return folded single words, each after each adverb of its languages: `very good`.

    Adverbs and words are folded one by one: 30 ms less than what they are together.
    """
    adverbs = {code: list(map(folded_label, words)) for code, words in _ADVERBS.items()}
    return {
        adverb + word: sentiment
        for sentiment, languages in lists.items()
        for codes, words in languages.items()
        for folded in [[folded_label(word) for word in words if " " not in word]]
        for adverb in chain.from_iterable(adverbs.get(code, ()) for code in codes.split("_"))
        for word in folded
    }


_LISTS: Final = read_lexicon("label_words")
_ADVERBS: Final[dict[str, list[str]]] = _LISTS.pop("adverbs")
_YES, _NO, _MAYBE = (_LISTS["answers"][each] for each in ("yes", "no", "maybe"))

# Each maps folded labels to their sentiment.
SENTIMENTS: Final = _folded(_LISTS["sentiments"])
DEGREES: Final = (
    _with_adverbs(_LISTS["sentiments"])
    | _with_adverbs(_LISTS["degrees"])
    | _folded(_LISTS["degrees"])
    | _folded(_LISTS["mixed"])
    | _folded({NEUTRAL: _MAYBE})
    | SENTIMENTS
)
# Happy and sad are sentiments where there are no other feelings beside them.
FACES: Final = _folded(_LISTS["faces"])
# Words for texts of both sentiments: neutral, unless there is another word for neutral.
MIXED: Final = _folded(_LISTS["mixed"])
# What is written beside sentiments of texts that have none: irrelevant, objective, not answered.
NO_SENTIMENT: Final = frozenset(map(folded_label, words_of(_LISTS["no_sentiment"])))
# Classes of ages and of prices: PG-13, $$.
CLASSIFICATIONS: Final = frozenset(map(folded_label, words_of(_LISTS["classifications"])))
SIGNS: Final = _folded(_LISTS["signs"])
LETTERS: Final = _folded(_LISTS["letters"])
GRADES: Final = _folded(_LISTS["grades"])
TRUTH: Final = _folded(_LISTS["truth"])
# In a column that asks for something good, and in one that asks for something bad.
YES_IS_GOOD: Final = _folded({POSITIVE: _YES, NEGATIVE: _NO, NEUTRAL: _MAYBE})
YES_IS_BAD: Final = _folded({POSITIVE: _NO, NEGATIVE: _YES, NEUTRAL: _MAYBE})
