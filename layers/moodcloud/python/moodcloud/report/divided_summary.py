"""What `summary.json` says by group and over time, as types, and how it follows from the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple

import numpy as np

from moodcloud.date_order import First
from moodcloud.insight.apart import telling
from moodcloud.insight.divide import TREND, Divided, GroupWords, PeriodWords
from moodcloud.insight.division import Division
from moodcloud.insight.periods import Unit
from moodcloud.reading import Table
from moodcloud.report.contract import Count, Name, Probability
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import highest
from moodcloud.vocabulary.word_table import WordTable

_MOST_WORDS: Final = 20

Share = Annotated[float, {"minimum": 0, "maximum": 1}]


@dataclass(frozen=True)
class PartWord:
    """A word that stands out in a part of a sentiment against all other rows of the sentiment.

    Attributes:
        word: The word as people mostly write it.
        count: Occurrences in the part.
        texts: Different texts of the part that hold it.
        z: Keyness: above 0 means used more in this part than in the others.
        p: Two-sided probability that chance shares out so unevenly the texts that hold it.
    """

    word: Name
    count: Count
    texts: Count
    z: float
    p: Probability


@dataclass(frozen=True)
class GroupSentiment:
    """A sentiment within a group.

    Attributes:
        rows: Rows counted.
        share: Their share of the group's rows.
        texts: Different texts among them.
        distinctive_words: The words that stand out against the other groups, by z.
    """

    rows: Count
    share: Share
    texts: Count
    distinctive_words: list[PartWord]


@dataclass(frozen=True)
class GroupSummary:
    """A group.

    Attributes:
        rows: Rows counted.
        sentiments: What is said in each sentiment.
    """

    rows: Count
    sentiments: dict[str, GroupSentiment]


@dataclass(frozen=True)
class GroupsSummary:
    """A table by group.

    Attributes:
        column: The column whose values are the groups.
        groups: The twelve groups with the most rows, the most frequent first.
        others: How many groups there are besides.
        other_rows: Rows of these groups, by sentiment.
        ungrouped_rows: Rows without a group, by sentiment.
        pictures: The names of the pictures of each sentiment, PNG and SVG: a cloud a group.
    """

    column: str
    groups: dict[str, GroupSummary]
    others: Count
    other_rows: dict[str, Count]
    ungrouped_rows: dict[str, Count]
    pictures: dict[str, list[str]]


@dataclass(frozen=True)
class PeakWord:
    """A word that stands out in one period of a sentiment.

    Attributes:
        word: The word as people mostly write it.
        period: The period in which its z is highest.
        count: Occurrences in the period.
        texts: Different texts of the period that hold it.
        z: Keyness: above 0 means used more in this period than in the others.
        p: Two-sided probability that chance shares out so unevenly the texts that hold it.
        by_period: Different texts that hold it, in each period.
    """

    word: Name
    period: str
    count: Count
    texts: Count
    z: float
    p: Probability
    by_period: list[Count]


@dataclass(frozen=True)
class TrendWord:
    """A word that rises or falls from period to period within a sentiment.

    Attributes:
        word: The word as people mostly write it.
        texts: Different texts that hold it.
        z: The statistic of Cochran and Armitage: above 0 means that it rises.
        p: Two-sided probability of such a trend by chance.
        peak: The period in which it is most frequent against the others.
        by_period: Different texts that hold it, in each period.
    """

    word: Name
    texts: Count
    z: float
    p: Probability
    peak: str
    by_period: list[Count]


@dataclass(frozen=True)
class SentimentPeriods:
    """A sentiment over time.

    Attributes:
        texts: Different texts, in each period.
        rising: The words that rise, by z.
        falling: The words that fall, by z.
        peaks: The words that stand out in one period, by z.
    """

    texts: list[Count]
    rising: list[TrendWord]
    falling: list[TrendWord]
    peaks: list[PeakWord]


@dataclass(frozen=True)
class PeriodSummary:
    """A period.

    Attributes:
        begins: Its first day, or its hour, as ISO 8601 writes it.
        rows: Rows counted, by sentiment.
    """

    begins: str
    rows: dict[str, Count]


@dataclass(frozen=True)
class PeriodsSummary:
    """A table over time.

    Attributes:
        column: The column of the dates.
        unit: How long a period is; null where no date can be read.
        periods: The periods in order, those without rows among them.
        undated: Rows counted without a date that can be read and tells the period.
        outside: Rows counted that are long before or after all others.
        sentiments: How the words of each sentiment change.
        chart: The name of the picture of the shares; null where there are not two periods.
        date_order: What the first number of dates such as 02/11/2023 is: day, month or year; null
            where there are none.
        date_order_assumed: Whether no such date tells day and month apart: the month is taken.
    """

    column: str
    unit: Unit | None
    periods: dict[str, PeriodSummary]
    undated: Count
    outside: Count
    sentiments: dict[str, SentimentPeriods]
    chart: str | None
    date_order: First | None = None
    date_order_assumed: bool = False


class DividedSummary(NamedTuple):
    """What the summary says by group and over time; None where that was not asked for."""

    groups: GroupsSummary | None
    periods: PeriodsSummary | None


def divided_summary(
    table: Table, divided: Divided, pictures: Mapping[str, list[str]], chart: str | None
) -> DividedSummary:
    """Return what is said by group and over time.

    Args:
        table: The table.
        divided: The same in parts.
        pictures: The names of the pictures of each sentiment by group.
        chart: The name of the picture of the shares over time.
    """
    groups = divided.groups
    return DividedSummary(
        None if groups is None else _by_group(table, groups, pictures),
        _by_period(table, divided.periods, chart),
    )


def _by_group(
    table: Table, grouped: GroupWords, pictures: Mapping[str, list[str]]
) -> GroupsSummary:
    division = grouped.groups.division
    others = len(division.names)
    return GroupsSummary(
        column=division.column,
        groups={name: _group(table, grouped, number) for number, name in enumerate(division.names)},
        others=grouped.groups.others,
        other_rows=_rows(table, division, others),
        ungrouped_rows=_rows(table, division, others + 1),
        pictures=dict(pictures),
    )


def _rows(table: Table, division: Division, part: int) -> dict[str, int]:
    return dict(zip(table.sentiments, division.rows[:, part].tolist(), strict=True))


def _group(table: Table, grouped: GroupWords, number: int) -> GroupSummary:
    division = grouped.groups.division
    total = int(division.rows[:, number].sum())
    rows, texts = division.rows[:, number].tolist(), division.texts[:, number].tolist()
    return GroupSummary(
        total,
        {
            name: GroupSentiment(
                rows=own,
                share=round(own / total, 6),
                texts=different,
                distinctive_words=_part_words(grouped.words[name], division.names[number]),
            )
            for name, own, different in zip(table.sentiments, rows, texts, strict=True)
        },
    )


def _part_words(table: WordTable, part: str) -> list[PartWord]:
    z = np.where(telling(table, part), table.of("z", part), 0)
    rows = table.highest(z, _MOST_WORDS)
    columns = (table.of(name, part)[rows].tolist() for name in ("count", "texts", "z", "p"))
    return [
        PartWord(table.names[row], count, texts, round(z, 4), float(f"{p:.6g}"))
        for row, count, texts, z, p in zip(rows.tolist(), *columns, strict=True)
    ]


def _by_period(table: Table, dated: PeriodWords | None, chart: str | None) -> PeriodsSummary | None:
    column = table.keys.get("time_column")
    if column is None:
        return None
    if dated is None:
        return PeriodsSummary(column, None, {}, table.rows.counted, 0, {}, None)
    periods = dated.periods
    division = periods.division
    return PeriodsSummary(
        column=column,
        unit=periods.unit,
        periods={
            name: PeriodSummary(begins, _rows(table, division, number))
            for number, (name, begins) in enumerate(
                zip(division.names, periods.begins, strict=True)
            )
        },
        undated=periods.undated,
        outside=periods.outside,
        sentiments={
            name: _over_time(dated, name, division.texts[number])
            for number, name in enumerate(table.sentiments)
        },
        chart=chart,
        date_order=periods.order and periods.order.first,
        date_order_assumed=bool(periods.order and periods.order.assumed),
    )


def _over_time(words: PeriodWords, name: str, texts: Ints) -> SentimentPeriods:
    table, trends = words.words[name], words.trends[name]
    z = np.where(trends.of("significant", TREND), trends.of("z", TREND), 0)
    every = np.stack([table.of("z", period) for period in table.sentiments])
    peaks = every.argmax(axis=0)
    return SentimentPeriods(
        texts=texts[: len(table.sentiments)].tolist(),
        rising=_trend_words(table, trends, trends.highest(z, _MOST_WORDS), peaks),
        falling=_trend_words(table, trends, trends.highest(-z, _MOST_WORDS), peaks),
        peaks=_peak_words(table, peaks),
    )


def _trend_words(table: WordTable, trends: WordTable, rows: Ints, peaks: Ints) -> list[TrendWord]:
    by_period = _by_period_of(table, rows)
    columns = (trends.of(name, TREND)[rows].tolist() for name in ("texts", "z", "p"))
    return [
        TrendWord(
            table.names[row],
            texts,
            round(z, 4),
            float(f"{p:.6g}"),
            table.sentiments[peaks[row]],
            periods,
        )
        for row, periods, texts, z, p in zip(rows.tolist(), by_period, *columns, strict=True)
    ]


def _peak_words(table: WordTable, peaks: Ints) -> list[PeakWord]:
    """Return the words that stand out in the period in which their z is highest."""
    every = np.arange(len(table))
    told = np.stack([telling(table, period) for period in table.sentiments])
    z = np.stack([table.of("z", period) for period in table.sentiments])
    strength = np.where(told[peaks, every], z[peaks, every], 0)
    found = np.nonzero(strength > 0)[0]
    rows = found[highest(strength[found], _MOST_WORDS)]
    by_period = _by_period_of(table, rows)
    parts = peaks[rows].tolist()
    return [
        _peak_word(table, row, table.sentiments[part], held)
        for row, part, held in zip(rows.tolist(), parts, by_period, strict=True)
    ]


def _peak_word(table: WordTable, row: int, period: str, by_period: list[int]) -> PeakWord:
    names = ("count", "texts", "z", "p")
    count, texts, z, p = (table.of(name, period)[row].item() for name in names)
    shown = round(z, 4), float(f"{p:.6g}")
    return PeakWord(table.names[row], period, count, texts, *shown, by_period)


def _by_period_of(table: WordTable, rows: Ints) -> list[list[int]]:
    """Return in how many texts of each period words are."""
    texts = np.stack([table.of("texts", period)[rows] for period in table.sentiments], axis=1)
    by_period: list[list[int]] = texts.tolist()
    return by_period
