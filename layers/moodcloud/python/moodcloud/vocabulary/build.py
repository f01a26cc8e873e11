"""Counts become the vocabulary: words and phrases with their counts and keyness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.counting import Counts
from moodcloud.language import (
    HANGUL,
    bigram_stop_words,
    capitals_of,
    closed_up,
    detect,
    display,
    folded,
    is_common,
    names_of,
    stop_words,
    with_apostrophe,
    without_elided,
)
from moodcloud.language.emoji import emoji_counts
from moodcloud.options import Options
from moodcloud.vocabulary.keyness import log_odds_z
from moodcloud.vocabulary.significance import exact_p, stand_out
from moodcloud.vocabulary.units import SUMS, Units, find_units

# So many words, the most frequent, are shown as people write them. To find that out for all words
# of a large table would take more time than all the rest, for words nobody sees.
DISPLAYED_WORDS: Final = 20_000
# A word beside a name has so many capitals within sentences, for each time it is there, if it is a
# part of the name: New York, but flight to Boston.
IN_A_NAME: Final = 0.5
# A part of a form is read as a word that begins with as many letters.
_ALIKE: Final = 3
# Tokens that are enough to detect the language, the most frequent: stop words are among them.
LANGUAGE_SAMPLE: Final = 20_000


@dataclass(frozen=True)
class Vocabulary:
    """What is said in each sentiment.

    Attributes:
        sentiments: The sentiments, in the order results show them.
        running_words: How many words each sentiment has, stop words included; rates refer to this.
        words: The words (also negated words, and phrases that take the place of their words), index
            `word`, sorted by count in the whole table; columns `(statistic, sentiment)` with the
            statistics `count`, `texts` (the different texts that hold it), `per_million`, `z`, `p`,
            `significant` (whether it stands out); `moved`, the occurrences counted in a negated
            word or a phrase instead; and `negated`, those in a negated word.
        phrases: All phrases, index `phrase`, in the columns of `words`, but `g2` instead of `moved`
            and `negated`.
        forms: How each word is written, a token or a bigram: `sentiment`, `word`, `form`, `count`,
            `texts`.
        bigrams: The bigrams that are phrases: `bigram`, `phrase`.
        emoji: The emoji: `sentiment`, `emoji`, `count`.
        language: ISO 639-1, or `und`.
        moved_words: The words that have no occurrence left, in the columns of `words`.
        word_keys: For each word as shown its lemma, which is the same in every file.
        phrase_keys: For each phrase as shown its two lemmas.
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


def build_vocabulary(
    counts: Counts,
    sentiments: tuple[str, ...],
    options: Options,
    texts: Sequence[Sequence[str]] = (),
) -> Vocabulary:
    """Build the vocabulary of a table from its counts.

    Args:
        counts: The counts of the whole table.
        sentiments: Its sentiments, in the order results show them.
        options: The settings of language, stop words, phrases and keyness.
        texts: The tokens of each text of a table whose tokens are read between their neighbours.
    """
    tokens = _tokens(counts)
    running = tokens.groupby("sentiment")["count"].sum()
    language = options.language or _language(tokens)
    capitals = _capitals(counts)
    names = _names(capitals, tokens)
    stops = _stops(language, options)
    units = find_units(counts, tokens, stops, language, names, options, texts)
    shown = _shown(units, language, capitals)
    occurrences = units.forms.assign(word=units.forms["word"].map(shown))
    moved = units.moved.assign(word=units.moved["word"].map(shown))
    words = _counts(occurrences, "word", sentiments)
    elsewhere, texts_elsewhere, negated = (
        _counts(moved, "word", sentiments, values).reindex(words.index, fill_value=0)
        for values in ("count", "texts", "negated")
    )
    remaining = words - elsewhere
    holding = _counts(occurrences, "word", sentiments, "texts") - texts_elsewhere
    table = _statistics(remaining, holding, sentiments, running, options)
    for statistic, frame in (("moved", elsewhere), ("negated", negated)):
        for name in sentiments:
            table[statistic, name] = frame[name].reindex(table.index)
    left = (remaining.sum(axis="columns") > 0).reindex(table.index)
    phrases = _spelled(units.phrases, shown, capitals, language)
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


