"""The image run as Lambda runs it: nothing to write on but /tmp, as a user it does not know."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.local_aws.machine import docker

RUN = ("docker", "run", "--rm", "--interactive")
LAMBDA_FLAGS = ("--read-only", "--tmpfs", "/tmp:rw,size=512m,mode=1777", "--user", "993:990")
OFFLINE = ("--network", "none")
RUN_SECONDS = 300


@dataclass(frozen=True)
class Run:
    """What a command in a container left: its exit status, its output, its log."""

    status: int
    output: bytes
    log: str


def run_offline(
    image: str,
    command: Sequence[str],
    *,
    stdin: bytes = b"",
    folders: Mapping[Path, str] | None = None,
) -> Run:
    """Run a command of the image without a network; `folders` maps folders here to folders there.

    A folder results are written to must let everyone write (`chmod(0o777)`).
    """
    mounts = [f"--volume={path.resolve()}:{inside}" for path, inside in (folders or {}).items()]
    entrypoint, *arguments = command
    done = subprocess.run(
        [*RUN, *LAMBDA_FLAGS, *OFFLINE, *mounts, f"--entrypoint={entrypoint}", image, *arguments],
        check=False,
        input=stdin,
        capture_output=True,
        timeout=RUN_SECONDS,
    )
    return Run(done.returncode, done.stdout, done.stderr.decode())


@dataclass(frozen=True)
class Call:
    """A function's answer, and how long it took to come."""

    response: Any
    seconds: float


@dataclass(frozen=True)
class Runtime:
    """A container that serves Lambda's runtime interface: the first call is cold, others warm."""

    container: str
    address: str

    def call(self, event: object) -> Call:
        """Invoke the function with an event."""
        request = urllib.request.Request(
            f"http://{self.address}/2015-03-31/functions/function/invocations",
            data=json.dumps(event).encode(),
        )
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=RUN_SECONDS) as answer:
                response = json.load(answer)
        except urllib.error.HTTPError as error:  # the function was ended before it answered
            response = {"errorMessage": error.read().decode()}
        return Call(response, time.perf_counter() - start)

    def log(self) -> str:
        """Return what the function and its runtime wrote so far."""
        command = ["docker", "logs", self.container]
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return done.stdout


@contextmanager
def runtime(
    image: str, handler: str, variables: Mapping[str, str], *flags: str
) -> Iterator[Runtime]:
    """Start the image as Lambda does and wait for calls; `flags` are those of `docker run`."""
    settings = [f"--env={name}={value}" for name, value in variables.items()]
    arguments = ("--detach", "--publish=127.0.0.1::8080", *LAMBDA_FLAGS, *settings, *flags)
    container = docker("run", *arguments, image, handler)
    try:
        address = docker("port", container, "8080/tcp").splitlines()[0]
        _wait_for_port(address)
        yield Runtime(container, address)
    finally:
        docker("rm", "--force", "--volumes", container)


def _wait_for_port(address: str) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            # Docker's proxy accepts at once; only the emulator behind it answers HTTP.
            with urllib.request.urlopen(f"http://{address}/", timeout=1):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"the runtime interface at {address} did not answer")
