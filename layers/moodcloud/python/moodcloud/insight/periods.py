"""The rows of a table by period: hours, days, weeks, months, quarters or years, as its dates span.

Dates are read as people write them (`moodcloud.dates`), the calendar is the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, get_args

import duckdb

from moodcloud.database import all_rows, define, unique
from moodcloud.date_order import DateOrder, order_of
from moodcloud.dates import date_of, epoch_date
from moodcloud.insight.division import Division, divided, keyed_rows
from moodcloud.reading import Table

Unit = Literal["hour", "day", "week", "month", "quarter", "year"]
"""How long a period may be."""
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
# As many as a chart shows on a screen, and as are there at most where a few dates are far from the
# others: the span of all dates but the first and the last hundredth decides.
_WELL_SHOWN: Final = 60
_MOST: Final = 120
_FAR: Final = 0.01
# A unit is used where at least this share of the dates says it: 2024-03 names no day.
_TOLD: Final = 0.9
_NAMES: Final = {
    "hour": "strftime(begins, '%Y-%m-%d %H:00')",
    "day": "strftime(begins, '%Y-%m-%d')",
    "week": "strftime(begins, '%G-W%V')",
    "month": "strftime(begins, '%Y-%m')",
    "quarter": "strftime(begins, '%Y') || '-Q' || quarter(begins)",
    "year": "strftime(begins, '%Y')",
}
# The finest unit that a date says, by how long it is written: 2024, 2024-03, 2024-03-15.
_FINEST: Final = f"""CASE length(moment) WHEN 4 THEN {UNITS.index("year")}
    WHEN 7 THEN {UNITS.index("month")} WHEN 10 THEN {UNITS.index("day")} ELSE 0 END"""
_BEGINNINGS: Final = """CASE length(moment) WHEN 4 THEN moment || '-01-01'
    WHEN 7 THEN moment || '-01' ELSE moment END"""
# Minutes and seconds, which no unit needs: without them hardly any two dates differ.
_MINUTES: Final = r":[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
_FETCHED: Final = 1_000
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}

# One row: the rows whose date says the unit, those with any date; the first period and how many
# there are up to the last; the same without the few dates that are far from all others.
_SPANNED: Final = """
    WITH told AS (
        SELECT date_trunc('{unit}', moment) AS begins, sum(rows) AS rows FROM {dates}
        WHERE moment IS NOT NULL AND finest <= {number} GROUP BY 1
    ),
    summed AS (
        SELECT *, sum(rows) OVER (ORDER BY begins) AS upto, sum(rows) OVER () AS total FROM told
    ),
    bounds AS (
        SELECT coalesce(sum(rows), 0) AS told, min(begins) AS first, max(begins) AS last,
               min(begins) FILTER (upto > {far} * total) AS near,
               min(begins) FILTER (upto >= (1 - {far}) * total) AS rest
        FROM summed
    )
    SELECT told, (SELECT coalesce(sum(rows), 0) FROM {dates} WHERE moment IS NOT NULL),
           first::VARCHAR, date_diff('{unit}', first, last) + 1,
           near::VARCHAR, date_diff('{unit}', near, rest) + 1
    FROM bounds
