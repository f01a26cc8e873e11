"""Report: a vocabulary and its clouds become the files of a set of results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moodcloud.report.files import write_results, write_vocabulary

__all__ = ["write_results", "write_vocabulary"]


def __getattr__(name: str) -> Any:
    # Looked up on first use: who reads or stores a set need not wait for what draws its page.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from moodcloud.report import files

    return getattr(files, name)
