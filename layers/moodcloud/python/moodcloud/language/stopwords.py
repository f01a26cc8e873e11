"""Stop words: words too common in a language to say anything about a text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "ko")


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language (`en`, `ko`), in lower case."""
    text = files("moodcloud.language").joinpath(f"stopwords.{language}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
