"""How English is written in chats: lengthened letters, laughter, dropped letters, possessives."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Final

_LAUGHTER: Final = re.compile(
    r"(?P<haha>(?=.{4})(?:b|g|m?w|mu)?[ha]*ha+h[ha]*)"
    r"|(?P<hehe>(?=.{4})[he]*he+h[he]*)"
    r"|(?P<lol>(?:l+o+)+l+[sz]*)"
)
_LENGTHENED: Final = re.compile(r"([^\W\d_])\1{2,}")
_MOST_RUNS: Final = 4


def standard_spelling(form: str, commonness: Callable[[str], float]) -> str:
    """Return the standard spelling of `form`, which is no known word; itself if it has none other.

    Args:
        form: In lower case, with ASCII apostrophes.
        commonness: How common a word is; 0 where it is none.

    >>> standard_spelling("goooood", lambda word: {"good": 9.0, "god": 1.0}.get(word, 0.0))
    'good'
    """
    if "'" in form:
        form = form.removesuffix("'s").strip("'") or form
        if commonness(form):
            return form
    if laughter := _LAUGHTER.fullmatch(form):
        return str(laughter.lastgroup)
    if _LENGTHENED.search(form):
        form = _shortened(form, commonness)
    if form.endswith("in") and not commonness(form) and commonness(form + "g"):
        return form + "g"
    return form


def _shortened(form: str, commonness: Callable[[str], float]) -> str:
    """Return `form` with each run of three or more letters cut to two or to one.

    The most common word wins, the longest of equals; where there is no word, runs are cut to two.
    """
    pieces = _LENGTHENED.split(form)
    between, letters = pieces[::2], pieces[1::2]
    best, best_commonness = _LENGTHENED.sub(r"\1\1", form), 0.0
    if len(letters) > _MOST_RUNS:
        return best
    for times in product((2, 1), repeat=len(letters)):
        runs = [letter * number for letter, number in zip(letters, times, strict=True)]
        word = "".join(map("".join, zip(between, [*runs, ""], strict=True)))
        here = commonness(word) if len(word) > 1 else 0.0
        if here > best_commonness:
            best, best_commonness = word, here
    return best
