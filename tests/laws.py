"""How hard laws are tried: with a few examples at a desk, with many in CI."""

from __future__ import annotations

import os
from typing import Final

_MANY: Final = "LAWS" in os.environ
# A tenth of what a law asks for; the least that still finds what is wrong at once, and the most
# that takes no more than a second or two.
_SHARE, _LEAST, _MOST = 10, 2, 60


def examples(number: int, share: int = _SHARE) -> int:
    """Return how many examples of a law are tried where CI tries `number`.

    Args:
        number: How many CI tries.
        share: At a desk one of so many is tried; fewer where each takes long.
    """
    return number if _MANY else min(_MOST, max(_LEAST, number // share))
