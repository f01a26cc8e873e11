"""Counts become the vocabulary: words and phrases with their counts and keyness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from moodcloud.counting import Counts
from moodcloud.counting.counts import NO_REST, Grams, Rest
from moodcloud.counting.kept_texts import Sought
from moodcloud.language import (
    WITHOUT_CAPITALS,
    Lemmatizer,
    bigram_stop_words,
    capitals_of,
    detect,
    folded,
    names_of,
    stop_words,
    words_by,
    words_of_tokens,
)
from moodcloud.language.emoji import emoji_counts
from moodcloud.options import Options
from moodcloud.vocabulary.document_frequency import sought_units, words_in_phrases
from moodcloud.vocabulary.folding import Tokens, tokens_of
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import alphabetical, first_places, highest, summed
from moodcloud.vocabulary.ranking import Ranking, by_count
from moodcloud.vocabulary.shown import ShownNames, Writing, shown_names, shown_phrases
from moodcloud.vocabulary.units import Forms, Moved, Phrases, Units, find_units, in_sentiments
from moodcloud.vocabulary.word_numbers import WordNumbers, number_words
from moodcloud.vocabulary.word_table import WordTable

# Tokens that are enough to detect the language, the most frequent: stop words are among them.
LANGUAGE_SAMPLE: Final = 20_000


@dataclass(frozen=True)
class Vocabulary:
    """What is said in each sentiment.

    Attributes:
        sentiments: The sentiments, in the order results show them.
        running_words: How many words each sentiment has, stop words included; rates refer to this.
        words: The words (also negated words, and phrases that take the place of their words), the
            most frequent in the whole table first, with the statistics `count`, `texts` (the
            different texts that hold it), `per_million`, `z`, `p`, `significant` (whether it stands
            out); `moved`, the occurrences counted in a negated word or a phrase instead; and
            `negated`, those in a negated word.
        moved_words: The words that have no occurrence left.
        phrases: All phrases, with these statistics, but `g2` instead of `moved` and `negated`.
        forms: How words are written, by the numbers of units.
        moved: The occurrences of words that are counted elsewhere, by the numbers of units.
        shown: How each unit is shown, by its number.
        bigrams: The bigrams that are phrases, each with the phrase as it is shown.
        emoji: The sentiment, the emoji and the count; by sentiment, the most frequent first.
        language: ISO 639-1, or `und`.
        everywhere: By the lemma of each word that a phrase takes the place of, how many texts of
            each sentiment hold it, in a phrase or not.
        sought: What to look for in the texts of parts of the table: the words, by number, and then
            phrases. None where the table is not divided.
        rest: The words that are too rare to be told one by one.
    """

    sentiments: tuple[str, ...]
    running_words: dict[str, int]
    words: WordTable
    moved_words: WordTable
    phrases: WordTable
    forms: Forms
    moved: Moved
    shown: list[str]
    bigrams: list[tuple[str, str]]
    emoji: list[tuple[str, str, int]]
    language: str
    everywhere: dict[str, list[int]]
    sought: Sought | None = None
    rest: Rest = NO_REST


def build_vocabulary(
    counts: Counts,
    sentiments: tuple[str, ...],
    options: Options,
    texts: Sequence[Sequence[str]] = (),
    lemmatizer: Lemmatizer | None = None,
) -> Vocabulary:
    """Build the vocabulary of a table from its counts.

    Args:
        counts: The counts of the whole table.
        sentiments: Its sentiments, in the order results show them.
        options: The settings of language, stop words, phrases and keyness.
        texts: The tokens of each text of a table whose tokens are read between their neighbours.
        lemmatizer: What finds the words of tokens, in place of our own.
    """
    running, tokens, held, units, writing = _units(counts, sentiments, options, texts, lemmatizer)
    every = np.arange(len(units.names))
    order = alphabetical(units.names, every[: held.tokens], every[held.tokens :])
    shown = shown_names(units, order, writing)
    phrases = shown_phrases(units, shown, writing)
    alike = _shown_alike(phrases)
    sought = sought_units(units, tokens, held, alike.number)
    holding = counts.holding(sought, sentiments)
    divided = options.group_by is not None or options.time_column is not None
    kept = sought if divided else None
    del tokens, held, sought
    if not divided:
        # By now no name is looked up: this frees 90 bytes a word for the statistics.
        units.number.clear()
    ranking = Ranking(sentiments, running, options.prior_mass)
    ends = np.cumsum([len(units.names), len(alike.names)])
    of_words, of_phrases, everywhere = np.split(holding, ends, axis=1)
    in_phrases = [units.names[unit] for unit in words_in_phrases(units).tolist()]
    table = _word_table(units, shown, order, of_words, ranking)
    left = int((table.statistics["count"].sum(axis=0) > 0).sum())
    return Vocabulary(
        sentiments=sentiments,
        running_words=dict(zip(sentiments, running.tolist(), strict=True)),
        # The most frequent are first, and so those of which nothing is left are last.
        words=table.chosen(slice(left)),
        moved_words=table.chosen(slice(left, None)),
        phrases=_phrase_table(units.phrases, alike, of_phrases, ranking),
        forms=units.forms,
        moved=units.moved,
        shown=shown.names,
        bigrams=_bigrams(units, phrases),
        emoji=emoji_counts(counts.marks()),
        language=writing.language,
        everywhere=dict(zip(in_phrases, everywhere.T.tolist(), strict=True)),
        sought=kept,
        rest=counts.rest,
    )


def _units(
    counts: Counts,
    sentiments: tuple[str, ...],
    options: Options,
    texts: Sequence[Sequence[str]],
    lemmatizer: Lemmatizer | None,
) -> tuple[Ints, Tokens, WordNumbers, Units, Writing]:
    """Return how many words each sentiment has, tokens, their words, units, and the writing."""
    words = counts.words(sentiments)
    tokens, capitals = tokens_of(words, sentiments), _capitals(words)
    del words  # its columns would take 40 bytes a token beside the words
    running = summed(tokens.rows.sentiment, tokens.rows.counts, len(sentiments))
    running += np.array([counts.rest.occurrences.get(each, 0) for each in sentiments], np.int64)
    language = options.language or _language(tokens)
    number = {token: place for place, token in enumerate(tokens.folded)}
    others = (
        words_by(lemmatizer, tokens.folded)
        if lemmatizer is not None
        else words_of_tokens(
            tokens.folded,
            tokens.totals.tolist(),
            language,
            {} if language in WITHOUT_CAPITALS else usual_spellings(tokens),
            names_of(capitals, _lower(tokens, number, capitals)),
            texts,
        )
    )
    held = number_words(number, others)
    del others
    stops = _stops(language, options)
    total = int(running.sum())
    units = find_units(counts, total, tokens, held, stops, language, sentiments, options)
    return running, tokens, held, units, Writing(language, capitals)


def _word_table(
    units: Units, shown: ShownNames, order: Ints, texts: Ints, ranking: Ranking
) -> WordTable:
    """Return the statistics of units, by how they are shown."""
    rows, moved = units.forms.rows, units.moved
    shape = len(ranking.sentiments), len(units.names)
    count = in_sentiments(rows.unit, rows.sentiment, rows.counts, shape)
    known, changed = count.sum(axis=0) > 0, np.array(shown.changed, np.int64)
    known[changed] = False
    which = alphabetical(shown.names, order[known[order]], changed)
    count[:, moved.unit] -= moved.count
    which = by_count(which, count)
    place = np.full(len(units.names), -1)
    place[which] = np.arange(len(which))
    elsewhere = [np.zeros((shape[0], len(which)), np.int64) for _ in range(2)]
    there = place[moved.unit] >= 0
    for column, values in zip(elsewhere, (moved.count, moved.negated), strict=True):
        column[:, place[moved.unit[there]]] = values[:, there]
    return ranking.table(
        "word",
        [shown.names[unit] for unit in which.tolist()],
        [units.names[unit] for unit in which.tolist()],
        count[:, which],
        texts[:, which],
        dict(zip(("moved", "negated"), elsewhere, strict=True)),
    )


class _Alike(NamedTuple):
    """Phrases that are shown alike: each name once, in order, and the place of each phrase's."""

    names: list[str]
    number: Ints


