"""Counts and language become the vocabulary: words and phrases with counts and keyness."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from moodcloud.counting import Counts
from moodcloud.language import HANGUL, bigram_stop_words, detect, display, folded, stop_words
from moodcloud.language.emoji import emoji_counts
from moodcloud.options import Options
from moodcloud.vocabulary.keyness import log_odds_z, significant, two_sided_p
from moodcloud.vocabulary.units import Units, find_units

# Rarer words are shown as they are counted: finding how people write them would cost more time
# than all the rest, for words nobody sees.
LEAST_DISPLAYED: Final = 5
# In a large table, neither does anyone see what stands there less than once in so many words.
WORDS_OF_A_DISPLAYED: Final = 3_750_000
# The most frequent tokens tell the language: stop words are among them.
LANGUAGE_SAMPLE: Final = 20_000


@dataclass(frozen=True)
class Vocabulary:
    """What is said in each sentiment.

    Attributes:
        sentiments: In the order results show them.
        running_words: All words of each sentiment, stop words among them; rates refer to these.
        words: One row a word (or negated word, or phrase that takes the place of its words),
            index `word`, sorted by count in the whole table; columns `(statistic, sentiment)`
            with statistics `count`, `per_million`, `z`, `p`, `significant`, `moved`: occurrences
            counted in a negated word or a phrase instead, and `negated`: those of them in a
            negated word.
        phrases: The same of all phrases, index `phrase`, with `g2` instead of
            `moved` and `negated`.
        forms: One row a form of a word, a token or a bigram: `sentiment`, `word`, `form`, `count`.
        bigrams: One row a bigram that is a phrase: `bigram`, `phrase`.
        emoji: `sentiment`, `emoji`, `count`.
        language: ISO 639-1, or `und`.
        moved_words: The same as `words`, of words that have no occurrence left.
        word_keys: From a word as shown to its name in every file, however people write it there.
        phrase_keys: The same of phrases: the names of its two words.
    """

    sentiments: tuple[str, ...]
    running_words: dict[str, int]
    words: pd.DataFrame
    phrases: pd.DataFrame
    forms: pd.DataFrame
    bigrams: pd.DataFrame
    emoji: pd.DataFrame
    language: str
    moved_words: pd.DataFrame = field(default_factory=pd.DataFrame)
    word_keys: dict[str, str] = field(default_factory=dict)
    phrase_keys: dict[str, str] = field(default_factory=dict)


def build_vocabulary(counts: Counts, sentiments: tuple[str, ...], options: Options) -> Vocabulary:
    """Build the vocabulary of a table from its counts.

    Args:
        counts: Of the whole table.
        sentiments: Its sentiments, in the order results show them.
        options: Language, stop words, phrases, keyness.
    """
    with _no_collection():
        return _build(counts, sentiments, options)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for circular garbage.

    A large vocabulary is millions of strings and tuples and no circles: looking for them again and
    again takes a sixth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _build(counts: Counts, sentiments: tuple[str, ...], options: Options) -> Vocabulary:
    tokens = _tokens(counts)
    running = tokens.groupby("sentiment")["count"].sum()
    language = options.language or _language(tokens)
    units = find_units(counts, tokens, _stops(language, options), language, options)
    shown = _shown(units)
    occurrences = units.forms.assign(word=units.forms["word"].map(shown))
    moved = units.moved.assign(word=units.moved["word"].map(shown))
    words = _counts(occurrences, "word", sentiments)
    elsewhere, negated = (
        _counts(moved, "word", sentiments, values).reindex(words.index, fill_value=0)
        for values in ("count", "negated")
    )
    table = _statistics(words - elsewhere, sentiments, running, options)
    for name in sentiments:
        table["moved", name] = elsewhere[name].reindex(table.index)
    for name in sentiments:
        table["negated", name] = negated[name].reindex(table.index)
    left = _left(table, sentiments)
    phrases = _spelled(units.phrases)
    return Vocabulary(
        sentiments=sentiments,
        running_words={name: int(running.get(name, 0)) for name in sentiments},
        words=table[left],
        moved_words=table[~left],
        phrases=_phrase_table(phrases, sentiments, running, options),
        word_keys={name: word for word, name in shown.items()},
        phrase_keys=dict(zip(phrases["phrase"], units.phrases["phrase"], strict=True)),
        forms=occurrences,
        bigrams=phrases[["form", "phrase"]]
        .drop_duplicates(ignore_index=True)
        .rename(columns={"form": "bigram"}),
        emoji=emoji_counts(counts.marks_frame()),
        language=language,
    )


def _left(table: pd.DataFrame, sentiments: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Return which words have an occurrence left."""
    left = np.zeros(len(table), dtype=np.int64)
    for name in sentiments:
        left += table["count", name].to_numpy(np.int64)
    return left > 0


