"""Which column holds the texts and which the sentiments: by its name and by its values."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from moodcloud.conditions import parse
from moodcloud.errors import UploadError, brief
from moodcloud.labels.ratings import rating_of
from moodcloud.lexicon.column_names import folded_name, may_count_votes
from moodcloud.options import KEY_OPTIONS, Options
from moodcloud.roles.alike import sharing_columns
from moodcloud.roles.candidates import (
    MOST_LISTED,
    Candidate,
    listed,
    sentiment_candidate,
    text_candidate,
)
from moodcloud.roles.unnamed_numbers import without_doubtful_numbers
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import Columns, own_name

# Longest position of a column; Python refuses to read numbers of thousands of digits.
_MOST_DIGITS: Final = 9
_SHOWN_NAMES: Final = 30
# So many scores of a forum do not all lie between 1 and so many votes.
_MOST_STARS: Final = 5
_ROWS_OF_STARS: Final = 30


def judge_columns(
    names: Sequence[str], header: bool, rows: Sequence[Sequence[str]]
) -> tuple[list[Candidate], list[Candidate]]:
    """Judge every column as texts, and as sentiments; the candidates are in column order.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    only = len(names) == 1
    known = frozenset(names)
    judged = [(own_name(name, known), values) for name, values in zip(names, columns, strict=True)]
    texts = [text_candidate(name, header, values, only) for name, values in judged]
    sentiments = [sentiment_candidate(name, header, values) for name, values in judged]
    own = [name for name, _ in judged]
    texts = _without_replies(own, columns, texts)
    sentiments = without_doubtful_numbers(own, header, columns, texts, sentiments)
    folded = [folded_name(name) for name in own] if header else []
    for position, name in enumerate(folded):
        if may_count_votes(name, folded) and _are_votes(columns[position]):
            reason = "votes, as other columns of a forum tell"
            sentiments[position] = replace(sentiments[position], score=0.0, reason=reason)
    for position in sharing_columns(names, header, columns):
        reason = "0 and 1, and one of several columns that share the labels out"
        sentiments[position] = replace(sentiments[position], score=0.0, reason=reason)
    return (
        [replace(each, column=name) for each, name in zip(texts, names, strict=True)],
        [replace(each, column=name) for each, name in zip(sentiments, names, strict=True)],
    )


def _are_votes(values: Sequence[str]) -> bool:
    """Return whether values may count votes: no words, no shares, no stars from 1 to 5."""
    filled = [value.strip() for value in values if has_text(value)]
    numbers = [rating.value for value in filled if (rating := rating_of(value)) is not None]
    if 2 * len(numbers) < len(filled) or not numbers:
        return False
    lowest, highest = min(numbers), max(numbers)
    whole = all(map(float.is_integer, numbers))
    stars = whole and lowest >= 1 and highest <= _MOST_STARS and len(numbers) >= _ROWS_OF_STARS
    return not stars and not -1 <= lowest <= highest <= 1


def _without_replies(
    names: Sequence[str], columns: Sequence[Sequence[str]], texts: list[Candidate]
) -> list[Candidate]:
    """Return the candidates for texts, those that answer to another one lower than that.

    `data.replies.data.body` answers to `data.body`: it is named alike, further within its record.
    """
    holders = {
        name: candidate.score
        for name, values, candidate in zip(names, columns, texts, strict=True)
        if 2 * sum(map(has_text, values)) > len(values)
    }

    def most(name: str) -> float:
        within, _, last = name.rpartition(".")
        steps = within.split(".") if within else []
        above = (".".join((*steps[:depth], last)) for depth in range(len(steps)))
        return max((holders.get(each, 0.0) for each in above), default=0.0)

    found = [(each, most(name)) for name, each in zip(names, texts, strict=True)]
    return [
        replace(each, score=top / 2, reason=f"{each.reason}; within a record that has such a text")
        if 0 < top <= each.score
        else each
        for each, top in found
    ]