def _shown_alike(phrases: list[str]) -> _Alike:
    names = sorted(set(phrases))
    place = {name: number for number, name in enumerate(names)}
    return _Alike(names, np.array([place[name] for name in phrases], np.int64))


def _phrase_table(phrases: Phrases, alike: _Alike, texts: Ints, ranking: Ranking) -> WordTable:
    """Return the statistics of phrases; those that are shown alike are one."""
    names = alike.names
    row, shape = alike.number[phrases.phrase], (len(ranking.sentiments), len(names))
    count = in_sentiments(row, phrases.rows.sentiment, phrases.rows.counts, shape)
    strength, key = np.zeros(len(names)), np.zeros(len(names), np.int64)
    np.maximum.at(strength, alike.number, phrases.g2)
    key[row] = phrases.phrase
    order = by_count(np.arange(len(names)), count)
    return ranking.table(
        "phrase",
        [names[place] for place in order.tolist()],
        [phrases.names[phrase] for phrase in key[order].tolist()],
        count[:, order],
        texts[:, order],
        {"g2": np.tile(strength[order], (shape[0], 1))},
    )


def _bigrams(units: Units, shown: list[str]) -> list[tuple[str, str]]:
    """Return the bigrams that are phrases, each with its phrase, in the order of their rows."""
    phrases = units.phrases
    _, first = np.unique(phrases.rows.name, return_index=True)
    rows = np.sort(first)
    columns = phrases.rows.name[rows].tolist(), phrases.phrase[rows].tolist()
    bigrams = units.forms.bigrams
    return [(bigrams[bigram], shown[phrase]) for bigram, phrase in zip(*columns, strict=True)]


def _capitals(words: Grams) -> dict[str, int]:
    """Return how often each token, folded, has a capital within a sentence."""
    totals = summed(words.gram, words.capitals, len(words.names))
    found = np.nonzero(totals)[0].tolist()
    return capitals_of({words.names[token]: int(totals[token]) for token in found})


def _lower(
    tokens: Tokens, number: Mapping[str, int], capitals: Mapping[str, int]
) -> dict[str, int]:
    """Return how often tokens that have capitals, too, are written in lower case."""
    return {token: int(tokens.lower[number[token]]) for token in capitals if token in number}


def _language(tokens: Tokens) -> str:
    totals = tokens.totals
    # Equal ones are taken in the order in which they are met.
    met = first_places(tokens.fold[tokens.rows.name], len(totals))
    frequent = highest(totals, LANGUAGE_SAMPLE, met).tolist()
    return detect({tokens.folded[token]: int(totals[token]) for token in frequent})


def _stops(language: str, options: Options) -> frozenset[str]:
    chosen = bigram_stop_words(options.stopwords, options.keep)
    return (chosen | stop_words(language)) - {folded(word) for word in options.keep}


def usual_spellings(tokens: Tokens) -> dict[str, str]:
    """Return how each folded token is written mostly."""
    # The most frequent first, and of equal ones the first in order.
    order = np.lexsort((-tokens.written_totals, tokens.fold))
    fold, first = np.unique(tokens.fold[order], return_index=True)
    usual = order[first].tolist()
    return {
        tokens.folded[token]: tokens.written[written]
        for token, written in zip(fold.tolist(), usual, strict=True)
    }
