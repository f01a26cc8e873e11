"""Rows of a table, and the columns they have: what every reader hands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

# A text of a thousand pages. What is longer is not read into memory.
MAX_CHARACTERS: Final = 2 << 20
# A column of labels holds no longer ones, and no more different ones.
MAX_LABEL_CHARACTERS: Final = 40
MAX_GROUPS: Final = 12
# Files are often sorted by label: a sample holds the first rows, then some of each other slice.
SAMPLE_ROWS: Final = 300
SLICES: Final = 8
SLICE_BYTES: Final = 64 << 10

_NUMBERED: Final = re.compile(r"(.+)[_.][0-9]{1,3}", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """A sound row: the line it starts on (from 1), and its fields."""

    line: int
    fields: list[str]


@dataclass(frozen=True)
class BrokenRow:
    """A row that cannot be split into fields."""

    line: int
    reason: str
    content: str


@dataclass(frozen=True)
class Columns:
    """The columns of a table that are read: a text, and a label where there is one.

    Attributes:
        text: The position, from 0, of the texts.
        label: The position of the labels; None where no column holds them.
        names: The names of all columns; their positions from 1 where there is no header.
        opposite: The position of a second column of texts, whose label is the opposite of that of
            the first. A reader reads one of them at a time; see `each_text`.
        others: The positions of columns that conditions on rows are about.
        keys: The positions of columns that say the group and the time of a row; a relation calls
            them `key0` and so on.
    """

    text: int
    label: int | None
    names: tuple[str, ...]
    opposite: int | None = None
    others: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()

    @property
    def read(self) -> tuple[int, ...]:
        """The position of the texts, and of the labels where there is a column of them."""
        return (self.text,) if self.label is None else (self.text, self.label)

    @property
    def used(self) -> tuple[int, ...]:
        """The positions of all columns that are looked at."""
        opposite = () if self.opposite is None else (self.opposite,)
        return (*self.read, *opposite, *self.keys, *self.others)

    @property
    def has_labels(self) -> bool:
        """Whether something says the labels: a column of them, or which column a text is in."""
        return self.label is not None or self.opposite is not None

    def each_text(self) -> tuple[Columns, ...]:
        """Return the columns that a reader reads one after the other, each with one text."""
        texts = (self.text,) if self.opposite is None else (self.text, self.opposite)
        return tuple(replace(self, text=text, opposite=None) for text in texts)

    @property
    def label_column(self) -> str | None:
        """The name of the column of labels, if there is one."""
        return None if self.label is None else self.names[self.label]

    def label_name(self, header: bool) -> str:
        """Return what the file calls the column of labels; nothing without a `header`."""
        name = self.label_column
        return own_name(name, self.names) if header and name else ""


def keys_sql(keys: int) -> str:
    """Return SQL for the keys of rows, with a comma in front.

    >>> keys_sql(2)
    ', key0, key1'
    """
    return "".join(f", key{number}" for number in range(keys))


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names without doubles (`name_2`); an empty one becomes its position from 1."""
    given, used = set(names), set[str]()
    numbers: Counter[str] = Counter()
    unique = []
    for position, name in enumerate(names, start=1):
        base = own = name or str(position)
        while own in used or (own != name and own in given):
            numbers[base] += 1
            own = f"{base}_{numbers[base] + 1}"
        used.add(own)
        unique.append(own)
    return tuple(unique)


def own_name(name: str, names: Collection[str]) -> str:
    """Return a name as it is in the file, where several columns may have the same one.

    Args:
        name: One of `names`.
        names: Made unique by `unique_names`, or by pandas (`name.1`).
    """
    found = _NUMBERED.fullmatch(name)
    return found[1] if found and found[1] in names else name


def fit(fields: list[str], width: int) -> list[str] | None:
    """Return a row as wide as the others: missing fields are empty, empty ones too many fall off.

    None where fields too many hold something.
    """
    if any(field.strip() for field in fields[width:]):
        return None
    return (fields + [""] * (width - len(fields)))[:width]
