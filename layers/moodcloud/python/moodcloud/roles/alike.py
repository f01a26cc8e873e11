"""Columns that are alike: several that would do as well as the one taken, or share labels out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from moodcloud.lexicon.column_names import folded_name, sentiment_name_score
from moodcloud.lexicon.label_words import folded_label
from moodcloud.roles.candidates import Candidate, name_score, whole_scale
from moodcloud.tabular.na_values import has_label
from moodcloud.tabular.rows import own_name

# So many columns of 0 and 1 share labels out where most rows have a 1 in one of them alone. Some
# texts have several emotions: in files of emotions about one in six.
_LEAST_SHARING: Final = 3
_MOST_ROWS: Final = 2 / 3
# A scale of fewer steps may be a flag of anything.
_LEAST_STEPS: Final = 3
_MARKS: Final = frozenset(("1", "1.0", "true"))
_FLAGS: Final = _MARKS | {"0", "0.0", "false"}


def columns_alike(
    names: Sequence[str],
    header: bool,
    rows: Sequence[Sequence[str]],
    sentiments: Sequence[Candidate],
    taken: int | None,
) -> list[str]:
    """Return the names of other columns that would do as well as the one taken.

    Where none is taken, return those that share the labels out among them, if there are any.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
        sentiments: How well each column would do as sentiments.
        taken: Position of the column of the sentiments.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    if taken is None:
        return [names[i] for i in sharing_columns(names, header, columns)]
    known, wanted = frozenset(names), _labels(columns[taken])
    named = _named(names[taken], known, header)
    return [
        name
        for i, name in enumerate(names)
        if i != taken
        and sentiments[i].score > 0
        and _named(name, known, header) == named
        and _same_labels(_labels(columns[i]), wanted)
    ]


def suggested_alike(
    names: Sequence[str], header: bool, rows: Sequence[Sequence[str]], suggested: str
) -> list[str]:
    """Return the columns of a scale that might hold the sentiments as well as the one suggested.

    That one is among them; there are none where it is alone. A scale has three steps or
    more: flags of 0 and 1 are of anything.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
        suggested: The name of the column suggested.
    """
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    known, wanted = frozenset(names), _labels(columns[suggested])
    if not header or len(_scale(columns[suggested])) < _LEAST_STEPS:
        return []
    alike = [
        name
        for name, values in columns.items()
        if name == suggested
        or (
            whole_scale(dict.fromkeys(labels := _labels(values), 1))
            and _same_labels(labels, wanted)
        )
    ]
    # People rate rooms, too, but nights alone are counted.
    plain = [name for name in alike if name_score(own_name(name, known), {}) >= 0]
    return alike if len(plain) > 1 and suggested in plain else []


def sharing_columns(
    names: Sequence[str], header: bool, columns: Sequence[Sequence[str]]
) -> tuple[int, ...]:
    """Return the positions of neighbours that share labels out: one of them is 1 in most rows.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        columns: The sample values of each column.
    """
    known = frozenset(names)
    # A column whose whole name is known as one of labels is one by itself.
    flags = [
        all(_folded(value) in _FLAGS for value in values) and _named(name, known, header) <= 1
        for name, values in zip(names, columns, strict=True)
    ]
    found: list[int] = []
    for shared, run in groupby(range(len(flags)), key=flags.__getitem__):
        # What is never marked takes no share: a flag of another kind, or a label too rare to count.
        positions = [i for i in run if not _MARKS.isdisjoint(map(_folded, columns[i]))]
        if shared and _share_labels([columns[i] for i in positions]):
            found += positions
    return tuple(found)


def _share_labels(columns: Sequence[Sequence[str]]) -> bool:
    if len(columns) < _LEAST_SHARING:
        return False
    rows = list(zip(*columns, strict=True))
    single = sum(sum(_folded(value) in _MARKS for value in row) == 1 for row in rows)
    return single > _MOST_ROWS * len(rows)


def _folded(value: str) -> str:
    return value.strip().casefold()


def _named(name: str, names: frozenset[str], header: bool) -> float:
    """Return how much a name speaks for sentiments; none speaks against them here."""
    score = sentiment_name_score(folded_name(own_name(name, names))) if header else 0.0
    return max(score, 0.0)


def _scale(values: Sequence[str]) -> set[str]:
    return whole_scale({value.strip(): 1 for value in set(values) if has_label(value)})


def _labels(values: Sequence[str]) -> set[str]:
    return {folded_label(value) or value.strip() for value in set(values) if has_label(value)}


def _same_labels(some: set[str], others: set[str]) -> bool:
    """Return whether the labels of one column are among those of the other, or nearly all."""
    smaller, larger = sorted((some, others), key=len)
    missing = len(smaller - larger)
    return missing <= len(smaller) // 4 and 2 * len(smaller) >= len(larger)
