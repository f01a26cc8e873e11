"""The examples of a page, read back: the texts it quotes for a word, in whatever form."""

from __future__ import annotations

import json
import re
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


def quoted_texts(page: Path, word: str) -> list[QuotedText]:
    """Return the texts that a page quotes for a word, a phrase or an emoji.

    Args:
        page: A `report.html`.
        word: The word as shown, or any form of it: *delays* finds the texts of *delay*.
    """
    data = _data(page)
    entry = _entry(data, word)
    numbers: list[int] = data["examples"].get(entry, [])
    names = [each["name"] for each in data["sentiments"]]
    places = (numbers[at : at + 2] for at in range(0, len(numbers), _NUMBERS))
    return [QuotedText(names[sentiment], data["texts"][text]) for sentiment, text in places]


def _data(page: Path) -> dict[str, Any]:
    found = _DATA.search(page.read_text("utf-8"))
    content: dict[str, Any] = {"examples": {}, "sentiments": [], "texts": [], "found": {}}
    return content if found is None else {**content, **json.loads(found[1])}


def _entry(data: dict[str, Any], word: str) -> str:
    """Return the entry of the page that a word is, or is a form of; the word itself otherwise."""
    looked_for = folded(word.strip())
    if word in data["examples"] or not looked_for:
        return word
    by_form = (
        entry
        for entry in data["examples"]
        if looked_for == folded(entry)
        or looked_for in data["found"].get(entry, "").split(SEPARATOR)
    )
    return next(by_form, word)
