"""moodcloud: what each sentiment in a file of labelled texts talks about."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moodcloud.errors import UploadError
    from moodcloud.notebook import analyze, columns, compare
    from moodcloud.options import Options
    from moodcloud.report.results import Results, open_results

__version__ = "0.8.0"
__all__ = [
    "Options",
    "Results",
    "UploadError",
    "__version__",
    "analyze",
    "columns",
    "compare",
    "open_results",
]

_HOMES = {
    "analyze": "moodcloud.notebook",
    "columns": "moodcloud.notebook",
    "compare": "moodcloud.notebook",
    "Results": "moodcloud.report.results",
    "open_results": "moodcloud.report.results",
    "UploadError": "moodcloud.errors",
    "Options": "moodcloud.options",
}


def __getattr__(name: str) -> Any:
    # Looked up on first use: importing moodcloud must not cost what pandas and wordcloud cost.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
