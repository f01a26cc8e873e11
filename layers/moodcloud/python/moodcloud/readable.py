"""Names and texts of strangers, made fit to be written and shown."""

from __future__ import annotations

import re
from typing import Final

_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
# Bytes of a file name that are not UTF-8 arrive so; nothing can encode them.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Control characters but tab and newline, and what turns the direction of all that follows.
HARMFUL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def encodable(name: str) -> str:
    r"""Return a name with a sign for each byte that is not UTF-8.

    >>> encodable("caf\udce9.csv")
    'caf�.csv'
    """
    return _SURROGATES.sub(_UNKNOWN, name)


def harmless(text: str) -> str:
    r"""Return a text without what a terminal would obey.

    >>> harmless("\x1b[31mred")
    '�[31mred'
    """
    return HARMFUL.sub(_UNKNOWN, text)
