"""Lexicon: the words that people write as labels and as names of columns, in many languages.

The words are data, in TOML files that anybody can extend; how they are compared is Python.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

# Accents of Latin, Greek and Cyrillic letters: in other scripts such signs tell words apart.
_ACCENTS: Final = re.compile("[\u0300-\u036f]")


def read_lexicon(name: str) -> dict[str, Any]:
    """Return the content of the word list `name`, a TOML file of this folder."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def words_of(languages: dict[str, list[str]]) -> list[str]:
    """Return the words of all languages, in the order of the file."""
    return [word for words in languages.values() for word in words]


def without_accents(text: str) -> str:
    """Return a text as people write it whose keyboard lacks its accents.

    >>> without_accents("très"), without_accents("kötü"), without_accents("hayır")
    ('tres', 'kotu', 'hayir')
    """
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).replace("ı", "i")
    return unicodedata.normalize("NFC", bare)
