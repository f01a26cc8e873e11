"""Reading: bytes of unknown encoding and dialect become a clean table of text and sentiment."""

from moodcloud.reading.read import read_table
from moodcloud.reading.table import InputFormat, RejectedRow, RowCounts, Table

__all__ = ["InputFormat", "RejectedRow", "RowCounts", "Table", "read_table"]
