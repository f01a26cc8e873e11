"""Names that people give to columns of texts and of sentiments, in many languages.

The lists are in `column_names.toml`. A name that is a question says what a yes to it means, too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from moodcloud.lexicon import read_lexicon, without_accents, words_of
from moodcloud.lexicon.label_words import DEGREES, NEGATIVE, POSITIVE, folded_label

# The best known name of each language scores 2, each after it so much less: enough to tell names
# apart, too little to outweigh what the columns hold.
_STEP: Final = 0.01
# Less likely names score this.
_LESS_LIKELY_SCORE: Final = 1.2
# Names that ask for something good or bad score this where no part of them is known.
_ASKED_SCORE: Final = 0.6
# A name of more parts mentions a room, say, and may ask for an opinion of it.
_MOST_PARTS: Final = 3
# A question that is longer is no name of a column.
_LONGEST: Final = 300
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATOR: Final = re.compile(r"[\W_]+")


def folded_name(name: str) -> str:
    """Return a name as it is compared.

    >>> {folded_name(name) for name in ("Review Text", "reviewText", "#review-text")}
    {'review_text'}
    >>> folded_name("Opinión")
    'opinion'
    """
    if len(name) > _LONGEST:
        return ""
    parts = _CAMEL.sub("_", unicodedata.normalize("NFC", name).strip().lstrip("#").strip())
    return _SEPARATOR.sub("_", without_accents(parts.casefold())).strip("_")


def is_known_name(field: str) -> bool:
    """Return whether `field` is a name people give to a column of texts or of sentiments."""
    name = folded_name(field)
    return name in _TEXT_SCORES or name in _SENTIMENT_SCORES


def text_name_score(name: str) -> float:
    """Return how much a folded name speaks for texts: 1 to 2 for a known one, -1 against.

    What a row answers to, or is a part of, is no text of that row: `parent_comment`.
    """
    if name.startswith("parent_"):
        return -1.0
    return _score(name, _TEXT_SCORES, _WORDS["no_texts"])


def names_texts(name: str) -> int:
    """Return 1 for a name of texts that people write, -1 for one that speaks against texts.

    A heading or a description is neither: it is of the thing that people write about.

    >>> names_texts("review_text"), names_texts("product_title"), names_texts("author.name")
    (1, 0, -1)
    """
    folded = folded_name(name)
    score = text_name_score(folded)
    if score < 0:
        return -1
    return int(score > 0 and not _is_heading(folded))


def _is_heading(name: str) -> bool:
    return not _WORDS["headings"].isdisjoint((name, name.rpartition("_")[2]))


def sentiment_name_score(name: str) -> float:
    """Return how much a folded name speaks for sentiments: 1 to 2 for a known one, -1 against."""
    if names_something_else(name):
        return -1.0
    asked = asks_for(name) is not None or _names_both_sides(name)
    score = _score(name, _SENTIMENT_SCORES, _WORDS["no_sentiments"], asked)
    rating = not score and name.rpartition("_")[2] in _WORDS["ratings"]
    return _ASKED_SCORE if rating else score


def names_something_else(name: str) -> bool:
    """Return whether a folded name says what else its numbers are of: a room, one emotion.

    >>> [names_something_else(name) for name in ("room", "room_class", "room_rating", "anger")]
    [True, True, False, True]
    """
    parts = name.split("_")
    if name in _SENTIMENT_SCORES or asks_for(name):
        return False
    if len(parts) > _MOST_PARTS:
        return _asks_for_facts(parts)
    if not _WORDS["single_emotions"].isdisjoint(parts):
        return True
    return _EVALUATIONS.isdisjoint(parts) and not _WORDS["other_things"].isdisjoint(parts)


def _asks_for_facts(parts: list[str]) -> bool:
    """Return whether a question asks for no opinion: `how many nights`, `are you a member`."""
    if "how" in parts[:-1] and parts[parts.index("how") + 1] in _WORDS["after_how"]:
        return True
    return parts[0] in _WORDS["question_words"] and not _WORDS["other_things"].isdisjoint(parts)


def is_row_name(name: str) -> bool:
    """Return whether a folded name is that of what tells rows apart: ids, dates, authors."""
    return name.rpartition("_")[2] in _WORDS["row_names"]


def _names_both_sides(name: str) -> bool:
    """Return whether a folded name says what its labels are: `0_negative_1_positive`."""
    words = {DEGREES.get(folded_label(part)) for part in name.split("_")}
    return {POSITIVE, NEGATIVE} <= words


def asks_for(name: str) -> str | None:
    """Return what a yes means in a column of this folded name: a sentiment, or nothing.

    >>> asks_for("would_you_recommend_us"), asks_for("is_toxic"), asks_for("verified")
    ('positive', 'negative', None)
    >>> asks_for("voted_up")
    'positive'
    """
    parts = name.split("_")
    if not _WORDS["consent"].isdisjoint(parts):
        return None
    good, negations = _WORDS["good"], _WORDS["negations"]
    found = {sentiment for phrase, sentiment in _PHRASES.items() if phrase in f"_{name}_"}
    for before, part, after in zip(["", *parts[:-1]], parts, [*parts[1:], ""], strict=True):
        wish = part in _WORDS["wishes"] and after in _WORDS["after_a_wish"]
        if part in good | _WORDS["bad"] and not wish:
            found.add(POSITIVE if (part in good) != (before in negations) else NEGATIVE)
    return found.pop() if len(found) == 1 else None


def is_rating_name(name: str) -> bool:
    """Return whether a folded name is that of ratings: `user_rating` is, `rating_count` is not."""
    return not _WORDS["ratings"].isdisjoint(name.split("_")) and sentiment_name_score(name) > 0


def says_sentiment(name: str) -> bool:
    """Return whether a folded name says that numbers are sentiments, not any classes or marks."""
    parts = name.split("_")
    return not _WORDS["says_sentiment"].isdisjoint(parts) and sentiment_name_score(name) > 0


def is_recommendation_name(name: str) -> bool:
    """Return whether a folded name is that of a Net Promoter Score, or asks for one."""
    return not {"nps", "recommend", "recommended"}.isdisjoint(name.split("_"))


def is_inner_name(name: str) -> bool:
    """Return whether a program gave the name for its own use: `_score`, `hits._score`."""
    return name.rpartition(".")[2].startswith("_")


def _score(
    name: str, scores: dict[str, float], against: frozenset[str], asked: bool = False
) -> float:
    """Return the score of a known name, half of it for a known part, -1 for a part against it.

    The last part decides: a `user_rating` is a rating, a `rating_count` is not.
    """
    if name in scores:
        return scores[name]
    parts = name.split("_")
    known = max((scores[part] / 2 for part in parts if part in scores), default=0.0)
    if asked:
        known = max(known, _ASKED_SCORE)
    if parts[-1] in against or (not known and not against.isdisjoint(parts)):
        return -1.0
    return known


def _ranked(languages: dict[str, list[str]]) -> dict[str, float]:
    """Return the scores of names that are listed best first in each language: 2, and down to 1."""
    scores: dict[str, float] = {}
    for names in languages.values():
        for rank, name in enumerate(map(folded_name, names)):
            scores[name] = max(scores.get(name, 1.0), round(2.0 - rank * _STEP, 3))
    return scores


_NAMES: Final = read_lexicon("column_names")
_LISTS: Final = {name: words_of(lists) for name, lists in _NAMES.items()}
_WORDS: Final = {name: frozenset(map(folded_name, words)) for name, words in _LISTS.items()}
# Words for something good or bad that are several parts of a name.
_PHRASES: Final = {
    f"_{phrase}_": sentiment
    for name, sentiment in (("good", POSITIVE), ("bad", NEGATIVE))
    for phrase in _WORDS[name]
    if "_" in phrase
}
_TEXT_SCORES: Final = _ranked(_NAMES["texts"])
_SENTIMENT_SCORES: Final = _ranked(_NAMES["sentiments"]) | {
    folded_name(name): _LESS_LIKELY_SCORE for name in _LISTS["less_likely_sentiments"]
}
# A name with one of these asks for an opinion, whatever else it mentions.
_EVALUATIONS: Final = (
    (_SENTIMENT_SCORES.keys() - _WORDS["unspecific_sentiments"])
    | _WORDS["ratings"]
    | _WORDS["evaluations"]
)
