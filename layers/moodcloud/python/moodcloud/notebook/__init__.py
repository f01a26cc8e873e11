"""The Python API: it takes files and tables, and returns results that a notebook shows."""

from moodcloud.notebook.api import analyze, compare
from moodcloud.notebook.columns_used import columns

__all__ = ["analyze", "columns", "compare"]
