"""Which texts the kernel cleans by itself: those that hold nothing rare.

Most texts need no step of cleaning but two, apostrophes of one kind and mentions. Those that may
need others hold one of these strings; they are few, and SQL cleans them. So each pattern has one
home, and its cost is paid by the texts it is for. A text that holds one for another reason
(`and/or`) is cleaned in SQL in vain.
"""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase
from typing import Final

from moodcloud.counting.between import (
    AFTER_NEGATING,
    BEFORE_NEGATING,
    IS_DONE,
    NEGATED,
    NEGATING,
    NEGATING_HOW,
    NOT_DONE,
)
from moodcloud.counting.tokens import APOSTROPHES


def _each(first: str, second: str) -> list[str]:
    return ["".join(two) for two in product(first, second)]


_ESCAPES: Final = ["\\", *_each("&", "#" + ascii_lowercase)]
_TAGS_AND_PLACEHOLDERS: Final = [
    *_each("<[{", "/" + ascii_lowercase), "<!",
    "httpurl", "user_", "xx", "__", *_each("%", ascii_lowercase),
]  # fmt: skip
_BRACKETS: Final = [f"-{side}{kind}b-" for side, kind in product("lr", "rsc")]
_LINKS: Final = [
    "://", "www.", ".com", ".org", ".net", ".edu", ".gov", ".co.", *_each(ascii_lowercase, "/"),
]  # fmt: skip
# Before the @ of an e-mail address; before that of a mention is no word.
_ADDRESSES: Final = _each("_.+-0123456789" + ascii_lowercase, "@")
_JOINED: Final = [
    " '",
    " ’",
    " n'",
    " n’",
    "gon na",
    "wan na",
    "got ta",
    " 하나도 ",
    " 전혀 ",
    " 아예 ",
    *(f" {negator} {done}" for negator, done in product(NOT_DONE, IS_DONE)),
]
# Letters that are others in small letters for an expression without case, but not for the engine.
_OF_OTHER_CASE: Final = ["ſ", "ᲀ", "ᲁ", "ᲂ", "ᲃ", "ᲄ", "ᲅ"]

RARE: Final = (
    *_ESCAPES, *_TAGS_AND_PLACEHOLDERS, *_BRACKETS, *_LINKS, *_ADDRESSES, *_JOINED, *NEGATED,
    *BEFORE_NEGATING, *NEGATING_HOW, *_OF_OTHER_CASE,
)  # fmt: skip
"""Strings in lower case; a text without one of them is plain. So is one without characters that may
be composed (NFC), which the kernel knows."""

RARE_WORDS: Final = tuple(f"{word} " for word in NEGATING)
"""Words with a space after them; a text is plain without one that has no letter before it, and
after it one of the next."""

WORDS_AFTER: Final = (
    *AFTER_NEGATING,
    *(word.replace("'", other) for word in AFTER_NEGATING if "'" in word for other in APOSTROPHES),
)
