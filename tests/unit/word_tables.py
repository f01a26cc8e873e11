"""Words and counts as tests look at them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from moodcloud.counting import Counts
from moodcloud.vocabulary.word_table import WordTable

Row = tuple[str, str, int, int]


def table_of(frame: pd.DataFrame) -> WordTable:
    """Return a table of words from one with the columns `(statistic, sentiment)`."""
    statistics, sentiments = (list(dict.fromkeys(each)) for each in zip(*frame, strict=True))
    names = [str(word) for word in frame.index]
    columns = {
        statistic: np.array([frame[statistic, name].to_numpy() for name in sentiments])
        for statistic in statistics
    }
    return WordTable(names, names, tuple(sentiments), columns)


def tokens_in(counts: Counts) -> list[Row]:
    """Return the tokens that are words, in order: sentiment, token, count, texts."""
    where = r"regexp_matches(token, '^\pL')"
    query = f"SELECT sentiment, token, count, texts FROM {counts.tokens} WHERE {where} ORDER BY ALL"
    return counts.connection.execute(query).fetchall()


def bigrams_in(counts: Counts) -> list[Row]:
    """Return the bigrams, in order: sentiment, bigram, count, texts."""
    query = f"SELECT sentiment, bigram, count, texts FROM {counts.bigrams} ORDER BY ALL"
    return counts.connection.execute(query).fetchall()


def varied(text: str, label: str, count: int) -> list[tuple[str, str]]:
    """Return rows with the same words, so many and no two alike: copies are one text."""
    return [(text + "!" * number, label) for number in range(count)]
