"""The Python API: it takes files and tables, and returns results that a notebook shows."""

from moodcloud.notebook.api import analyze, compare

__all__ = ["analyze", "compare"]
