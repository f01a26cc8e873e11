"""What the page shows by group and over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markupsafe import Markup

from moodcloud.drawing.period_chart import PeriodRows, page_chart
from moodcloud.report.divided_summary import (
    DividedSummary,
    GroupsSummary,
    GroupSummary,
    PeriodsSummary,
    SentimentPeriods,
)
from moodcloud.report.inline import plain
from moodcloud.report.page_data import shown_share

# The words of a group in a sentiment, of a trend, and peaks.
_GROUP_WORDS: Final = 12
_TREND_WORDS: Final = 8
# The size of the lines that show how a word rises or falls.
_SPARK: Final = (84, 18)
_TELLING_TEXTS: Final = 10

Shown = Callable[[str], str]
"""A function that returns a word as the page shows it."""


class BarPart(NamedTuple):
    """The share of a sentiment in a bar: where it begins and ends, in percent."""

    start: float
    width: float
    share: str


@dataclass(frozen=True)
class GroupCard:
    """A group: its rows, the shares of the sentiments, and its words in each of them."""

    name: str
    rows: int
    parts: list[BarPart]
    words: list[list[str]]


@dataclass(frozen=True)
class GroupsView:
    """What is shown by group.

    Attributes:
        summary: What the summary says.
        cards: The groups.
        first: The number of the sentiment that is shown first.
        other_rows: Rows of other groups.
        ungrouped_rows: Rows without a group.
        pictures: The pictures of each sentiment.
    """

    summary: GroupsSummary
    cards: list[GroupCard]
    first: int
    other_rows: int
    ungrouped_rows: int
    pictures: list[list[str]]


class TrendLine(NamedTuple):
    """A word that changes: how it is shown, its peak, and a drawing of the periods."""

    word: str
    peak: str
    spark: Markup


@dataclass(frozen=True)
class TrendsView:
    """The words of a sentiment that rise, fall and peak."""

    rising: list[TrendLine]
    falling: list[TrendLine]
    peaks: list[TrendLine]


@dataclass(frozen=True)
class PeriodsView:
    """What is shown over time.

    Attributes:
        summary: What the summary says.
        chart: The chart of the shares; empty where there are not two periods.
        rows: For each period its name, its rows and the shares of the sentiments.
        trends: The words of each sentiment.
    """

    summary: PeriodsSummary
    chart: Markup
    rows: list[tuple[str, int, list[str]]]
    trends: list[TrendsView]


def words_shown(said: DividedSummary) -> Iterator[str]:
    """Yield the words that the page shows by group and over time."""
    groups, periods = said
    for group in groups.groups.values() if groups else ():
        for own in group.sentiments.values():
            yield from (each.word for each in own.distinctive_words[:_GROUP_WORDS])
    for sentiment in periods.sentiments.values() if periods else ():
        for words in (sentiment.rising, sentiment.falling, sentiment.peaks):
            yield from (each.word for each in words[:_TREND_WORDS])


def groups_view(summary: GroupsSummary | None, shown: Shown) -> GroupsView | None:
    """Return what is shown by group; None where that was not asked for."""
    if summary is None:
        return None
    cards = [_card(name, group, shown) for name, group in summary.groups.items()]
    sentiments = list(summary.other_rows)
    told = [sum(len(card.words[number]) for card in cards) for number in range(len(sentiments))]
    return GroupsView(
        summary,
        cards,
        first=told.index(max(told, default=0)) if told else 0,
        other_rows=sum(summary.other_rows.values()),
        ungrouped_rows=sum(summary.ungrouped_rows.values()),
        pictures=[summary.pictures.get(name, []) for name in sentiments],
    )


def _card(name: str, group: GroupSummary, shown: Shown) -> GroupCard:
    parts, start = [], 0.0
    for own in group.sentiments.values():
        width = 100 * own.share
        parts.append(BarPart(round(start, 3), round(width, 3), shown_share(own.rows, group.rows)))
        start += width
    words = [
        [shown(each.word) for each in own.distinctive_words[:_GROUP_WORDS]]
        for own in group.sentiments.values()
    ]
    return GroupCard(plain(name), group.rows, parts, words)


def periods_view(summary: PeriodsSummary | None, shown: Shown) -> PeriodsView | None:
    """Return what is shown over time; None where that was not asked for."""
    if summary is None:
        return None
    periods = [PeriodRows(name, each.rows) for name, each in summary.periods.items()]
    sentiments = list(summary.sentiments)
    chart = page_chart(periods, sentiments) if len(periods) > 1 else ""
    return PeriodsView(
        summary,
        Markup(chart),
        [(each.name, sum(each.rows.values()), _shares(each)) for each in periods],
        [_trends(own, shown) for own in summary.sentiments.values()],
    )


def _shares(period: PeriodRows) -> list[str]:
    total = sum(period.rows.values())
    return [shown_share(rows, total) if total else "" for rows in period.rows.values()]


def _trends(own: SentimentPeriods, shown: Shown) -> TrendsView:
    def line(word: str, peak: str, held: Sequence[int]) -> TrendLine:
        return TrendLine(shown(word), peak, _spark(held, own.texts))

    rising, falling = (
        [line(each.word, each.peak, each.by_period) for each in words[:_TREND_WORDS]]
        for words in (own.rising, own.falling)
    )
    # A word is listed once: whether it rises or falls says more than when it was most frequent.
    listed = {each.word for words in (own.rising, own.falling) for each in words[:_TREND_WORDS]}
    others = [each for each in own.peaks if each.word not in listed][:_TREND_WORDS]
    peaks = [line(each.word, each.period, each.by_period) for each in others]
    return TrendsView(rising, falling, peaks)


def _spark(held: Sequence[int], texts: Sequence[int]) -> Markup:
    """Return small bars: in each period the share of the texts that hold a word."""
    # A period of a few texts says nothing, and one of them would be the longest bar.
    least = min(_TELLING_TEXTS, max(texts))
    shares = [
        one / every if every and every >= least else 0.0
        for one, every in zip(held, texts, strict=True)
    ]
    most, (wide, high) = max(shares) or 1.0, _SPARK
    step = wide / max(len(shares), 1)
    bars = "".join(
        f'<rect x="{number * step:.1f}" y="{high * (1 - share / most):.1f}" '
        f'width="{max(step * 0.8, 0.5):.1f}" height="{high * share / most:.1f}"/>'
        for number, share in enumerate(shares)
        if share > 0
    )
    return Markup(
        f'<svg class="spark" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'aria-hidden="true"><path d="M0 {high - 0.5}H{wide}"/>{bars}</svg>'
    )
