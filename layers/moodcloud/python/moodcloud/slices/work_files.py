"""The folder that the steps share: what its files are called, and JSON in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class WorkFiles:
    """The files of the steps in a folder.

    A slice may be surveyed several times, until its ends are proven: its files then have the number
    of the round, too.

    Attributes:
        folder: The folder.
    """

    folder: Path

    def file(self, *names: str) -> Path:
        """Return the path of a file, by the names below the folder."""
        return self.folder.joinpath(*names)

    @property
    def plan(self) -> Path:
        """What is known before the rows are read."""
        return self.file("plan.json")

    @property
    def decided(self) -> Path:
        """What labels mean, and where each slice was surveyed last."""
        return self.file("decided.json")

    @property
    def results(self) -> Path:
        """The folder of the last step."""
        return self.folder / "finish"

    def round(self, number: int) -> Path:
        """Return the slices of a round."""
        return self.file("rounds", f"{number}.json")

    def survey(self, round_number: int, number: int) -> Path:
        """Return what a survey tells of a slice."""
        return self.file("surveys", f"{round_number}-{number}.json")

    def rows(self, round_number: int, number: int) -> Path:
        """Return the sound rows of a slice."""
        return self.file("rows", f"{round_number}-{number}.parquet")

    def texts(self, round_number: int, number: int) -> Path:
        """Return the keys of the different texts of a slice, and their groups and times."""
        return self.file("keys", f"{round_number}-{number}.parquet")

    def broken(self, round_number: int, number: int) -> Path:
        """Return the broken rows of a slice, as many as are listed at most."""
        return self.file("broken", f"{round_number}-{number}.json")

    def copied(self, number: int, division: str = "") -> Path:
        """Return the texts of a slice that an earlier one holds, too; or of its cells."""
        return self.file(f"{division}copied", f"{number}.parquet")

    def division(self, option: str) -> Path:
        """Return how the table is divided into groups or periods, as an option asks for."""
        return self.file("divisions", f"{option}.json")

    def part_of_value(self, option: str) -> Path:
        """Return which part each value of a column of groups or times is in."""
        return self.file("divisions", f"{option}.parquet")

    def counted(self, kind: str, number: int) -> Path:
        """Return what is counted of a slice: `tokens`, `bigrams`, `sample`, `places`, `texts`."""
        return self.file(kind, f"{number}.parquet")

    def kept(self, kind: str, number: int, part: int) -> Path:
        """Return a part of the texts of a slice: of those that are `kept`, or `copied`."""
        return self.file("kept", f"{number}-{kind}-{part}")

    def parts(self, number: int, cells: str = "") -> Path:
        """Return how many parts of each kind there are of the texts of a slice, or of cells."""
        return self.file("kept", f"{cells}{number}.json")

    def sums(self, number: int) -> Path:
        """Return how many rows of a slice are counted for each sentiment."""
        return self.file("sums", f"{number}.json")

    def rejected(self, number: int) -> Path:
        """Return the rows of a slice that are left out, as many as are listed."""
        return self.file("rejected", f"{number}.json")

    def new(self, *names: str) -> Path:
        """Return the path of a file that is to be written, whether or not there is one already."""
        return self.folder.joinpath(*names)

    def forget(self, path: Path) -> None:
        """Free what a file takes that can be asked for again."""

    def combined(self, kind: str, partition: int, group: int, *, new: bool = False) -> Path:
        """Return a partition of the sums of a group of slices: `tokens` or `bigrams`."""
        return (self.new if new else self.file)("combined", f"{kind}-{partition}-{group}.parquet")

    def words(self, group: int) -> Path:
        """Return how many running words a group of slices has."""
        return self.file("words", f"{group}.json")

    def merged(self, kind: str, partition: int) -> Path:
        """Return a partition of the sums of all slices: `tokens` or `bigrams`."""
        return self.file("merged", f"{kind}-{partition}.parquet")

    def rest(self, partition: int) -> Path:
        """Return the sum of the words of a partition that are too rare to be kept."""
        return self.file("rest", f"{partition}.json")

    def each(self, file: Callable[[int], Path], numbers: Iterable[int]) -> list[Path]:
        """Return the paths of a file for several numbers."""
        return [file(number) for number in numbers]


def place(path: Path) -> Path:
    """Return a path whose folder is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def read_json(path: Path) -> Any:
    """Return what a file of JSON holds."""
    return json.loads(path.read_text("utf-8"))


def write_json(path: Path, content: Any) -> None:
    """Write JSON, in ASCII: what is cut out of a file may hold half of a pair."""
    place(path).write_text(json.dumps(content) + "\n", "ascii")


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write a value a line."""
    with place(path).open("w", encoding="ascii") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def read_lines(path: Path) -> list[Any]:
    """Return the values of `write_lines`."""
    with path.open(encoding="ascii") as stream:
        return [json.loads(line) for line in stream]
