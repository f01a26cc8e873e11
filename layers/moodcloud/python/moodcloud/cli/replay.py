"""`moodcloud replay`: failed events that wait in the queue are handed to the function again."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import click

from moodcloud.cli.failing import exit_on_fault

if TYPE_CHECKING:
    from moodcloud.aws.waiting_events import FailedQueue, WaitingEvent, Wanted

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def _age(_: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """Return a length of time in seconds, given as people write it: `90m`, `2h`, `3d`."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d+)([smhd])", value)
    if found is None:
        raise click.BadParameter("give a length of time such as 90m, 2h or 3d.", param=parameter)
    return float(found[1]) * _UNITS[found[2]]


@click.command()
@click.option(
    "--stack", default="moodcloud", show_default=True, help="The stack whose events are meant."
)
@click.option("--queue", metavar="URL", help="The queue of failed events, where there is no stack.")
@click.option("--function", metavar="NAME", help="The function, where there is no stack.")
@click.option("--prefix", "-p", default="", help="Only uploads whose keys begin with this.")
@click.option(
    "--error",
    "errors",
    metavar="CODE",
    multiple=True,
    help="Only uploads with this error, such as out_of_time. May be given several times.",
)
@click.option(
    "--older-than", callback=_age, metavar="AGE", help="Only what waits longer: 90m, 2h, 3d."
)
@click.option("--newer-than", callback=_age, metavar="AGE", help="Only what waits less long.")
@click.option("--most", type=click.IntRange(min=1), metavar="N", help="Stop after N events.")
@click.option("--dry-run", is_flag=True, help="Say what would be handed over, and leave it there.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def replay(
    stack: str,
    queue: str | None,
    function: str | None,
    prefix: str,
    errors: tuple[str, ...],
    older_than: float | None,
    newer_than: float | None,
    most: int | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Hand events whose every attempt failed to the function again.

    An event leaves the queue only after the function has taken it. One that fails again comes back
    to the queue some minutes later; it is not handed over twice in one run.

    \b
    Examples:
      moodcloud replay --dry-run
      moodcloud replay --error out_of_time --older-than 2h
      moodcloud replay --stack STACK --prefix 2026/
    """
    if bool(queue) != bool(function):
        raise click.UsageError(
            "--queue and --function go together; or name the stack with --stack."
        )
    with exit_on_fault():
        from moodcloud.aws.stacks import find_stack
        from moodcloud.aws.waiting_events import FailedQueue, Wanted

        if not (queue and function):
            found = find_stack(stack)
            queue, function = found.output("FailedEventsUrl"), found.output("AnalyzeFunctionName")
        now = time.time()
        wanted = Wanted(
            prefix,
            frozenset(errors),
            None if older_than is None else now - older_than,
            None if newer_than is None else now - newer_than,
        )
        run = _Run(FailedQueue(queue, function), wanted, most, dry_run, quiet)
        try:
            run.go(now)
        finally:
            run.queue.release()
            run.say_sum()


class _Run:
    """One run over the queue."""

    def __init__(
        self, queue: FailedQueue, wanted: Wanted, most: int | None, dry_run: bool, quiet: bool
    ) -> None:
        from moodcloud.cli.terminal import Terminal

        self.queue = queue
        self._wanted, self._most, self._dry_run, self._quiet = wanted, most, dry_run, quiet
        self._console = Terminal()
        self._handed: set[str] = set()
        self._left = 0

    def go(self, now: float) -> None:
        """Look at each event that waits, and hand over those that are meant."""
        for waiting in self.queue.waiting():
            if not waiting.uploads:
                self._leave("names no upload: look at it by hand", waiting, now)
            elif not self._wanted.includes(waiting):
                self._left += 1
            elif waiting.digest in self._handed:
                # It failed again meanwhile, or is there twice.
                self._leave("was handed over in this run already", waiting, now)
            else:
                self._hand_over(waiting, now)
                if self._most and len(self._handed) >= self._most:
                    return

    def _hand_over(self, waiting: WaitingEvent, now: float) -> None:
        if not self._dry_run:
            self.queue.hand_over(waiting)
        self._handed.add(waiting.digest)
        self._say("would be handed over" if self._dry_run else "handed over", waiting, now)

    def _leave(self, why: str, waiting: WaitingEvent, now: float) -> None:
        self._left += 1
        self._say(f"left: it {why}", waiting, now)

    def _say(self, what: str, waiting: WaitingEvent, now: float) -> None:
        named = [
            f"s3://{upload.bucket}/{upload.key} ({error})"
            for upload, error in zip(waiting.uploads, waiting.errors, strict=True)
        ]
        about = ", ".join(named) or f"message {waiting.id}"
        if not self._quiet:
            self._console.say(f"{about}, failed {_ago(now - waiting.sent)}: {what}")

    def say_sum(self) -> None:
        """Say how many events were handed over, and how many were left."""
        done = "would be handed over" if self._dry_run else "handed over"
        if not self._quiet:
            self._console.say(f"{len(self._handed):,} {done}, {self._left:,} looked at and left")


def _ago(seconds: float) -> str:
    """Return a time that has passed as people say it: `3 h ago`."""
    unit = next((unit for unit in "dhm" if seconds >= _UNITS[unit]), "s")
    return f"{max(0, seconds) // _UNITS[unit]:.0f} {unit} ago"
