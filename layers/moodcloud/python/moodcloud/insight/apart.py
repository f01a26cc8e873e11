"""Words that set a part of a sentiment apart from its other parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from moodcloud.insight.cells import PartCounts
from moodcloud.vocabulary.keyness import Bools, Floats, Ints, log_odds_z
from moodcloud.vocabulary.significance import exact_p, significant
from moodcloud.vocabulary.typical import stands_out
from moodcloud.vocabulary.word_table import WordTable

# A word of fewer texts tells of these texts only.
_LEAST_TEXTS: Final = 3
_TOKEN: Final = re.compile(r"\w+")


def set_apart(
    counted: Mapping[str, PartCounts], names: tuple[str, ...], prior_mass: float
) -> dict[str, WordTable]:
    """Return the words of each sentiment, with their keyness in each named part.

    A part is held against all other parts of its sentiment, those without a name among them. The
    false discovery rate is that of all words, parts and sentiments together.

    Args:
        counted: The words of each sentiment.
        names: The names of the first parts; no others are tested.
        prior_mass: The weight of the prior, in words.

    Returns:
        For each sentiment a table whose `sentiments` are the parts, with the statistics `count`,
        `texts`, `z`, `p` and `significant`.
    """
    z = {name: _keyness(each, len(names), prior_mass) for name, each in counted.items()}
    p = {name: _chances(each, z[name]) for name, each in counted.items()}
    marks = marked(p)
    return {
        name: WordTable(
            names=each.names,
            keys=each.names,
            sentiments=names,
            statistics={
                "count": each.counts[: len(names)],
                "texts": each.texts[: len(names)],
                "z": z[name],
                "p": p[name],
                "significant": marks[name],
            },
        )
        for name, each in counted.items()
    }


def marked(p: Mapping[str, Floats]) -> dict[str, Bools]:
    """Return which of several arrays of tests are significant, all tests taken together."""
    flat = np.concatenate([np.zeros(0), *(each.ravel() for each in p.values())])
    found, start, marks = significant(flat), 0, {}
    for name, each in p.items():
        marks[name] = found[start : start + each.size].reshape(each.shape)
        start += each.size
    return marks


def _keyness(words: PartCounts, parts: int, prior_mass: float) -> Floats:
    """Return z in the shape (parts, words); what is not tested counts as one more word."""
    counts = np.column_stack([words.counts, words.rest])
    total = counts.sum(axis=0)
    z = [log_odds_z(own, total - own, prior_mass)[:-1] for own in counts[:parts]]
    return np.array(z).reshape(parts, len(words.names))


def _chances(words: PartCounts, z: Floats) -> Floats:
    """Return the two-sided probability of each z by chance, in its shape."""
    everywhere = words.texts.sum(axis=0)
    p = [_chance(own, everywhere - own, each) for own, each in zip(words.texts, z, strict=False)]
    return np.array(p).reshape(z.shape)


def _chance(texts: Ints, others: Ints, z: Floats) -> Floats:
    return exact_p(z, texts, others) if len(z) else z


def telling(table: WordTable, part: str) -> Bools:
    """Return which words set a part apart: they stand out, in several texts, and do not name it."""
    several = table.of("texts", part) >= _LEAST_TEXTS
    return np.asarray(stands_out(table, part) & several & ~naming(table, part))


def naming(table: WordTable, part: str) -> Bools:
    """Return which words are in the name of a part: that United is called so sets nothing apart.

    Args:
        table: The words.
        part: The name of the part.
    """
    found = np.zeros(len(table), bool)
    for token in _TOKEN.findall(part):
        for written in {token, token.lower(), token.upper(), token.capitalize()}:
            if table.key(written) is not None:
                found[table.rows([written])] = True
    return found