def _tokens(counts: Counts) -> pd.DataFrame:
    """Return the tokens that are words, as written and folded."""
    tokens = counts.tokens_frame()
    return tokens.assign(folded=[folded(token) for token in tokens["token"].tolist()])


def _capitals(counts: Counts) -> dict[str, int]:
    """Return how often each token, folded, has a capital within a sentence."""
    frame = counts.capitals_frame()
    return capitals_of(dict(zip(frame["token"].tolist(), frame["count"].tolist(), strict=True)))


def _names(capitals: dict[str, int], tokens: pd.DataFrame) -> frozenset[str]:
    """Return the tokens that are names, folded."""
    lower = tokens[tokens["token"].isin(capitals.keys())].groupby("token", sort=False)["count"]
    counts = lower.sum()
    return names_of(capitals, dict(zip(counts.index.tolist(), counts.tolist(), strict=True)))


def _language(tokens: pd.DataFrame) -> str:
    totals = tokens.groupby("folded", sort=False)["count"].sum()
    frequent = totals.sort_values(ascending=False, kind="stable")[:LANGUAGE_SAMPLE]
    return detect(dict(zip(frequent.index.tolist(), frequent.tolist(), strict=True)))


def _stops(language: str, options: Options) -> frozenset[str]:
    chosen = bigram_stop_words(options.stopwords, options.keep)
    return (chosen | stop_words(language)) - {folded(word) for word in options.keep}


def _shown(units: Units, language: str, capitals: dict[str, int]) -> dict[str, str]:
    """Return how each word is shown; no two are shown alike."""
    total = units.forms.groupby("word")["count"].sum()
    # Sorted by word, of which the first of equals stay.
    displayed = total.sort_values(ascending=False, kind="stable").index[:DISPLAYED_WORDS]
    frequent = units.forms[units.forms["word"].isin(displayed)]
    written: dict[str, dict[str, int]] = {}
    columns = (frequent[column].tolist() for column in ("word", "form", "count"))
    phrases = set(units.phrases["phrase"])
    for word, form, count in zip(*columns, strict=True):
        # A negated word is shown with all that is written: n'aime pas.
        own = form if " " in word and word not in phrases else without_elided(form, language)
        forms = written.setdefault(word, {})
        forms[own] = forms.get(own, 0) + count
    names = {word: word for word in total.index.tolist()}
    taken = set(names)
    # Single words first: they say which words have a capital.
    for word, forms in sorted(written.items(), key=lambda item: " " in item[0]):
        # Korean words, several too, are shown in the dictionary form, but for phrases.
        several = " " in word and (word in phrases or not HANGUL.search(word))
        if several:
            name = _cased(forms, names, capitals, first=word in phrases)
        else:
            name = _spelling(word, forms, language, capitals)
        if name != word and name not in taken:
            names[word] = name
            taken.add(name)
    return names


def _cased(
    forms: dict[str, int], names: dict[str, str], capitals: dict[str, int], first: bool = True
) -> str:
    """Return several words, each as it is shown alone, or as its name is: San Francisco, New York.

    Args:
        forms: The words in lower case, as they are written, with the counts.
        names: How words are shown, by lemma.
        capitals: How often each token, folded, has a capital within a sentence.
        first: Whether the first word may have a capital; a negator has none.
    """
    parts = _negated(forms).split(" ")
    shown = [_shown_alone(part, names) for part in parts]
    cased = [
        name if folded(name) == part and (number or first) else part
        for number, (part, name) in enumerate(zip(parts, shown, strict=True))
    ]
    if first and cased != parts:
        enough = max(1, IN_A_NAME * sum(forms.values()))
        cased = [
            part.capitalize() if part == each and capitals.get(part, 0) >= enough else each
            for part, each in zip(parts, cased, strict=True)
        ]
    return closed_up(" ".join(cased))


def _shown_alone(part: str, names: dict[str, str]) -> str:
    """Return how a part of a phrase is shown alone; what it owns changes nothing: Brady's balls."""
    owner = part.removesuffix("'s")
    shown = names.get(owner, owner)
    return shown if owner == part else shown.removesuffix("'s") + "'s"


