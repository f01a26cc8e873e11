"""What a summary says by group and over time, as tables of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moodcloud.report.divided_summary import GroupsSummary, PeriodsSummary

if TYPE_CHECKING:
    import pandas as pd


def groups_frame(groups: GroupsSummary | None) -> pd.DataFrame:
    """Return a row for each sentiment of each group: `rows`, `share`, `texts`."""
    import pandas as pd

    rows = [
        (name, sentiment, own.rows, own.share, own.texts)
        for name, group in (groups.groups.items() if groups else ())
        for sentiment, own in group.sentiments.items()
    ]
    table = pd.DataFrame(rows, columns=["group", "sentiment", "rows", "share", "texts"])
    return table.set_index(["group", "sentiment"])


def group_words_frame(groups: GroupsSummary | None) -> pd.DataFrame:
    """Return a row for each word that sets a group apart within a sentiment."""
    import pandas as pd

    rows = [
        (name, sentiment, each.word, each.count, each.texts, each.z, each.p)
        for name, group in (groups.groups.items() if groups else ())
        for sentiment, own in group.sentiments.items()
        for each in own.distinctive_words
    ]
    return pd.DataFrame(rows, columns=["group", "sentiment", "word", "count", "texts", "z", "p"])


def periods_frame(periods: PeriodsSummary | None) -> pd.DataFrame:
    """Return a row for each sentiment of each period: `begins`, `rows`, `share`."""
    import pandas as pd

    rows = [
        (name, sentiment, pd.Timestamp(each.begins), own, own / max(sum(each.rows.values()), 1))
        for name, each in (periods.periods.items() if periods else ())
        for sentiment, own in each.rows.items()
    ]
    table = pd.DataFrame(rows, columns=["period", "sentiment", "begins", "rows", "share"])
    return table.set_index(["period", "sentiment"])


def trends_frame(periods: PeriodsSummary | None) -> pd.DataFrame:
    """Return a row for each word that rises, falls or stands out at one time."""
    import pandas as pd

    found = periods.sentiments.items() if periods else ()
    rows = [
        (sentiment, each.word, trend, each.peak, each.texts, each.z, each.p)
        for sentiment, own in found
        for trend, words in (("rising", own.rising), ("falling", own.falling))
        for each in words
    ]
    rows += [
        (sentiment, each.word, "peak", each.period, each.texts, each.z, each.p)
        for sentiment, own in found
        for each in own.peaks
    ]
    return pd.DataFrame(rows, columns=["sentiment", "word", "trend", "peak", "texts", "z", "p"])
