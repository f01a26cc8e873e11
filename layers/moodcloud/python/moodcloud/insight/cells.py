"""Words in the parts of a table: counted for each sentiment of each part, as the whole is.

A word is what it is in the whole table: the same tokens are read as it, and an occurrence within a
negated word or a phrase is counted there. A cell is a part of a sentiment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import duckdb
import numpy as np

from moodcloud.counting import Counts, count
from moodcloud.database import unique
from moodcloud.insight.division import Division
from moodcloud.reading import Table
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.ordering import distinct, distinct_columns, spread
from moodcloud.vocabulary.significance import LEAST_TEXTS
from moodcloud.vocabulary.units import in_sentiments

# The kernel numbers what it counts by a byte, so more cells are counted in several scans.
_MOST_CELLS: Final = 240


@dataclass(frozen=True)
class PartCounts:
    """The words of a sentiment that enough texts hold, in each part of a table.

    Attributes:
        names: The words, the most frequent in the whole table first.
        counts: How often each occurs, in the shape (parts, words).
        texts: In how many different texts, in the same shape.
        rest: How often all other words occur, stop words left out, in the shape (parts,).
    """

    names: list[str]
    counts: Ints
    texts: Ints
    rest: Ints

    def first(self, parts: int) -> PartCounts:
        """Return the first parts, with the words that enough texts in them hold."""
        tested = self.texts[:parts].sum(axis=0) >= LEAST_TEXTS
        return PartCounts(
            [name for name, kept in zip(self.names, tested.tolist(), strict=True) if kept],
            self.counts[:parts, tested],
            self.texts[:parts, tested],
            self.rest[:parts] + self.counts[:parts, ~tested].sum(axis=1),
        )


class _FormRows(NamedTuple):
    """Occurrences, a row for each form in a cell: the numbers of both, and the counts."""

    form: Ints
    cell: Ints
    counts: Ints
    texts: Ints


class _Links(NamedTuple):
    """Which words are counted, or counted elsewhere, where a form occurs: each by its number."""

    form: Ints
    unit: Ints

    def counted(self, rows: _FormRows) -> _FormRows:
        """Return the rows with a word in the place of each form, a row for each word."""
        start = np.searchsorted(self.form, rows.form)
        length = np.searchsorted(self.form, rows.form, "right") - start
        row, place = spread(start, length)
        return _FormRows(self.unit[place], *(each[row] for each in rows[1:]))


CountCells = Callable[[range], Counts]
"""A function of some parts that counts their cells."""


def counted_cells(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    division: Division,
    stop_words: Collection[str],
    within: range,
) -> Counts:
    """Return the counts of the cells of some parts, each called by its number.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        division: The same in parts.
        stop_words: Lower-case tokens that no bigram may hold.
        within: The parts.
    """
    return count(connection, _cells_of(table, division, within), stop_words)


def parts_at_once(division: Division) -> Iterator[range]:
    """Yield the parts whose cells are counted in one scan."""
    sentiments, parts = division.rows.shape
    at_once = max(_MOST_CELLS // sentiments, 1)
    for first in range(0, parts, at_once):
        yield range(first, min(first + at_once, parts))


def cells_of(division: Division, within: range) -> dict[str, int]:
    """Return how many rows each cell of some parts has, by its number as text."""
    sentiments, parts = division.rows.shape
    return {
        str(sentiment * parts + part): int(division.rows[sentiment, part])
        for sentiment in range(sentiments)
        for part in within
    }


def count_parts(
    connection: duckdb.DuckDBPyConnection,
    division: Division,
    vocabulary: Vocabulary,
    count_cells: CountCells,
) -> dict[str, PartCounts]:
    """Return the words of each sentiment in each part of a table.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        division: The rows in parts; those without a name are counted, too.
        vocabulary: The words of the whole table.
        count_cells: What counts the cells.
    """
    sentiments, parts = division.rows.shape
    tested = _tested(vocabulary)
    written, moved = _links(vocabulary, tested)
    assert vocabulary.sought is not None
    sought = vocabulary.sought.only(np.pad(tested, (0, vocabulary.sought.units - len(tested))))
    texts = np.zeros((sentiments * parts, sought.units), np.int64)
    forms = _write_forms(
        connection, vocabulary, distinct(np.concatenate([written.form, moved.form]))
    )
    found, content = [], np.zeros(sentiments * parts, np.int64)
    for within in parts_at_once(division):
        counts, cells = count_cells(within), tuple(cells_of(division, within))
        found.append(_rows(connection, counts, forms))
        content += _content(connection, counts, forms, len(content))
        texts[list(map(int, cells))] = counts.holding(sought, cells)
        counts.drop()
    connection.execute(f"DROP TABLE {forms}")
    rows = _FormRows(*map(np.concatenate, zip(*found, strict=True)))
    return {
        name: _of_sentiment(
            _within(rows, number, parts),
            (written, moved),
            vocabulary,
            content.reshape(-1, parts)[number],
            (tested, texts[number * parts : (number + 1) * parts]),
        )
        for number, name in enumerate(vocabulary.sentiments)
    }


def _tested(vocabulary: Vocabulary) -> Bools:
    """Return which words enough texts of a sentiment may hold, by the texts of their forms."""
    rows, shape = vocabulary.forms.rows, (len(vocabulary.sentiments), len(vocabulary.shown))
    texts = in_sentiments(rows.unit, rows.sentiment, rows.texts, shape)
    return np.asarray((texts >= LEAST_TEXTS).any(axis=0))


def _links(vocabulary: Vocabulary, tested: Bools) -> tuple[_Links, _Links]:
    """Return what links forms to words.

    The second are the bigrams that take occurrences from words.

    Args:
        vocabulary: The words.
        tested: Which of them are linked.
    """
    rows, moved = vocabulary.forms.rows, vocabulary.moved

    def linked(form: Ints, unit: Ints) -> _Links:
        which = tested[unit]
        return _Links(*distinct_columns(np.stack([form[which], unit[which]])))

    return linked(rows.form, rows.unit), linked(moved.bigram, moved.part)


def _write_forms(connection: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, told: Ints) -> str:
    """Write a table `(gram, form)` of all forms of words; return its name.

    The number is -1 where a form need not be told from others.
    """
    table = unique("forms")
    every = distinct(np.concatenate([vocabulary.forms.rows.form, told]))
    numbers = np.where(np.isin(every, told), every, -1)
    connection.execute(
        f"CREATE TEMP TABLE {table} AS SELECT unnest($1) AS gram, unnest($2) AS form",
        [list(map(vocabulary.forms.name, every.tolist())), numbers.tolist()],
    )
    return table


def _cells_of(table: Table, division: Division, within: range) -> Table:
    """Return the rows of some parts as a table whose sentiments are the cells."""
    cells, parts = cells_of(division, within), division.rows.shape[1]
    relation = f"""
        SELECT text, (sentiment * {parts} + part)::VARCHAR AS label FROM ({division.cells})
        WHERE part BETWEEN {within.start} AND {within.stop - 1}
    """
    return replace(
        table,
        relation=relation,
        labels={cell: cell for cell in cells},
        sentiments=cells,
        rows=replace(table.rows, counted=sum(cells.values())),
    )


def _rows(connection: duckdb.DuckDBPyConnection, counts: Counts, forms: str) -> _FormRows:
    """Return the occurrences of the forms that are told from others."""
    found: Any = connection.execute(
        f"""
        SELECT form, sentiment::BIGINT AS cell, count, texts
        FROM (SELECT token AS gram, sentiment, count, texts FROM {counts.tokens}
              UNION ALL FROM (SELECT bigram, sentiment, count, texts FROM {counts.bigrams}))
        JOIN {forms} USING (gram) WHERE form >= 0
        """
    ).fetchnumpy()
    return _FormRows(*(found[name].astype(np.int64) for name in ("form", "cell", "count", "texts")))


def _content(connection: duckdb.DuckDBPyConnection, counts: Counts, forms: str, cells: int) -> Ints:
    """Return how many words each cell has, stop words left out."""
    found = connection.execute(
        f"""
        SELECT sentiment::BIGINT, sum(count)::BIGINT
        FROM {counts.tokens} JOIN {forms} ON token = gram GROUP BY sentiment
        """
    ).fetchall()
    content = np.zeros(cells, np.int64)
    for cell, words in found:
        content[cell] = words
    return content


def _within(rows: _FormRows, sentiment: int, parts: int) -> _FormRows:
    """Return the rows of a sentiment, with the number of the part in the place of the cell."""
    which = rows.cell // parts == sentiment
    return _FormRows(*(each[which] for each in rows))._replace(cell=rows.cell[which] % parts)


def _of_sentiment(
    rows: _FormRows,
    links: tuple[_Links, _Links],
    vocabulary: Vocabulary,
    content: Ints,
    holding: tuple[Bools, Ints],
) -> PartCounts:
    """Return the words of a sentiment from the occurrences of their forms.

    Args:
        rows: The occurrences.
        links: What `_links` returned.
        vocabulary: The words.
        content: The words of each part, stop words left out.
        holding: Which words are looked for, and in how many texts of each part each of them is.
    """
    tested, held = holding
    own, moved = (each.counted(rows) for each in links)
    words = {name: place for place, name in enumerate(vocabulary.words.names)}
    place = np.full(len(vocabulary.shown), -1)
    for unit in distinct(own.form).tolist():
        place[unit] = words.get(vocabulary.shown[unit], -1)
    units = np.nonzero(place >= 0)[0]
    units = units[np.argsort(place[units])]
    column = np.full(len(place), -1)
    column[units] = np.arange(len(units))
    shape = len(content), len(units)

    def dense(rows: _FormRows, values: Ints) -> Ints:
        which = column[rows.form] >= 0
        return in_sentiments(column[rows.form[which]], rows.cell[which], values[which], shape)

    counts = dense(own, own.counts)
    counts -= np.minimum(dense(moved, moved.counts), counts)
    # What is left of a word that is counted elsewhere, too, is in one text at least.
    texts = held[:, (np.cumsum(tested) - 1)[units]]
    texts = np.clip(texts, np.minimum(counts, 1), counts)
    names = [vocabulary.shown[unit] for unit in units.tolist()]
    rest = np.maximum(content - counts.sum(axis=1), 0)
    return PartCounts(names, counts, texts, rest).first(len(content))
