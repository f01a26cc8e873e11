"""The words of different texts, kept while they are counted: in how many of them units are.

Which tokens and bigrams are one is known only after all are counted. `delay` and `delayed` may be
in the same text, so what is counted of each does not add up. Then texts are looked at again, but
not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from os import SEEK_END, fstat
from pathlib import Path
from shutil import copyfile, copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import duckdb

from moodcloud.database import read_parquet, unique, write_parquet

try:
    from moodcloud.counting import _holders
except ImportError:  # no compiler was there: SQL keeps texts
    _holders = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

# So many words are numbered at a time: all of a large table would take a tenth of a gigabyte.
_AT_ONCE: Final = 1 << 17
# A file of texts ends with the length of its numbers, in so many bytes.
_LENGTH: Final = 8
_PARQUET: Final = b"PAR1"


class Lists(NamedTuple):
    """A list of numbers for each of several things, the lists one after the other.

    Attributes:
        starts: Where the list of each begins, and at its end where the last ends.
        numbers: The numbers of all lists.
    """

    starts: Ints
    numbers: Ints

    @classmethod
    def of(cls, thing: Ints, number: Ints, things: int) -> Lists:
        """Return the lists of so many things.

        Args:
            thing: The things, in any order.
            number: A number for each of them.
            things: How many things there are.
        """
        import numpy as np

        starts = np.zeros(things + 1, np.int64)
        np.cumsum(np.bincount(thing, minlength=things), out=starts[1:])
        return cls(starts, number[np.argsort(thing, kind="stable")])

    def chosen(self, which: Ints) -> Lists:
        """Return the lists of some things; that of -1 is empty."""
        import numpy as np

        # The last place, that of -1, is of an empty list.
        lengths = np.append(np.diff(self.starts), 0)[which]
        starts = np.zeros(len(which) + 1, np.int64)
        np.cumsum(lengths, out=starts[1:])
        places = np.arange(starts[-1]) + np.repeat(self.starts[which] - starts[:-1], lengths)
        return Lists(starts, self.numbers[places])

    def rows(self) -> tuple[Ints, Ints]:
        """Return the thing and the number of each element."""
        import numpy as np

        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts)), self.numbers


@dataclass(frozen=True)
class Sought:
    """Units to look for in texts: each a number, and each of several tokens and bigrams.

    A text holds a unit where one of the tokens or bigrams is in it that add it. A token does not
    add a unit that a bigram takes of which it is a part: where `not good` is, `good` is not said.

    Attributes:
        units: How many units there are.
        places: What returns for tokens in lower case the places of their units in `tokens`; -1
            where they are none.
        tokens: The units that tokens add, by place.
        bigrams: The bigrams that add or take units, as `Counts` has them.
        added: The units that each of them adds.
        taken: The units that each of them takes.
    """

    units: int
    places: Callable[[Sequence[str]], Ints]
    tokens: Lists
    bigrams: Sequence[str]
    added: Lists
    taken: Lists

    def only(self, which: npt.NDArray[np.bool_]) -> Sought:
        """Return some of the units, numbered anew.

        Args:
            which: Whether each unit is one of them.
        """
        import numpy as np

        numbers = np.cumsum(which) - 1

        def kept(lists: Lists) -> Lists:
            thing, unit = lists.rows()
            asked = which[unit]
            return Lists.of(thing[asked], numbers[unit[asked]], len(lists.starts) - 1)

        return replace(
            self,
            units=int(which.sum()),
            tokens=kept(self.tokens),
            added=kept(self.added),
            taken=kept(self.taken),
        )


class KeptTexts(Protocol):
    """The different texts of a table, or of a part of it."""

    def write(self, path: Path) -> None:
        """Write the texts to a file, which `read_kept` reads."""

    def holding(self, sought: Sought, sentiments: Sequence[str]) -> Ints:
        """Return in how many texts each unit is, in the shape (sentiments, units).

        Args:
            sought: The units.
            sentiments: The names of the sentiments, in the order of the result.
        """

    def drop(self) -> None:
        """Free what the texts take, where they were counted: nothing is asked of them any more."""


@dataclass(frozen=True)
class WrittenTexts:
    """Texts that the kernel has written to a file, as numbers of words.

    Attributes:
        connection: A connection of `moodcloud.database.connect`.
        sentiments: The sentiments, in the order of their numbers.
        file: The file.
        words: Name of the table `(token, id)`: the words in lower case with their numbers, from 1.
        size: How many bytes of the file are numbers; None where all are.
    """

    connection: duckdb.DuckDBPyConnection
    sentiments: Sequence[str]
    file: IO[bytes]
    words: str
    size: int | None = None

    def write(self, path: Path) -> None:
        """Write the texts to a file: numbers, words in the order of theirs, where these begin."""
        found = self.connection.execute(f"SELECT id, token FROM {self.words}").fetchall()
        words = [""] * max((number for number, _ in found), default=0)
        for number, token in found:
            words[number - 1] = token
        self.file.seek(0)
        with path.open("wb") as out:
            copyfileobj(self.file, out)
            out.write("\n".join(words).encode())
            out.write(self.bytes.to_bytes(_LENGTH, "little"))

    @property
    def bytes(self) -> int:
        """How many bytes of the file are numbers."""
        return self.size if self.size is not None else fstat(self.file.fileno()).st_size

    def holding(self, sought: Sought, sentiments: Sequence[str]) -> Ints:
        """Return in how many texts each unit is; see `KeptTexts`."""
        import numpy as np

        keys, which = self._pairs(sought.bigrams)
        words = sought.tokens.chosen(self._places(sought.places))
        added, taken = sought.added.chosen(which), sought.taken.chosen(which)
        texts = np.zeros((len(self.sentiments), sought.units), np.int64)
        if texts.size:
            arguments = (*words, keys, *added, *taken, texts)
            _holders.texts(self.file.fileno(), self.bytes, len(self.sentiments), *arguments)
        return _ordered(texts, self.sentiments, sentiments)

    def drop(self) -> None:
        """Close the file, which is then gone, and drop the table of words."""
        self.file.close()
        self.connection.execute(f"DROP TABLE {self.words}")

    def _places(self, places: Callable[[Sequence[str]], Ints]) -> Ints:
        """Return the place of each word by its number; that of 0, which is no word, is -1."""
        import numpy as np

        (last,) = self.connection.execute(
            f"SELECT coalesce(max(id), 0) FROM {self.words}"
        ).fetchall()[0]
        result = np.full(last + 1, -1, np.int64)
        for first in range(1, last + 1, _AT_ONCE):
            part: Any = self.connection.execute(
                f"SELECT token, id FROM {self.words} WHERE id BETWEEN $1 AND $2",
                [first, first + _AT_ONCE - 1],
            ).fetchnumpy()
            result[part["id"]] = places(part["token"].tolist())
        return result

    def _pairs(self, bigrams: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the bigrams that these texts may hold as pairs of words, and their places."""
        import numpy as np

        found: Any = self.connection.execute(
            f"""
            SELECT (one.id << 32) | two.id AS pair, place
            FROM (SELECT unnest($1) AS bigram, unnest(range(len($1))) AS place)
            JOIN {self.words} one ON one.token = split_part(bigram, ' ', 1)
            JOIN {self.words} two ON two.token = split_part(bigram, ' ', 2)
            """,
            [list(bigrams)],
        ).fetchnumpy()
        return found["pair"].astype(np.int64), found["place"].astype(np.int64)


