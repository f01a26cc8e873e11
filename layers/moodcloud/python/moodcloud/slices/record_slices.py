"""A slice of a file of records: JSON Lines between newlines, Parquet between numbers of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from moodcloud.database import quoted
from moodcloud.slices.planning import PARQUET, Plan
from moodcloud.slices.slice_reader import no_rows, with_lines, write_piece
from moodcloud.tabular.json_reader import ObjectReader, as_written
from moodcloud.tabular.json_stream import Shape, read_json
from moodcloud.tabular.na_values import HAS_TEXT_SQL
from moodcloud.tabular.parquet import OWN_NUMBER, ParquetReader
from moodcloud.tabular.places import Places
from moodcloud.tabular.reader import Account, Job, Reader, Source
from moodcloud.tabular.record_reader import RecordReader
from moodcloud.tabular.rows import Columns


def reader_of_records(planned: Plan, job: Job, start: int, stop: int) -> Reader:
    """Return the reader of the records of a slice.

    Args:
        planned: The plan.
        job: What the slice is read for.
        start: Where it begins, in bytes, or in rows of a Parquet file.
        stop: Where it ends.
    """
    if planned.format == PARQUET:
        return _RowsOfParquet(
            job=job,
            format=PARQUET,
            names=planned.columns.names,
            sample=planned.sample,
            path=planned.path,
            file=f"""(
                FROM read_parquet({quoted(str(planned.path))}, hive_partitioning = false)
                WHERE {OWN_NUMBER} >= {start} AND {OWN_NUMBER} < {stop}
            )""",
            texts=planned.fields,
        )
    piece = job.workspace / "piece"
    write_piece(planned.path, start, stop, piece)
    return _Lines(
        job=job,
        format=planned.format,
        names=planned.columns.names,
        sample=planned.sample,
        records=partial(read_json, piece, Shape.LINES),
        bytes=stop - start,
        path=piece,
        shape=Shape.LINES,
        keys=planned.fields,
        newline=planned.newline,
    )


@dataclass(frozen=True, kw_only=True)
class _RowsOfParquet(ParquetReader):
    """Rows of a Parquet file, of which the engine reads only the row groups that hold them."""

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Return the rows with their numbers in the slice."""
        source, account = super().open(columns)
        # One thread keeps the rows in file order.
        relation = f"SELECT *, row_number() OVER () AS line FROM ({source.relation})"
        return replace(source, relation=relation), account


@dataclass(frozen=True, kw_only=True)
class _Lines(ObjectReader):
    """Lines of a file of JSON Lines. A newline is never within a record: any is a place to cut."""

    newline: str

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Return the rows with their lines in the slice."""
        if not self.bytes:
            return replace(self.rows(columns), relation=no_rows(columns)), Account({}, 0, 0)
        source, account = super().open(columns)
        if source.relation and "line" in self._names(source.relation):
            return source, account
        places = Places(self.path, self.newline)
        # Each line that is not empty holds a record, or else the reader finds their lines.
        if places.filled != account.rows or not self._is_as_written(source.relation):
            return RecordReader.open(self, columns)
        numbered = f"SELECT *, row_number() OVER () AS number FROM ({source.relation})"
        relation = with_lines(self.job.connection, numbered, places)
        return replace(source, relation=relation), account

    def _names(self, relation: str) -> list[str]:
        return self.job.connection.sql(f"FROM ({relation}) LIMIT 0").columns

    def _is_as_written(self, relation: str) -> bool:
        """Return whether the reader would find the same labels, also those beside no text."""
        query = f"SELECT DISTINCT label FROM ({relation}) WHERE text = 'NaN' OR NOT {HAS_TEXT_SQL}"
        labels = self.job.connection.execute(query).fetchall()
        return all(as_written(label) for (label,) in labels)
