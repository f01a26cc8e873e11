"""moodcloud: what each sentiment in a file of labelled texts talks about."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moodcloud.analysis import Analysis, analyze
    from moodcloud.errors import UploadError
    from moodcloud.options import Options

__version__ = "0.1.0"
__all__ = ["Analysis", "Options", "UploadError", "__version__", "analyze"]

_HOMES = {
    "analyze": "moodcloud.analysis",
    "Analysis": "moodcloud.analysis",
    "UploadError": "moodcloud.errors",
    "Options": "moodcloud.options",
}


def __getattr__(name: str) -> Any:
    # Looked up on first use: importing moodcloud must not cost what pandas and wordcloud cost.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
