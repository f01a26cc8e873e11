"""What is counted as one: words, negated words, phrases. Each occurrence is counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from moodcloud.counting import Counts
from moodcloud.counting.counts import Grams
from moodcloud.language import NEGATED_BIGRAM, Negation, folded, negation, stop_words_alone
from moodcloud.options import Options
from moodcloud.vocabulary.folding import GramRows, Tokens, rows_of
from moodcloud.vocabulary.keyness import Bools, Floats, Ints, attracted, g2
from moodcloud.vocabulary.ordering import distinct, distinct_columns, spread, summed
from moodcloud.vocabulary.word_numbers import WordNumbers

# A bigram seen once or twice is chance.
LEAST_PHRASE_COUNT: Final = 3
# So is one seen less than once in so many words. It bounds the bigrams to hold in memory, however
# large the table.
WORDS_OF_A_PHRASE: Final = 6_250_000
# A phrase of fewer texts may be one that a single person wrote; a copy is the same text.
_LEAST_TEXTS: Final = 3


class UnitRows(NamedTuple):
    """Occurrences of units: a row for each form of a unit in a sentiment.

    Attributes:
        unit: The number of the unit.
        form: The number of the form: of a token its place among those as written, of a bigram the
            place among bigrams after them.
        sentiment: The number of the sentiment.
        counts: How often the unit is written so there.
        texts: In how many texts.
    """

    unit: Ints
    form: Ints
    sentiment: Ints
    counts: Ints
    texts: Ints


@dataclass(frozen=True)
class Forms:
    """How units are written.

    Attributes:
        rows: The occurrences. The forms of negated words, and of phrases that take the place of
            their words, are bigrams.
        written: The tokens as written.
        bigrams: The bigrams, numbered after them.
    """

    rows: UnitRows
    written: list[str]
    bigrams: list[str]

    def name(self, form: int) -> str:
        """Return a token or a bigram as it is written."""
        tokens = len(self.written)
        return self.written[form] if form < tokens else self.bigrams[form - tokens]

    def bigrams_as_one(self) -> set[str]:
        """Return the bigrams that are counted as one, in negated words and phrases."""
        forms = self.rows.form[self.rows.form >= len(self.written)]
        return {self.name(form) for form in forms.tolist()}


class Phrases(NamedTuple):
    """Bigrams that belong together.

    Attributes:
        names: The two words of each phrase.
        first: The number of the first.
        second: That of the second.
        g2: How much they attract each other.
        share: The share of their occurrences together in those of the rarer one.
        phrase: The number of the phrase of each row.
        rows: How the phrases are written, in the order of bigrams.
    """

    names: list[str]
    first: Ints
    second: Ints
    g2: Floats
    share: Floats
    phrase: Ints
    rows: GramRows


@dataclass(frozen=True)
class Moved:
    """Occurrences of words that are counted elsewhere.

    Attributes:
        unit: The words.
        count: How many, in a negated word or a phrase, in the shape (sentiments, words).
        negated: How many of them in a negated word.
        bigram: The bigrams that take occurrences from words, numbered after tokens.
        part: The word that each of them takes them from.
    """

    unit: Ints
    count: Ints
    negated: Ints
    bigram: Ints
    part: Ints


@dataclass(frozen=True)
class Units:
    """The occurrences of words, negated words and phrases, each counted as one.

    Attributes:
        names: Words, negated words, and phrases that take the place of their words; tokens that
            are no words are among them, without occurrences.
        number: The number of each name.
        forms: Their occurrences.
        moved: The occurrences of words that are counted in a negated word or a phrase instead.
        phrases: All phrases; their bigrams are those of `forms`.
    """

    names: list[str]
    number: dict[str, int]
    forms: Forms
    moved: Moved
    phrases: Phrases

    @property
    def totals(self) -> Ints:
        """How often each unit occurs."""
        return summed(self.forms.rows.unit, self.forms.rows.counts, len(self.names))


def least_phrase_count(running: int) -> int:
    """Return how often a phrase must occur in a table of so many running words."""
    return max(LEAST_PHRASE_COUNT, running // WORDS_OF_A_PHRASE)


def find_units(
    counts: Counts,
    running: int,
    tokens: Tokens,
    words: WordNumbers,
    stops: frozenset[str],
    language: str,
    sentiments: Sequence[str],
    options: Options,
) -> Units:
    """Find the units of a table.

    Args:
        counts: The counts of the whole table; only its bigrams are read.
        running: How many words it has.
        tokens: Its tokens that are words.
        words: The words that each token holds.
        stops: Words and folded tokens to leave out.
        language: ISO 639-1, or `und`.
        sentiments: The sentiments, in the order of their numbers.
        options: `keep`, `phrase_g2` and `phrase_share`.
    """
    least = least_phrase_count(running)
    bigrams = counts.telling_bigrams(sentiments, least, NEGATED_BIGRAM)
    rows = rows_of(bigrams, sentiments)
    occurrences = _occurrences(tokens, words, words.among(stops))
    negated = _negated(bigrams, words, stops, language)
    frequent = summed(bigrams.gram, bigrams.count, len(bigrams.names)) >= least
    frequent[list(negated)] = False
    single = summed(occurrences.unit, occurrences.counts, len(words.number))
    phrases = _phrases(bigrams, rows, frequent, words, words.among(stops), single, options)

    alone = words.among(stop_words_alone(language) - {folded(word) for word in options.keep})
    occurrences = UnitRows(*(column[~alone[occurrences.unit]] for column in occurrences))
    joining = (phrases.share >= options.phrase_share)[phrases.phrase]
    joined = phrases._replace(phrase=phrases.phrase[joining], rows=phrases.rows.chosen(joining))
    tokens_written = len(tokens.written)
    forms = [
        occurrences,
        _negated_forms(rows, negated, words, tokens_written),
        _joined_forms(joined, words, tokens_written),
    ]
    shape = len(sentiments), len(words.number)
    return Units(
        names=words.names,
        number=words.number,
        forms=Forms(_together(forms), tokens.written, bigrams.names),
        moved=_moved(rows, negated, joined, words, occurrences, shape, tokens_written),
        phrases=phrases,
    )


def _together(parts: Iterable[UnitRows]) -> UnitRows:
    return UnitRows(*map(np.concatenate, zip(*parts, strict=True)))


def in_sentiments(unit: Ints, sentiment: Ints, values: Ints, shape: tuple[int, int]) -> Ints:
    """Return the sums of values in the shape (sentiments, units)."""
    sums = summed(sentiment * shape[1] + unit, values, shape[0] * shape[1])
    return sums.reshape(shape)


def _occurrences(tokens: Tokens, words: WordNumbers, stops: Bools) -> UnitRows:
    """Return a row for each token and word in it, without stop words."""
    fold = tokens.fold[tokens.rows.name]
    single = words.length[fold] == 1
    found = []
    # The order says which of two words is shown as both are written.
    for rows in (np.nonzero(single & ~stops[fold])[0], np.nonzero(~single & ~stops[fold])[0]):
        row, word = words.of(fold[rows])
        kept = ~stops[word]
        found.append(UnitRows(word[kept], *tokens.rows.chosen(rows[row[kept]])))
    return _together(found)


def _negated(
    bigrams: Grams, words: WordNumbers, stops: frozenset[str], language: str
) -> dict[int, Negation]:
    """Return what bigrams negate, by their numbers."""
    chosen = np.nonzero(bigrams.chosen)[0].tolist()
    parts = [bigrams.names[number].split(" ") for number in chosen]
    folds = {token: folded(token) for two in parts for token in two}
    held, negated = words.texts(set(folds.values())), {}
    for number, (first, second) in zip(chosen, parts, strict=True):
        found = negation(folds[first], folds[second], held, language)
        # A Korean verb that is a stop word says something when it is negated: 안 되다.
        if found and (found.parts[0].endswith("다") or found.parts[0] not in stops):
            negated[number] = found
    return negated


def _phrases(
    bigrams: Grams,
    rows: GramRows,
    frequent: Bools,
    words: WordNumbers,
    stops: Bools,
    single: Ints,
    options: Options,
) -> Phrases:
    """Return the frequent bigrams, in different texts, whose words attract each other.

    Args:
        bigrams: Bigrams of the table.
        rows: Their occurrences.
        frequent: Which of them are frequent.
        words: The words that each token holds.
        stops: Which words are stop words.
        single: How often each word occurs.
        options: `phrase_g2`.
    """
    chosen = np.nonzero(frequent)[0]
    tokens = words.places(" ".join(bigrams.names[number] for number in chosen.tolist()).split(" "))
    if not len(chosen):
        tokens = tokens[:0]
    # The words that are adjacent: the last of the first token and the first of the second.
    first, second = words.last(tokens[::2]), words.first(tokens[1::2])
    apart = (first >= 0) & (second >= 0) & (first != second)
    apart[apart] = ~stops[first[apart]] & ~stops[second[apart]]
    chosen, first, second = chosen[apart], first[apart], second[apart]
    pairs, pair = np.unique(first * len(single) + second, return_inverse=True)
    first, second = pairs // len(single), pairs % len(single)
    totals = summed(bigrams.gram, bigrams.count, len(bigrams.names))
    together = summed(pair, totals[chosen], len(pairs))
    texts = summed(bigrams.gram, bigrams.texts, len(bigrams.names))
    said = summed(pair, texts[chosen], len(pairs)) >= _LEAST_TEXTS
    often = np.maximum(single[first], together), np.maximum(single[second], together)
    total = int(single.sum())
    strength = g2(together, *often, total)
    close = said & attracted(together, *often, total) & (strength >= options.phrase_g2)
    number = np.full(len(bigrams.names), -1)
    number[chosen] = np.where(close, np.cumsum(close) - 1, -1)[pair]
    held = rows.chosen(number[rows.name] >= 0)
    share = together / np.maximum(np.minimum(*often), 1)
    names, first, second = words.names, first[close], second[close]
    return Phrases(
        [
            f"{names[one]} {names[two]}"
            for one, two in zip(first.tolist(), second.tolist(), strict=True)
        ],
        first,
        second,
        strength[close],
        share[close],
        number[held.name],
        held,
    )


def _negated_forms(
    rows: GramRows, negated: Mapping[int, Negation], words: WordNumbers, tokens: int
) -> UnitRows:
    """Return negated words with the bigrams that they are written as, numbered after tokens."""
    unit = np.full(int(rows.name.max(initial=-1)) + 1, -1)
    unit[list(negated)] = words.numbered(each.word for each in negated.values())
    held = rows.chosen(unit[rows.name] >= 0)
    return UnitRows(unit[held.name], held.name + tokens, *held[1:])


def _joined_forms(joined: Phrases, words: WordNumbers, tokens: int) -> UnitRows:
    """Return phrases that take the place of their words, as `_negated_forms` does."""
    unit = np.full(len(joined.names), -1)
    which = distinct(joined.phrase)
    unit[which] = words.numbered(joined.names[phrase] for phrase in which.tolist())
    return UnitRows(unit[joined.phrase], joined.rows.name + tokens, *joined.rows[1:])


def _moved(
    rows: GramRows,
    negated: Mapping[int, Negation],
    joined: Phrases,
    words: WordNumbers,
    occurrences: UnitRows,
    shape: tuple[int, int],
    tokens: int,
) -> Moved:
    """Return the moved occurrences, at most as many as there are: one may be in two bigrams."""
    parts = np.array(
        [
            (bigram, words.number[part])
            for bigram, each in negated.items()
            for part in each.parts
            if part in words.number
        ],
        np.int64,
    ).reshape(-1, 2)
    start = np.searchsorted(parts[:, 0], rows.name)
    row, place = spread(start, np.searchsorted(parts[:, 0], rows.name, "right") - start)
    of_negated = GramRows(parts[place, 1], *rows.chosen(row)[1:])
    of_joined = (
        GramRows(part[joined.phrase], *joined.rows[1:]) for part in (joined.first, joined.second)
    )
    every = GramRows(*map(np.concatenate, zip(of_negated, *of_joined, strict=True)))
    taking = np.concatenate([rows.name[row], *[joined.rows.name] * 2]) + tokens
    pairs = distinct_columns(np.stack([taking, every.name]))
    unit = distinct(every.name)
    place = np.full(shape[1], -1)
    place[unit] = np.arange(len(unit))
    there = occurrences._replace(unit=place[occurrences.unit])
    there = UnitRows(*(column[there.unit >= 0] for column in there))

    def moved(rows: GramRows, values: Ints, there_are: Ints) -> Ints:
        within = shape[0], len(unit)
        most = in_sentiments(there.unit, there.sentiment, there_are, within)
        return np.minimum(in_sentiments(place[rows.name], rows.sentiment, values, within), most)

    return Moved(
        unit=unit,
        count=moved(every, every.counts, there.counts),
        negated=moved(of_negated, of_negated.counts, there.counts),
        bigram=pairs[0],
        part=pairs[1],
    )
