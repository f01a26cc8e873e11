"""`index.html`: one small page that lists many sets of results, and holds what it lists as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, NamedTuple, Self

from moodcloud.report.file_names import THUMBNAIL
from moodcloud.report.summary import Summary
from moodcloud.report.templates import render_alone, script_json

_SCHEMA: Final = "moodcloud-gallery/1"
_LONGEST_LABEL: Final = 40
_LONGEST_MESSAGE: Final = 300
_DATA: Final = re.compile(r'<script id="results" type="application/json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A set of results, or why there is none.

    Attributes:
        key: The key of the upload; for a local folder, its path below the gallery.
        version: The version of the results; empty for a local folder.
        time: When it was uploaded, in UTC as ISO 8601; empty where that is not known.
        sequencer: What orders the events of one key; empty where there is none.
        language: The language of the texts; empty where there are no results.
        read: Rows read.
        counted: Rows counted.
        sentiments: Rows of each sentiment, in the order of the results.
        thumbnail: Whether there is a small picture.
        code: The code of the error in place of results; empty otherwise.
        message: What the error says.
    """

    key: str
    version: str = ""
    time: str = ""
    sequencer: str = ""
    language: str = ""
    read: int = 0
    counted: int = 0
    sentiments: tuple[tuple[str, int], ...] = ()
    thumbnail: bool = False
    code: str = ""
    message: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry, ready for JSON."""
        return {"schema": _SCHEMA, **asdict(self)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the entry from what `as_dict` returned.

        Raises:
            ValueError: A value is not what it should be.
        """
        try:
            read = {name: kind(values[name]) for name, kind in _KINDS.items() if name in values}
            pairs = tuple((str(name), int(rows)) for name, rows in values.get("sentiments", ()))
            return cls(**read, sentiments=pairs)
        except TypeError as error:
            raise ValueError(str(error)) from error

    @classmethod
    def read_from(cls, content: bytes) -> Self | None:
        """Return the entry that a JSON file holds; None where it holds something else."""
        try:
            values = json.loads(content)
            return cls.from_dict(values) if values.get("schema") == _SCHEMA else None
        except (ValueError, AttributeError):
            return None


_KINDS: Final[dict[str, type]] = {
    each.name: {"int": int, "bool": bool}.get(str(each.type), str)
    for each in fields(Entry)
    if each.name != "sentiments"
}
# All fields but the sequencer, which only orders events.
_COLUMNS: Final = tuple(each.name for each in fields(Entry) if each.name != "sequencer")


class Shown(NamedTuple):
    """An entry and its tag, which changes when the entry does: it tells which entries are known."""

    entry: Entry
    tag: str = ""


def entry_of(
    told: Summary | Mapping[str, Any],
    key: str,
    version: str = "",
    *,
    time: str,
    sequencer: str = "",
) -> Entry:
    """Return the entry of a set of results, or of an error in its place.

    Args:
        told: The summary, or the content of `error.json`.
        key: See `Entry`.
        version: See `Entry`.
        time: See `Entry`.
        sequencer: See `Entry`.
    """
    if not isinstance(told, Summary):
        message = _shortened(f"{told['message']} {told['remedy']}", _LONGEST_MESSAGE)
        return Entry(key, version, time, sequencer, code=told["code"], message=message)
    return Entry(
        key,
        version,
        time,
        sequencer,
        language=told.input.language,
        read=told.rows.read,
        counted=told.rows.counted,
        sentiments=tuple(
            (_shortened(name, _LONGEST_LABEL), each.rows) for name, each in told.sentiments.items()
        ),
        thumbnail=THUMBNAIL in told.files,
    )


def _shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text, with a mark where some are missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def render_gallery(shown: Iterable[Shown]) -> str:
    """Return the page; the same entries, in any order, give the same page."""
    rows = [[each.tag, *_row(each.entry)] for each in shown]
    data = {
        "schema": _SCHEMA,
        "columns": ["tag", *_COLUMNS],
        "rows": sorted(rows, key=lambda row: row[1]),
    }
    return render_alone("gallery", "img-src 'self' file:", data=script_json(data))


def shown_in(page: str) -> list[Shown]:
    """Return what a page of `render_gallery` shows; nothing where it is another page."""
    found = _DATA.search(page)
    try:
        data = json.loads(found[1]) if found else {}
        if data.get("schema") != _SCHEMA:
            return []
        rows = [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]
        return [Shown(Entry.from_dict(row), str(row["tag"])) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _row(entry: Entry) -> list[Any]:
    values = asdict(entry)
    return [values[name] for name in _COLUMNS]
