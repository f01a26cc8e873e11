"""A section of the page: a table, and the figures that its text and the goals name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """What a benchmark found.

    Attributes:
        table: Its table, in Markdown.
        figures: Figures by name.
    """

    table: str
    figures: dict[str, float] = field(default_factory=dict)


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown; all columns but the first are aligned to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(_shown, line))} |" for line in lines)


def _shown(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """Return a figure with as many digits as it is good for.

    >>> number(0.123), number(1.234), number(12.34), number(1234.5)
    ('0.12', '1.23', '12.3', '1,234')
    """
    size = abs(value)
    return f"{value:.2f}" if size < 10 else f"{value:.1f}" if size < 100 else f"{value:,.0f}"
