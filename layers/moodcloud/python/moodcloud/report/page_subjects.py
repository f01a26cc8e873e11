"""What the page says the texts are about: the first aspects and themes of the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from moodcloud.report.subjects import AspectStat, JudgingWord, ThemeStat
from moodcloud.report.summary import SentimentSummary, Summary

_ASPECTS: Final = 12
_THEMES: Final = 6
_JUDGING: Final = 6
# Smaller shares have a decimal.
_FEW: Final = 0.1


@dataclass(frozen=True)
class ShownAspect:
    """An aspect as the page shows it.

    Attributes:
        name: The noun or the phrase.
        texts: How many texts hold it.
        mostly: The number of the sentiment that most of these have.
        share: The share of that sentiment.
        parts: For each sentiment where its part of a bar 100 wide begins, and how wide it is.
        judging: For each sentiment that has some the number of the sentiment, and the judging words
            with how many texts have them near the aspect.
    """

    name: str
    texts: int
    mostly: int
    share: str
    parts: list[tuple[float, float]]
    judging: list[tuple[int, list[tuple[str, int]]]]


@dataclass(frozen=True)
class ShownTheme:
    """A theme as the page shows it.

    Attributes:
        words: The words.
        share: The share of the sampled texts of the sentiment that are about it.
        quote: A text about it; empty where texts are not quoted.
    """

    words: list[str]
    share: str
    quote: str


@dataclass(frozen=True)
class Subjects:
    """What the page says the texts are about.

    Attributes:
        aspects: The aspects of most texts.
        themes: The themes of each sentiment; empty where no sentiment has any.
        sampled: How many texts were looked at for judging words and themes.
        distinct: How many different texts there are.
    """

    aspects: list[ShownAspect]
    themes: list[list[ShownTheme]]
    sampled: int
    distinct: int


def subjects_of(summary: Summary, masked: Callable[[str], str]) -> Subjects:
    """Return what the page says the texts are about.

    Args:
        summary: The summary of the set.
        masked: What a word or a text is written as.
    """
    names, own = tuple(summary.sentiments), summary.sentiments.values()
    themes = [_themes(each, masked) for each in own]
    return Subjects(
        [_aspect(each, names, masked) for each in summary.aspects[:_ASPECTS]],
        themes if any(themes) else [],
        sum(each.sampled_texts for each in own),
        sum(each.distinct_texts for each in own),
    )


def _aspect(stat: AspectStat, names: tuple[str, ...], masked: Callable[[str], str]) -> ShownAspect:
    counts = [stat.texts[name] for name in names]
    total, most = sum(counts), max(counts)
    widths = [round(100 * count / total, 2) for count in counts]
    starts = accumulate(widths[:-1], initial=0.0)
    judging = ((number, _judging(stat.judging_words, name)) for number, name in enumerate(names))
    return ShownAspect(
        masked(stat.aspect),
        total,
        counts.index(most),
        _percent(most / total),
        [(round(start, 2), width) for start, width in zip(starts, widths, strict=True)],
        [(number, [(masked(word), n) for word, n in own]) for number, own in judging if own],
    )


def _judging(words: Iterable[JudgingWord], sentiment: str) -> list[tuple[str, int]]:
    """Return the judging words that a sentiment says most, with their texts in all sentiments."""
    own = ((each.word, _total(each.texts)) for each in words if each.sentiment == sentiment)
    return list(own)[:_JUDGING]


def _total(texts: Mapping[str, int]) -> int:
    return sum(texts.values())


def _themes(sentiment: SentimentSummary, masked: Callable[[str], str]) -> list[ShownTheme]:
    return [_theme(each, masked) for each in sentiment.themes[:_THEMES]]


def _theme(stat: ThemeStat, masked: Callable[[str], str]) -> ShownTheme:
    return ShownTheme(list(map(masked, stat.words)), _percent(stat.share), masked(stat.quote or ""))


def _percent(share: float) -> str:
    """Return a share as people read it.

    >>> _percent(0.7712), _percent(0.0412), _percent(1.0)
    ('77%', '4.1%', '100%')
    """
    return f"{share:.{int(share < _FEW)}%}"
