"""Small multiples: one picture with a cloud for each group, all of the same sentiment and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from moodcloud.drawing.canvas import Area
from moodcloud.drawing.cloud_words import CloudWords
from moodcloud.drawing.clouds import EDGE_SHARE, LEAST_SIZE_SHARE, MARGIN_SHARE, Cloud, finished
from moodcloud.drawing.composite import font_for
from moodcloud.drawing.ink import Face
from moodcloud.drawing.layout import Placed, Room, place
from moodcloud.drawing.legend import Label, Legend, Strip, lay_legend, lay_title, line_of
from moodcloud.drawing.look import Look
from moodcloud.drawing.palettes import StrengthSteps, Tone, meaning_of
from moodcloud.drawing.svg import Drawing, font_styles
from moodcloud.drawing.wording import Wording
from moodcloud.insight.apart import naming, telling
from moodcloud.lexicon.profanity import masks
from moodcloud.options import Options
from moodcloud.vocabulary.typical import typical
from moodcloud.vocabulary.word_table import WordTable

# More words of a group are too small to read.
_MOST_WORDS: Final = 40
# Where fewer words of a group stand out, paler ones make up the number to this.
_FILLED: Final = 8
# Tiles side by side, by how many there are at most.
_ABREAST: Final = ((3, 3), (4, 2), (9, 3), (16, 4))
# The height of a caption, as a share of the shorter side of the picture.
_CAPTION_SHARE: Final = 34


@dataclass(frozen=True)
class GroupClouds:
    """What small multiples show.

    Attributes:
        sentiment: The sentiment.
        sentiments: All sentiments of the table.
        words: Its words, with their keyness in each group.
        texts: How many texts of the sentiment each group has.
        language: The language of the texts.
    """

    sentiment: str
    sentiments: tuple[str, ...]
    words: WordTable
    texts: Mapping[str, int]
    language: str


def draft_multiples(shown: GroupClouds, options: Options) -> Callable[[], Cloud] | None:
    """Lay out a cloud for each group of a sentiment, and return what makes pictures of them.

    The result is None where no word sets a group apart.

    Args:
        shown: The words.
        options: Those that `Look` reads, `title` and `mask_profanity`; a mask has no room here.

    Raises:
        UploadError: `bad_font`.
    """
    if not any(telling(shown.words, name).any() for name in shown.words.sentiments):
        return None
    look = replace(Look.of(options, shown.sentiments), mask=None)
    weights, paler = _weights(shown, options)
    words = _cloud_words(shown, weights, paler, look, options)
    captions = _captions(shown, Wording(shown.language))
    face = Face(font_for({*words.texts, *captions.values()}, look.font))
    drawing = _laid_out(weights, captions, words, look, face)
    return partial(finished, drawing, words, font_styles(face.font))


Weights = dict[str, dict[str, float]]
"""For each group the weights of its words, heaviest first."""


def _weights(shown: GroupClouds, options: Options) -> tuple[Weights, set[tuple[str, str]]]:
    """Return what each group shows, and the words of groups that may be chance."""
    table = shown.words
    if options.mask_profanity:
        table = table.renamed(masks(table.names, shown.language))
    weights: Weights = {}
    paler = set()
    for name in table.sentiments:
        z, sure = table.of("z", name), telling(shown.words, name)
        rows = typical(table, name, _MOST_WORDS, _FILLED, ~naming(shown.words, name))
        least = float(z[rows[sure[rows]]].min(initial=np.inf))
        weights[name] = {
            table.names[row]: float(z[row] if sure[row] else min(z[row], least))
            for row in rows.tolist()
        }
        paler |= {(name, table.names[row]) for row in rows[~sure[rows]].tolist()}
    return weights, paler


def _cloud_words(
    shown: GroupClouds,
    weights: Weights,
    paler: set[tuple[str, str]],
    look: Look,
    options: Options,
) -> CloudWords:
    """Return the words of all groups as those of one cloud: a word has one colour everywhere."""
    wording = Wording(shown.language, look.background == "dark")
    meaning = meaning_of(shown.sentiment, shown.sentiments)
    strongest: dict[str, float] = {}
    titles: dict[str, list[str]] = {}
    for group, own in weights.items():
        for word, z in own.items():
            strongest[word] = max(z if (group, word) not in paler else 0.0, strongest.get(word, 0))
            titles.setdefault(word, []).append(f"z {z:.1f} in {group}")
    steps = StrengthSteps.of(z for z in strongest.values() if z)
    notes = [wording.say("size_typical"), wording.strength("typical")]
    if paler:
        notes.append(wording.say("dimmer" if wording.dark else "paler"))
    title = " ".join((options.title or "").split())
    return CloudWords(
        name=f"{shown.sentiment}: the words that set each group apart",
        weights=dict(sorted(strongest.items(), key=lambda item: -item[1])),
        tones={
            word: Tone(meaning, max(1, steps.strength(z)) if z else 0)
            for word, z in strongest.items()
        },
        titles={word: f"{word}: {', '.join(each)}" for word, each in titles.items()},
        legend=Legend(((wording.name(shown.sentiment), meaning),), tuple(notes), "", title),
        paler=frozenset(word for word, z in strongest.items() if not z),
    )


def _captions(shown: GroupClouds, wording: Wording) -> dict[str, str]:
    return {
        name: f"{name} · {wording.say('text' if texts == 1 else 'texts', n=f'{texts:,}')}"
        for name, texts in shown.texts.items()
    }


def _laid_out(
    weights: Weights, captions: Mapping[str, str], words: CloudWords, look: Look, face: Face
) -> Drawing:
    """Return the clouds in their tiles, with the legend below all of them."""
    strip = lay_legend(words.legend, look.width, look.height, face)
    title = lay_title(words.legend.title, look.width, look.height, face)
    whole = Area(0, title.height, look.width, look.height - strip.height)
    size = max(8, min(look.width, look.height) // _CAPTION_SHARE)
    placed: list[Placed] = []
    labels: list[Label] = [*title.labels]
    for name, tile in zip(weights, tiles(whole, len(weights)), strict=True):
        base = line_of(captions[name], size, tile.width, round(size * 1.4), face)
        labels.append(base._replace(x=base.x + tile.left, y=base.y + tile.top))
        placed += _in_tile(weights[name], tile._replace(top=tile.top + 2 * size), look, face)
    heading = Strip(title.height, tuple(labels), ())
    return Drawing(placed, strip, words, look, face, heading)


def _in_tile(weights: Mapping[str, float], tile: Area, look: Look, face: Face) -> Iterator[Placed]:
    shorter = min(look.width, look.height)
    room = Room(
        width=tile.width,
        height=tile.height,
        edge=shorter // EDGE_SHARE,
        margin=max(1, shorter // MARGIN_SHARE // 2),
        least_size=max(6, shorter // LEAST_SIZE_SHARE),
        level=look.level,
    )
    drawable = {word: weight for word, weight in weights.items() if face.shows(word)}
    for each in place(drawable, face, room):
        yield each._replace(x=each.x + tile.left, y=each.y + tile.top)


def tiles(whole: Area, number: int) -> list[Area]:
    """Return areas of one size, in rows from above.

    >>> [tuple(tile) for tile in tiles(Area(0, 0, 200, 100), 3)][-1]
    (133, 0, 200, 100)
    """
    abreast = min(number, next(columns for most, columns in _ABREAST if number <= most))
    rows = -(-number // abreast)
    across = [whole.left + round(whole.width * n / abreast) for n in range(abreast + 1)]
    down = [whole.top + round(whole.height * n / rows) for n in range(rows + 1)]
    return [
        Area(
            across[n % abreast], down[n // abreast], across[n % abreast + 1], down[n // abreast + 1]
        )
        for n in range(number)
    ]
