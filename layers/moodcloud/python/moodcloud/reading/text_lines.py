"""Where texts are: the file and the line of the first row that has each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from moodcloud.tabular.reader import Source
from moodcloud.tabular.rows import Row


class TextLine(NamedTuple):
    """Where the first row with a text is.

    Attributes:
        file: The name of its file where several are read; empty otherwise.
        line: The line the row starts on, from 1; in a workbook the number of the row, in a Parquet
            file or a JSON array the number of the record.
        keys: The group and the time of the row, as written, as far as they are asked for.
    """

    file: str
    line: int
    keys: tuple[str, ...] = ()


class TextKey(NamedTuple):
    """A text that is looked for: its sentiment, and what `HASH_SQL` gives for it."""

    sentiment: str
    hash: int


FindLines = Callable[[Mapping[TextKey, str]], dict[TextKey, TextLine]]
"""A function of texts, which may be cut at their ends, that says where each is."""


def no_lines(_: object) -> dict[TextKey, TextLine]:
    """Return nothing, for a table whose texts have no lines."""
    return {}


def lines_of(
    sources: Sequence[tuple[str, Source]], labels: Mapping[str, str], wanted: Mapping[TextKey, str]
) -> dict[TextKey, TextLine]:
    """Return where texts are; a text that cannot be found again is left out.

    Args:
        sources: The name of each file, and its rows.
        labels: The sentiment of each label understood, as written.
        wanted: The texts without the white space around them; long ones may be cut.
    """
    found: dict[TextKey, TextLine] = {}
    for name, source in sources:
        missing = {key: text for key, text in wanted.items() if key not in found}
        _find_in_file(found, name if len(sources) > 1 else "", source, labels, missing)
    return found


def _find_in_file(
    found: dict[TextKey, TextLine],
    name: str,
    source: Source,
    labels: Mapping[str, str],
    wanted: Mapping[TextKey, str],
) -> None:
    """Add where texts are in a file to what was found; the first row with a text counts."""
    rows = source.located({key.hash for key in wanted}) if source.located else []
    for line, text_hash, label, keys in rows:
        key = TextKey(labels.get(label, ""), text_hash)
        if key in wanted and key not in found:
            found[key] = TextLine(name, line, keys)
    if not rows:
        for key, line in _walked(source, labels, wanted):
            found.setdefault(key, TextLine(name, line))


def _walked(
    source: Source, labels: Mapping[str, str], wanted: Mapping[TextKey, str]
) -> Iterator[tuple[TextKey, int]]:
    """Yield texts and their lines by a look at every row, until each text has been found."""
    cut = max(map(len, wanted.values()), default=0)
    keys: dict[str, list[TextKey]] = {}
    for key, text in wanted.items():
        keys.setdefault(text.strip(), []).append(key)
    for record in source.records() if wanted else ():
        if not isinstance(record, Row):
            continue
        text, *label = record.fields
        text = text.strip()[:cut].strip()
        for key in list(keys.get(text, ())):
            if not label or labels.get(label[0]) == key.sentiment:
                yield key, record.line
                keys[text].remove(key)
                if not keys[text]:
                    del keys[text]
        if not keys:
            return