"""


@dataclass(frozen=True)
class Periods:
    """A table by periods, one after the other; after them follows a part of all other rows.

    Attributes:
        division: The rows.
        unit: One of `UNITS`.
        begins: The first day of each period, or its hour, as ISO 8601 writes it.
        undated: How many rows have no date that can be read, or one that tells no period.
        outside: How many rows are long before or after all others.
        order: What the first number of dates such as 02/11/2023 is; None where there are none.
    """

    division: Division
    unit: Unit
    begins: tuple[str, ...]
    undated: int
    outside: int
    order: DateOrder | None = None


class _Span(NamedTuple):
    """The unit of the periods, the beginning of the first and how many there are."""

    unit: Unit
    first: str
    periods: int


@contextmanager
def by_period(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Periods | None]:
    """Give a table by periods; None where no date can be read.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: Rows with the key `time_column`.
    """
    with keyed_rows(connection, table, "time_column") as (rows, keys):
        dates, order = _dates(connection, keys)
        span = _span(connection, dates)
        if span is None:
            yield None
        else:
            yield replace(_periods(connection, table, rows, dates, span), order=order)
        connection.execute(f"DROP TABLE {dates}")


def _dates(connection: duckdb.DuckDBPyConnection, keys: str) -> tuple[str, DateOrder | None]:
    """Return a new table `(key, rows, moment, finest)`, what is no date is null, and the order."""
    dates = unique("dates")
    written = f"regexp_replace(trim(key), '{_MINUTES}', ':00')"
    distinct = f"SELECT DISTINCT {written} AS written FROM {keys}"
    found = connection.execute(distinct)
    order = order_of(text for (text,) in all_rows(found, _FETCHED))
    moment_of = unique("moment_of")
    define(connection, moment_of, lambda text: date_of(text, order) or epoch_date(text) or "")
    connection.execute(
        f"""
        CREATE TEMP TABLE {dates} AS
        WITH moments AS (SELECT written, {moment_of}(written) AS moment FROM ({distinct}))
        SELECT key, rows, try_cast({_BEGINNINGS} AS TIMESTAMP) AS moment, {_FINEST} AS finest
        FROM {keys} JOIN moments ON moments.written = {written}
        """
    )
    return dates, order


def _span(connection: duckdb.DuckDBPyConnection, dates: str) -> _Span | None:
    """Return the shortest periods that are not too many; None where there is no date."""
    for number, unit in enumerate(UNITS):
        told, every, first, periods, near, shown = connection.execute(
            _SPANNED.format(unit=unit, dates=dates, number=number, far=_FAR)
        ).fetchall()[0]
        if not every:
            return None
        if told >= _TOLD * every and (shown <= _WELL_SHOWN or unit == UNITS[-1]):
            # A year that a slip of the pen made is no reason for a chart of a thousand years.
            return _Span(unit, first, periods) if periods <= _MOST else _Span(unit, near, shown)
    return None


def _periods(
    connection: duckdb.DuckDBPyConnection, table: Table, rows: str, dates: str, span: _Span
) -> Periods:
    unit, first, periods = span
    if periods > _MOST:
        # Years only; the last ones are those of today.
        first, periods = f"{int(first[:4]) + periods - _MOST:04}{first[4:]}", _MOST
    step = f"INTERVAL '{_MONTHS[unit]} month'" if unit in _MONTHS else f"INTERVAL '1 {unit}'"
    numbered = f"SELECT TIMESTAMP '{first}' + n * {step} AS begins, n FROM range({periods}) r(n)"
    written = "'%Y-%m-%d %H:00'" if unit == "hour" else "'%Y-%m-%d'"
    named = connection.execute(
        f"SELECT {_NAMES[unit]}, strftime(begins, {written}) FROM ({numbered}) ORDER BY n"
    ).fetchall()
    finest = UNITS.index(unit)
    place = f"date_diff('{unit}', TIMESTAMP '{first}', date_trunc('{unit}', moment))"
    parts = f"""
        SELECT key, rows, moment IS NOT NULL AND finest <= {finest} AS dated,
               CASE WHEN dated AND {place} BETWEEN 0 AND {periods - 1} THEN {place}
                    ELSE {periods} END AS part
        FROM {dates}
    """
    ((undated, outside),) = connection.execute(
        f"""
        SELECT coalesce(sum(rows) FILTER (NOT dated), 0)::BIGINT,
               coalesce(sum(rows) FILTER (dated AND part = {periods}), 0)::BIGINT
        FROM ({parts})
        """
    ).fetchall()
    cells = f"SELECT text, sentiment, part FROM ({rows}) JOIN ({parts}) USING (key)"
    names = [name for name, _ in named]
    division = divided(connection, table, table.keys["time_column"], names, cells, 1)
    return Periods(division, unit, tuple(day for _, day in named), undated, outside)
