"""Aspects: the things that texts find good or bad, and the words near them that say how.

A word judges a thing where it is near it, within a few words of the same clause, in more texts than
chance would have it. Were all words of each sentiment dealt out at random, a judging word would be
in each place near the thing with its share of the words of that sentiment; so what both owe to one
sentiment does not count as attraction. The sum over the sentiments is held against a binomial
distribution with the mean of these shares, which is wider than the true one (Hoeffding 1956, "On
the distribution of the number of successes in independent trials", Annals of Mathematical
Statistics 27), with a false discovery rate of 5 % over all things and judging words compared.

A phrase of a thing and a word that judges it, such as "poor quality", is an occurrence of both,
also where it is counted as one word. A word that is near a thing mostly in texts of the sentiment
opposite to what it means does not judge it: "lost a loyal customer".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
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
_TWO: Final = 2
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
        texts: How many texts of the table hold it, by sentiment: those of its phrases, too, where
            it is in phrases with words that judge it.
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
    kept = _without_doubles([each for each in aspects if each.judged])
    return sorted(kept, key=lambda each: (-each.judgements, each.name))[:_MOST_ASPECTS]


class _Entries:
    """Words, and phrases numbered after them, that are things or judge things.

    Words without an occurrence of their own, which phrases take the place of, follow both.

    Attributes:
        things: Where things are.
        judging: Where words are that judge.
    """

    def __init__(self, sampled: SampledWords, vocabulary: Vocabulary, kinds: Kinds) -> None:
        self._vocabulary = vocabulary
        self._kinds = kinds
        self._tables = vocabulary.words, vocabulary.phrases, vocabulary.moved_words
        self._starts = list(accumulate(map(len, self._tables), initial=0))
        self._stand_out: Bools = np.any(vocabulary.words.statistics["significant"], axis=0)
        self._in_phrases: set[int] = set()
        phrases = sampled.phrases._replace(number=sampled.phrases.number + len(vocabulary.words))
        parts = sampled.words, phrases, self._within_phrases(sampled.words)
        every = WordPlaces(*map(np.concatenate, zip(*parts, strict=True)))
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
        names = self._vocabulary.sentiments
        if entry in self._in_phrases:
            return dict(zip(names, self._vocabulary.everywhere[table.keys[row]], strict=True))
        return {name: int(table.of("texts", name)[row]) for name in names}

    def sentiment(self, number: int) -> str:
        """Return the name of a sentiment."""
        return self._vocabulary.sentiments[number]

    def agrees(self, entry: int, sentiment: int) -> bool:
        """Return whether a judging word does not mean the opposite of a sentiment."""
        opposite = {"positive": -1, "negative": 1}.get(self.sentiment(sentiment), 0)
        return self._valence(entry) * opposite <= 0

    def _within_phrases(self, words: WordPlaces) -> WordPlaces:
        """Return the things and judging words of phrases that are counted as one word."""
        numbers, at = np.unique(words.number[words.first < words.last], return_inverse=True)
        keys = [self._vocabulary.words.keys[entry].split(" ") for entry in numbers.tolist()]
        entry_of = self._entries_of({key for own in keys if len(own) == _TWO for key in own})
        split = np.full((len(numbers), 2), -1)
        for place, own in enumerate(keys):
            both = [entry_of.get(key, -1) for key in own]
            if len(both) == _TWO and min(both) >= 0 and self._is_judgement(both):
                split[place] = both
                self._in_phrases.update(both)
        one, other = split[at].T
        first, last = (each[words.first < words.last] for each in words[1:])
        kept = one >= 0
        first, last = first[kept], last[kept]
        places = np.concatenate([first, last])
        return WordPlaces(np.concatenate([one[kept], other[kept]]), places, places)

    def _entries_of(self, keys: set[str]) -> dict[str, int]:
        """Return the words that phrases take the place of, by their lemmas."""
        wanted = keys & self._vocabulary.everywhere.keys()
        return {
            key: start + row
            for table, start in zip(self._tables, self._starts, strict=False)
            if table is not self._vocabulary.phrases
            for row, key in enumerate(table.keys)
            if key in wanted
        }

    def _is_judgement(self, both: list[int]) -> bool:
        """Return whether one of two words names a thing, and the other judges whatever it is."""
        words = [(each, self._parts(each)[-1]) for each in both]
        return any(
            self._kinds.is_known(thing)
            and self._is_thing(entry)
            and self._kinds.is_judging(word, False)
            and self._judges(other)
            for (entry, thing), (other, word) in (words, words[::-1])
        )

    def _row(self, entry: int) -> tuple[WordTable, int]:
        """Return the table that has an entry, and its row there."""
        number = bisect_right(self._starts, entry) - 1
        return self._tables[number], entry - self._starts[number]

    def _parts(self, entry: int) -> list[str]:
        """Return the lemmas of an entry; a negated word has its negator first."""
        table, row = self._row(entry)
        return table.keys[row].lower().split(" ")

    def _is_phrase(self, entry: int) -> bool:
        return self._vocabulary.phrases.row(self.name(entry)) >= 0

    def _judges(self, entry: int) -> bool:
        if self._is_phrase(entry):
            return False
        word = self._parts(entry)[-1]
        is_counted = entry < len(self._vocabulary.words)
        if not self._kinds.is_judging(word, is_counted and bool(self._stand_out[entry])):
            return False
        return not (is_counted and contradicts(self._vocabulary, entry, self._valence(entry)))

    def _valence(self, entry: int) -> float:
        *negators, word = self._parts(entry)
        return 0.0 if negators else self._kinds.valence(word)

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
    texts_of = np.bincount(sampled.sentiment, minlength=len(together.texts))
    most = np.argmax(together.texts / np.maximum(texts_of, 1)[:, None], axis=0)
    agreeing = map(entries.agrees, together.judging.tolist(), most.tolist())
    order = np.lexsort((together.judging, -together.texts.sum(axis=0)))
    order = order[np.fromiter(agreeing, bool)[order]][:_MOST_JUDGING]
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
