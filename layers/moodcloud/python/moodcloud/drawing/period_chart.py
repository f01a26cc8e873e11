"""A chart of the shares of sentiments over time, as SVG: a column for each period.

Below the columns smaller ones show how many rows each period has. Where a period has no row there
is no column. On a page any rule of a style sheet outranks the colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

WIDTH: Final = 960
HEIGHT: Final = 340
_LEFT: Final = 54
_TOP: Final = 10
_SHARES: Final = 210
_ROWS_TOP: Final = 232
_ROWS: Final = 56
_LABELS: Final = 312
# How wide a letter of a label is, with its share of the space between two labels.
_LETTER: Final = 9
_HALF_LETTER: Final = 4
# The most that a column takes of its place, and the widest of all.
_COLUMN: Final = 0.86
_WIDEST: Final = 70


class PeriodRows(NamedTuple):
    """A period, and its rows in each sentiment."""

    name: str
    rows: Mapping[str, int]


def chart_svg(
    periods: Sequence[PeriodRows], colours: Mapping[str, str], text: str, paper: str | None
) -> str:
    """Return the chart as a file of its own.

    Args:
        periods: The periods in order.
        colours: The colour of each sentiment, the lowest part of a column last.
        text: The colour of letters and lines.
        paper: The colour of the background; None where there is none.
    """
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="periods" role="img" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="system-ui,sans-serif" font-size="13" fill="{text}">'
    )
    back = f'<rect width="100%" height="100%" fill="{paper}"/>' if paper else ""
    return "\n".join([head, back, *_body(periods, colours), "</svg>", ""])


def page_chart(periods: Sequence[PeriodRows], sentiments: Sequence[str]) -> str:
    """Return the chart as markup of a page, which colours what has the number of a sentiment."""
    head = f'<svg class="periods" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
    return "\n".join([head, *_body(periods, dict.fromkeys(sentiments, "")), "</svg>"])


def _body(periods: Sequence[PeriodRows], colours: Mapping[str, str]) -> Iterator[str]:
    step = (WIDTH - _LEFT) / len(periods)
    wide = min(step * _COLUMN, _WIDEST)
    most = max(sum(each.rows.values()) for each in periods) or 1
    for share in (0, 50, 100):
        y = _TOP + _SHARES * (100 - share) / 100
        yield f'<path class="grid" d="M{_LEFT} {y:g}H{WIDTH}" stroke="currentColor" opacity=".2"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{share} %</text>'
    yield f'<text x="{_LEFT - 6}" y="{_ROWS_TOP + 12}" text-anchor="end">{_short(most)}</text>'
    fitting = max((WIDTH - _LEFT) // (_LETTER * len(periods[0].name)), 1)
    every = -(-len(periods) // fitting)
    # Labels at the ends stay within the chart; what would touch the label before it is left out.
    half, free = _HALF_LETTER * len(periods[0].name), 0.0
    for number, period in enumerate(periods):
        middle = _LEFT + (number + 0.5) * step
        yield f'<g class="period" data-n="{number}">'
        yield from _column(period, middle - wide / 2, wide, most, colours)
        yield "</g>"
        centre = min(max(middle, half), WIDTH - half)
        if number % every == 0 and centre - half >= free:
            free = centre + half
            label = escape(period.name)
            yield f'<text x="{centre:.1f}" y="{_LABELS}" text-anchor="middle">{label}</text>'


def _column(
    period: PeriodRows, x: float, wide: float, most: int, colours: Mapping[str, str]
) -> Iterator[str]:
    total, upto = sum(period.rows.values()), 0
    if not total:
        return
    shares = ", ".join(f"{name} {rows / total:.0%}" for name, rows in period.rows.items())
    yield f"<title>{escape(f'{period.name}: {total:,}; {shares}')}</title>"
    for number, (name, rows) in enumerate(period.rows.items()):
        y, high = _TOP + _SHARES * upto / total, _SHARES * rows / total
        upto += rows
        fill = f' fill="{colours[name]}"' if colours[name] else ""
        yield _rect(x, y, wide, high, f' data-s="{number}"{fill}')
    high = max(_ROWS * total / most, 1)
    yield _rect(x, _ROWS_TOP + _ROWS - high, wide, high, ' class="rows" opacity=".45"')


def _rect(x: float, y: float, width: float, height: float, more: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.2f}" width="{width:.1f}" height="{height:.2f}"{more}/>'


def _short(number: int) -> str:
    """Return a number as short as an axis needs it.

    >>> _short(2266), _short(640), _short(16_000_000)
    ('2.3k', '640', '16M')
    """
    for size, mark in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return (
                f"{number / size:.2g}{mark}" if number < 100 * size else f"{number // size}{mark}"
            )
    return str(number)
