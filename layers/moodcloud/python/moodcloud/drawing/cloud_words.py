"""Which words each cloud offers, from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from moodcloud.drawing.canvas import Area, areas_of
from moodcloud.drawing.legend import Legend
from moodcloud.drawing.palettes import SHARED, STRENGTHS, Scale, Tone, meaning_of
from moodcloud.vocabulary import Vocabulary

Weights = Mapping[str, float]

# A word is common ground unless one sentiment uses it more than so many times as often as another.
_EVEN: Final = 1.5
# Where the softest colour of the words in common ends at least, in z.
_LITTLE: Final = 0.5


@dataclass(frozen=True)
class Offer:
    """What a cloud is to show.

    Attributes:
        name: What the cloud shows, in a few words.
        weights: A positive weight for each word, heaviest first.
        tones: Of each word: whose it is and how much.
        titles: Of each word: its count, share and z, as people read them.
        legend: Says what colour and size mean.
        areas: Where words gather that do not belong in the middle of the picture.
    """

    name: str
    weights: Weights
    tones: Mapping[str, Tone]
    titles: Mapping[str, str]
    legend: Legend
    areas: Mapping[str, Area] = field(default_factory=dict)

    @property
    def texts(self) -> set[str]:
        """Everything the cloud has to write."""
        return {*self.weights, self.legend.text}


def frequency(vocabulary: Vocabulary, sentiment: str, most: int) -> Offer:
    """Offer the words that stand most often in a sentiment, the stronger the more they are its.

    A table of one sentiment has no keyness: there, colour shows how often they stand as well.
    """
    weights = _heaviest(_column(vocabulary, "count", sentiment), most)
    name = f"{sentiment}: the most frequent words"
    if len(vocabulary.sentiments) > 1:
        return _of_one(vocabulary, sentiment, weights, name, "size: how often it is used")
    meaning = meaning_of(sentiment, vocabulary.sentiments)
    scale = Scale.of(weights.values(), start=0)
    return Offer(
        name=name,
        weights=weights,
        tones={word: Tone(meaning, scale.strength(each)) for word, each in weights.items()},
        titles=_titles(vocabulary, dict.fromkeys(weights, sentiment)),
        legend=Legend(((sentiment, meaning),), ("size and colour: how often it is used",)),
    )


def distinctive(vocabulary: Vocabulary, sentiment: str, most: int) -> Offer | None:
    """Offer the words that set a sentiment apart; None where nothing does."""
    weights = _heaviest(_column(vocabulary, "z", sentiment), most)
    name = f"{sentiment}: the words that set it apart"
    note = f"size: how much it sets {sentiment} apart"
    return _of_one(vocabulary, sentiment, weights, name, note) if weights else None


def comparison(vocabulary: Vocabulary, most: int, parts_are: str = "the sentiment") -> Offer | None:
    """Offer what sets the sentiments apart, each in its colour and its part of the picture.

    Every sentiment may bring as many words as the others, those with its highest z. A word stands
    in the sentiment where its z is highest. None where nothing sets them apart. The legend calls
    them `parts_are`.
    """
    sentiments = vocabulary.sentiments
    if len(sentiments) < 2 or vocabulary.words.empty:
        return None
    parts = _parts(vocabulary, most)
    if not parts:
        return None
    owners = {word: name for name, part in parts.items() for word in part}
    weights = {word: weight for part in parts.values() for word, weight in part.items()}
    weights = dict(sorted(weights.items(), key=lambda item: -item[1]))
    meanings = {name: meaning_of(name, sentiments) for name in parts}
    scale = Scale.of(weights.values())
    areas = areas_of(parts)
    return Offer(
        name="what sets apart " + ", ".join(parts),
        weights=weights,
        tones={
            word: Tone(meanings[owners[word]], scale.strength(weights[word])) for word in owners
        },
        titles=_titles(vocabulary, owners),
        legend=Legend(
            tuple(meanings.items()),
            (f"size: how much it sets {parts_are} apart", _keyness(scale)),
        ),
        areas={word: areas[name] for word, name in owners.items()},
    )


def _parts(vocabulary: Vocabulary, most: int) -> dict[str, Weights]:
    """Return the words of each sentiment in the comparison, with their z."""
    sentiments = vocabulary.sentiments
    z = _table(vocabulary, "z")
    own = z.to_numpy().argmax(axis=1)
    each, more = divmod(most, len(sentiments))
    parts = {
        name: _heaviest(z.loc[own == number, name], each + (number < more))
        for number, name in enumerate(sentiments)
    }
    return {name: weights for name, weights in parts.items() if weights}


def shared(vocabulary: Vocabulary, most: int) -> Offer | None:
    """Offer what the sentiments have in common; None where there is nothing.

    A word is common when every sentiment uses it and nothing sets it apart: its z is significant in
    no sentiment and the comparison does not offer it, or (in large files any small difference is
    significant) no sentiment uses it more than half as often again as another. Its weight is the
    lowest of its rates. The less it sets any sentiment apart, the stronger its colour.
    """
    sentiments = vocabulary.sentiments
    if len(sentiments) < 2 or vocabulary.words.empty:
        return None
    rates, marked = _table(vocabulary, "per_million"), _table(vocabulary, "significant")
    lowest, highest = rates.min(axis="columns"), rates.max(axis="columns")
    compared = {word for part in _parts(vocabulary, most).values() for word in part}
    apart = marked.any(axis="columns") | rates.index.isin(compared)
    common = ~apart | (highest <= _EVEN * lowest)
    weights = _heaviest(lowest[common], most)
    if not weights:
        return None
    z = _table(vocabulary, "z").loc[list(weights)].abs().to_numpy()
    # Titles name the sentiment that has most of a word's keyness, of either sign.
    strongest = {
        word: sentiments[at] for word, at in zip(weights, z.argmax(axis=1).tolist(), strict=True)
    }
    far = dict(zip(weights, z.max(axis=1).tolist(), strict=True))
    scale = Scale.of(far.values(), start=_LITTLE)
    low, high = scale.ends
    return Offer(
        name="what is common to " + ", ".join(sentiments),
        weights=weights,
        tones={
            word: Tone(SHARED, STRENGTHS - 1 - scale.strength(value)) for word, value in far.items()
        },
        titles=_titles(vocabulary, strongest),
        legend=Legend(
            (("in every sentiment", SHARED),),
            (
                "size: how often it is used where it is rarest",
                f"colour: keyness z of {high} and more to under {low}",
            ),
        ),
    )


def _of_one(
    vocabulary: Vocabulary, sentiment: str, weights: Weights, name: str, size: str
) -> Offer:
    meaning = meaning_of(sentiment, vocabulary.sentiments)
    z = _column(vocabulary, "z", sentiment).reindex(list(weights)).to_dict()
    scale = Scale.of(z.values())
    return Offer(
        name=name,
        weights=weights,
        tones={word: Tone(meaning, scale.strength(z[word])) for word in weights},
        titles=_titles(vocabulary, dict.fromkeys(weights, sentiment)),
        legend=Legend(((sentiment, meaning),), (size, _keyness(scale))),
    )


def _keyness(scale: Scale) -> str:
    """Return what the colours of a legend mean, soft to strong."""
    low, high = scale.ends
    return f"colour: keyness z under {low} to {high} and more"


def _titles(vocabulary: Vocabulary, owners: Mapping[str, str]) -> dict[str, str]:
    """Return a line for each word: count and share in the sentiment it stands for, and z."""
    words = vocabulary.words.loc[list(owners)]
    counts = {name: words["count", name].to_dict() for name in set(owners.values())}
    z = {name: words["z", name].to_dict() for name in set(owners.values())}
    return {
        word: f"{word}: {counts[name][word]:,} in {name}, "
        f"{counts[name][word] / max(vocabulary.running_words[name], 1):.3%} of its words, "
        f"z {z[name][word]:.1f}"
        for word, name in owners.items()
    }


def _table(vocabulary: Vocabulary, statistic: str) -> pd.DataFrame:
    """Return a statistic of all words, a column for each sentiment."""
    return pd.DataFrame({name: vocabulary.words[statistic, name] for name in vocabulary.sentiments})


def _column(vocabulary: Vocabulary, statistic: str, sentiment: str) -> pd.Series[float]:
    if vocabulary.words.empty:
        return pd.Series(dtype=float)
    return vocabulary.words[statistic, sentiment]


def _heaviest(values: pd.Series[float], most: int) -> Weights:
    """Return the words with the highest positive value, highest first."""
    # A stable sort keeps the vocabulary's own order among equals.
    heaviest = values[values > 0].sort_values(ascending=False, kind="stable")[:most]
    return {str(word): float(value) for word, value in heaviest.items()}
