"""Texts of both sides that hold what rose or fell: those that their pages quote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from moodcloud.report.page_examples import QuotedPlace, quoted_places
from moodcloud.report.results import Results

_MOST_OF_SIDE: Final = 3
# The most bytes of texts on the page of a comparison.
_MOST_BYTES: Final = 500_000


class SideQuote(NamedTuple):
    """A text of a side that holds a word.

    Attributes:
        side: The number of the side, from 0.
        place: The text, its sentiment, and where the word is in it.
    """

    side: int
    place: QuotedPlace


def quotes_of(
    sides: Sequence[Results], words: Mapping[str, Collection[str]]
) -> dict[str, list[SideQuote]]:
    """Return texts that hold each word, from each side whose page quotes some.

    Args:
        sides: The sets of results.
        words: The words, each with the sentiments whose texts are quoted first; where not all
            texts have room, the last words are without.
    """
    pages = [quoted_places(each.report, words) if each.report.is_file() else {} for each in sides]
    chosen: dict[str, list[SideQuote]] = {}
    known: set[str] = set()
    room = _MOST_BYTES
    for word, first in words.items():
        quotes = [
            SideQuote(side, place)
            for side, page in enumerate(pages)
            for place in _in_turns(page.get(word, ()), first)[:_MOST_OF_SIDE]
        ]
        room -= sum(len(each.encode()) for each in {each.place.text for each in quotes} - known)
        if room < 0:
            break
        known |= {each.place.text for each in quotes}
        chosen[word] = quotes
    return chosen


def _in_turns(places: Sequence[QuotedPlace], first: Collection[str]) -> list[QuotedPlace]:
    """Return the first text of each sentiment, then the second of each, and so on.

    In each turn texts of the sentiments in `first` come first.
    """
    seen: dict[str, int] = {}
    ranked = []
    for number, place in enumerate(places):
        turn = seen[place.sentiment] = seen.get(place.sentiment, 0) + 1
        ranked.append((turn, place.sentiment not in first, number, place))
    return [place for *_, place in sorted(ranked)]
