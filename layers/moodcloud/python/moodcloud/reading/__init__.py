"""Reading: bytes of unknown encoding and dialect become a clean table of text and sentiment."""

from moodcloud.reading.inputs import Inputs, NamedFile, in_folder, several
from moodcloud.reading.read import read_table
from moodcloud.reading.rejected import RejectedRow
from moodcloud.reading.table import InputFormat, RowCounts, Table

__all__ = [
    "InputFormat",
    "Inputs",
    "NamedFile",
    "RejectedRow",
    "RowCounts",
    "Table",
    "in_folder",
    "read_table",
    "several",
]
