"""Parts of a gallery: files of entries beside its page, which the page loads as scripts.

An upload changes one part, chosen by its key, however many results there are. A page opened from a
disk may load scripts, but no data: a part is a script that does nothing but hand its data over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Final

from moodcloud.report.gallery import Entry, as_data, data_in, from_data
from moodcloud.report.templates import script_json

FOLDER: Final = "gallery/"
"""The folder of the parts, beside the page."""
_NAME: Final = re.compile(r"part-[0-9a-f]{2}\.js")
_BEFORE: Final = "(window.moodcloudParts ??= []).push("
_AFTER: Final = ");\n"


def part_of(key: str) -> str:
    """Return the name of the part that an entry belongs to: one of 256.

    >>> part_of("reviews.csv")
    'part-be.js'
    """
    return f"part-{hashlib.sha256(key.encode()).hexdigest()[:2]}.js"


def is_part(name: str) -> bool:
    """Return whether a file is named as a part is."""
    return _NAME.fullmatch(name) is not None


def render_part(entries: Iterable[Entry]) -> str:
    """Return a part; the same entries, in any order, give the same part."""
    return f"{_BEFORE}{script_json(as_data(entries))}{_AFTER}"


def entries_in(part: bytes | None) -> dict[str, Entry]:
    """Return the entries of a part by key; none where it is missing, or something else."""
    text = (part or b"").decode("utf-8", "replace")
    try:
        data = json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))
    except ValueError:
        return {}
    return {entry.key: entry for entry in from_data(data)}


def parts_of(page: bytes | None) -> list[str]:
    """Return the names of the parts that a page loads."""
    listed = data_in((page or b"").decode("utf-8", "replace")).get("parts", [])
    return [name for name in listed if isinstance(name, str) and is_part(name)]
