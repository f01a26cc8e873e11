"""Servers that live as long as a `with` block."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 30


@contextmanager
def serving(
    command: Sequence[str], *, url: str, log: Path, environment: Mapping[str, str]
) -> Iterator[None]:
    """Start a server, wait until `url` answers, end it with the block.

    Ctrl-C reaches the tests and not the server: they can still clean up with its help.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
    try:
        _wait_until_answers(process, url, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_answers(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, f"{process.args!r} ended:\n{log.read_text()[-2000:]}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:  # an answer all the same
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer:\n{log.read_text()[-2000:]}")