def _spelling(word: str, forms: dict[str, int], language: str, capitals: dict[str, int]) -> str:
    """Return how most people write a word."""
    if HANGUL.search(word) or (language == "ja" and not word.isascii()):
        # These words are shown in their dictionary form, whatever ending people write.
        return word
    return display(_own(word, forms), word, is_common(word, language), capitals)


def _own(word: str, forms: dict[str, int]) -> dict[str, int]:
    """Return how a word is written by itself, without the particle or the word joined to it."""
    written: dict[str, int] = {}
    for form, count in forms.items():
        own = form[: len(word)] if HANGUL.search(form) else _part(form, word)
        if own and (own == form or not HANGUL.search(form) or folded(own) == word):
            written[own] = written.get(own, 0) + count
    return written


def _part(form: str, word: str) -> str:
    """Return the part of a form with hyphens that is read as `word`; the form where it is whole."""
    if "-" not in form or "-" in word or folded(form).replace("-", "") == word:
        return form
    alike = (part for part in form.split("-") if folded(part)[:_ALIKE] == word[:_ALIKE])
    return next(alike, "")


def _negated(forms: dict[str, int]) -> str:
    """Return what most people write of several words, with the apostrophe that some leave out."""
    spelled: Counter[str] = Counter()
    for form, count in forms.items():
        spelled[with_apostrophe(form)] += count
    return _most_written(spelled)


def _most_written(forms: dict[str, int]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _counts(
    occurrences: pd.DataFrame, key: str, sentiments: tuple[str, ...], values: str = "count"
) -> pd.DataFrame:
    """Return the occurrences of each `key`, one column a sentiment."""
    counts = occurrences.pivot_table(
        index=key, columns="sentiment", values=values, aggfunc="sum", fill_value=0
    )
    return counts.reindex(columns=list(sentiments), fill_value=0).astype(np.int64)


def _spelled(
    phrases: pd.DataFrame, shown: dict[str, str], capitals: dict[str, int], language: str
) -> pd.DataFrame:
    """Return the phrases of `Units` as most people write them."""
    spelled: dict[str, dict[str, int]] = {}
    whole = phrases.groupby(["phrase", "form"], as_index=False)["count"].sum()
    for phrase, form, count in whole.itertuples(index=False):
        own = without_elided(form, language)
        forms = spelled.setdefault(phrase, {})
        forms[own] = forms.get(own, 0) + count
    names = {phrase: _cased(forms, shown, capitals) for phrase, forms in spelled.items()}
    return phrases.assign(phrase=phrases["phrase"].map(names))


def _phrase_table(
    phrases: pd.DataFrame, sentiments: tuple[str, ...], running: pd.Series[int], options: Options
) -> pd.DataFrame:
    counts, texts = (_counts(phrases, "phrase", sentiments, values) for values in SUMS)
    table = _statistics(counts, texts, sentiments, running, options)
    strength = phrases.groupby("phrase")["g2"].max()
    for name in sentiments:
        table["g2", name] = strength.reindex(table.index)
    return table


def _statistics(
    counts: pd.DataFrame,
    texts: pd.DataFrame,
    sentiments: tuple[str, ...],
    running: pd.Series[int],
    options: Options,
) -> pd.DataFrame:
    """Return counts and keyness, sorted by count, then by word: the same order on every run."""
    total = counts.sum(axis="columns").to_numpy()
    order = np.lexsort((counts.index.to_numpy(dtype=str), -total))
    counts, total = counts.iloc[order], total[order]
    own = counts.to_numpy().T
    # What is left of a word that is counted elsewhere, too, is in one text at least.
    held = np.clip(texts.iloc[order].to_numpy().T, np.minimum(own, 1), own)
    z = np.array([log_odds_z(each, total - each, options.prior_mass) for each in own])
    everywhere = held.sum(axis=0)
    p = np.array([exact_p(*each) for each in zip(z, held, everywhere - held, strict=True)])
    marked = stand_out(p, held)
    columns: dict[tuple[str, str], object] = {}
    for number, name in enumerate(sentiments):
        columns["count", name] = own[number]
        columns["texts", name] = held[number]
        columns["per_million", name] = own[number] * 1e6 / max(int(running.get(name, 0)), 1)
        columns["z", name] = z[number]
        columns["p", name] = p[number]
        columns["significant", name] = marked[number]
    return pd.DataFrame(columns, index=counts.index)
