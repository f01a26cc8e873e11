"""The page docs/performance.md: its text is written by hand, its tables and figures by a run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.section import number

TEXT: Final = Path(__file__).with_name("performance.md")
# {name} is a figure, {{name}} a table.
_TABLE: Final = re.compile(r"\{\{(\w+)\}\}")
_FIGURE: Final = re.compile(r"\{(\w+)\}")
_RATIO: Final = re.compile(r"[0-9.]+ times as long as `wc")
_MISSING: Final = "(not measured)"


def written(header: str, tables: Mapping[str, str], figures: Mapping[str, float]) -> str:
    """Return the page; what was not measured is said to be so.

    Args:
        header: The machine and the versions.
        tables: Tables by name.
        figures: Figures by name.
    """
    text = TEXT.read_text("utf-8")
    text = _TABLE.sub(lambda found: {**tables, "machine": header}.get(found[1], _MISSING), text)
    return _FIGURE.sub(
        lambda found: number(figures[found[1]]) if found[1] in figures else _MISSING, text
    )


def with_ratio(readme: str, figures: Mapping[str, float]) -> str:
    """Return the README with what was measured in its line of speed."""
    times = figures.get("sentiment140_times_wc")
    return readme if times is None else _RATIO.sub(f"{number(times)} times as long as `wc", readme)


def joined(tables: Sequence[str]) -> str:
    """Return tables of the same columns as one.

    >>> print(joined(["| a |\\n| --- |\\n| 1 |", "| a |\\n| --- |\\n| 2 |"]))
    | a |
    | --- |
    | 1 |
    | 2 |
    """
    first, *rest = tables
    return "\n".join([first, *(line for each in rest for line in each.splitlines()[2:])])
