"""The examples of a page, read back: the texts it quotes for a word, in whatever form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from moodcloud.language import folded
from moodcloud.report.page_data import SEPARATOR

_DATA: Final = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
# The numbers of an example on the page: sentiment, text, start and length of the word in the text.
_NUMBERS: Final = 4


class QuotedText(NamedTuple):
    """A text that a page quotes for a word, and the sentiment it has."""

    sentiment: str
    text: str


class QuotedPlace(NamedTuple):
    """A text that a page quotes for a word, and where the word is in it, in characters."""

    sentiment: str
    text: str
    start: int
    length: int


def quoted_texts(page: Path, word: str) -> list[QuotedText]:
    """Return the texts that a page quotes for a word, a phrase or an emoji.

    Args:
        page: A `report.html`.
        word: The word as shown, or any form of it: *delays* finds the texts of *delay*.
    """
    return [QuotedText(*place[:2]) for place in quoted_places(page, [word]).get(word, ())]


def quoted_places(page: Path, words: Iterable[str]) -> dict[str, list[QuotedPlace]]:
    """Return the texts that a page quotes for each of some words, where it quotes any.

    Args:
        page: A `report.html`.
        words: Words, phrases or emoji as shown, or any forms of them.
    """
    data = _data(page)
    entries = _entries_by_form(data)
    names = [each["name"] for each in data["sentiments"]]
    found = {}
    for word in words:
        entry = word if word in data["examples"] else entries.get(folded(word.strip()), word)
        numbers: list[int] = data["examples"].get(entry, [])
        if numbers:
            found[word] = [
                QuotedPlace(
                    names[numbers[at]], data["texts"][numbers[at + 1]], *numbers[at + 2 : at + 4]
                )
                for at in range(0, len(numbers), _NUMBERS)
            ]
    return found


def _data(page: Path) -> dict[str, Any]:
    found = _DATA.search(page.read_text("utf-8"))
    content: dict[str, Any] = {"examples": {}, "sentiments": [], "texts": [], "found": {}}
    return content if found is None else {**content, **json.loads(found[1])}


def _entries_by_form(data: dict[str, Any]) -> dict[str, str]:
    """Return the entries of a page that have examples, by what each may be looked for as."""
    entries: dict[str, str] = {}
    for entry in data["examples"]:
        for form in (folded(entry), *data["found"].get(entry, "").split(SEPARATOR)):
            entries.setdefault(form, entry)
    entries.pop("", None)
    return entries
