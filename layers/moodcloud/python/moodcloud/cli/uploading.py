"""How `moodcloud upload` runs: upload files, wait for results and fetch them, show progress."""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Final

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from moodcloud.aws.keys import Location
from moodcloud.aws.remote import results_bucket_of
from moodcloud.aws.s3 import RemoteError, in_plain_words, require_bucket, s3_client
from moodcloud.aws.transfer import Sent, fetch_set, outcome_of, send
from moodcloud.aws.under_way import done_of
from moodcloud.cli.failing import BAD_INPUT, OTHER_FAULT, say_error, tell
from moodcloud.cli.tables import print_summary
from moodcloud.cli.terminal import Terminal
from moodcloud.errors import UploadError

POLL_SECONDS: Final = 1.0
# A list of many thousand slices is dozens of requests.
LOOK_SECONDS: Final = 10.0
_NAME: Final = TextColumn("{task.description}", markup=False)


class Uploading:
    """Some files on their way.

    Args:
        targets: Where each goes.
        metadata: Options that go with each, as `settings.to_metadata` gives them.
        results_bucket: Where results appear, if not where a stack puts them.
        quiet: Whether to print nothing but errors.

    Raises:
        RemoteError: No region is set.
    """

    def __init__(
        self,
        targets: Mapping[Path, Location],
        metadata: Mapping[str, str],
        results_bucket: str | None,
        quiet: bool,
    ) -> None:
        self._targets = targets
        self._metadata = metadata
        self._results_bucket = results_bucket
        self._quiet = quiet
        self._console = Terminal(stderr=True)
        self._waiting: dict[Path, Sent] = {}
        with in_plain_words(next(iter(targets.values())), "s3:PutObject"):
            self._client = s3_client()

    def send(self) -> None:
        """Upload the files and say how to fetch their results.

        Raises:
            RemoteError: S3 refused.
        """
        with in_plain_words(first := next(iter(self._targets.values())), "s3:PutObject"):
            require_bucket(self._client, first)
        self._send()
        self.say_what_is_left()

    def send_and_fetch(self, folders: Mapping[Path, Path], timeout: float) -> int:
        """Upload the files, wait for their results, fetch them.

        Args:
            folders: Where the results of each go.
            timeout: Seconds to wait.

        Returns:
            The status the command ends with.

        Raises:
            RemoteError: S3 refused, or it is not known where results appear.
        """
        # Before anything is sent.
        bucket = self._bucket_of_results()
        self._send()
        statuses = [0]
        start = time.monotonic()
        end = start + timeout
        look = start + LOOK_SECONDS
        with self._progress(SpinnerColumn(), _NAME, TimeElapsedColumn()) as progress:
            tasks = {
                file: progress.add_task(f"{file.name}: waiting for results", total=None)
                for file in self._waiting
            }
            while self._waiting:
                for file in list(self._waiting):
                    status = self._end(file, bucket, folders[file])
                    if status is not None:
                        statuses.append(status)
                        del self._waiting[file]
                        progress.remove_task(tasks[file])
                if time.monotonic() > look:
                    for file in self._waiting:
                        told = self._done(file, bucket, time.monotonic() - start)
                        progress.update(tasks[file], description=f"{file.name}: {told}")
                    look = time.monotonic() + LOOK_SECONDS
                if self._waiting and time.monotonic() > end:
                    self._say_late(timeout)
                    return OTHER_FAULT
                time.sleep(POLL_SECONDS if self._waiting else 0)
        return max(statuses)

    def _bucket_of_results(self) -> str:
        first = next(iter(self._targets.values()))
        with in_plain_words(first, "s3:ListBucket"):
            require_bucket(self._client, first)
            return results_bucket_of(self._client, first.bucket, self._results_bucket)

    def _send(self) -> None:
        columns = (_NAME, BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with self._progress(*columns) as progress:
            for file, target in self._targets.items():
                task = progress.add_task(file.name, total=file.stat().st_size)
                with in_plain_words(target, "s3:PutObject"):
                    self._waiting[file] = send(
                        self._client,
                        file,
                        target,
                        self._metadata,
                        functools.partial(progress.advance, task),
                    )
                self._say(f"uploaded {target}")

    def _end(self, file: Path, bucket: str, folder: Path) -> int | None:
        """Fetch the results of a file; return its status, or None if there are no results yet."""
        try:
            with in_plain_words(Location(bucket, "results/"), "s3:GetObject"):
                place = outcome_of(self._client, self._waiting[file], bucket)
                if place is None:
                    return None
                summary = fetch_set(self._client, place, folder)
        except UploadError as error:
            tell(error)
            return BAD_INPUT
        except RemoteError as error:
            # An error with one file keeps no other from its results.
            say_error(str(error))
            return OTHER_FAULT
        if not self._quiet:
            print_summary(summary, folder)
        return 0

    def _done(self, file: Path, bucket: str, seconds: float) -> str:
        """Return what is known of a file without results."""
        done = done_of(self._client, bucket, self._waiting[file].token)
        return "waiting for results" if done is None else done.told(seconds)

    def say_what_is_left(self) -> None:
        """Say how to fetch the results that were not waited for."""
        more = f" --results-bucket {self._results_bucket}" if self._results_bucket else ""
        for sent in self._waiting.values():
            self._say(f"fetch its results with: moodcloud fetch {quote(str(sent.location))}{more}")

    def _say(self, line: str) -> None:
        if not self._quiet:
            self._console.say(line)

    def _say_late(self, timeout: float) -> None:
        names = ", ".join(file.name for file in self._waiting)
        say_error(
            f"no results of {names} after {timeout:,.0f} seconds. The function may still be at "
            "work; or the name ends in a way that the stack does not look at; or the function "
            "failed: its alarms and the queue of failed events tell."
        )
        self.say_what_is_left()

    def _progress(self, *columns: ProgressColumn) -> Progress:
        shown = self._console.is_terminal and not self._quiet
        return Progress(*columns, console=self._console, transient=True, disable=not shown)
