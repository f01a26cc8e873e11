"""What `moodcloud compare` prints: the shares of the sentiments, what rose and what fell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.table import Table
from rich.text import Text

from moodcloud.cli.terminal import Terminal, new_table
from moodcloud.comparing.content import letter_of
from moodcloud.comparing.document import (
    ComparisonDocument,
    ComparisonStep,
    ShareChange,
    UseChange,
    UseChanges,
)

# As many as fit on a screen.
_MOVED_WORDS: Final = 15
_MOVED_WORDS_OF_SENTIMENT: Final = 10
_MOVED_WORDS_OF_STEP: Final = 20


def print_differences(content: ComparisonDocument, out: Path | None) -> None:
    """Print what rose and what fell, and the shares of the sentiments.

    Args:
        content: The comparison.
        out: The folder of its files, if they were written.
    """
    console = Terminal()
    for warning in dict.fromkeys(
        [*content.warnings, *(w for s in content.steps for w in s.warnings)]
    ):
        console.say(f"warning: {warning}", "yellow")
    console.print(_shares(content))
    a, b = letter_of(0), letter_of(len(content.sides) - 1)
    for title, entries in (("rose", content.whole.rose), ("fell", content.whole.fell)):
        if entries:
            console.print(_moves(title, entries, a, b))
        else:
            console.print(f"Nothing {title} that chance could not explain.")
    for name, moves in content.sentiments.items():
        _print_words(console, f"{name}, ", moves, _MOVED_WORDS_OF_SENTIMENT)
    for step in content.steps:
        between = f"{letter_of(step.a)} to {letter_of(step.b)}, "
        _print_words(console, between, step.whole, _MOVED_WORDS_OF_STEP)
    tests = content.tests + sum(step.tests for step in content.steps)
    console.print(
        f"{tests:,} differences looked at; of those shown, about "
        f"{content.false_discovery_rate:.0%} may be chance.",
        highlight=False,
    )
    if out is not None:
        console.say(f"Open {out}/comparison.html")


def _print_words(console: Terminal, what: str, moves: UseChanges, most: int) -> None:
    for title, entries in (("rose", moves.rose), ("fell", moves.fell)):
        words = ", ".join(entry.text for entry in entries[:most])
        if words:
            console.say(f"{what}{title}: {words}")


def _shares(content: ComparisonDocument) -> Table:
    letters = [letter_of(number) for number in range(len(content.sides))]
    figures = [f"{letter} {what}" for letter in letters for what in ("rows", "share")]
    title = Text(
        "   ".join(f"{x}: {each.name}" for x, each in zip(letters, content.sides, strict=True))
    )
    table = new_table(title, ("sentiment", *figures, "z"), numbers=(*figures, "z"))
    for each in content.shares:
        sides = _sides(each, content.steps)
        table.add_row(
            Text(each.sentiment),
            *(text for rows, share in sides for text in (f"{rows:,}", f"{share:.1%}")),
            f"{each.z:+.1f}" if each.significant else "(chance)",
        )
    return table


def _sides(share: ShareChange, steps: Sequence[ComparisonStep]) -> list[tuple[int, float]]:
    """Return rows and share of a sentiment on every side."""
    if not steps:
        return [(share.a.rows, share.a.share), (share.b.rows, share.b.share)]
    found = [{each.sentiment: each for each in step.shares} for step in steps]
    first = found[0].get(share.sentiment)
    own = [(first.a.rows, first.a.share) if first else (0, 0.0)]
    for each in (step.get(share.sentiment) for step in found):
        own.append((each.b.rows, each.b.share) if each else (0, 0.0))
    return own


def _moves(title: str, entries: Sequence[UseChange], a: str, b: str) -> Table:
    more = f", {_MOVED_WORDS} of {len(entries):,}" if len(entries) > _MOVED_WORDS else ""
    figures = (a, b, f"{a} per million", f"{b} per million", "z")
    table = new_table(f"{title}{more}", ("word", *figures), numbers=figures)
    for entry in entries[:_MOVED_WORDS]:
        sides = [("≤ " if side.at_most else "", side) for side in (entry.a, entry.b)]
        table.add_row(
            Text(entry.text),
            *(f"{mark}{side.count:,}" for mark, side in sides),
            *(f"{mark}{side.per_million:,.0f}" for mark, side in sides),
            f"{entry.z:+.1f}",
        )
    return table
