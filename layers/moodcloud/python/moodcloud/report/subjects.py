"""What texts are about, as a part of `summary.json`: aspects and themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from moodcloud.insight.about import QuotedTheme
from moodcloud.insight.aspects import Aspect, Judged
from moodcloud.report.contract import Count, Name, Probability


@dataclass(frozen=True)
class JudgingWord:
    """A word that says how people find an aspect.

    Attributes:
        word: The word as people mostly write it.
        sentiment: The sentiment whose texts say so most, for how many of them were sampled.
        texts: How many of the sampled texts have it near the aspect, by sentiment.
    """

    word: Name
    sentiment: str
    texts: dict[str, Count]


@dataclass(frozen=True)
class AspectStat:
    """A thing that people find good or bad, and how they find it.

    Attributes:
        aspect: The noun or the phrase as people mostly write it.
        texts: How many texts of the file hold it, by sentiment.
        judging_words: The words near it, in more texts than by chance, that judge it: those of most
            texts first.
    """

    aspect: Name
    texts: dict[str, Count]
    judging_words: Annotated[list[JudgingWord], {"minItems": 1}]


@dataclass(frozen=True)
class ThemeStat:
    """Words that keep company in a sentiment.

    Attributes:
        words: The words, the most frequent first.
        texts: How many of the sampled texts of the sentiment hold two of them or more.
        share: The share of these in the sampled texts of the sentiment.
        quote: A text about them, or a part of one; null where texts are not quoted.
    """

    words: Annotated[list[Name], {"minItems": 3}]
    texts: Count
    share: Probability
    quote: str | None


def aspect_stat(aspect: Aspect) -> AspectStat:
    """Return an aspect as the summary has it."""
    return AspectStat(aspect.name, dict(aspect.texts), list(map(_judging_word, aspect.judged)))


def _judging_word(judged: Judged) -> JudgingWord:
    return JudgingWord(judged.word, judged.sentiment, dict(judged.texts))


def theme_stat(quoted: QuotedTheme) -> ThemeStat:
    """Return a theme as the summary has it."""
    theme, passage = quoted
    share = float(f"{theme.share:.6g}")
    return ThemeStat(list(theme.words), len(theme.texts), share, passage and passage.text)