def choose_columns(
    names: tuple[str, ...],
    header: bool,
    texts: list[Candidate],
    sentiments: list[Candidate],
    options: Options,
) -> tuple[Columns, list[Candidate]]:
    """Choose the two columns; return the columns considered for each role, best first, too.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        texts: How well each column would do as texts.
        sentiments: How well each column would do as sentiments.
        options: `text_column` and `sentiment_column` override. Where labels are named
            (`positive`, `negative`), a column must hold them.

    Raises:
        UploadError: `unknown_column`, `same_column`, `no_text_column`, `no_sentiment_column`.
    """
    by_text, by_sentiment = map(options.name_of, ("text_column", "sentiment_column"))
    text = asked_for(options.text_column, by_text, names, header)
    sentiment = asked_for(options.sentiment_column, by_sentiment, names, header)
    if text is not None and text == sentiment:
        raise UploadError("same_column", column=brief(names[text]))
    asked = (text is not None, sentiment is not None)
    if sentiment is None:
        sentiment = _best(sentiments, taken=text)
    if text is None:
        text = _best(texts, taken=sentiment)
    if text is None:
        raise UploadError("no_text_column", columns=shown(names))
    if sentiment is None and (options.positive or options.negative):
        raise UploadError("no_sentiment_column", columns=shown(names))
    considered = [
        *_considered(texts, text if asked[0] else None, sentiment, by_text),
        *_considered(sentiments, sentiment if asked[1] else None, text, by_sentiment),
    ]
    return Columns(text, sentiment, names), considered


def columns_of_conditions(
    names: tuple[str, ...], header: bool, options: Options
) -> tuple[int, ...]:
    """Return the positions of the columns that the conditions on rows are about.

    Raises:
        UploadError: `unknown_column`.
    """
    called = options.name_of("where")
    about = (parse(each).column for each in options.where)
    return tuple(position_of(column, called, names, header) for column in about)


def columns_of_keys(names: tuple[str, ...], header: bool, options: Options) -> tuple[int, ...]:
    """Return the positions of the columns of the groups and of the time, as far as asked for.

    Raises:
        UploadError: `unknown_column`.
    """
    wanted = ((name, getattr(options, name)) for name in KEY_OPTIONS)
    return tuple(
        position_of(column, options.name_of(name), names, header)
        for name, column in wanted
        if column is not None
    )


def asked_for(wanted: str | None, option: str, names: tuple[str, ...], header: bool) -> int | None:
    """Return the position of the column an option names; None where it names none.

    Raises:
        UploadError: `unknown_column`.
    """
    return None if wanted is None else position_of(wanted, option, names, header)


def position_of(wanted: str, option: str, names: tuple[str, ...], header: bool) -> int:
    """Return the position of the column an option names: exactly, nearly, or by position from 1.

    Raises:
        UploadError: `unknown_column`.
    """
    folded = [_fold(name) for name in names]
    if header and wanted in names:
        return names.index(wanted)
    if header and folded.count(_fold(wanted)) == 1:
        return folded.index(_fold(wanted))
    position = wanted.strip()
    if position.isdecimal() and len(position) <= _MOST_DIGITS and 1 <= int(position) <= len(names):
        return int(position) - 1
    near = get_close_matches(_fold(wanted), folded, n=1) if header else []
    raise UploadError(
        "unknown_column",
        wanted=wanted,
        option=option,
        columns=shown(names)
        + (f' (did you mean "{brief(names[folded.index(near[0])])}"?)' if near else ""),
    )


def shown(names: Sequence[str]) -> str:
    """Return the names as messages list them."""
    names_shown = ", ".join(map(brief, names[:_SHOWN_NAMES]))
    return names_shown + (" …" if len(names) > _SHOWN_NAMES else "")


def _best(candidates: list[Candidate], taken: int | None) -> int | None:
    """Return the position of the highest score, the leftmost of equals; None when all are 0."""
    free = [i for i in range(len(candidates)) if i != taken and candidates[i].score > 0]
    return max(free, key=lambda i: (candidates[i].score, -i), default=None)


def _considered(
    candidates: list[Candidate], asked: int | None, taken: int | None, option: str
) -> list[Candidate]:
    """Return the best candidates of a role, the column asked for first."""
    if asked is None:
        return listed([each for i, each in enumerate(candidates) if i != taken])
    own = candidates[asked]
    reason = f"asked for by {option}" + (f"; {own.reason}" if own.reason else "")
    others = [each for i, each in enumerate(candidates) if i not in (asked, taken)]
    return [replace(own, reason=reason), *listed(others)][:MOST_LISTED]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().casefold())