def new_file(folder: Path) -> IO[bytes]:
    """Return a new file in a workspace; it has no name, and is gone once it is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    return TemporaryFile(dir=folder)


@dataclass(frozen=True)
class ListedTexts:
    """Texts that SQL has kept.

    Attributes:
        connection: A connection of `moodcloud.database.connect`.
        sentiments: The sentiments, in the order of their numbers.
        texts: Name of the table `(number, tokens)`: the number of a sentiment, and words in lower
            case, NULL in place of what parts bigrams.
    """

    connection: duckdb.DuckDBPyConnection
    sentiments: Sequence[str]
    texts: str

    def write(self, path: Path) -> None:
        """Write the texts to a Parquet file."""
        write_parquet(self.connection, f"SELECT number, tokens FROM {self.texts}", path)

    def holding(self, sought: Sought, sentiments: Sequence[str]) -> Ints:
        """Return in how many texts each unit is; see `KeptTexts`."""
        import numpy as np

        names = [unique(name) for name in ("tokens", "added", "taken")]
        words = self.connection.execute(
            f"SELECT DISTINCT unnest(tokens) AS token FROM {self.texts}"
        ).fetchall()
        tokens = [token for (token,) in words if token is not None]
        lists = sought.tokens.chosen(sought.places(tokens)), sought.added, sought.taken
        for name, keys, each in zip(names, (tokens, *[sought.bigrams] * 2), lists, strict=True):
            self._keep(name, keys, each)
        found: Any = self.connection.execute(_holding_sql(self.texts, *names)).fetchnumpy()
        for name in names:
            self.connection.execute(f"DROP TABLE {name}")
        texts = np.zeros((len(self.sentiments), sought.units), np.int64)
        texts[found["number"], found["unit"]] = found["texts"]
        return _ordered(texts, self.sentiments, sentiments)

    def drop(self) -> None:
        """Drop the table of the texts."""
        self.connection.execute(f"DROP TABLE {self.texts}")

    def _keep(self, name: str, keys: Sequence[str], lists: Lists) -> None:
        """Create a table `(gram, unit)` of the lists of some tokens or bigrams."""
        thing, unit = lists.rows()
        self.connection.execute(
            f"""
            CREATE TEMP TABLE {name} AS
            SELECT $1[thing + 1] AS gram, unit
            FROM (SELECT unnest($2::BIGINT[]) AS thing, unnest($3::BIGINT[]) AS unit)
            """,
            [list(keys) or [""], thing.tolist(), unit.tolist()],
        )


@dataclass(frozen=True)
class StoredTexts:
    """Texts in a file, which is read when they are looked at: those of all slices would not fit.

    Attributes:
        connection: A connection of `moodcloud.database.connect`.
        sentiments: The sentiments, in the order of their numbers.
        fetch: A function that returns the path of the file.
        forget: What is called with it when they were looked at.
    """

    connection: duckdb.DuckDBPyConnection
    sentiments: Sequence[str]
    fetch: Callable[[], Path]
    forget: Callable[[Path], None]

    def write(self, path: Path) -> None:
        """Copy the file."""
        copyfile(self.fetch(), path)

    def holding(self, sought: Sought, sentiments: Sequence[str]) -> Ints:
        """Return in how many texts each unit is; see `KeptTexts`."""
        path = self.fetch()
        texts = read_kept(self.connection, self.sentiments, path)
        try:
            return texts.holding(sought, sentiments)
        finally:
            texts.drop()
            self.forget(path)

    def drop(self) -> None:
        """Leave the file where it is: whoever stored it removes it."""


def _holding_sql(texts: str, tokens: str, added: str, taken: str) -> str:
    return f"""
        WITH texts AS (SELECT number, tokens, row_number() OVER () AS text FROM {texts}),
        places AS (
            SELECT number, text, tokens[i - 1] || ' ' || tokens[i] AS before, tokens[i] AS token,
                   tokens[i] || ' ' || tokens[i + 1] AS after
            FROM (SELECT *, unnest(range(1, len(tokens) + 1)) AS i FROM texts)
        ),
        held AS (
            SELECT number, text, unit FROM places JOIN {tokens} ON token = gram
            WHERE (coalesce(before, ''), unit) NOT IN (FROM {taken})
              AND (coalesce(after, ''), unit) NOT IN (FROM {taken})
            UNION ALL
            SELECT number, text, unit FROM places JOIN {added} ON after = gram
        )
        SELECT number, unit, count(DISTINCT text) AS texts FROM held GROUP BY number, unit
    """


def read_kept(
    connection: duckdb.DuckDBPyConnection, sentiments: Sequence[str], path: Path
) -> KeptTexts:
    """Return texts that were written to a file.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        sentiments: The sentiments, in the order of their numbers.
        path: The file.
    """
    file = path.open("rb")
    if file.read(len(_PARQUET)) == _PARQUET:
        file.close()
        texts = unique("texts")
        connection.execute(f"CREATE TEMP TABLE {texts} AS FROM {read_parquet([path])}")
        return ListedTexts(connection, sentiments, texts)
    end = file.seek(-_LENGTH, SEEK_END)
    size = int.from_bytes(file.read(), "little")
    file.seek(size)
    words, numbered = file.read(end - size).decode().split("\n"), unique("words")
    connection.execute(
        f"""
        CREATE TEMP TABLE {numbered} AS
        SELECT unnest($1::VARCHAR[]) AS token, unnest(range(1, len($1) + 1)) AS id
        """,
        [words],
    )
    return WrittenTexts(connection, sentiments, file, numbered, size)


def _ordered(texts: Ints, sentiments: Sequence[str], order: Sequence[str]) -> Ints:
    """Return the rows of sentiments in another order; those that there are not are 0."""
    import numpy as np

    result = np.zeros((len(order), texts.shape[1]), np.int64)
    for number, sentiment in enumerate(sentiments):
        if sentiment in order:
            result[order.index(sentiment)] = texts[number]
    return result


def holding(kept: Iterable[KeptTexts], sought: Sought, sentiments: Sequence[str]) -> Ints:
    """Return in how many texts of all parts each unit is; see `KeptTexts`."""
    import numpy as np

    total = np.zeros((len(sentiments), sought.units), np.int64)
    for part in kept:
        total += part.holding(sought, sentiments)
    return total
