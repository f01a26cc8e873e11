"""Which column holds the texts and which the sentiment: by name, and by what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.labels import MAX_GROUPS, is_scheme

# Best name first: where two columns would do, the earlier name wins.
_TEXT_NAMES: Final = (
    "text", "review", "tweet", "comment", "content", "message", "sentence", "document", "body",
    "answer", "feedback_text", "verified_reviews", "reviews", "review_text", "full_text",
    "텍스트", "리뷰", "내용", "댓글", "문장", "본문", "후기", "의견", "답변",
)  # fmt: skip
_SENTIMENT_NAMES: Final = (
    "sentiment", "label", "polarity", "emotion", "target", "rating", "stars", "score",
    "overall", "feedback", "class", "mood",
    "감정", "감성", "라벨", "레이블", "평점", "별점", "점수",
)  # fmt: skip
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Columns:
    """The positions (from 0) and names of the columns used; no sentiment where none is found."""

    text: int
    sentiment: int | None
    names: tuple[str, ...]

    @property
    def used(self) -> tuple[int, ...]:
        """Return the position of the texts, and of the sentiments where there is a column."""
        return (self.text,) if self.sentiment is None else (self.text, self.sentiment)

    @property
    def sentiment_name(self) -> str | None:
        """Return the name of the column of sentiments, if there is one."""
        return None if self.sentiment is None else self.names[self.sentiment]


def is_known_name(field: str) -> bool:
    """Tell whether `field` is a name people give to a text or sentiment column."""
    name = _fold(field)
    return name in _TEXT_NAMES or name in _SENTIMENT_NAMES


def find_columns(
    names: tuple[str, ...], header: bool, rows: list[list[str]], file_name: str, options: Options
) -> Columns:
    """Choose the two columns.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
        file_name: For messages.
        options: `text_column` and `sentiment_column` override. Where labels are named
            (`positive`, `negative`), a column must hold them.

    Raises:
        UploadError: `unknown_column`, `no_text_column`, `no_sentiment_column`.
    """
    columns = [tuple(row[i] for row in rows) for i in range(len(names))]
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")

    def asked(wanted: str | None, option: str) -> int | None:
        if wanted is None:
            return None
        if header and wanted in names:
            return names.index(wanted)
        if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
            return int(wanted) - 1
        raise UploadError(
            "unknown_column", name=file_name, wanted=wanted, option=option, columns=shown
        )

    text = asked(options.text_column, "--text-column")
    sentiment = asked(options.sentiment_column, "--sentiment-column")
    folded = [_fold(name) if header else "" for name in names]
    if sentiment is None:
        scores = [
            0.0 if i == text else _sentiment_score(folded[i], columns[i]) for i in range(len(names))
        ]
        sentiment = _best(scores)
    if text is None:
        scores = [
            0.0 if i == sentiment else _text_score(folded[i], columns[i]) for i in range(len(names))
        ]
        text = _best(scores)
    if text is None:
        raise UploadError("no_text_column", name=file_name, columns=shown)
    if sentiment is None and (options.positive or options.negative):
        raise UploadError("no_sentiment_column", name=file_name, columns=shown)
    return Columns(text, sentiment, names)


def _best(scores: list[float]) -> int | None:
    """Return the position of the highest score, the leftmost of equals; None when all are 0."""
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    return best if scores[best] > 0 else None


def _name_score(name: str, known: tuple[str, ...]) -> float:
    """Return 1.0 to 2.0 for a known name (earlier is higher), half of it for a part of one."""
    if name in known:
        return 2.0 - known.index(name) / len(known)
    parts = [part for part in re.split(r"[\W_]+", name) if part in known]
    return max((1.0 - known.index(part) / len(known) / 2 for part in parts), default=0.0)


def _sentiment_score(name: str, values: tuple[str, ...]) -> float:
    filled = [value.strip() for value in values if value.strip()]
    distinct = set(filled)
    named = _name_score(name, _SENTIMENT_NAMES)
    if not filled:
        return named / 2
    if len(distinct) > MAX_GROUPS or max(map(len, distinct)) > 40:
        return 0.0
    understood = is_scheme(distinct)
    if not named and not (understood and len(distinct) > 1):
        return 0.0
    words = any(not value.lstrip("+-").replace(".", "").isdecimal() for value in distinct)
    return (
        2.0 * named
        + 2.0 * understood
        + 1.0 * (understood and words)
        + 0.5 * (len(distinct) > 1)
        + len(filled) / len(values)
    )


def _text_score(name: str, values: tuple[str, ...]) -> float:
    filled = [value for value in values if value.strip()]
    named = _name_score(name, _TEXT_NAMES)
    if not filled:
        return named / 2
    letters = sum(len(_LETTER.findall(value)) for value in filled) / len(filled)
    if letters < 1 or (not named and letters < 3):
        return 0.0
    varied = len(set(filled)) / len(filled)
    spaced = sum(" " in value.strip() for value in filled) / len(filled)
    return 2.0 * named + min(letters / 40, 1.5) + varied + 2.0 * spaced


def _fold(name: str) -> str:
    return re.sub(r"\s+", "_", name.strip().casefold())
