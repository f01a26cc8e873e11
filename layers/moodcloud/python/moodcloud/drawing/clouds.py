"""All clouds of a table: words laid out, sized by weight and coloured, with a legend below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from moodcloud.drawing.cloud_words import CandidateWords, CloudWords
from moodcloud.drawing.composite import font_for
from moodcloud.drawing.ink import FONT_PATH, Face, is_set_alone, subset_font
from moodcloud.drawing.layout import Room, place
from moodcloud.drawing.legend import lay_legend, lay_title
from moodcloud.drawing.look import Look
from moodcloud.drawing.painting import Stroke, paint, png, thumbnail
from moodcloud.drawing.palettes import Tone
from moodcloud.drawing.svg import Drawing, font_styles
from moodcloud.errors import UploadError
from moodcloud.forked import Piece, Shared
from moodcloud.lexicon.profanity import masks
from moodcloud.options import Options

# The shorter side of the picture divided by these: the margin around a word, the margin along the
# edges, and the smallest size of letters that can be read.
MARGIN_SHARE: Final = 300
EDGE_SHARE: Final = 40
LEAST_SIZE_SHARE: Final = 75
# A font of the user's must be able to draw this share of the words.
_LEAST_DRAWABLE: Final = 0.5
NO_LETTERS: Final = "The font has no letters for these words."
"""What a cloud says of which no word can be drawn."""


@dataclass(frozen=True)
class Cloud:
    """A drawn cloud.

    Attributes:
        png: The picture.
        svg: The picture with real text and the font within: a file of its own.
        page_svg: The same as markup for a page that declares the font (`Clouds.font_styles`).
        tones: The colours of its words and its legend, by meaning.
        drawn: Words in the picture, heaviest first.
        dropped: Words that found no room or that the font cannot draw; `drawn` and `dropped`
            together are the words the cloud was to show.
        unwritable: Those of them that the font cannot draw.
        paler: Words in the picture that may be chance, in a cloud of what sets apart.
        thumbnail: The picture made small, where that was asked for.
    """

    png: bytes
    svg: str
    page_svg: str
    tones: frozenset[Tone]
    drawn: tuple[str, ...]
    dropped: tuple[str, ...]
    unwritable: tuple[str, ...]
    paler: tuple[str, ...] = ()
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Clouds:
    """The clouds of a table.

    Attributes:
        frequency: For each sentiment, a cloud of words sized by how often it uses them.
        distinctive: For each sentiment that has words of its own, a cloud of words sized by
            keyness.
        together: Clouds of all sentiments, where there are two or more: `comparison` (what sets
            them apart) and `shared` (what they have in common), each if there is such a word.
        font_styles: CSS that declares the font of all of them, for a page with their `page_svg`.
        thumbnail: The comparison made small, or the first cloud where there is none.
    """

    frequency: dict[str, Cloud]
    distinctive: dict[str, Cloud]
    together: dict[str, Cloud]
    font_styles: str
    thumbnail: bytes = b""


class Drafts(NamedTuple):
    """What the clouds of a table are to show, and the font that is cut to all of it.

    Attributes:
        kinds: The words of the clouds of each kind, by name; the kinds are those of `Clouds`.
        look: How they look.
        face: The font.
        font_styles: As in `Clouds`.
        originals: The words that stars hide, by what is written.
    """

    kinds: Mapping[str, Mapping[str, CloudWords]]
    look: Look
    face: Face
    font_styles: str
    originals: Mapping[str, str]

    def pieces(self) -> list[Piece[Cloud]]:
        """Return what draws each cloud: it is laid out, and then packed as PNG and SVG."""
        return [
            partial(self._laid_out, words)
            for clouds in self.kinds.values()
            for words in clouds.values()
        ]

    def _laid_out(self, words: CloudWords) -> Callable[[], Cloud]:
        finish = partial(finished, _drawing(words, self.look, self.face), words, self.font_styles)
        return partial(_with_thumbnail, finish) if words is self._telling else finish

    @property
    def _telling(self) -> CloudWords:
        """The words of the picture by which a set of results is known in a list."""
        together = self.kinds["together"]
        return together.get("comparison") or next(iter(self.kinds["frequency"].values()))

    def clouds(self, drawn: Iterable[Cloud]) -> Clouds:
        """Return the clouds; `drawn` are those of `pieces`, in the same order."""
        rest = iter(drawn)
        kinds = {
            kind: {name: _unmasked(next(rest), self.originals) for name in clouds}
            for kind, clouds in self.kinds.items()
        }
        small = next(
            each.thumbnail for own in kinds.values() for each in own.values() if each.thumbnail
        )
        return Clouds(**kinds, font_styles=self.font_styles, thumbnail=small)


def draw_clouds(candidates: CandidateWords, options: Options) -> Clouds:
    """Draw every cloud of a table; arguments and errors are those of `draft_clouds`."""
    drafts = draft_clouds(candidates, options)
    return drafts.clouds(Shared(drafts.pieces()).results())


def draft_clouds(candidates: CandidateWords, options: Options) -> Drafts:
    """Choose what every cloud of a table is to show.

    Args:
        candidates: The words of all its sentiments.
        options: `max_words`, and those that `Look` and `_worded` read.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    names, most = candidates.sentiments, options.max_words
    candidates, originals = _worded(candidates, options)
    wanted: dict[str, dict[str, CloudWords | None]] = {
        "frequency": {name: candidates.frequency(name, most) for name in names},
        "distinctive": {name: candidates.distinctive(name, most) for name in names},
        "together": {
            "comparison": candidates.comparison(most),
            "shared": candidates.shared(most),
        },
    }
    kinds = {
        kind: {name: words for name, words in clouds.items() if words is not None}
        for kind, clouds in wanted.items()
    }
    look = Look.of(options, names)
    face = _face([words for clouds in kinds.values() for words in clouds.values()], look)
    return Drafts(kinds, look, face, font_styles(face.font), originals)


