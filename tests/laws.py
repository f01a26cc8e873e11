"""How hard laws are tried: with a few examples at a desk, with many in CI."""

from __future__ import annotations

import os
from typing import Final

_MANY: Final = "LAWS" in os.environ
# Of the number that a law asks for, and the least that still finds what is wrong at once.
_SHARE, _LEAST = 10, 2


def examples(number: int) -> int:
    """Return how many examples of a law are tried where CI tries `number`."""
    return number if _MANY else max(_LEAST, number // _SHARE)
