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
        for key, line in _in_file(source, labels, missing):
            found.setdefault(key, line._replace(file=name if len(sources) > 1 else ""))
    return found


def _in_file(
    source: Source, labels: Mapping[str, str], wanted: Mapping[TextKey, str]
) -> Iterator[tuple[TextKey, TextLine]]:
    """Yield the texts that are in a file, and their lines, in file order."""
    rows = source.located({key.hash for key in wanted}) if source.located else []
    for row in rows:
        key = TextKey(labels.get(row.label, ""), row.hash)
        if key in wanted:
            yield key, TextLine("", row.line, row.keys)
    if not rows:
        yield from _walked(source, labels, wanted)


def _walked(
    source: Source, labels: Mapping[str, str], wanted: Mapping[TextKey, str]
) -> Iterator[tuple[TextKey, TextLine]]:
    """Yield the same by a look at every row, until each text has been found."""
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
                yield key, TextLine("", record.line)
                keys[text].remove(key)
                if not keys[text]:
                    del keys[text]
        if not keys:
            return
