"""Which words each cloud offers, from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from moodcloud.drawing.canvas import Area
from moodcloud.drawing.cloud import Offer
from moodcloud.drawing.legend import Legend
from moodcloud.drawing.palettes import SHARED, palette_of
from moodcloud.vocabulary import Vocabulary

Weights = Mapping[str, float]

# A word is common ground unless one sentiment uses it more than so many times as often as another.
_EVEN: Final = 1.5
# Sentiments side by side in the comparison at most.
_ABREAST: Final = 4
# Of a palette: strong enough to be seen, light enough to tell blue from grey.
_LEGEND_SHADE: Final = 1


def frequency(vocabulary: Vocabulary, sentiment: str, most: int) -> Offer:
    """Offer the words that stand most often in a sentiment."""
    weights = _heaviest(_column(vocabulary, "count", sentiment), most)
    return _of_one(vocabulary, sentiment, weights, "size: how often it is used")


def distinctive(vocabulary: Vocabulary, sentiment: str, most: int) -> Offer | None:
    """Offer the words that set a sentiment apart; None where nothing does."""
    weights = _heaviest(_column(vocabulary, "z", sentiment), most)
    note = f"size: how much it sets {sentiment} apart"
    return _of_one(vocabulary, sentiment, weights, note) if weights else None


def comparison(vocabulary: Vocabulary, most: int, parts_are: str = "the sentiment") -> Offer | None:
    """Offer what sets the sentiments apart, each in its colour and its part of the picture.

    Every sentiment may bring as many words as the others, those with its highest z. A word stands
    in the sentiment where its z is highest. None where nothing sets them apart. The legend calls
    them `parts_are`.
    """
    sentiments = vocabulary.sentiments
    if len(sentiments) < 2 or vocabulary.words.empty:
        return None
    z = pd.DataFrame({name: vocabulary.words["z", name] for name in sentiments})
    own = z.idxmax(axis="columns")
    each = max(1, most // len(sentiments))
    parts = {name: _heaviest(z.loc[own == name, name], each) for name in sentiments}
    parts = {name: weights for name, weights in parts.items() if weights}
    if not parts:
        return None
    palettes = {name: palette_of(name, sentiments) for name in parts}
    areas = _areas(parts)
    weights = {word: weight for part in parts.values() for word, weight in part.items()}
    return Offer(
        weights=dict(sorted(weights.items(), key=lambda item: -item[1])),
        palettes={word: palettes[name] for name, part in parts.items() for word in part},
        legend=Legend(
            tuple((name, palettes[name][_LEGEND_SHADE]) for name in parts),
            f"size: how much it sets {parts_are} apart",
        ),
        areas={word: areas[name] for name, part in parts.items() for word in part},
    )


def shared(vocabulary: Vocabulary, most: int) -> Offer | None:
    """Offer what the sentiments have in common; None where there is nothing.

    A word is common when every sentiment uses it and nothing sets it apart: its z is significant in
    no sentiment and the comparison does not offer it, or (in large files any small difference is
    significant) no sentiment uses it more than half as often again as another. Its weight is the
    lowest of its rates.
    """
    sentiments = vocabulary.sentiments
    if len(sentiments) < 2 or vocabulary.words.empty:
        return None
    rates = pd.DataFrame({name: vocabulary.words["per_million", name] for name in sentiments})
    marked = pd.DataFrame({name: vocabulary.words["significant", name] for name in sentiments})
    lowest, highest = rates.min(axis="columns"), rates.max(axis="columns")
    compared = comparison(vocabulary, most)
    apart = marked.any(axis="columns") | rates.index.isin(compared.weights if compared else ())
    common = ~apart | (highest <= _EVEN * lowest)
    weights = _heaviest(lowest[common], most)
    if not weights:
        return None
    return Offer(
        weights=weights,
        palettes=dict.fromkeys(weights, SHARED),
        legend=Legend(
            (("in every sentiment", SHARED[_LEGEND_SHADE]),),
            "size: how often it is used where it is rarest",
        ),
    )


def _of_one(vocabulary: Vocabulary, sentiment: str, weights: Weights, note: str) -> Offer:
    palette = palette_of(sentiment, vocabulary.sentiments)
    legend = Legend(((sentiment, palette[_LEGEND_SHADE]),), note)
    return Offer(weights, dict.fromkeys(weights, palette), legend)


def _column(vocabulary: Vocabulary, statistic: str, sentiment: str) -> pd.Series[float]:
    if vocabulary.words.empty:
        return pd.Series(dtype=float)
    return vocabulary.words[statistic, sentiment]


def _heaviest(values: pd.Series[float], most: int) -> Weights:
    """Return the words with the highest positive value, highest first."""
    # A stable sort keeps the vocabulary's own order among equals.
    heaviest = values[values > 0].sort_values(ascending=False, kind="stable")[:most]
    return {str(word): float(value) for word, value in heaviest.items()}


def _areas(parts: Mapping[str, Weights]) -> dict[str, Area]:
    """Return an area for each part, as large as its ink wants: side by side, in rows if many."""
    wanted = {
        name: sum(len(word) * weight for word, weight in part.items())
        for name, part in parts.items()
    }
    names, total = list(parts), sum(wanted.values())
    rows = -(-len(names) // _ABREAST)
    areas, top = {}, 0.0
    for number in range(rows):
        row = names[number * len(names) // rows : (number + 1) * len(names) // rows]
        inside = sum(wanted[name] for name in row)
        height, left = inside / total, 0.0
        for name in row:
            width = wanted[name] / inside
            areas[name] = Area(left + width / 2, top + height / 2, width, height)
            left += width
        top += height
    return areas
