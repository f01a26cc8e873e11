"""What is said by group and over time: the parts of a table, and the words of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import duckdb
import numpy as np

from moodcloud.insight.apart import marked, set_apart
from moodcloud.insight.cells import PartCounts, count_parts, counted_cells
from moodcloud.insight.division import Groups, by_group
from moodcloud.insight.periods import Periods, by_period
from moodcloud.insight.trends import trend_p, trend_z
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import Table
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.word_table import WordTable

TREND = "trend"
"""What the one column of a table of trends is called."""


@dataclass(frozen=True)
class GroupWords:
    """A table by groups, and the words that set a group apart within each sentiment.

    Attributes:
        groups: The groups.
        words: For each sentiment what `set_apart` returns.
    """

    groups: Groups
    words: dict[str, WordTable]


@dataclass(frozen=True)
class PeriodWords:
    """A table by periods, and how the words of each sentiment change.

    Attributes:
        periods: The periods.
        words: For each sentiment what `set_apart` returns: the keyness of words in each period.
        trends: For each sentiment the same words with the statistics `z`, `p` and `significant` of
            their trend, in one column `TREND`.
    """

    periods: Periods
    words: dict[str, WordTable]
    trends: dict[str, WordTable]


@dataclass(frozen=True)
class Divided:
    """A table by group and over time; None where that was not asked for, or no date is there."""

    groups: GroupWords | None = None
    periods: PeriodWords | None = None


def divide(
    connection: duckdb.DuckDBPyConnection, table: Table, vocabulary: Vocabulary, options: Options
) -> Divided:
    """Count a table by the columns that the options name.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        vocabulary: The words of the whole table.
        options: `group_by` and `time_column`; stop words and the prior of the keyness.
    """
    if not table.keys:
        return Divided()
    stop_words = bigram_stop_words(options.stopwords, options.keep)
    groups: GroupWords | None = None
    found: PeriodWords | None = None
    if "group_by" in table.keys:
        with by_group(connection, table) as grouped:
            division = grouped.division
            counting = partial(counted_cells, connection, table, division, stop_words)
            counted = count_parts(connection, division, vocabulary, counting)
            groups = apart(grouped, counted, options)
    if "time_column" in table.keys:
        with by_period(connection, table) as periods:
            if periods is not None:
                division = periods.division
                counting = partial(counted_cells, connection, table, division, stop_words)
                counted = count_parts(connection, division, vocabulary, counting)
                found = over_time(periods, counted, options)
    return Divided(groups, found)


def apart(grouped: Groups, counted: Mapping[str, PartCounts], options: Options) -> GroupWords:
    """Return what sets groups apart.

    Args:
        grouped: The table by groups.
        counted: For each sentiment its words in each group.
        options: The prior of the keyness.
    """
    return GroupWords(grouped, set_apart(counted, grouped.division.names, options.prior_mass))


def over_time(periods: Periods, counted: Mapping[str, PartCounts], options: Options) -> PeriodWords:
    """Return what changes over time.

    Args:
        periods: The table by periods.
        counted: For each sentiment its words in each period.
        options: The prior of the keyness.
    """
    names = periods.division.names
    dated = {name: each.first(len(names)) for name, each in counted.items()}
    return PeriodWords(periods, set_apart(dated, names, options.prior_mass), trends_of(dated))


def trends_of(counted: Mapping[str, PartCounts]) -> dict[str, WordTable]:
    """Return the trend of each word of each sentiment; see `PeriodWords.trends`.

    The false discovery rate is that of all words and sentiments together.
    """
    p = {name: trend_p(each.texts) for name, each in counted.items()}
    marks = marked(p)
    return {
        name: WordTable(
            names=each.names,
            keys=each.names,
            sentiments=(TREND,),
            statistics={
                "texts": each.texts.sum(axis=0)[np.newaxis],
                "z": trend_z(each.texts)[np.newaxis],
                "p": p[name][np.newaxis],
                "significant": marks[name][np.newaxis],
            },
        )
        for name, each in counted.items()
    }
