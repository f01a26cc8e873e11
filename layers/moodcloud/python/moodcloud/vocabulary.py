"""Counts and language become the vocabulary: words and phrases with counts and keyness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.counting import Counts
from moodcloud.keyness import log_odds_z, significant, two_sided_p
from moodcloud.language import language_of, stop_words, word_of
from moodcloud.language.stopwords import LANGUAGES
from moodcloud.options import Options

# A phrase seen once or twice is chance.
LEAST_PHRASE_COUNT: Final = 3
_STARTS_LIKE_A_WORD: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Vocabulary:
    """What is said in each sentiment.

    Attributes:
        sentiments: In the order results show them.
        running_words: All words of each sentiment, stop words among them; rates refer to these.
        words: One row a word that is no stop word, index `word`, sorted by count in the whole
            table; columns `(statistic, sentiment)` with statistics `count`, `per_million`, `z`,
            `p`, `significant`.
        phrases: The same of pairs of adjacent words, index `phrase`.
        forms: One row a form: `sentiment`, `form`, `count`, `word`; the forms of stop words left
            out.
        language: `en` or `ko`.
    """

    sentiments: tuple[str, ...]
    running_words: dict[str, int]
    words: pd.DataFrame
    phrases: pd.DataFrame
    forms: pd.DataFrame
    language: str


def pair_stop_forms() -> frozenset[str]:
    """Return the forms no pair may hold: the stop words of every language."""
    return frozenset().union(*(stop_words(language) for language in LANGUAGES))


def build_vocabulary(counts: Counts, sentiments: tuple[str, ...], options: Options) -> Vocabulary:
    """Build the vocabulary of a table from its counts.

    Args:
        counts: Of the whole table.
        sentiments: Its sentiments, in the order results show them.
        options: `prior_mass` weights the keyness.
    """
    forms = counts.forms_frame()
    distinct = forms["form"].drop_duplicates()
    starts = distinct.str.match(_STARTS_LIKE_A_WORD)
    distinct = distinct[starts]
    words = pd.Series([word_of(form) for form in distinct], index=distinct, dtype=object)
    forms = forms[forms["form"].isin(words.index)]
    forms = forms.assign(word=forms["form"].map(words))

    running = forms.groupby("sentiment")["count"].sum()
    stops = forms["word"].isin(pair_stop_forms())
    forms = forms[~stops].reset_index(drop=True)
    table = _statistics(forms, "word", sentiments, running, options)
    pairs = counts.pairs_frame(LEAST_PHRASE_COUNT).rename(columns={"pair": "phrase"})
    totals = {str(word): int(n) for word, n in forms.groupby("word")["count"].sum().items()}
    return Vocabulary(
        sentiments=sentiments,
        running_words={name: int(running.get(name, 0)) for name in sentiments},
        words=table,
        phrases=_statistics(pairs, "phrase", sentiments, running, options),
        forms=forms,
        language=language_of(totals) if totals else "en",
    )


def _statistics(
    occurrences: pd.DataFrame,
    key: str,
    sentiments: tuple[str, ...],
    running: pd.Series[int],
    options: Options,
) -> pd.DataFrame:
    """Return counts and keyness of each distinct `key`, one row each."""
    counts = occurrences.pivot_table(
        index=key, columns="sentiment", values="count", aggfunc="sum", fill_value=0
    ).reindex(columns=list(sentiments), fill_value=0)
    counts = counts.astype(np.int64)
    total = counts.sum(axis="columns").to_numpy()
    # By count, then by word: the same order on every run.
    order = np.lexsort((counts.index.to_numpy(dtype=str), -total))
    counts, total = counts.iloc[order], total[order]
    columns: dict[tuple[str, str], object] = {}
    for name in sentiments:
        own = counts[name].to_numpy()
        z = log_odds_z(own, total - own, options.prior_mass)
        p = two_sided_p(z)
        columns["count", name] = own
        columns["per_million", name] = own * 1e6 / max(int(running.get(name, 0)), 1)
        columns["z", name] = z
        columns["p", name] = p
        columns["significant", name] = significant(p) if len(sentiments) > 1 else False
    return pd.DataFrame(columns, index=counts.index)
