"""Which files of a folder are a set: its marker, the file that comes last, tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from moodcloud.report.results import SUMMARY

COMPARISON: Final = "comparison.json"
COMPARISON_PAGE: Final = "comparison.html"
MARKERS: Final = (SUMMARY, COMPARISON)
# Folders that start so hold sets on their way: nobody's results.
HIDDEN: Final = ".moodcloud-"


def files_of(folder: Path, marker: str = SUMMARY) -> list[str]:
    """Return the files of the set in `folder`, by its marker; none without one."""
    try:
        content = json.loads((folder / marker).read_text("utf-8"))
        if marker == SUMMARY:
            listed = content["files"]
        else:
            cloud = content["cloud"] or {}
            listed = [COMPARISON, COMPARISON_PAGE, cloud.get("png"), cloud.get("svg")]
        return [name for name in listed if is_name(name)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def is_name(name: Any) -> bool:
    """Tell whether something is the name of a file of a set: one that leads elsewhere is not."""
    return (
        isinstance(name, str)
        and name.isprintable()
        and name == Path(name).name
        and name not in ("", "..")
        and not name.startswith(HIDDEN)
    )
