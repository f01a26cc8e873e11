"""What texts are about, as tables: aspects and themes of a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from moodcloud.report.summary import Summary


def aspects_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each aspect and sentiment.

    Args:
        summary: The summary of the set.

    Returns:
        `aspect`, `sentiment`, `texts` (those of the sentiment that hold it), `share` (of all texts
        that hold it) and `judging_words`: those that the sentiment says most, each with the number
        of sampled texts that have it near the aspect.
    """
    import pandas as pd

    rows = [
        (
            each.aspect,
            sentiment,
            texts,
            texts / max(sum(each.texts.values()), 1),
            {
                word.word: sum(word.texts.values())
                for word in each.judging_words
                if word.sentiment == sentiment
            },
        )
        for each in summary.aspects
        for sentiment, texts in each.texts.items()
    ]
    return pd.DataFrame(rows, columns=["aspect", "sentiment", "texts", "share", "judging_words"])


def themes_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each theme: `sentiment`, `words`, `texts`, `share`, `quote`."""
    import pandas as pd

    rows = [
        (name, theme.words, theme.texts, theme.share, theme.quote)
        for name, sentiment in summary.sentiments.items()
        for theme in sentiment.themes
    ]
    return pd.DataFrame(rows, columns=["sentiment", "words", "texts", "share", "quote"])
