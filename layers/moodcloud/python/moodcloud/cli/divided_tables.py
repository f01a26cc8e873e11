"""What `moodcloud analyze` shows by group and over time: shares, and a few words of each."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from moodcloud.cli.terminal import Terminal

if TYPE_CHECKING:
    from moodcloud.report.divided_summary import GroupsSummary, GroupSummary, PeriodsSummary
    from moodcloud.report.summary import Summary

_BAR: Final = 20
_WORDS: Final = 5
# The parts of a bar, told apart without colours, too.
_FILLS: Final = "█▒▓░"
_MOVED: Final = 8
_OFFERED: Final = 3
# A few colours that terminals have; sentiments besides these share the others.
_NAMED: Final = {"positive": "bright_blue", "neutral": "grey62", "negative": "orange3"}
_COLOURS: Final = ("green3", "magenta", "yellow3", "cyan", "red", "purple")
_STEPS: Final = "▁▂▃▄▅▆▇█"


def print_divided(summary: Summary) -> None:
    """Print the tables of the groups and of the periods, where there are some."""
    console = Terminal()
    if summary.groups is not None:
        _print_groups(console, summary.groups, list(summary.sentiments))
    if summary.periods is not None:
        _print_periods(console, summary.periods, list(summary.sentiments))
    found = summary.input
    groups = found.group_columns if summary.groups is None else []
    for line in further_views(groups, found.time_columns if summary.periods is None else []):
        console.say(line)


def further_views(groups: Sequence[str], times: Sequence[str]) -> Iterator[str]:
    """Yield what else a table could be looked at by.

    Args:
        groups: Columns that could say the group of a row.
        times: Columns that could say its time.
    """
    for columns, what, flag in (
        (groups, "groups", "--group-by"),
        (times, "the time", "--time-column"),
    ):
        if columns:
            others = "".join(f", or {name}" for name in map(shlex.quote, columns[1:_OFFERED]))
            yield f"A column may say {what}: {flag} {shlex.quote(columns[0])}{others}"


def _colours(sentiments: Sequence[str]) -> dict[str, str]:
    others = [name for name in sentiments if name not in _NAMED]
    own = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(others)}
    return {name: _NAMED.get(name) or own[name] for name in sentiments}


def _print_groups(console: Terminal, groups: GroupsSummary, sentiments: list[str]) -> None:
    colours = _colours(sentiments)
    table = Table(title=Text(f"by {groups.column}"), title_justify="left")
    table.add_column("group", overflow="fold", max_width=24)
    table.add_column("rows", justify="right")
    table.add_column("shares", no_wrap=True, min_width=_BAR)
    table.add_column("what sets it apart", ratio=1)
    for name, group in groups.groups.items():
        rows = {each: own.rows for each, own in group.sentiments.items()}
        bar = _bar(rows, colours)
        table.add_row(Text(name), f"{group.rows:,}", bar, _words(group, colours))
    console.print(table)
    _say_shares(console, sentiments, colours)
    for line in _left(groups):
        console.say(line)


def _say_shares(console: Terminal, sentiments: Sequence[str], colours: Mapping[str, str]) -> None:
    legend = Text("shares: ")
    for number, name in enumerate(sentiments):
        legend.append(f"{_fill(number)} ", colours[name])
        legend.append(f"{name}  ")
    console.print(legend)


def _bar(rows: Mapping[str, int], colours: Mapping[str, str]) -> Text:
    """Return a bar whose parts are as long as the shares of the sentiments, to half a letter."""
    total, bar, upto, drawn = max(sum(rows.values()), 1), Text(), 0, 0
    for number, (name, own) in enumerate(rows.items()):
        upto += own
        end = round(_BAR * upto / total)
        bar.append(_fill(number) * (end - drawn), colours[name])
        drawn = end
    return bar


def _fill(number: int) -> str:
    return _FILLS[number % len(_FILLS)]


def _words(group: GroupSummary, colours: Mapping[str, str]) -> Text:
    """Return the most telling words of all sentiments, each in the colour of its own."""
    every = [
        (-each.z, each.word, name)
        for name, own in group.sentiments.items()
        for each in own.distinctive_words
    ]
    owners: dict[str, str] = {}
    for _, word, name in sorted(every):
        owners.setdefault(word, name)
    line = Text()
    for word, name in list(owners.items())[:_WORDS]:
        line.append(", " if line else "").append(word, colours[name])
    return line


def _left(groups: GroupsSummary) -> Iterator[str]:
    """Yield what is said of rows that are in no group shown."""
    if groups.others:
        rows = sum(groups.other_rows.values())
        are = "1 other group" if groups.others == 1 else f"{groups.others:,} other groups"
        yield f"{are}: {rows:,} rows."
    if rows := sum(groups.ungrouped_rows.values()):
        yield f'{rows:,} rows have nothing in "{groups.column}".'


def _print_periods(console: Terminal, periods: PeriodsSummary, sentiments: list[str]) -> None:
    if periods.unit is None:
        console.say(f'No date can be read in "{periods.column}".')
        return
    first, last = next(iter(periods.periods)), next(reversed(periods.periods))
    colours = _colours(sentiments)
    table = Table(
        title=Text(f"by {periods.unit}, {first} to {last} ({periods.column})"),
        title_justify="left",
    )
    table.add_column("sentiment")
    table.add_column("share", no_wrap=True)
    table.add_column("from, to")
    table.add_column("rising", ratio=1)
    table.add_column("falling", ratio=1)
    for name in sentiments:
        shares = [
            each.rows[name] / total if (total := sum(each.rows.values())) else None
            for each in periods.periods.values()
        ]
        there = [share for share in shares if share is not None]
        own = periods.sentiments[name]
        table.add_row(
            Text(name, style=colours[name]),
            Text(_sparks(shares), style=colours[name]),
            f"{min(there):.0%}, {max(there):.0%}",
            *(
                Text(", ".join(each.word for each in words[:_MOVED]))
                for words in (own.rising, own.falling)
            ),
        )
    console.print(table)
    if periods.undated:
        console.say(
            f'{periods.undated:,} rows have no date that can be read in "{periods.column}".'
        )
    if periods.date_order_assumed:
        console.say(f'Dates in "{periods.column}" could be read in two ways: the month is first.')
    if periods.outside:
        console.say(f"{periods.outside:,} rows are long before or after all others.")


def _sparks(shares: Sequence[float | None]) -> str:
    """Return shares as a line of bars; none where a period has no rows."""
    most = max((share for share in shares if share is not None), default=0) or 1
    return "".join(
        " " if share is None else _STEPS[round(share / most * (len(_STEPS) - 1))]
        for share in shares
    )
