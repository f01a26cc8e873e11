"""Examples: for each word a few texts that hold it, quoted, with the place of the word in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, product
from typing import Final, NamedTuple

import numpy as np

from moodcloud.cleaning import BLOCK, INLINE, unescape
from moodcloud.counting.between import NOT_BEING, NOT_DONE
from moodcloud.counting.tokens import searchable
from moodcloud.insight.sample import Sample, SampledText
from moodcloud.insight.spots import CANDIDATES, Spot, Spots
from moodcloud.patterns import lazy_pattern
from moodcloud.reading.text_lines import TextLine
from moodcloud.vocabulary.keyness import Ints

LONGEST: Final = 280
"""The most characters of a passage."""

# The most characters quoted before a word, where the text has to be cut.
_BEFORE: Final = 120
_CUT: Final = "…"
# Characters that would turn the direction of the text around them, or show nothing.
_UNSEEN: Final = lazy_pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_INLINE: Final = lazy_pattern(INLINE)
_BLOCK: Final = lazy_pattern(BLOCK)


def quotable(text: str) -> str:
    """Return `text` as a person reads it, on one line: no entities, tags, unseen characters."""
    plain = unescape(text)
    if "<" in plain:
        plain = _BLOCK.sub(" ", _INLINE.sub("", plain))
    plain = " ".join(unicodedata.normalize("NFC", plain).split())
    return plain if plain.isprintable() else _UNSEEN.sub("", plain).strip()


# Contractions that the Penn Treebank parts are joined before they are counted.
_PARTED: Final = re.compile(r"((?i:n't|'\w+))$")

# These are read as "not", which is the token in their place.
_NOT_BEING: Final = lazy_pattern(rf"\b{NOT_BEING}\b")

# What cleaning leaves in place of what it takes away, or puts between a verb and a negator.
_PUT: Final = ("@", "~")
_WRITTEN_NEXT: Final = re.compile(r"\s*([@~])")
# These may be written otherwise, or not at all.
_UNLIKE: Final = frozenset(("not", *_PUT))


def place_of(text: str, tokens: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """Return where tokens are in a text: their first character, and the one after the last.

    Args:
        text: A text that `searchable` returned.
        tokens: All tokens of the text, in order.
        first: Number of the first token looked for.
        last: Number of the last token looked for.
    """
    starts, ends = places_of(text, tokens[: last + 1])
    return None if min(starts[first:]) < 0 else (starts[first], ends[last])


def places_of(text: str, tokens: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return where each token is in a text: its first character, and the one after its last.

    Both are -1 for a mark that cleaning put there, which the text does not hold.

    Args:
        text: A text that `searchable` returned.
        tokens: The tokens of the text, in order, or the first of them.
    """
    end, starts, ends = 0, list[int](), list[int]()
    for token in tokens:
        found, length = text.find(token, end), len(token)
        if found < 0 or token in _UNLIKE or token[0] in NOT_DONE:
            found, length = _written(text, token, found, end)
        if found >= 0:
            end = found + length
        starts.append(found)
        ends.append(end if found >= 0 else -1)
    return starts, ends


def _written(text: str, token: str, found: int, start: int) -> tuple[int, int]:
    """Return where a token is that may be written otherwise, -1 for nowhere, and its length there.

    Args:
        text: The text.
        token: The token.
        found: Where it is as it is; -1 for nowhere.
        start: Where the search begins.
    """
    if token in _PUT:
        # The same mark further on is not this one.
        following = _WRITTEN_NEXT.match(text, start)
        return (following.start(1) if following and following[1] == token else -1), 1
    written = token
    if token[0] in NOT_DONE and len(token) > 1:
        apart = f"{token[0]} {token[1:]}"  # 안 돼요 is joined before it is counted
        place = text.find(apart, start)
        return (place, len(apart)) if 0 <= place < found or found < 0 else (found, len(token))
    if found < 0 and "'" in token:
        written = _PARTED.sub(r" \1", token)
        found = text.find(written, start)
    being = _NOT_BEING.search(text, start) if token == "not" else None
    if being and (found < 0 or being.start() <= found):
        return being.start(), len(being[0])
    return found, len(written)


def passage(text: str, start: int, end: int) -> tuple[str, int]:
    """Return what to quote of a text around a place, and where the place begins in it.

    Args:
        text: A text that `quotable` returned.
        start: First character of the place.
        end: The one after its last.
    """
    if len(text) <= LONGEST:
        return text, start
    left = max(0, min(start - _BEFORE, len(text) - LONGEST))
    right = max(min(len(text), left + LONGEST), end)
    # Cut between words, where there is a space.
    if left and (space := text.find(" ", left, start)) >= 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) >= 0:
        right = space
    before, after = (_CUT if left else ""), (_CUT if right < len(text) else "")
    return before + text[left:right] + after, start - left + len(before)


MOST: Final = 5
"""The most examples of a word in a sentiment."""

# The bytes of an example in the page besides its text.
_PLACE: Final = 20
# Shorter texts say little more than the word.
_WORTH_READING: Final = 30


class Example(NamedTuple):
    """A place where a word occurs.

    Attributes:
        sentiment: The sentiment of the text.
        text: Number of the text in `Examples.texts`.
        start: First character of the word, in code points.
        length: Length of the word as it is written there.
    """

    sentiment: str
    text: int
    start: int
    length: int


