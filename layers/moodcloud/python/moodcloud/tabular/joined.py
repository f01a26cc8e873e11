"""Several files as one table: their columns are matched by name, their rows follow each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

from moodcloud.tabular.reader import Account, Job, Reader, Source, added, chained
from moodcloud.tabular.rows import SAMPLE_ROWS, SLICES, Columns

MIXED: Final = "mixed"
"""The format of a table whose files are of several."""
# Together they are a sample as large as that of a large file, but of each file there is some.
_SAMPLE_ROWS: Final = SAMPLE_ROWS * SLICES
_LEAST_ROWS: Final = 20

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class JoinedReader(Reader):
    """Files that are read as one table.

    Attributes:
        files: The reader of each.
        places: For each file, where each of its columns is in the whole table; nothing where it
            has no header, and no file with one has as many columns.
    """

    files: tuple[Reader, ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def record_path(self) -> str | None:
        """Where the rows are within the records, if that is the same in all files."""
        return common([each.record_path for each in self.files])

    @property
    def records_without_rows(self) -> int:
        """How many records of all files hold no row."""
        return sum(each.records_without_rows for each in self.files)

    @property
    def has_rows(self) -> bool:
        """Whether there is a row in any file."""
        return any(each.has_rows for each in self.files)

    def parts(self, columns: Columns) -> list[tuple[Reader, Columns]]:
        """Return the reader of each file, with the columns used in it; each has all of them."""
        pairs = zip(self.files, self.places, strict=True)
        return [(file, _columns_in(file, places, columns)) for file, places in pairs]

    def missing(self, columns: Columns) -> list[list[str]]:
        """Return for each file the names of the columns used that it lacks."""
        return [
            [columns.names[place] for place in columns.used if place not in places]
            for places in self.places
        ]

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Return the rows of all files, one file after the other."""
        opened = [file.open(own) for file, own in self.parts(columns)]
        return chained([source for source, _ in opened]), added([found for _, found in opened])

    def rows(self, columns: Columns) -> Source:
        """Return the rows of all files, as their readers find them one by one."""
        return chained([file.rows(own) for file, own in self.parts(columns)])


def join(job: Job, files: Sequence[Reader]) -> JoinedReader:
    """Return the table that files are together.

    Columns are the same where their names are, but for case and how letters are composed. A file
    without a header, where others have one, is taken for a piece of a larger file: its columns have
    the names of those of the first file with as many, of the same format.

    Args:
        job: What the table is read for.
        files: The reader of each file.
    """
    names: dict[str, str] = {}
    places = tuple(_places(_names(file, files), names) for file in files)
    formats = common([file.format for file in files])
    return JoinedReader(
        job=job,
        format=formats or MIXED,
        names=tuple(names.values()),
        sample=_sample(files, places, len(names)),
        header=any(file.header for file in files),
        delimiter=common([file.delimiter for file in files]),
        skipped=sum(file.skipped for file in files),
        sheet=common([file.sheet for file in files]),
        lists_left_out=tuple(dict.fromkeys(chain(*(file.lists_left_out for file in files)))),
        files=tuple(files),
        places=places,
    )


def common(values: Sequence[Value]) -> Value | None:
    """Return the value that all are; None where they differ."""
    return values[0] if all(value == values[0] for value in values) else None


def _names(file: Reader, files: Sequence[Reader]) -> tuple[str, ...]:
    """Return what the columns of a file are called in the whole table."""
    named = [each for each in files if each.header]
    if file.header or not named:
        return file.names
    like = (len(file.names), file.format, file.delimiter)
    alike = (each for each in named if (len(each.names), each.format, each.delimiter) == like)
    return next((each.names for each in alike), ())


def _places(own: Sequence[str], names: dict[str, str]) -> tuple[int, ...]:
    """Return the places of names among all, which are added to where a name is new."""
    keys: list[str] = []
    for name in own:
        folded = unicodedata.normalize("NFC", name.strip().casefold())
        # Of two columns of a file that differ in this only, the second is known as it is written.
        keys.append(folded if folded not in keys else f"{name}\0")
        names.setdefault(keys[-1], name)
    places = {key: place for place, key in enumerate(names)}
    return tuple(places[key] for key in keys)


def _sample(
    files: Sequence[Reader], places: Sequence[Sequence[int]], width: int
) -> list[list[str]]:
    """Return rows from all files, each as wide as the whole table."""
    most = max(_LEAST_ROWS, _SAMPLE_ROWS // len(files))
    rows = []
    for file, own in zip(files, places, strict=True):
        step = 1 + len(file.sample) // (most + 1)
        for row in file.sample[::step] if own else ():
            fields = dict(zip(own, row, strict=True))
            rows.append([fields.get(place, "") for place in range(width)])
    return rows


def _columns_in(file: Reader, places: Sequence[int], columns: Columns) -> Columns:
    label = None if columns.label is None else places.index(columns.label)
    opposite = None if columns.opposite is None else places.index(columns.opposite)
    others, keys = (tuple(map(places.index, each)) for each in (columns.others, columns.keys))
    return Columns(places.index(columns.text), label, file.names, opposite, others, keys)
