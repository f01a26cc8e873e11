"""`index.html`: a page that lists many sets of results and comparisons.

It holds what it lists as data, or names parts: files beside it that hold it (`gallery_parts`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Self

from moodcloud.drawing.palettes import colours_shown
from moodcloud.report.file_names import THUMBNAIL
from moodcloud.report.summary import Summary
from moodcloud.report.templates import render_alone, script_json

SCHEMA: Final = "moodcloud-gallery/2"
"""The name of what the page and its parts hold."""
UNDER_WAY: Final = "under_way"
"""The code of an entry whose upload is still worked on; all else it tells of earlier results."""
_LONGEST_LABEL: Final = 40
_LONGEST_MESSAGE: Final = 300
_DATA: Final = re.compile(r'<script id="results" type="application/json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A set of results, why there is none, or a comparison.

    Attributes:
        key: The key of the upload; for a local folder, its path below the gallery.
        version: The version of the results; empty for a local folder.
        time: When it was uploaded, in UTC as ISO 8601; empty where that is not known.
        sequencer: What orders the events of one key; empty where there is none.
        language: The language of the texts; empty where there are no results.
        read: Rows read.
        counted: Rows counted.
        sentiments: Rows of each sentiment, in the order of the results.
        colours: The colour of each sentiment, as on its page.
        thumbnail: Whether there is a small picture; for a comparison, a cloud.
        code: The code of the error in place of results, or UNDER_WAY; empty otherwise.
        message: What the error says.
        sides: The sets of results that are compared, and the rows of each; empty for results.
        changes: How many words and phrases rose and fell; empty for results.
    """

    key: str
    version: str = ""
    time: str = ""
    sequencer: str = ""
    language: str = ""
    read: int = 0
    counted: int = 0
    sentiments: tuple[tuple[str, int], ...] = ()
    colours: tuple[str, ...] = ()
    thumbnail: bool = False
    code: str = ""
    message: str = ""
    sides: tuple[tuple[str, int], ...] = ()
    changes: tuple[int, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the entry from its values by name, as JSON holds them.

        Raises:
            ValueError: A value is not what it should be.
        """
        try:
            return cls(**{name: read(values[name]) for name, read in _READ.items()})
        except (TypeError, KeyError) as error:
            raise ValueError(str(error)) from error


def _pairs(values: Any) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(rows)) for name, rows in values)


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(map(str, values))


def _numbers(values: Any) -> tuple[int, ...]:
    return tuple(map(int, values))


_SPECIAL: Final[dict[str, Any]] = {
    "sentiments": _pairs, "sides": _pairs, "colours": _texts, "changes": _numbers,
}  # fmt: skip
_READ: Final[dict[str, Any]] = {
    each.name: _SPECIAL.get(each.name, {"int": int, "bool": bool}.get(str(each.type), str))
    for each in fields(Entry)
}


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
        colours=tuple(
            colours_shown(
                list(told.sentiments),
                told.options.get("palette", "default"),
                told.options.get("colour", ()),
            )
        ),
        thumbnail=THUMBNAIL in told.files,
    )


def in_place_of(earlier: Entry | None, later: Entry) -> Entry:
    """Return what to show of two uploads of one key.

    Where the later one is still worked on, that is the results of the earlier one, marked as such:
    they stay within reach until there are others.

    Args:
        earlier: What the earlier upload has come to; None where there is none.
        later: What the later one has come to.
    """
    if later.code != UNDER_WAY or earlier is None or not earlier.sentiments:
        return later
    return replace(earlier, time=later.time, sequencer=later.sequencer, code=UNDER_WAY)


def comparison_entry(content: Mapping[str, Any], key: str, *, time: str) -> Entry:
    """Return the entry of a comparison.

    Args:
        content: The content of `comparison.json`.
        key: See `Entry`.
        time: See `Entry`.

    Raises:
        KeyError: It is no comparison.
    """
    whole = content["whole"]
    # The first version of comparisons told the two sides only.
    sides = content.get("sides") or [content["a"], content["b"]]
    return Entry(
        key,
        time=time,
        language=sides[-1]["language"],
        sides=tuple((_shortened(each["name"], _LONGEST_LABEL), each["rows"]) for each in sides),
        changes=(len(whole["rose"]), len(whole["fell"])),
        thumbnail=content["cloud"] is not None,
    )


def _shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text, with a mark where some are missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def render_gallery(entries: Iterable[Entry], parts: Sequence[str] = ()) -> str:
    """Return the page; the same entries, in any order, give the same page.

    Args:
        entries: What the page itself holds.
        parts: The names of the files in `gallery/` that hold the rest.
    """
    data = {**as_data(entries), "parts": sorted(parts)}
    scripts = ("'self'", "file:") if parts else ()
    return render_alone(
        "gallery",
        "img-src 'self' file:",
        scripts,
        data=script_json(data),
        parts=data["parts"],
    )


def as_data(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return entries as JSON holds them: the names of the columns, and rows by key."""
    rows = sorted(list(asdict(entry).values()) for entry in entries)
    return {"schema": SCHEMA, "columns": list(_READ), "rows": rows}


def from_data(data: Any) -> list[Entry]:
    """Return the entries of `as_data`; none where it is something else."""
    try:
        if data["schema"] != SCHEMA:
            return []
        rows = (dict(zip(data["columns"], row, strict=True)) for row in data["rows"])
        return [Entry.from_dict(row) for row in rows]
    except (ValueError, KeyError, TypeError):
        return []


def data_in(page: str) -> dict[str, Any]:
    """Return the data of a page of `render_gallery`; empty where it is another page."""
    found = _DATA.search(page)
    try:
        data = json.loads(found[1]) if found else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) and data.get("schema") == SCHEMA else {}


def entries_on(page: str) -> list[Entry]:
    """Return the entries that a page itself holds."""
    return from_data(data_in(page))
