"""The data of the page of a comparison: what its script shows, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from moodcloud.comparing.cautions import Caution
from moodcloud.comparing.compared import ComparedResults, occurrences_of
from moodcloud.comparing.content import letter_of
from moodcloud.comparing.occurrences import WHOLE, Occurrences
from moodcloud.comparing.side_quotes import SideQuote
from moodcloud.comparing.side_texts import SideTexts
from moodcloud.drawing.palettes import colours_shown
from moodcloud.report.inline import plain

_LISTED: Final = 200
"""The most rows of a list on the page; the JSON has all."""
_SIDE_OF_BOUND: Final = {"": 0, "a": 1, "b": 2}


@dataclass(frozen=True)
class NumberedStep:
    """Two sides that are compared, by their numbers.

    Attributes:
        a: The number of the earlier one, from 0.
        b: The number of the later one.
        compared: How they differ.
    """

    a: int
    b: int
    compared: ComparedResults


def steps_of(compared: ComparedResults) -> list[NumberedStep]:
    """Return the last side against the first, then each against the one before it."""
    whole = NumberedStep(0, len(compared.sides) - 1, compared)
    return [whole, *(NumberedStep(at, at + 1, step) for at, step in enumerate(compared.steps))]


def sentiments_of(compared: ComparedResults) -> list[str]:
    """Return the sentiments of all sides, in the order in which they come."""
    return list(dict.fromkeys(name for side in compared.sides for name in side.sentiments))


def listed_words(compared: ComparedResults) -> dict[str, list[str]]:
    """Return all words that the page lists, each with the sentiments in which it rose or fell.

    They are the first of each list, then the second of each, and so on.
    """
    lists = [
        (scope, moves["text"].tolist()[:_LISTED])
        for step in steps_of(compared)
        for scope in step.compared.comparison.sentiments
        for moves in _moves(step, scope)
    ]
    words: dict[str, list[str]] = {}
    for at in range(max((len(each) for _, each in lists), default=0)):
        for scope, each in lists:
            if at < len(each):
                words.setdefault(each[at], []).append(scope)
    return words


def page_content(
    compared: ComparedResults, quotes: Mapping[str, Sequence[SideQuote]]
) -> dict[str, Any]:
    """Return the data of the page.

    Args:
        compared: The sets of results.
        quotes: Texts by the words that they hold.
    """
    names, keys = sentiments_of(compared), _keys(compared, listed_words(compared))
    uses = _uses(compared, keys)
    side_texts = [SideTexts(side) for side in compared.sides]
    texts = list(dict.fromkeys(each.place.text for found in quotes.values() for each in found))
    numbers = {text: number for number, text in enumerate(texts)}
    return {
        "language": compared.b.typed_summary.input.language,
        "sentiments": _sentiments(compared, names),
        "sides": [_side(compared, number, names) for number in range(len(compared.sides))],
        "steps": [_step(step, names, side_texts) for step in steps_of(compared)],
        "uses": uses,
        "sayers": _sayers(side_texts, keys, uses),
        "texts": texts,
        # Each text as side, sentiment, text, start and length of the word.
        "examples": {
            word: [
                number
                for each in found
                for number in (
                    each.side,
                    names.index(each.place.sentiment),
                    numbers[each.place.text],
                    each.place.start,
                    each.place.length,
                )
            ]
            for word, found in quotes.items()
            if found
        },
    }


def _sentiments(compared: ComparedResults, names: list[str]) -> list[dict[str, str]]:
    options = compared.b.typed_summary.options
    colours = colours_shown(names, options["palette"], options.get("colour", ()))
    return [
        {"name": plain(name), "colour": colour} for name, colour in zip(names, colours, strict=True)
    ]


def _side(compared: ComparedResults, number: int, names: list[str]) -> dict[str, Any]:
    found = compared.sides[number].typed_summary
    own = [found.sentiments.get(name) for name in names]
    return {
        "letter": letter_of(number),
        "name": plain(found.input.name),
        "rows": [0 if each is None else each.rows for each in own],
        "words": [0 if each is None else each.words for each in own],
    }


def _step(step: NumberedStep, names: list[str], side_texts: Sequence[SideTexts]) -> dict[str, Any]:
    comparison = step.compared.comparison
    return {
        "a": step.a,
        "b": step.b,
        "scopes": [
            {"s": None if scope == WHOLE else names.index(scope), **_lists(step, scope, side_texts)}
            for scope in comparison.sentiments
        ],
        "cautions": [_caution(each, step) for each in step.compared.cautions],
    }


def _caution(caution: Caution, step: NumberedStep) -> dict[str, Any]:
    values = caution.lettered(letter_of(step.a), letter_of(step.b))
    return {"key": caution.key, "values": {name: plain(each) for name, each in values.items()}}


def _lists(step: NumberedStep, scope: str, side_texts: Sequence[SideTexts]) -> dict[str, Any]:
    rose, fell = _moves(step, scope)
    sides = {"a": side_texts[step.a], "b": side_texts[step.b]}
    return {
        "rose": _rows(rose, sides),
        "fell": _rows(fell, sides),
        "found": [len(rose), len(fell)],
    }


def _moves(step: NumberedStep, scope: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    comparison = step.compared.comparison
    return comparison.rose(scope), comparison.fell(scope)


def _rows(moves: pd.DataFrame, sides: Mapping[str, SideTexts]) -> list[list[Any]]:
    """Return rows of text, counts of both sides, which of them is the highest it can be, z, shares.

    The shares are those of the texts of both sides that say it; None where that is not known.
    """
    return [
        [
            row["text"],
            int(row["count_a"]),
            int(row["count_b"]),
            _SIDE_OF_BOUND[row["bound"]],
            round(float(row["z"]), 2),
            *(
                None
                if row["bound"] == side
                else texts.sayers(row["kind"], row["key"], row["sentiment"]).share
                for side, texts in sides.items()
            ),
        ]
        for row in moves[:_LISTED].to_dict("records")
    ]


def _uses(compared: ComparedResults, keys: Mapping[str, tuple[str, str]]) -> dict[str, list[int]]:
    """Return how often each side uses each listed word, and on which it is the highest it can be.

    The last number of each has a bit for each such side.
    """
    phrases = pd.Index([key for key, kind in keys.values() if kind == "phrase"])
    sides = [_side_uses(occurrences_of(each), phrases) for each in compared.sides]
    uses = {}
    for text, (key, kind) in keys.items():
        found = [side[kind](key) for side in sides]
        bounds = sum(1 << number for number, (_, bound) in enumerate(found) if bound)
        uses[text] = [*(count for count, _ in found), bounds]
    return uses


def _sayers(
    side_texts: Sequence[SideTexts],
    keys: Mapping[str, tuple[str, str]],
    uses: Mapping[str, Sequence[int]],
) -> dict[str, list[float | None]]:
    """Return the share of the texts of each side that say each listed word; None: not known."""
    return {
        text: [
            None if uses[text][-1] >> number & 1 else side.sayers(kind, key, WHOLE).share
            for number, side in enumerate(side_texts)
        ]
        for text, (key, kind) in keys.items()
    }


def _keys(compared: ComparedResults, wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return key and kind of each wanted word or phrase by its text."""
    parts = [step.compared.comparison.differences for step in steps_of(compared)]
    every = pd.concat([part[part["significant"]] for part in parts])
    every = every[every["text"].isin(set(wanted))].drop_duplicates("text")
    pairs = zip(every["key"], every["kind"], strict=True)
    return dict(zip(every["text"], pairs, strict=True))


def _side_uses(side: Occurrences, phrases: pd.Index[str]) -> dict[str, Any]:
    """Return functions from a key to its count and whether that is a bound, by kind."""
    words, known = side.words(WHOLE), side.phrases(WHOLE)
    unlisted = phrases.difference(known.index)
    bounds = dict(zip(unlisted, side.most_unlisted(unlisted, WHOLE).tolist(), strict=True))
    return {
        "word": lambda key: (int(words.get(key, 0)), False),
        "phrase": lambda key: (int(known.get(key, bounds.get(key, 0))), key in bounds),
    }
