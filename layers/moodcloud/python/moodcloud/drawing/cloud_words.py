"""The words that each cloud shows, chosen by counts and keyness."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.drawing.legend import Legend
from moodcloud.drawing.palettes import SHARED, STRENGTHS, StrengthSteps, Tone, meaning_of
from moodcloud.drawing.wording import Telling, Wording
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.typical import FILLED, stands_out, typical

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
        words: One row for each word; words of equal weight are taken in this order. The columns are
            `(statistic, sentiment)` with `count`, `texts`, `z` and `significant`, and for `shared`
            also `per_million`.
        running_words: How many words each sentiment has, stop words among them; its order is that
            of the legend.
        language: The language of the texts, in which legends are.
        source: The name of the file and the number of its texts, for a line below each cloud.
        title: What is written above each cloud.
        dark: Whether clouds have a dark background.
    """

    words: pd.DataFrame
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
        weights = _heaviest(self.words["count", sentiment], most)
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
        if chosen.empty:
            return None
        paler = self._may_be_chance({str(word): sentiment for word in chosen.index})
        name = f"{sentiment}: the words that set it apart"
        note = self.wording.say("size_apart", s=self.wording.name(sentiment))
        words = self._of_one(sentiment, _below(chosen, paler), name, note)
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
        owners = {str(word): name for name, part in parts.items() for word in part.index}
        paler = self._may_be_chance(owners)
        weights = _below(pd.concat(list(parts.values())), paler)
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
        rates, marked = self._table("per_million"), self._table("significant")
        lowest, highest = rates.min(axis="columns"), rates.max(axis="columns")
        compared = {word for part in self._parts(most).values() for word in part.index}
        apart = marked.any(axis="columns") | rates.index.isin(compared)
        common = ~apart | (highest <= _EVEN * lowest)
        weights = _heaviest(lowest[common], most)
        if not weights:
            return None
        z = self._table("z").loc[list(weights)].abs()
        far = dict(zip(weights, z.max(axis="columns").tolist(), strict=True))
        # A title names the sentiment in which the word's z is furthest from 0.
        strongest = map(str, z.idxmax(axis="columns"))
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

    def _parts(self, most: int) -> dict[str, pd.Series[float]]:
        """Return the words of each sentiment in the comparison, with their z; none for just one."""
        number_of = len(self.sentiments)
        if number_of < 2:
            return {}
        own = self._owners()
        each, more = divmod(most, number_of)
        parts = {
            name: typical(
                self.words[own == number], name, each + (number < more), FILLED // number_of
            )
            for number, name in enumerate(self.sentiments)
        }
        return {name: part for name, part in parts.items() if not part.empty}

    def _owners(self) -> Ints:
        """Return the number of the sentiment that each word belongs to."""
        z = self._table("z").to_numpy()
        sure = np.stack([stands_out(self.words, name) for name in self.sentiments], axis=1)
        among = np.where(sure | ~sure.any(axis=1, keepdims=True), z, -np.inf)
        return np.asarray(among.argmax(axis=1))

    def _strengths(self, owners: Mapping[str, str]) -> dict[str, int]:
        """Return how strong the colour of each word is: 0 where it does not stand out."""
        words = self.words.loc[list(owners)]
        z = {name: words["z", name].to_dict() for name in set(owners.values())}
        chance = self._may_be_chance(owners)
        steps = StrengthSteps.of(z[name][word] for word, name in owners.items()
                                 if word not in chance)  # fmt: skip
        return {
            word: 0 if word in chance else max(1, steps.strength(z[name][word]))
            for word, name in owners.items()
        }

    def _may_be_chance(self, owners: Mapping[str, str]) -> frozenset[str]:
        """Return the words that do not stand out in their sentiment."""
        words = self.words.loc[list(owners)]
        sure = {name: stands_out(words, name).to_dict() for name in set(owners.values())}
        return frozenset(word for word, name in owners.items() if not sure[name][word])

    def _with_paler(self, legend: Legend, paler: frozenset[str]) -> Legend:
        """Return a legend that says, if there are such words, that paler ones may be chance."""
        notes = (self.wording.say("dimmer" if self.dark else "paler"),) if paler else ()
        return replace(legend, notes=(*legend.notes, *notes))

    def _titles(self, owners: Mapping[str, str]) -> dict[str, str]:
        """Return a line for each word: its count and share in a sentiment, and its z there."""
        words = self.words.loc[list(owners)]
        counts = {name: words["count", name].to_dict() for name in set(owners.values())}
        z = {name: words["z", name].to_dict() for name in set(owners.values())}
        chance = self._may_be_chance(owners) if len(self.sentiments) > 1 else frozenset()
        return {
            word: f"{word}: {counts[name][word]:,} in {name}, "
            f"{counts[name][word] / max(self.running_words[name], 1):.3%} of its words, "
            f"z {z[name][word]:.1f}" + (", may be chance" if word in chance else "")
            for word, name in owners.items()
        }

    def _table(self, statistic: str) -> pd.DataFrame:
        """Return a statistic of all words, a column for each sentiment."""
        return pd.DataFrame({name: self.words[statistic, name] for name in self.sentiments})


def _below(chosen: pd.Series[float], paler: frozenset[str]) -> Weights:
    """Return the weights of words, heaviest first: those that may be chance below all others."""
    values = {str(word): float(value) for word, value in chosen.items()}
    least = min((value for word, value in values.items() if word not in paler), default=math.inf)
    bounded = {
        word: min(value, least) if word in paler else value for word, value in values.items()
    }
    return dict(sorted(bounded.items(), key=lambda item: (-item[1], item[0] in paler)))


def _heaviest(values: pd.Series[float], most: int) -> Weights:
    """Return the words with the highest positive value, highest first."""
    # A stable sort keeps the order of the table among equals.
    heaviest = values[values > 0].sort_values(ascending=False, kind="stable")[:most]
    return {str(word): float(value) for word, value in heaviest.items()}
