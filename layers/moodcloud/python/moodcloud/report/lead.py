"""The head of the page: of each sentiment its leading words and a few texts that say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from moodcloud.examples import Examples

_WORDS: Final = 12
_QUOTES: Final = 3


@dataclass(frozen=True)
class Quote:
    """A text in three parts: what stands before a word, the word, what stands behind it."""

    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Lead:
    """What the page says first about a sentiment."""

    rows: int
    words: list[str]
    quotes: list[Quote]


def leads_of(summary: dict[str, Any], examples: Examples) -> list[Lead]:
    """Return the lead of each sentiment, in their order.

    Args:
        summary: Of `summary_of`.
        examples: Of the words.
    """
    return [
        _lead(name, sentiment, len(summary["sentiments"]) > 1, examples)
        for name, sentiment in summary["sentiments"].items()
    ]


def _lead(name: str, sentiment: dict[str, Any], several: bool, examples: Examples) -> Lead:
    telling = sentiment["distinctive_words" if several else "top_words"]
    words = [entry["word"] for entry in telling if entry["significant"] or not several]
    words = words[:_WORDS] or [entry["word"] for entry in telling[:_WORDS]]
    return Lead(sentiment["rows"], words, _quotes(name, words, examples))


def _quotes(name: str, words: list[str], examples: Examples) -> list[Quote]:
    """Return a text for each of the first words, no text twice."""
    quotes, used = [], set()
    for word in words:
        for example in examples.of.get(word, ()):
            if example.sentiment == name and example.text not in used:
                used.add(example.text)
                text, end = examples.texts[example.text], example.start + example.length
                quotes.append(Quote(text[: example.start], text[example.start : end], text[end:]))
                break
        if len(quotes) == _QUOTES:
            break
    return quotes
