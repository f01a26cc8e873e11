"""Report: a vocabulary and its clouds become the files of a set of results."""

from moodcloud.report.files import write_results, write_vocabulary

__all__ = ["write_results", "write_vocabulary"]
