"""What is counted as one: words, negated words, phrases. Each occurrence is counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.counting import Counts
from moodcloud.language import (
    NEGATED_BIGRAM,
    WITHOUT_CAPITALS,
    folded,
    negation,
    stop_words_alone,
    words_of_tokens,
)
from moodcloud.options import Options
from moodcloud.vocabulary.keyness import attracted, g2

# A bigram seen once or twice is chance.
LEAST_PHRASE_COUNT: Final = 3
# So is one seen less than once in so many words. It bounds the bigrams to hold in memory, however
# large the table.
WORDS_OF_A_PHRASE: Final = 6_250_000

KEYS: Final = ["sentiment", "word"]
SUMS: Final = ["count", "texts"]
"""What adds up over the forms of a word. Its texts are those of its forms together, as if none held
two of them."""


@dataclass(frozen=True)
class Units:
    """The occurrences of words, negated words and phrases, each counted as one.

    Attributes:
        forms: Each word with the tokens it is written as: `sentiment`, `word`, `form`, `count`,
            `texts`. The forms of negated words, and of phrases that take the place of their words,
            are bigrams.
        moved: Occurrences of a word that are counted in a negated word or a phrase instead:
            `sentiment`, `word`, `count`, `texts`, and `negated`, the part of them in a negated
            word.
        phrases: Bigrams that belong together: `sentiment`, `phrase`, `form`, `count`, `texts`,
            `g2`.
    """

    forms: pd.DataFrame
    moved: pd.DataFrame
    phrases: pd.DataFrame


def least_phrase_count(running: int) -> int:
    """Return how often a phrase must occur in a table of so many running words."""
    return max(LEAST_PHRASE_COUNT, running // WORDS_OF_A_PHRASE)


def find_units(
    counts: Counts,
    tokens: pd.DataFrame,
    stops: frozenset[str],
    language: str,
    names: frozenset[str],
    options: Options,
    texts: Sequence[Sequence[str]] = (),
) -> Units:
    """Find the units of a table.

    Args:
        counts: The counts of the whole table; only its bigrams are read.
        tokens: Its tokens that are words: `sentiment`, `token`, `count`, `texts`, `folded`.
        stops: Words and folded tokens to leave out.
        language: ISO 639-1, or `und`.
        names: The tokens that are names, folded.
        options: `phrase_g2` and `phrase_share`.
        texts: The tokens of each text, where the neighbours of a token help to read it.
    """
    distinct = tokens.groupby("folded", sort=False)["count"].sum()
    written = {} if language in WITHOUT_CAPITALS else usual_spellings(tokens)
    listed = distinct.index.tolist()
    words = words_of_tokens(listed, distinct.tolist(), language, written, names, texts)
    occurrences = _occurrences(tokens, words, stops)

    negated, from_negated = _negated(counts, words, stops, language)
    running = int(distinct.sum())
    bigrams = counts.bigrams_frame(least_phrase_count(running))
    bigrams = bigrams[~bigrams["bigram"].isin(negated["form"])]
    phrases = _phrases(bigrams, words, stops, occurrences, options)
    alone = stop_words_alone(language) - {folded(word) for word in options.keep}
    occurrences = occurrences[~occurrences["word"].isin(alone)]
    joined = phrases[phrases["share"] >= options.phrase_share]
    from_joined = pd.concat(
        [joined[["sentiment", part, *SUMS]].set_axis([*KEYS, *SUMS], axis="columns")
         for part in ("first", "second")]
    )  # fmt: skip
    units = [
        occurrences,
        negated,
        joined.rename(columns={"phrase": "word"})[[*KEYS, "form", *SUMS]],
    ]
    moved = pd.concat([from_negated.assign(negated=from_negated["count"]), from_joined])
    return Units(
        forms=pd.concat(units, ignore_index=True),
        moved=_at_most(moved, occurrences),
        phrases=phrases[["sentiment", "phrase", "form", *SUMS, "g2"]],
    )


def usual_spellings(tokens: pd.DataFrame) -> dict[str, str]:
    """Return how each folded token is written mostly."""
    counts = tokens.groupby(["folded", "token"], sort=True)["count"].sum().reset_index()
    most = counts.loc[counts.groupby("folded", sort=False)["count"].idxmax()]
    return dict(zip(most["folded"].tolist(), most["token"].tolist(), strict=True))


def _occurrences(
    tokens: pd.DataFrame, words: dict[str, tuple[str, ...]], stops: frozenset[str]
) -> pd.DataFrame:
    """Return a row for each token and word in it, without stop words."""
    kept = tokens[~tokens["folded"].isin(stops)]
    held = [words[token] for token in kept["folded"].tolist()]
    found = kept[["sentiment", "token", *SUMS]].rename(columns={"token": "form"})
    # Nearly all tokens hold one word: only the others go through the slow `explode`.
    single = np.array([len(each) == 1 for each in held], dtype=bool)
    alone = found[single].assign(word=[each[0] for each in held if len(each) == 1])
    compound = pd.Series(
        [list(each) for each in held if len(each) != 1], index=found.index[~single], dtype=object
    )
    together = found[~single].assign(word=compound).explode("word").dropna(subset=["word"])
    exploded = pd.concat([alone, together])
    return exploded[~exploded["word"].isin(stops)]


def _parted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the bigrams with their two tokens, folded."""
    parts = [bigram.split(" ") for bigram in frame["bigram"].tolist()]
    return frame.assign(
        first=[folded(first) for first, _ in parts], second=[folded(second) for _, second in parts]
    )