@dataclass
class Examples:
    """Texts, and for each word (or phrase, or emoji) the places where it occurs.

    Attributes:
        texts: Passages as they are quoted, no two alike.
        lines: Where the text of each passage is; None where that is not known.
        of: The examples of each word, sentiment by sentiment.
    """

    texts: list[str] = field(default_factory=list)
    lines: list[TextLine | None] = field(default_factory=list)
    of: dict[str, list[Example]] = field(default_factory=dict)


class ShownTexts(NamedTuple):
    """Texts as they are shown, and where their tokens are in them.

    Attributes:
        texts: The texts.
        tokens: How many tokens each has.
        start: The first character of each token, text after text; -1 where the text lacks it.
        end: The one after its last; -1 where the text lacks it.
    """

    texts: list[str]
    tokens: Ints
    start: Ints
    end: Ints


def places_in(sampled: Sequence[SampledText]) -> ShownTexts:
    """Return sampled texts as they are shown, with the places of their tokens."""
    texts, starts, ends = [quotable(each.text) for each in sampled], list[int](), list[int]()
    for text, each in zip(texts, sampled, strict=True):
        own = places_of(searchable(text), each.tokens)
        starts += own[0]
        ends += own[1]
    tokens = [len(each.tokens) for each in sampled]
    return ShownTexts(texts, *(np.array(each, np.int64) for each in (tokens, starts, ends)))


@dataclass(frozen=True)
class SampledPlaces:
    """Where words are in sampled texts as they are shown.

    Args:
        sample: The sample of the table.
        parts: What `places_in` returned of its texts, some after the other; the texts are looked at
            when they are needed otherwise.
    """

    sample: Sample
    parts: Sequence[ShownTexts] = ()

    @cached_property
    def found(self) -> ShownTexts:
        """The places in all texts."""
        parts = self.parts or [places_in(self.sample.texts)]
        texts, *columns = zip(*parts, strict=True)
        return ShownTexts(list(chain(*texts)), *map(np.concatenate, columns))

    @cached_property
    def begins(self) -> Ints:
        """The number of the first token of each text among all tokens."""
        return np.cumsum(self.found.tokens) - self.found.tokens

    @cached_property
    def _listed(self) -> tuple[list[int], list[int], list[int]]:
        """The tokens as lists, of which one is taken faster than of arrays."""
        return self.begins.tolist(), self.found.start.tolist(), self.found.end.tolist()

    def shown(self, number: int) -> str:
        """Return a text, by its number in the sample, as a person reads it."""
        return self.found.texts[number]

    def place(self, spot: Spot) -> tuple[int, int] | None:
        """Return the first character of a spot and the one after its last; None: not shown."""
        begins, starts, ends = self._listed
        start, end = starts[begins[spot.text] + spot.first], ends[begins[spot.text] + spot.last]
        return None if start < 0 or end < 0 else (start, end)


def choose_examples(
    places: SampledPlaces,
    spots: Spots,
    wanted: Collection[str],
    sentiments: tuple[str, ...],
    room: int,
) -> Examples:
    """Choose examples in turns, one of each word a turn, until the room is used up.

    Args:
        places: The places in the sample of the table.
        spots: What `find_spots` returned.
        wanted: Words, phrases and emoji, the most important first.
        sentiments: The sentiments, in their order.
        room: Bytes that the examples may take.
    """
    sample, examples = places.sample, Examples()
    numbers: dict[str, int] = {}
    quoted: set[int] = set()
    queues = {
        (word, sentiment): sorted(
            own, key=lambda spot: len(sample.texts[spot.text].text) < _WORTH_READING
        )
        for word in wanted
        for sentiment in sentiments
        if (own := spots.of(word, sentiment, CANDIDATES))
    }
    for turn, (word, sentiment) in product(range(MOST), queues):
        queue = queues[word, sentiment]
        if turn > 1:
            # Later examples share texts with other words where they can: the page stays small.
            queue.sort(key=lambda spot: spot.text not in quoted)
        # Texts that differ in what a quote does not show are quoted once.
        used = {each.text for each in examples.of.get(word, ()) if each.sentiment == sentiment}
        passages = iter(partial(_next, queue, places, quoted), None)
        found = next((each for each in passages if numbers.get(each[1]) not in used), None)
        if found is None:
            continue
        number, shown, start, length = found
        room -= _PLACE + (0 if shown in numbers else len(shown.encode()))
        if room < 0:
            break
        if shown not in numbers:
            numbers[shown] = len(examples.texts)
            examples.texts.append(shown)
            examples.lines.append(sample.lines[number] if sample.lines else None)
        example = Example(sentiment, numbers[shown], start, length)
        examples.of.setdefault(word, []).append(example)
    for each in examples.of.values():
        each.sort(key=lambda example: sentiments.index(example.sentiment))
    return examples


def _next(
    queue: list[Spot], places: SampledPlaces, quoted: set[int]
) -> tuple[int, str, int, int] | None:
    """Take the next spot from a queue; return its text, passage, where the word begins, its length.

    Args:
        queue: The spots of a word in a sentiment.
        places: The places in the sample.
        quoted: The texts used so far; this one is added.
    """
    while queue:
        spot = queue.pop(0)
        quoted.add(spot.text)
        place = places.place(spot)
        if place is not None:
            shown = places.shown(spot.text)
            return spot.text, *passage(shown, *place), place[1] - place[0]
    return None
