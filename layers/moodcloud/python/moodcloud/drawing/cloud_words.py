"""The words that each cloud shows, chosen by counts and keyness."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from moodcloud.drawing.legend import Legend
from moodcloud.drawing.palettes import SHARED, STRENGTHS, StrengthSteps, Tone, meaning_of
from moodcloud.drawing.wording import Telling, Wording
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.typical import FILLED, stands_out, typical
from moodcloud.vocabulary.word_table import Columns, WordTable

Weights = Mapping[str, float]

# A word that no sentiment uses more than this many times as often as another is shared, however
# significant the difference is.
_EVEN: Final = 1.5
# The least z at which the softest colour ends in the cloud of shared words.
_LITTLE: Final = 0.5


@dataclass(frozen=True)
class CloudWords:
    """What a cloud is to show.

    Attributes:
        name: What the cloud shows, in a few words.
        weights: A positive weight for each word, heaviest first.
        tones: For each word, whose it is and how much it is theirs; this gives its colour.
        titles: A line for each word: its count, share and z, as people read them.
        legend: Says what colour and size mean.
        parts: Words that have a part of the picture of their own, and whose it is.
        paler: Words of a cloud of what sets apart that may be chance.
    """

    name: str
    weights: Weights
    tones: Mapping[str, Tone]
    titles: Mapping[str, str]
    legend: Legend
    parts: Mapping[str, str] = field(default_factory=dict)
    paler: frozenset[str] = frozenset()

    @property
    def texts(self) -> set[str]:
        """Everything the cloud has to write."""
        return {*self.weights, self.legend.text}


@dataclass(frozen=True)
class CandidateWords:
    """The words that clouds choose from.

    Attributes:
        words: The words, with the statistics `count`, `texts`, `z` and `significant`, and for
            `shared` also `per_million`; words of equal weight are taken in this order.
        running_words: How many words each sentiment has, stop words among them; its order is that
            of the legend.
        language: The language of the texts, in which legends are.
        source: The name of the file and the number of its texts, for a line below each cloud.
        title: What is written above each cloud.
        dark: Whether clouds have a dark background.
    """

    words: WordTable
    running_words: Mapping[str, int]
    language: str = "en"
    source: tuple[str, int] | None = None
    title: str = ""
    dark: bool = False

    @property
    def wording(self) -> Wording:
        """How legends are worded."""
        return Wording(self.language, self.dark)

    def _legend(self, names: Mapping[str, str], *notes: str) -> Legend:
        source = "" if self.source is None else self.wording.source(*self.source)
        return Legend(tuple(names.items()), notes, source, self.title)

    @property
    def sentiments(self) -> tuple[str, ...]:
        """The sentiments, in the order of the legend."""
        return tuple(self.running_words)

    def frequency(self, sentiment: str, most: int) -> CloudWords:
        """Return the words a sentiment uses most; colour shows how much each is its own.

        The softest are words that do not stand out in the sentiment.

        A table of one sentiment has no keyness: there, colour shows frequency as well as size.
        """
        weights = self._heaviest(self.words.of("count", sentiment), most)
        name = f"{sentiment}: the most frequent words"
        if len(self.sentiments) > 1:
            return self._of_one(sentiment, weights, name, self.wording.say("size_count"))
        meaning = meaning_of(sentiment, self.sentiments)
        steps = StrengthSteps.of(weights.values(), start=0)
        return CloudWords(
            name=name,
            weights=weights,
            tones={word: Tone(meaning, steps.strength(each)) for word, each in weights.items()},
            titles=self._titles(dict.fromkeys(weights, sentiment)),
            legend=self._legend(
                {self.wording.name(sentiment): meaning}, self.wording.say("size_and_colour_count")
            ),
        )

    def distinctive(self, sentiment: str, most: int) -> CloudWords | None:
        """Return the words that set a sentiment apart; None where nothing does.

        Where few stand out others follow, paler: they may be chance.
        """
        chosen = typical(self.words, sentiment, most)
        if not len(chosen):
            return None
        weights = self._weights(self.words.of("z", sentiment), chosen)
        paler = self._may_be_chance(dict.fromkeys(weights, sentiment))
        name = f"{sentiment}: the words that set it apart"
        note = self.wording.say("size_apart", s=self.wording.name(sentiment))
        words = self._of_one(sentiment, _below(weights, paler), name, note)
        return replace(words, paler=paler, legend=self._with_paler(words.legend, paler))

    def comparison(self, most: int, telling: Telling = "typical") -> CloudWords | None:
        """Return what sets the sentiments apart, each in its colour and its part of the picture.

        Every sentiment may bring equally many words. A word belongs to the sentiment in which it
        stands out; where that is none, or several, to the one in which its z is highest. Where few
        words stand out others follow, paler: they may be chance. The result is None where nothing
        sets the sentiments apart. The legend says what size and colour tell: `telling`.
        """
        parts = self._parts(most)
        if not parts:
            return None
        owners = {word: name for name, part in parts.items() for word in part}
        paler = self._may_be_chance(owners)
        weights = _below({word: z for part in parts.values() for word, z in part.items()}, paler)
        meanings = {name: meaning_of(name, self.sentiments) for name in parts}
        strengths = self._strengths(owners)
        legend = self._legend(
            {self.wording.name(name): meaning for name, meaning in meanings.items()},
            self.wording.say(f"size_{telling}"),
            self.wording.strength(telling),
        )
        return CloudWords(
            name="what sets apart " + ", ".join(parts),
            weights=weights,
            tones={word: Tone(meanings[name], strengths[word]) for word, name in owners.items()},
            titles=self._titles(owners),
            legend=self._with_paler(legend, paler),
            parts=owners,
            paler=paler,
        )

    def shared(self, most: int) -> CloudWords | None:
        """Return what the sentiments have in common; None where there is nothing.

        A word is common when every sentiment uses it and nothing sets it apart: it stands out in no
        sentiment and the comparison does not show it, or (in large files any small difference
        stands out) no sentiment uses it more than half as often again as another. Its weight is the
        lowest of its rates. The less it sets any sentiment apart, the stronger its colour.
        """
        if len(self.sentiments) < 2:
            return None
        rates, apart = self._all("per_million"), self._all("significant").sum(axis=0) > 0
        compared = [word for part in self._parts(most).values() for word in part]
        apart[self.words.rows(compared)] = True
        lowest, highest = rates.min(axis=0), rates.max(axis=0)
        common = ~apart | (highest <= _EVEN * lowest)
        weights = self._heaviest(np.where(common, lowest, 0), most)
        if not weights:
            return None
        z = np.abs(self._all("z")[:, self.words.rows(list(weights))])
        far = dict(zip(weights, z.max(axis=0).tolist(), strict=True))
        # A title names the sentiment in which the word's z is furthest from 0.
        strongest = [self.sentiments[number] for number in z.argmax(axis=0).tolist()]
        steps = StrengthSteps.of(far.values(), start=_LITTLE)
        return CloudWords(
            name="what is common to " + ", ".join(self.sentiments),
            weights=weights,
            tones={
                word: Tone(SHARED, STRENGTHS - 1 - steps.strength(value))
                for word, value in far.items()
            },
            titles=self._titles(dict(zip(weights, strongest, strict=True))),
            legend=self._legend(
                {self.wording.say("shared"): SHARED},
                self.wording.say("size_shared"),
                self.wording.strength("shared"),
            ),
        )

    def _of_one(self, sentiment: str, weights: Weights, name: str, size: str) -> CloudWords:
        meaning = meaning_of(sentiment, self.sentiments)
        owners = dict.fromkeys(weights, sentiment)
        strengths = self._strengths(owners)
        shown = self.wording.name(sentiment)
        return CloudWords(
            name=name,
            weights=weights,
            tones={word: Tone(meaning, strengths[word]) for word in weights},
            titles=self._titles(owners),
            legend=self._legend({shown: meaning}, size, self.wording.strength("apart", s=shown)),
        )

    def _parts(self, most: int) -> dict[str, Weights]:
        """Return the words of each sentiment in the comparison, with their z; none for just one."""
        number_of = len(self.sentiments)
        if number_of < 2:
            return {}
        own = self._owners()
        each, more = divmod(most, number_of)
        parts = {
            name: typical(
                self.words, name, each + (number < more), FILLED // number_of, own == number
            )
            for number, name in enumerate(self.sentiments)
        }
        return {
            name: self._weights(self.words.of("z", name), part)
            for name, part in parts.items()
            if len(part)
        }

    def _owners(self) -> Ints:
        """Return the number of the sentiment that each word belongs to."""
        sure = np.stack([stands_out(self.words, name) for name in self.sentiments])
        among = np.where(sure | ~sure.any(axis=0), self._all("z"), -np.inf)
        return np.asarray(among.argmax(axis=0))

    def _strengths(self, owners: Mapping[str, str]) -> dict[str, int]:
        """Return how strong the colour of each word is: 0 where it does not stand out."""
        z, chance = self._values("z", owners), self._may_be_chance(owners)
        steps = StrengthSteps.of(value for word, value in z.items() if word not in chance)
        return {
            word: 0 if word in chance else max(1, steps.strength(value))
            for word, value in z.items()
        }

    def _may_be_chance(self, owners: Mapping[str, str]) -> frozenset[str]:
        """Return the words that do not stand out in their sentiment."""
        marked, z = self._values("significant", owners), self._values("z", owners)
        return frozenset(word for word in owners if not (marked[word] and z[word] > 0))

    def _with_paler(self, legend: Legend, paler: frozenset[str]) -> Legend:
        """Return a legend that says, if there are such words, that paler ones may be chance."""
        notes = (self.wording.say("dimmer" if self.dark else "paler"),) if paler else ()
        return replace(legend, notes=(*legend.notes, *notes))

    def _titles(self, owners: Mapping[str, str]) -> dict[str, str]:
        """Return a line for each word: its count and share in a sentiment, and its z there."""
        counts, z = self._values("count", owners), self._values("z", owners)
        chance = self._may_be_chance(owners) if len(self.sentiments) > 1 else frozenset()
        return {
            word: f"{word}: {counts[word]:,} in {name}, "
            f"{counts[word] / max(self.running_words[name], 1):.3%} of its words, "
            f"z {z[word]:.1f}" + (", may be chance" if word in chance else "")
            for word, name in owners.items()
        }

    def _all(self, statistic: str) -> Columns:
        """Return a statistic of all words, in the shape (sentiments, words)."""
        return np.stack([self.words.of(statistic, name) for name in self.sentiments])

    def _values(self, statistic: str, owners: Mapping[str, str]) -> dict[str, Any]:
        """Return a statistic of each word in its sentiment."""
        columns = {name: self.words.of(statistic, name) for name in set(owners.values())}
        rows = self.words.rows(list(owners)).tolist()
        return {
            word: columns[name][row].item()
            for row, (word, name) in zip(rows, owners.items(), strict=True)
        }

    def _weights(self, values: Columns, rows: Ints) -> Weights:
        """Return the words in some places with their values."""
        return {self.words.names[row]: float(values[row]) for row in rows.tolist()}

    def _heaviest(self, values: Columns, most: int) -> Weights:
        """Return the words with the highest positive value, highest first."""
        return self._weights(values, self.words.highest(values, most))


def _below(weights: Weights, paler: frozenset[str]) -> Weights:
    """Return the weights of words, heaviest first: those that may be chance below all others."""
    least = min((value for word, value in weights.items() if word not in paler), default=math.inf)
    bounded = {
        word: min(value, least) if word in paler else value for word, value in weights.items()
    }
    return dict(sorted(bounded.items(), key=lambda item: (-item[1], item[0] in paler)))
