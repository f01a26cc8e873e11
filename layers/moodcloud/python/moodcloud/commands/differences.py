"""What `moodcloud compare` shows in a terminal: what rose, what fell, and the shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHOWN: Final = 15
_NAMED: Final = 10


def print_differences(console: Console, content: Mapping[str, Any], out: Path | None) -> None:
    """Print a comparison.

    Args:
        console: Where to.
        content: `comparison.json`.
        out: The folder of its files, if they were written.
    """
    for warning in content["warnings"]:
        console.print(Text(f"warning: {warning}", style="yellow"), soft_wrap=True)
    console.print(_shares(content))
    for title, entries in (("rose", content["whole"]["rose"]), ("fell", content["whole"]["fell"])):
        if entries:
            console.print(_moves(title, entries))
        else:
            console.print(f"Nothing {title} that chance could not explain.")
    for name, moves in content["sentiments"].items():
        for title in ("rose", "fell"):
            words = ", ".join(entry["text"] for entry in moves[title][:_NAMED])
            if words:
                console.print(Text(f"{name}, {title}: {words}"), soft_wrap=True)
    console.print(
        f"{content['tests']:,} differences looked at; of those shown, about "
        f"{content['false_discovery_rate']:.0%} may be chance.",
        highlight=False,
    )
    if out is not None:
        console.print(f"Open {out}/comparison.html", markup=False, highlight=False, soft_wrap=True)


def _shares(content: Mapping[str, Any]) -> Table:
    a, b = content["a"], content["b"]
    table = Table(title=Text(f"A: {a['name']}   B: {b['name']}"), title_justify="left")
    table.add_column("sentiment")
    for name in ("A rows", "A share", "B rows", "B share", "z"):
        table.add_column(name, justify="right")
    for each in content["shares"]:
        table.add_row(
            Text(each["sentiment"]),
            f"{each['a']['rows']:,}",
            f"{each['a']['share']:.1%}",
            f"{each['b']['rows']:,}",
            f"{each['b']['share']:.1%}",
            f"{each['z']:+.1f}" if each["significant"] else "(chance)",
        )
    return table


def _moves(title: str, entries: Sequence[Mapping[str, Any]]) -> Table:
    more = f", {_SHOWN} of {len(entries):,}" if len(entries) > _SHOWN else ""
    table = Table(title=f"{title}{more}", title_justify="left")
    table.add_column("word")
    for name in ("A", "B", "A per million", "B per million", "z"):
        table.add_column(name, justify="right")
    for entry in entries[:_SHOWN]:
        sides = entry["a"], entry["b"]
        most = ["≤ " if side["at_most"] else "" for side in sides]
        table.add_row(
            Text(entry["text"]),
            *(f"{mark}{side['count']:,}" for mark, side in zip(most, sides, strict=True)),
            *(f"{mark}{side['per_million']:,.0f}" for mark, side in zip(most, sides, strict=True)),
            f"{entry['z']:+.1f}",
        )
    return table