def _tokens(counts: Counts) -> pd.DataFrame:
    """Return the tokens that are words, with the folded token."""
    tokens = counts.tokens_frame()
    return tokens.assign(folded=[folded(token) for token in tokens["token"].tolist()])


def _language(tokens: pd.DataFrame) -> str:
    totals = tokens.groupby("folded", sort=False)["count"].sum()
    frequent = totals.sort_values(ascending=False, kind="stable")[:LANGUAGE_SAMPLE]
    return detect(dict(zip(frequent.index.tolist(), frequent.tolist(), strict=True)))


def _stops(language: str, options: Options) -> frozenset[str]:
    chosen = bigram_stop_words(options.stopwords, options.keep)
    return (chosen | stop_words(language)) - {folded(word) for word in options.keep}


def _shown(units: Units) -> dict[str, str]:
    """Return how each word is shown, no two alike."""
    total = units.forms.groupby("word", sort=False)["count"].sum()
    least = max(LEAST_DISPLAYED, int(total.sum()) // WORDS_OF_A_DISPLAYED)
    frequent = units.forms[units.forms["word"].isin(total.index[total >= least])]
    written: dict[str, dict[str, int]] = {}
    columns = (frequent[column].tolist() for column in ("word", "form", "count"))
    for word, form, count in zip(*columns, strict=True):
        forms = written.setdefault(word, {})
        forms[form] = forms.get(form, 0) + count
    names = {word: word for word in total.index.tolist()}
    taken = set(names)
    phrases = set(units.phrases["phrase"])
    for word, forms in written.items():
        name = _most_written(forms) if word in phrases else _spelling(word, forms)
        if name != word and name not in taken:
            names[word] = name
            taken.add(name)
    return names


def _spelling(word: str, forms: dict[str, int]) -> str:
    """Return how a word or a negated word is written."""
    if HANGUL.search(word):
        # The dictionary form, whatever ending people write.
        return word
    return _most_written(forms) if " " in word else display(forms, word)


def _most_written(forms: dict[str, int]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _counts(
    occurrences: pd.DataFrame, key: str, sentiments: tuple[str, ...], values: str = "count"
) -> pd.DataFrame:
    """Return occurrences of each `key` by sentiment, one row each."""
    counts = occurrences.pivot_table(
        index=key, columns="sentiment", values=values, aggfunc="sum", fill_value=0
    )
    return counts.reindex(columns=list(sentiments), fill_value=0).astype(np.int64)


def _spelled(phrases: pd.DataFrame) -> pd.DataFrame:
    """Return the phrases of `Units` under the names people mostly write."""
    spelled: dict[str, dict[str, int]] = {}
    whole = phrases.groupby(["phrase", "form"], as_index=False)["count"].sum()
    for phrase, form, count in whole.itertuples(index=False):
        spelled.setdefault(phrase, {})[form] = count
    names = {phrase: _most_written(forms) for phrase, forms in spelled.items()}
    return phrases.assign(phrase=phrases["phrase"].map(names))


def _phrase_table(
    phrases: pd.DataFrame, sentiments: tuple[str, ...], running: pd.Series[int], options: Options
) -> pd.DataFrame:
    table = _statistics(_counts(phrases, "phrase", sentiments), sentiments, running, options)
    strength = phrases.groupby("phrase")["g2"].max()
    for name in sentiments:
        table["g2", name] = strength.reindex(table.index)
    return table


def _statistics(
    counts: pd.DataFrame,
    sentiments: tuple[str, ...],
    running: pd.Series[int],
    options: Options,
) -> pd.DataFrame:
    """Return counts and keyness, by count, then by word: the same order on every run."""
    total = counts.sum(axis="columns").to_numpy()
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
