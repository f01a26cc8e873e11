"""`moodcloud doctor`: what is set up, what is missing, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from moodcloud.cli.failing import OTHER_FAULT, exit_on_fault

if TYPE_CHECKING:
    from moodcloud.aws.findings import Finding

_STYLES: Final = {"ok": "green", "note": "yellow", "missing": "bold red"}
_WIDEST: Final = 20


@click.command()
@click.option("--stack", metavar="NAME", help="Look at this stack, too.")
@click.option(
    "--try", "tried", is_flag=True, help="Upload a small table to the stack; wait for its results."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    help="Seconds to wait for them.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only what is not as it should be.")
def doctor(stack: str | None, tried: bool, timeout: float, quiet: bool) -> None:
    """Say whether this machine, and a stack, have all they need.

    Each line is `ok`, a `note` (worth a look, all works without it) or `missing`. The status is 1
    where anything is missing. Nothing is changed; --try leaves one entry in the gallery.

    \b
    Examples:
      moodcloud doctor --quiet
      moodcloud doctor --stack moodcloud
      moodcloud doctor --stack moodcloud --try
    """
    if tried and stack is None:
        raise click.UsageError("--try needs --stack.")
    with exit_on_fault():
        from moodcloud.cli.terminal import Terminal

        console, missing = Terminal(), False
        for finding in _findings(stack, timeout if tried else None):
            missing |= finding.state == "missing"
            if quiet and finding.state == "ok":
                continue
            line = f"{finding.state:<8} {finding.about:<{_WIDEST}} {finding.told}"
            console.say(line, _STYLES[finding.state])
            if finding.remedy:
                console.say(f"{'':<{len('missing') + _WIDEST + 3}}{finding.remedy}")
        sys.exit(OTHER_FAULT if missing else 0)


def _findings(stack: str | None, seconds: float | None) -> Iterator[Finding]:
    from moodcloud.cli.machine import examine_machine

    yield from examine_machine()
    if stack is None:
        return
    from moodcloud.aws.checkup import examine_stack

    yield from examine_stack(stack)
    if seconds is not None:
        from moodcloud.aws.trial import try_upload

        yield try_upload(stack, seconds)
