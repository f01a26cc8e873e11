"""What texts are about, as lines of the terminal: the aspects judged most, and what judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from moodcloud.report.subjects import AspectStat
    from moodcloud.report.summary import Summary

_ASPECTS: Final = 5
_WORDS: Final = 4


def aspect_lines(summary: Summary) -> list[str]:
    """Return a line for each of the first aspects; none where there are no aspects.

    Args:
        summary: The summary of the results.
    """
    lines = [f"  {_line(each, list(summary.sentiments))}" for each in summary.aspects[:_ASPECTS]]
    return ["What it is about, and the words that judge it:", *lines] if lines else []


def _line(aspect: AspectStat, sentiments: list[str]) -> str:
    """Return an aspect: its texts, the sentiment that most have, the judging words by sentiment."""
    total = sum(aspect.texts.values())
    most = max(sentiments, key=lambda name: aspect.texts[name])
    share = f", {aspect.texts[most] / total:.0%} {most}" if len(sentiments) > 1 else ""
    judging = ([w.word for w in aspect.judging_words if w.sentiment == s] for s in sentiments)
    words = " | ".join(", ".join(own[:_WORDS]) for own in judging if own)
    return f"{aspect.aspect}: {total:,} {'text' if total == 1 else 'texts'}{share}; {words}"
