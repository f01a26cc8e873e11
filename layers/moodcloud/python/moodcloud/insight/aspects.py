"""Aspects: the things that texts find good or bad, and the words near them that say how.

A word judges a thing where it is near it, within a few words of the same clause, in more texts than
chance would have it. Were all words of each sentiment dealt out at random, a judging word would be
in each place near the thing with its share of the words of that sentiment; so what both owe to one
sentiment does not count as attraction. The sum over the sentiments is held against a binomial
distribution with the mean of these shares, which is wider than the true one (Hoeffding 1956, "On
the distribution of the number of successes in independent trials", Annals of Mathematical
Statistics 27), with a false discovery rate of 5 % over all things and judging words compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from moodcloud.insight.judging import Kinds, contradicts, kinds_in
from moodcloud.insight.sampled_words import SampledWords, WordPlaces
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Bools, Floats, Ints
from moodcloud.vocabulary.ordering import distinct, distinct_columns, spread
from moodcloud.vocabulary.significance import LEAST_TEXTS, significant, upper_tail
from moodcloud.vocabulary.word_table import WordTable

NEAR: Final = 5
"""A judging word is at most so many tokens before or after its thing."""

_LEAST_TOGETHER: Final = 3
_MOST_THINGS: Final = 200
_MOST_ASPECTS: Final = 30
_MOST_JUDGING: Final = 12
# A phrase takes the place of the noun that it ends with from this share of its texts on.
_MOSTLY: Final = 0.5


@dataclass(frozen=True)
class Judged:
    """A word that says how people find an aspect.

    Attributes:
        word: The word.
        sentiment: The sentiment whose texts say so most, for how many of them were sampled.
        texts: How many texts of the sample have it near the aspect, by sentiment.
    """

    word: str
    sentiment: str
    texts: Mapping[str, int]


@dataclass(frozen=True)
class Aspect:
    """A thing that people find good or bad.

    Attributes:
        name: The noun or the phrase.
        texts: How many texts of the table hold it, by sentiment.
        judged: The words that judge it, those of most texts first.
    """

    name: str
    texts: Mapping[str, int]
    judged: Sequence[Judged]

    @property
    def judgements(self) -> int:
        """How many texts of the sample have judging words near it, counted for each word."""
        return sum(sum(each.texts.values()) for each in self.judged)


def find_aspects(sampled: SampledWords, vocabulary: Vocabulary) -> list[Aspect]:
    """Return the aspects of a table, those judged most first; none in an unknown language.

    Args:
        sampled: Texts of the table as words.
        vocabulary: Its words.
    """
    kinds = kinds_in(vocabulary.language)
    if kinds is None or not len(sampled.text):
        return []
    entries = _Entries(sampled, vocabulary, kinds)
    together = _near(sampled, entries, len(vocabulary.sentiments))
    aspects = [
        _aspect(thing, together.chosen(together.thing == thing), entries, sampled)
        for thing in distinct(together.thing).tolist()
    ]
    kept = _without_doubles(aspects)
    return sorted(kept, key=lambda each: (-each.judgements, each.name))[:_MOST_ASPECTS]


class _Entries:
    """Words, and phrases numbered after them, that are things or judge things.

    Attributes:
        things: Where things are.
        judging: Where words are that judge.
    """

    def __init__(self, sampled: SampledWords, vocabulary: Vocabulary, kinds: Kinds) -> None:
        self._vocabulary = vocabulary
        self._kinds = kinds
        self._stand_out: Bools = np.any(vocabulary.words.statistics["significant"], axis=0)
        phrases = sampled.phrases._replace(number=sampled.phrases.number + len(vocabulary.words))
        every = WordPlaces(*map(np.concatenate, zip(sampled.words, phrases, strict=True)))
        texts = np.bincount(sampled.distinct(every)[1])
        frequent = np.nonzero(texts >= LEAST_TEXTS)[0]
        # The most frequent first, and of equal ones the first in the table.
        frequent = frequent[np.argsort(-texts[frequent], kind="stable")].tolist()
        judging = [entry for entry in frequent if self._judges(entry)]
        things = list(islice(filter(self._is_thing, frequent), _MOST_THINGS))
        self.things = _chosen(every, things)
        self.judging = _chosen(every, judging)
        self.pairs = len(things) * len(judging)

    def name(self, entry: int) -> str:
        """Return a word or a phrase as it is shown."""
        table, row = self._row(entry)
        return table.names[row]

    def texts(self, entry: int) -> dict[str, int]:
        """Return in how many texts of the table a word or a phrase is, by sentiment."""
        table, row = self._row(entry)
        return {name: int(table.of("texts", name)[row]) for name in self._vocabulary.sentiments}

    def sentiment(self, number: int) -> str:
        """Return the name of a sentiment."""
        return self._vocabulary.sentiments[number]

    def _row(self, entry: int) -> tuple[WordTable, int]:
        """Return the table that has an entry, and its row there."""
        words = len(self._vocabulary.words)
        if entry < words:
            return self._vocabulary.words, entry
        return self._vocabulary.phrases, entry - words

    def _parts(self, entry: int) -> list[str]:
        """Return the lemmas of an entry; a negated word has its negator first."""
        table, row = self._row(entry)
        return table.keys[row].lower().split(" ")

    def _is_phrase(self, entry: int) -> bool:
        return self._vocabulary.phrases.row(self.name(entry)) >= 0

    def _judges(self, entry: int) -> bool:
        if entry >= len(self._vocabulary.words) or self._is_phrase(entry):
            return False
        *negators, word = self._parts(entry)
        if not self._kinds.is_judging(word, bool(self._stand_out[entry])):
            return False
        valence = 0.0 if negators else self._kinds.valence(word)
        return not contradicts(self._vocabulary, entry, valence)

    def _is_thing(self, entry: int) -> bool:
        parts = self._parts(entry)
        counted = self._vocabulary.words.row(self.name(entry))
        if len(parts) > 1 and not self._is_phrase(entry):
            return False  # a negated word
        if entry >= len(self._vocabulary.words) and counted >= 0:
            return False  # a phrase that is counted as one is a word already
        return all(
            self._kinds.is_thing(part) and not self._kinds.is_judging(part, False) for part in parts
        )


def _chosen(places: WordPlaces, numbers: Sequence[int]) -> WordPlaces:
    """Return the places of some words, in their order in the texts."""
    which = np.zeros(int(places.number.max(initial=-1)) + 1, bool)
    which[list(numbers)] = True
    kept = np.nonzero(which[places.number])[0]
    kept = kept[np.argsort(places.first[kept], kind="stable")]
    return WordPlaces(*(column[kept] for column in places))


class _Together(NamedTuple):
    """Things with the words that judge them, and how many texts of each sentiment have both."""

    thing: Ints
    judging: Ints
    texts: Ints

    def chosen(self, which: Bools) -> _Together:
        return _Together(self.thing[which], self.judging[which], self.texts[:, which])


def _near(sampled: SampledWords, entries: _Entries, sentiments: int) -> _Together:
    """Return which judging words are near which things in more texts than by chance.

    Args:
        sampled: The texts.
        entries: The things and the judging words.
        sentiments: How many sentiments there are.
    """
    things, judging = entries.things, entries.judging
    shape = sentiments, 1 + int(max(each.number.max(initial=0) for each in (things, judging)))
    sentiment = sampled.sentiment[sampled.text]
    in_clauses = sentiment[sampled.clause >= 0]
    tokens = np.maximum(np.bincount(in_clauses, minlength=sentiments), 1)
    rates = _counted(sentiment[judging.first], judging.number, shape) / tokens[:, None]
    places, met = np.zeros(shape, np.int64), []
    for distance in (*range(-NEAR, 0), *range(1, NEAR + 1)):
        thing, at = _places_at(distance, things, sampled.clause)
        places += _counted(sentiment[at], things.number[thing], shape)
        near, word = _judging_at(distance, at, judging)
        met.append(np.stack([things.number[thing[near]], word, sampled.text[at[near]]]))
    thing, word, text = distinct_columns(np.concatenate(met, axis=1))
    both, pair = np.unique(thing * shape[1] + word, return_inverse=True)
    thing, word = np.divmod(both, shape[1])
    texts = _counted(sampled.sentiment[text], pair, (sentiments, len(both)))
    expected = (places[:, thing] * rates[:, word]).sum(axis=0)
    p = _chance(texts.sum(axis=0), places[:, thing].sum(axis=0), expected)
    # Those that are never near each other were compared as well.
    every = np.concatenate([p, np.ones(max(entries.pairs - len(p), 0))])
    return _Together(thing, word, texts).chosen(significant(every)[: len(p)])


def _places_at(distance: int, things: WordPlaces, clause: Ints) -> tuple[Ints, Ints]:
    """Return the tokens so far from things in their clauses, each after the thing it is far from.

    Args:
        distance: How many tokens after the thing; below 0 before it.
        things: Where things are.
        clause: The clause of each token.
    """
    at = (things.last if distance > 0 else things.first) + distance
    thing = np.nonzero((at >= 0) & (at < len(clause)))[0]
    thing = thing[clause[at[thing]] == clause[things.first[thing]]]
    return thing, at[thing]


def _judging_at(distance: int, at: Ints, judging: WordPlaces) -> tuple[Ints, Ints]:
    """Return which of some tokens are judging words, and the words.

    Args:
        distance: How far the tokens are from a thing: of a negated word before it the last token
            counts, of one after it the first.
        at: The tokens.
        judging: Where judging words are.
    """
    edge = judging.first if distance > 0 else judging.last
    order = np.argsort(edge, kind="stable")
    start = np.searchsorted(edge[order], at)
    length = np.searchsorted(edge[order], at, "right") - start
    near, place = spread(start, length)
    return near, judging.number[order[place]]


def _counted(row: Ints, column: Ints, shape: tuple[int, int]) -> Ints:
    """Return how often each row and column are met together."""
    return np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1]).reshape(shape)


def _chance(together: Ints, places: Ints, expected: Floats) -> Floats:
    """Return the probability by chance of so many texts with two words near each other.

    Args:
        together: How many texts have them.
        places: How many places are near the one.
        expected: In how many of them the other is by chance.
    """
    p = np.ones(len(together))
    more = (together >= _LEAST_TOGETHER) & (together > expected) & (expected > 0)
    more &= expected < places
    own, share = together[more], expected[more] / places[more]
    p[more] = upper_tail(own, np.maximum(places[more] - own, 0), share)
    return p


def _aspect(thing: int, together: _Together, entries: _Entries, sampled: SampledWords) -> Aspect:
    """Return a thing with the words that judge it."""
    totals = together.texts.sum(axis=0)
    texts_of = np.bincount(sampled.sentiment, minlength=len(together.texts))
    most = np.argmax(together.texts / np.maximum(texts_of, 1)[:, None], axis=0)
    order = np.lexsort((together.judging, -totals))[:_MOST_JUDGING]
    judged = [
        Judged(
            entries.name(int(together.judging[each])),
            entries.sentiment(int(most[each])),
            {
                entries.sentiment(number): count
                for number, count in enumerate(together.texts[:, each].tolist())
            },
        )
        for each in order.tolist()
    ]
    return Aspect(entries.name(thing), entries.texts(thing), judged)


def _without_doubles(aspects: Sequence[Aspect]) -> list[Aspect]:
    """Return aspects without nouns that are mostly in a phrase, and phrases of other nouns."""
    total = {each.name: sum(each.texts.values()) for each in aspects}
    dropped = set()
    for name, texts in total.items():
        noun = name.rpartition(" ")[2]
        if noun != name and noun in total:
            dropped.add(noun if texts >= _MOSTLY * total[noun] else name)
    return [each for each in aspects if each.name not in dropped]
