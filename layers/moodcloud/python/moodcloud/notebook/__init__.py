"""The Python API: tables in, results that show themselves out."""

from moodcloud.notebook.api import analyze, compare

__all__ = ["analyze", "compare"]
