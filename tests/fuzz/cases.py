"""Numbered cases: a number decides the file, how it is damaged, and what it is called."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from tests.files.cells import DELIMITERS, JSON, NEWLINES, WORKBOOKS, Cell
from tests.files.packing import COMPRESSIONS, pack
from tests.fuzz.mutators import damage

SIZES: Final = (3, 40, 40, 400)
NAMES: Final = ("upload", "upload.csv", "upload.xlsx", "upload.json", "upload.parquet", "a'b \n.gz")
# One in so many is analysed to its pictures; the others end with the counts.
DRAWN_EACH: Final = 50
TEXTUAL: Final = (*DELIMITERS, *JSON)
# Delimited text is what most people upload, and what has the least structure to refuse it by.
_FORMATS: Final = (*(4 * tuple(DELIMITERS)), *(2 * JSON), *(2 * ("parquet",)), *WORKBOOKS)
_ENCODINGS: Final = (
    *(4 * (("utf-8", "mixed"),)), ("utf-8", "emoji"), ("utf-8", "western"), ("utf-8-sig", "mixed"),
    ("utf-16", "mixed"), ("utf-16-le", "mixed"), ("utf-16-be", "western"), ("utf-32", "mixed"),
    ("cp949", "mixed"), ("cp1252", "western"), ("latin-1", "latin"), ("shift_jis", "japanese"),
    ("gb18030", "chinese"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A damaged file.

    Attributes:
        number: Decides all the rest.
        name: The name of the file; its ending may lie.
        data: Its bytes.
        origin: What it was before it was damaged.
        drawn: Whether it is to be analysed to its pictures.
    """

    number: int
    name: str
    data: bytes
    origin: str
    drawn: bool


def case(number: int) -> Case:
    """Return the case `number`."""
    choice = random.Random(number)
    cell, other = _cell(choice), _cell(choice)
    data, donor = _written(cell), _written(other)
    compression = choice.choice(("plain", "plain", "plain", *COMPRESSIONS))
    # Damage to letters leaves the encoding sound, damage to bytes leaves the packing sound, and
    # damage to the whole tests what unpacks.
    level = choice.choice(("letters", "bytes", "whole"))
    if level == "letters" and cell.format in TEXTUAL:
        data = damage(choice, data.decode(cell.encoding).encode(), donor)
        data = data.decode("utf-8", "ignore").encode(cell.encoding, "ignore")
    elif level != "whole":
        data = damage(choice, data, donor)
    data = pack(data, compression, f"table.{cell.format}")
    if level == "whole":
        data = damage(choice, data, pack(donor, compression, "other"))
    name = choice.choice(NAMES)
    return Case(number, name, data, f"{cell.id} {compression}", number % DRAWN_EACH == 0)


def _cell(choice: random.Random) -> Cell:
    format_ = choice.choice(_FORMATS)
    encoding, rows = choice.choice(_ENCODINGS)
    newline, header = choice.choice(tuple(NEWLINES)), choice.random() < 0.7
    if format_ not in TEXTUAL:
        # Their encoding and newlines are their own, and they take long to write.
        return Cell(format_, rows="mixed", size=40)
    return Cell(format_, "plain", encoding, newline, header, rows, choice.choice(SIZES))


@cache
def _written(cell: Cell) -> bytes:
    return cell.write()
