"""File names for sentiments: a label may hold anything, a file name may not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

THUMBNAIL: Final = "thumbnail.png"
"""The name of the small picture of a set of results."""
_RESERVED: Final = frozenset(
    {"summary", "words", "rejected", "report", "comparison", "shared", "error", "latest", "index"}
    | {Path(THUMBNAIL).stem}
)
_LONGEST: Final = 60


def file_names(sentiments: Iterable[str]) -> dict[str, str]:
    """Return a file name without ending for each sentiment: safe, readable, no two alike."""
    names: dict[str, str] = {}
    taken = set(_RESERVED)
    for sentiment in sentiments:
        stem = re.sub(r"[^\w.]+", "-", sentiment.strip())[:_LONGEST].strip("-.") or "group"
        name, number = stem, 2
        # Compared without case: some file systems do not tell Good.json from good.json.
        while taken & {name.casefold(), f"{name}-distinctive".casefold()}:
            name, number = f"{stem}-{number}", number + 1
        taken |= {name.casefold(), f"{name}-distinctive".casefold()}
        names[sentiment] = name
    return names
