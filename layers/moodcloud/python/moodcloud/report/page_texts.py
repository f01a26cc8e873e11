"""`texts.js`: the sampled texts of each word, which the page loads where the file is beside it.

A page is opened from a disk, from a bucket, from an e-mail. A script beside it can be loaded in all
of these where it is there, which data cannot (a browser fetches nothing for a page on a disk), and
its absence does no harm. The page admits it by its nonce, a digest of all that is in both: nobody
who writes texts can know it, since it changes with what they write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from moodcloud.insight.concordance import Concordance
from moodcloud.reading.text_lines import TextLine
from moodcloud.report.inline import plain
from moodcloud.report.templates import script_json

MOST_BYTES: Final = 4_000_000
"""The most bytes of texts and places, about."""

LINED: Final = ("csv", "tsv", "jsonl", "mixed")
"""Formats whose rows are found by a line; in others they have numbers."""

_CALL: Final = "moodcloudTexts"


def texts_data(concordance: Concordance, sentiments: Sequence[str]) -> dict[str, Any]:
    """Return a concordance as data for the page, ready for JSON.

    Args:
        concordance: The texts and places.
        sentiments: The sentiments, in their order.
    """
    numbers = {name: number for number, name in enumerate(sentiments)}
    return {
        "texts": concordance.texts,
        "of": [numbers[each] for each in concordance.sentiments],
        **lines_data(concordance.lines),
        # A list, not an object: among the words may be names that an object has anyway.
        "words": list(map(list, concordance.places.items())),
    }


def lines_data(lines: Sequence[TextLine | None]) -> dict[str, Any]:
    """Return lines as data: the number of each, 0 for none; of several files, which; its keys."""
    files = list(dict.fromkeys(each.file for each in lines if each and each.file))
    numbers = {name: number for number, name in enumerate(files)}
    keyed = any(each and each.keys for each in lines)
    return {
        "lines": [each.line if each else 0 for each in lines],
        "files": list(map(plain, files)),
        "file": [numbers[each.file] if each else -1 for each in lines] if files else [],
        "keys": [list(map(plain, each.keys)) if each else [] for each in lines] if keyed else [],
    }


def texts_script(data: str, nonce: str) -> str:
    """Return the content of `texts.js`: a call of a function that the page defines.

    Args:
        data: What `texts_data` returned, as JSON for a script.
        nonce: What the page knows the script by.
    """
    return f"{_CALL}({script_json(nonce)},{data});\n"


def nonce_of(*contents: str) -> str:
    """Return what the page and the script know each other by."""
    digest = hashlib.sha256("\0".join(contents).encode())
    return digest.hexdigest()[:32]