def _negated(
    counts: Counts, words: dict[str, tuple[str, ...]], stops: frozenset[str], language: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return negated words as occurrences, and the occurrences they take from other words."""
    units, parts = [], []
    frame = _parted(counts.matching_bigrams_frame(NEGATED_BIGRAM))
    for sentiment, bigram, count, texts, first, second in frame.itertuples(index=False, name=None):
        found = negation(first, second, words, language)
        if found is None or stops.intersection(found.parts[:1]):
            continue
        units.append((sentiment, found.word, bigram, count, texts))
        parts += [(sentiment, part, count, texts) for part in found.parts]
    return (
        pd.DataFrame(units, columns=[*KEYS, "form", *SUMS]),
        pd.DataFrame(parts, columns=[*KEYS, *SUMS]),
    )


def _phrases(
    bigrams: pd.DataFrame,
    words: dict[str, tuple[str, ...]],
    stops: frozenset[str],
    occurrences: pd.DataFrame,
    options: Options,
) -> pd.DataFrame:
    """Return bigrams whose words attract each other, with G2 and their share of the rarer word."""
    frame = _parted(bigrams)
    # The words that are adjacent: the last of the first token and the first of the second.
    frame = frame.assign(
        first=["".join(words.get(token, ())[-1:]) for token in frame["first"].tolist()],
        second=["".join(words.get(token, ())[:1]) for token in frame["second"].tolist()],
    )
    left_out = stops | {""}
    frame = frame[~frame["first"].isin(left_out) & ~frame["second"].isin(left_out)]
    frame = frame[frame["first"] != frame["second"]]
    words_side_by_side = zip(frame["first"].tolist(), frame["second"].tolist(), strict=True)
    frame = frame.assign(phrase=[" ".join(two) for two in words_side_by_side]).rename(
        columns={"bigram": "form"}
    )
    whole = frame.groupby(["phrase", "first", "second"], as_index=False, sort=False)["count"].sum()
    single = occurrences.groupby("word", sort=False)["count"].sum()
    together = whole["count"].to_numpy(np.int64)
    first = np.maximum(single.reindex(whole["first"]).fillna(0).to_numpy(np.int64), together)
    second = np.maximum(single.reindex(whole["second"]).fillna(0).to_numpy(np.int64), together)
    total = int(single.sum())
    whole = whole.assign(
        g2=g2(together, first, second, total),
        share=together / np.maximum(np.minimum(first, second), 1),
    )
    whole = whole[attracted(together, first, second, total) & (whole["g2"] >= options.phrase_g2)]
    return frame.merge(whole[["phrase", "g2", "share"]], on="phrase")


def _at_most(moved: pd.DataFrame, occurrences: pd.DataFrame) -> pd.DataFrame:
    """Return the moved occurrences, at most as many as there are: one may be in two bigrams."""
    there = occurrences[occurrences["word"].isin(set(moved["word"].tolist()))]
    there = there.groupby(KEYS, sort=False)[SUMS].sum().add_prefix("all_").reset_index()
    moved = moved.fillna({"negated": 0}).groupby(KEYS)[[*SUMS, "negated"]].sum().reset_index()
    moved = moved.merge(there, on=KEYS)
    bounds = {"count": "all_count", "texts": "all_texts", "negated": "all_count"}
    limited = {name: np.minimum(moved[name], moved[bound]) for name, bound in bounds.items()}
    return moved.assign(**limited)[[*KEYS, *limited]].astype(dict.fromkeys(limited, np.int64))
