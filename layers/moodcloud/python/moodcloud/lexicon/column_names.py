"""Names that people give to columns of texts and of sentiments, in many languages.

The lists are in `column_names.toml`. A name that is a question says what a yes to it means, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from moodcloud.lexicon import read_lexicon, without_accents, words_of
from moodcloud.lexicon.label_words import DEGREES, NEGATIVE, POSITIVE, folded_label
from moodcloud.patterns import lazy_pattern

# The best known name of each language scores 2, each after it so much less: enough to tell names
# apart, too little to outweigh what the columns hold.
_STEP: Final = 0.01
# Less likely names score this.
_LESS_LIKELY_SCORE: Final = 1.2
# Names of what reviewers gave: next to them, stars may be those of a hotel.
_REVIEWERS_SCORE: Final = 1.98
# Names that ask for something good or bad score this where no part of them is known.
_ASKED_SCORE: Final = 0.6
# A name of more parts mentions a room, say, and may ask for an opinion of it.
_MOST_PARTS: Final = 3
# A question that is longer is no name of a column.
_LONGEST: Final = 300
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Signs of vowels in Indian languages and in Thai are no letters to Python, but parts of words.
_SEPARATOR: Final = re.compile("(?:[^\\w\u0900-\u0dff\u0e31-\u0e4e]|_)+")
_PLURAL: Final = re.compile(r"\(s\)", re.IGNORECASE)
_EXPLAINED: Final = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*$")
_STARS: Final = re.compile("[\u2605\u2606\u2b50][\u2605\u2606\u2b50\ufe0f]*")
# Words that end in a word for a rating of so many letters, or signs where a sign is a syllable or
# more, are two words in one.
_LEAST_LETTERS: Final = 5
_LEAST_SIGNS: Final = 2
_SIGNS: Final = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_HANGUL: Final = lazy_pattern("[\uac00-\ud7a3]+")
# Names of more words are sentences.
_SPOKEN: Final = 4


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """Return a name as it is compared.

    >>> {folded_name(name) for name in ("Review Text", "reviewText", "#review-text")}
    {'review_text'}
    >>> folded_name("Opinión")
    'opinion'
    """
    if len(name) > _LONGEST:
        return ""
    whole = _STARS.sub("star", _PLURAL.sub("s", unicodedata.normalize("NFC", name)))
    parts = _CAMEL.sub("_", whole.strip().lstrip("#").strip())
    return _SEPARATOR.sub("_", without_accents(parts.casefold())).strip("_")


def is_known_name(field: str) -> bool:
    """Return whether `field` is a name people give to a column of texts or of sentiments.

    What is in brackets after a name explains it.

    >>> is_known_name("Rating (1 to 5)"), is_known_name("(1 to 5)")
    (True, False)
    """
    names = {folded_name(field), folded_name(_EXPLAINED.sub("", field))}
    return not names.isdisjoint(_TEXT_SCORES) or not names.isdisjoint(_SENTIMENT_SCORES)


def text_name_score(name: str) -> float:
    """Return how much a folded name speaks for texts: 1 to 2 for a known one, -1 against.

    What a row answers to, or is a part of, is no text of that row: `parent_comment`.
    """
    if name.startswith("parent_"):
        return -1.0
    return _score(name, name.split("_"), _TEXT_SCORES, _WORDS["no_texts"])


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


@lru_cache(maxsize=4096)
def sentiment_name_score(name: str, numbers: frozenset[str] = frozenset()) -> float:
    """Return how much a folded name speaks for sentiments: 1 to 2 for a known one, -1 against.

    Args:
        name: The folded name.
        numbers: The labels, where they are numbers of a whole scale: these may be answers to what
            the name asks, and no code of a sentiment is something else.
    """
    if names_something_else(name):
        return -1.0
    opinion = bool(numbers) and _asks_for_an_opinion(name, numbers)
    if opinion and is_spoken(name):
        return _ASKED_SCORE
    parts = _words(name)
    asked = opinion or asks_for(name) is not None or _names_both_sides(name)
    # The number of stars is a rating, though the number of nights is none.
    asked = asked or parts[-1] in _WORDS["ratings"]
    coded = bool(numbers) and not _WORDS["says_sentiment"].isdisjoint(parts)
    against = _WORDS["no_sentiments"] - (_WORDS["codes"] if coded else frozenset())
    return _score(name, parts, _SENTIMENT_SCORES, against, asked)


def _asks_for_an_opinion(name: str, numbers: frozenset[str]) -> bool:
    """Return whether numbers may answer to a name: `how_was_your_stay`, `rate_us`."""
    if name in _WORDS["flags"]:
        return numbers <= {"0", "1"}
    parts = name.split("_")
    verbs = _WORDS["rating_verbs"]
    if name in verbs or (not verbs.isdisjoint(parts) and _is_request(parts)):
        return True
    words = f"_{'_'.join(_words(name))}_"
    return any(f"_{opinion}_" in words for opinion in _WORDS["opinions"])


def _is_request(parts: list[str]) -> bool:
    """Return whether the words of a name are spoken to someone: an `exchange_rate` is not."""
    return not _WORDS["spoken"].isdisjoint(parts)


def is_spoken(name: str) -> bool:
    """Return whether a folded name is a sentence, which may end in any word: `rate_your_phone`."""
    parts = name.split("_")
    return _is_request(parts) or len(parts) > _SPOKEN


def precedence(name: str) -> int:
    """Return 1 for a name of the whole or of what is true, -1 for one of what a model says.

    >>> [precedence(name) for name in ("overall_rating", "true_label", "food_rating", "pred_label")]
    [1, 1, 0, -1]
    """
    parts = _words(name)
    wanted = not _WORDS["first_choice"].isdisjoint(parts)
    return int(wanted) - (not _WORDS["last_choice"].isdisjoint(parts))


@lru_cache(maxsize=4096)
def names_something_else(name: str) -> bool:
    """Return whether a folded name says what else its numbers are of: a room, one emotion.

    >>> [names_something_else(name) for name in ("room", "room_class", "room_rating", "anger")]
    [True, True, False, True]
    """
    parts = _words(name)
    if name in _SENTIMENT_SCORES or asks_for(name):
        return False
    if names_a_fact(name):
        return True
    if name.count("_") >= _MOST_PARTS:
        return _asks_for_facts(parts)
    if not _WORDS["single_emotions"].isdisjoint(parts) or _is_a_class(parts):
        return True
    return _EVALUATIONS.isdisjoint(parts) and not _WORDS["other_things"].isdisjoint(parts)


def _is_a_class(parts: list[str]) -> bool:
    """Return whether words name a class that a thing has whatever people think: `hotel_stars`."""
    if not _STANCES.isdisjoint(parts):
        return False
    if not _WORDS["measures"].isdisjoint(parts):
        return True
    if not _WORDS["marked_things"].isdisjoint(parts):
        return {"rating", "ratings"}.isdisjoint(parts)
    things, classes = _WORDS["classed_things"], _WORDS["classes"]
    if len(parts) < 2 or things.isdisjoint(parts) or classes.isdisjoint(parts):
        return False
    return things | classes >= set(parts)


@lru_cache(maxsize=4096)
def names_a_fact(name: str) -> bool:
    """Return whether words such as good and positive are no opinion under a folded name.

    >>> [names_a_fact(name) for name in ("item_condition", "credit_score", "result")]
    [True, True, False]
    """
    parts = set(_words(name))
    measures = _WORDS["measures"]
    told = measures | _WORDS["classes"] | _WORDS["ratings"]
    if _STANCES.isdisjoint(parts) and not measures.isdisjoint(parts) and parts <= told:
        return True
    return f"_{name}".endswith(_FACTS)


def names_a_finding(name: str) -> bool:
    """Return whether positive and negative may be found or measured under a folded name.

    >>> [names_a_finding(name) for name in ("drug", "drug_review", "drug_label", "drug_rating")]
    [True, False, False, False]
    """
    parts = _words(name)
    said = _EVALUATIONS | _WORDS["unspecific_sentiments"] | _WORDS["sayings"]
    return not _WORDS["findings"].isdisjoint(parts) and said.isdisjoint(parts)


def may_count_votes(name: str, others: Iterable[str]) -> bool:
    """Return whether the score that a folded name is of may count votes, as the other names tell.

    These are fields of the same record: `data_score` and `data_subreddit`.

    >>> [may_count_votes(name, ["body", "subreddit"]) for name in ("score", "sentiment_score")]
    [True, False]
    """
    within, _, field = name.rpartition("_")
    beside = {f"{within}_{known}".lstrip("_") for known in _WORDS["beside_votes"]}
    return field == "score" and not beside.isdisjoint(others)


def is_school_mark(name: str) -> bool:
    """Return whether a folded name is that of marks of which 1 is the best: `schulnote`."""
    return not _WORDS["school_marks"].isdisjoint(_words(name))


def _asks_for_facts(parts: list[str]) -> bool:
    """Return whether a question asks for no opinion: `how many nights`, `are you a member`."""
    if "how" in parts[:-1]:
        asked = parts[parts.index("how") + 1 :]
        if asked[0] in _WORDS["after_how"]:
            return _WORDS["ratings"].isdisjoint(asked[1:2])
    return parts[0] in _WORDS["question_words"] and not _WORDS["other_things"].isdisjoint(parts)


@lru_cache(maxsize=4096)
def _words(name: str) -> list[str]:
    """Return the words of a folded name, also those that are written as one.

    >>> _words("gesamtbewertung"), _words("star_rating")
    (['gesamt', 'bewertung'], ['star', 'rating'])
    """
    return [word for part in name.split("_") for word in _parted(part)]


def _parted(part: str) -> list[str]:
    if part in _COMPOUNDED or part in _SENTIMENT_SCORES or part in _WORDS["no_compounds"]:
        return [part]
    if part.endswith(_COMPOUNDED):
        word = next(filter(part.endswith, _COMPOUNDED))
        return [part.removesuffix(word), word]
    if _HANGUL.fullmatch(part):
        for word in filter(part.startswith, _COMPOUNDED):
            rest = part.removeprefix(word)
            return [word, rest] if rest in _WORDS["no_sentiments"] else [rest, word]
    return [part]


def is_row_name(name: str) -> bool:
    """Return whether a folded name is that of what tells rows apart: ids, dates, authors."""
    return name.rpartition("_")[2] in _WORDS["row_names"]


def is_time_name(name: str) -> bool:
    """Return whether a folded name says that the numbers of its column are moments."""
    return not _WORDS["times"].isdisjoint(name.split("_"))


def _names_both_sides(name: str) -> bool:
    """Return whether a folded name says what its labels are: `0_negative_1_positive`."""
    words = {DEGREES.get(folded_label(part)) for part in name.split("_")}
    return {POSITIVE, NEGATIVE} <= words


@lru_cache(maxsize=4096)
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
    return not _WORDS["ratings"].isdisjoint(_words(name)) and sentiment_name_score(name) > 0


def says_sentiment(name: str) -> bool:
    """Return whether a folded name says that numbers are sentiments, not any classes or marks."""
    parts = _words(name)
    return not _WORDS["says_sentiment"].isdisjoint(parts) and sentiment_name_score(name, _ANY) > 0


def is_recommendation_name(name: str) -> bool:
    """Return whether a folded name is that of a Net Promoter Score, or asks for one."""
    return not {"nps", "recommend", "recommended"}.isdisjoint(name.split("_"))


def is_inner_name(name: str) -> bool:
    """Return whether a program gave the name for its own use: `_score`, `hits._score`."""
    return name.rpartition(".")[2].startswith("_")


def _score(
    name: str,
    parts: list[str],
    scores: dict[str, float],
    against: frozenset[str],
    asked: bool = False,
) -> float:
    """Return the score of a known name, half of it for a known part, -1 for a part against it.

    The last part decides: a `user_rating` is a rating, a `rating_count` is not.
    """
    if name in scores:
        return scores[name]
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
_SENTIMENT_SCORES.update(dict.fromkeys(_WORDS["reviewers_ratings"], _REVIEWERS_SCORE))
# Some numbers, where it does not matter which.
_ANY: Final = frozenset(("",))
# Words that make one with the word before them, the longest first.
_COMPOUNDED: Final = tuple(
    sorted(
        (
            word
            for word in _WORDS["ratings"]
            | _WORDS["opinions"]
            | _WORDS["compound_ends"]
            | set(map(folded_name, _LISTS["less_likely_sentiments"]))
            if "_" not in word
            and len(word) >= (_LEAST_SIGNS if _SIGNS.fullmatch(word) else _LEAST_LETTERS)
        ),
        key=lambda word: (-len(word), word),
    )
)
_FACTS: Final = tuple(f"_{fact}" for fact in _WORDS["facts"])
# What people think of a thing, even of one that is measured.
_STANCES: Final = _WORDS["says_sentiment"] | {"satisfaction", "stance"}
# A name with one of these asks for an opinion, whatever else it mentions.
_EVALUATIONS: Final = (
    (_SENTIMENT_SCORES.keys() - _WORDS["unspecific_sentiments"])
    | _WORDS["ratings"]
    | _WORDS["evaluations"]
    | _WORDS["opinions"]
    | _WORDS["rating_verbs"]
)