def draw_alone(candidates: CandidateWords, options: Options) -> Clouds | None:
    """Draw the comparison of what changed, and no other cloud; None where nothing did.

    Args:
        candidates: The words of what rose and of what fell.
        options: As for `draw_clouds`.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    candidates, originals = _worded(candidates, options)
    words = candidates.comparison(options.max_words, "changed")
    if words is None:
        return None
    look = Look.of(options, candidates.sentiments)
    face = _face([words], look)
    styles = font_styles(face.font)
    cloud = _unmasked(draw_cloud(words, look, face, styles), originals)
    return Clouds({}, {}, {"comparison": cloud}, styles)


def _worded(
    candidates: CandidateWords, options: Options
) -> tuple[CandidateWords, Mapping[str, str]]:
    """Return the words as clouds are to write them, and those that stars hide by what is written.

    Args:
        candidates: The words.
        options: `background`, `mask_profanity`, `source_line`, `title`.
    """
    words = candidates.words.names
    starred = masks(words, candidates.language) if options.mask_profanity else {}
    candidates = replace(
        candidates,
        words=candidates.words.renamed(starred) if starred else candidates.words,
        source=candidates.source if options.source_line else None,
        title=" ".join((options.title or "").split()),
        dark=options.background == "dark",
    )
    return candidates, {shown: word for word, shown in starred.items()}


def _with_thumbnail(finish: Callable[[], Cloud]) -> Cloud:
    cloud = finish()
    return replace(cloud, thumbnail=thumbnail(cloud.png))


def _unmasked(cloud: Cloud, originals: Mapping[str, str]) -> Cloud:
    """Return a cloud that names its words as results do, whatever the picture shows."""
    if not originals:
        return cloud

    def named(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(originals.get(word, word) for word in words)

    return replace(
        cloud,
        drawn=named(cloud.drawn),
        dropped=named(cloud.dropped),
        unwritable=named(cloud.unwritable),
        paler=named(cloud.paler),
    )


def draw_cloud(words: CloudWords, look: Look, face: Face, font_styles: str) -> Cloud:
    """Draw a cloud; the same words give the same bytes.

    Args:
        words: The words it is to show.
        look: Its size, colours and outline.
        face: The font, with the words and the legend.
        font_styles: CSS that declares the font.
    """
    return finished(_drawing(words, look, face), words, font_styles)


def _drawing(words: CloudWords, look: Look, face: Face) -> Drawing:
    """Return a cloud laid out; it says so where none of its words can be drawn."""
    drawable = not words.weights or any(map(face.shows, words.weights))
    return lay_out(words if drawable else _saying(NO_LETTERS, words), look, face)


def finished(drawing: Drawing, words: CloudWords, font_styles: str) -> Cloud:
    """Return a cloud that was laid out as pictures."""
    look, face = drawing.look, drawing.face
    strokes = [
        *(
            Stroke(each.x, each.y, each.ink.coverage, look.colour(drawing.words.tones[each.word]))
            for each in drawing.placed
        ),
        *drawing.title.strokes(0, look),
        *drawing.strip.strokes(drawing.top, look),
    ]
    placed = {each.word for each in drawing.placed}
    return Cloud(
        png=png(paint(strokes, look.width, look.height, look.paper)),
        svg=drawing.svg(font_styles),
        page_svg=drawing.page_svg(),
        tones=frozenset(swatch.tone for swatch in drawing.strip.swatches),
        drawn=tuple(word for word in words.weights if word in placed),
        dropped=tuple(word for word in words.weights if word not in placed),
        unwritable=tuple(word for word in words.weights if not face.can_draw(word)),
        paler=tuple(word for word in words.weights if word in placed & words.paler),
    )


def _saying(text: str, words: CloudWords) -> CloudWords:
    """Return a cloud that says `text` in place of words that cannot be drawn."""
    tone = next(iter(words.tones.values()))
    return replace(words, weights={text: 1.0}, tones={text: tone}, titles={text: text}, parts={})


def lay_out(words: CloudWords, look: Look, face: Face) -> Drawing:
    """Lay out title, words and legend, from above; arguments are as for `draw_cloud`."""
    strip = lay_legend(words.legend, look.width, look.height, face)
    title = lay_title(words.legend.title, look.width, look.height, face)
    height = look.height - strip.height - title.height
    shorter = min(look.width, look.height)
    edge = shorter // EDGE_SHARE
    room = Room(
        width=look.width,
        height=height,
        edge=edge,
        margin=max(1, shorter // MARGIN_SHARE),
        least_size=max(6, shorter // LEAST_SIZE_SHARE),
        free=look.free(height, edge),
        parts=words.parts,
        level=look.level,
    )
    drawable = {word: weight for word, weight in words.weights.items() if face.shows(word)}
    placed = [each._replace(y=each.y + title.height) for each in place(drawable, face, room)]
    return Drawing(placed, strip, words, look, face, title)


def _face(chosen: Iterable[CloudWords], look: Look) -> Face:
    """Return the font, cut to the characters that the clouds have to write.

    Raises:
        UploadError: `bad_font`, where it cannot draw most of the words.
    """
    chosen = list(chosen)
    texts = set().union(*(each.texts for each in chosen))
    if look.font != FONT_PATH:
        _refuse_other_letters(chosen, look.font)
    face = Face(font_for(texts, look.font))
    if any(each.weights and not any(map(face.can_draw, each.weights)) for each in chosen):
        face = Face(font_for({*texts, NO_LETTERS}, look.font))
    return face


def _refuse_other_letters(chosen: Iterable[CloudWords], font: Path) -> None:
    """Refuse a font of the user's that has no letters for most of the words."""
    words = {word for each in chosen for word in each.weights}
    own = Face(subset_font(words, font))
    missing = sum(not own.can_draw(word) for word in words)
    if missing > (1 - _LEAST_DRAWABLE) * len(words):
        what = f"it cannot draw {missing:,} of {len(words):,} words"
        if not all(map(is_set_alone, "".join(words))):
            what += " (words from right to left, and in scripts of India, are drawn in no font)"
        raise UploadError("bad_font", path=font.name, what=what)
