"""Marks of undecodable bytes that were damaged themselves: ï¿½ is U+FFFD, read as latin-1."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = "\ufffd"
# What U+FFFD becomes when it is read as latin-1 or cp1252, once or twice, or two of them as GBK. A
# byte order mark, read as latin-1, is no text either.
_MEANT: Final = {"ï¿½": _MARK, "Ã¯Â¿Â½": _MARK, "锟斤拷": _MARK * 2, "ï»¿": ""}
_DAMAGED: Final = re.compile("|".join(_MEANT))
DAMAGED_UTF8: Final = re.compile(b"|".join(each.encode() for each in _MEANT))
LONGEST_DAMAGE: Final = max(len(each.encode()) for each in _MEANT) - 1
_FIRST: Final = frozenset(each[0] for each in _MEANT)
_BEGINNINGS: Final = {each[:end] for each in _MEANT for end in range(1, len(each))}
# Longer ones first: a part of one may be the beginning of another.
_BEGUN: Final = re.compile(f"(?:{'|'.join(sorted(_BEGINNINGS, key=len, reverse=True))})\\Z")


class Undamaged:
    """Repairs text that comes in pieces, and counts.

    Attributes:
        count: How many damaged marks there were.
    """

    def __init__(self) -> None:
        self.count = 0
        self._rest = ""

    def of(self, text: str, final: bool) -> str:
        """Return the text without damaged marks; what may be the beginning of one comes later.

        Args:
            text: The next piece.
            final: Whether it is the last one.
        """
        text = self._rest + text
        begun = None if final else _BEGUN.search(text, max(len(text) - LONGEST_DAMAGE, 0))
        end = begun.start() if begun else len(text)
        self._rest = text[end:]
        text = text[:end]
        # Looking for one character is twenty times as fast as for an expression.
        if any(first in text for first in _FIRST):
            text, count = _DAMAGED.subn(lambda found: _MEANT[found[0]], text)
            self.count += count
        return text
