"""What this machine has: Docker, the folder of the project, free ports, the commands."""

import functools
import os
import shutil
import socket
import subprocess
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.requirement import skip_without

REPOSITORY = Path(__file__).parents[2]


def docker(*arguments: str) -> str:
    """Run a docker command; return what it printed, without the line's end."""
    command = ["docker", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@functools.cache
def gateway() -> str:
    """Return the address at which containers and this machine both reach this machine.

    It is Docker's bridge: a server that listens there is heard by containers and by no one outside.
    """
    found = "{{with index .IPAM.Config 0}}{{.Subnet}} {{.Gateway}}{{end}}"
    subnet, *address = docker("network", "inspect", "bridge", "--format", found).split()
    # A daemon that has made its bridge at this very start does not tell: it takes the first.
    return address[0] if address else str(next(ip_network(subnet).hosts()))


@functools.cache
def missing() -> str | None:
    """Return why containers cannot be tested here, in one line; None where they can."""
    if not shutil.which("docker"):
        return "Docker is not installed (.ci/docker-up installs it on Debian)"
    answer = subprocess.run(["docker", "version"], check=False, capture_output=True, text=True)
    if answer.returncode:
        return "no Docker daemon answers (.ci/docker-up starts one)"
    try:
        free_port(gateway())
    except (OSError, subprocess.CalledProcessError):
        return "Docker's bridge is not on this machine, as with Docker Desktop"
    return None


def require_docker(tests: list[pytest.Item], folder: Path) -> None:
    """Skip the tests of a folder where there is no Docker; stop where there must be one."""
    if any(folder in test.path.parents for test in tests):
        skip_without(tests, folder, missing(), "MOODCLOUD_REQUIRE_DOCKER")


def require_docker_here() -> None:
    """End a command that needs containers, in one line, where there are none."""
    reason = missing()
    if reason:
        raise SystemExit(f"this needs Docker: {reason}")


def require_base_image() -> None:
    """Make sure the image named in FROM is here: pulled before, or else a stand-in."""
    build = REPOSITORY / "tests" / "container" / "standin" / "build"
    done = subprocess.run([build], check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"the base image could not be built:\n{done.stdout}{done.stderr}"


def command(name: str, environment: str) -> str:
    """Find a command in the virtual environment made for it, else on the PATH."""
    own = REPOSITORY / environment / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    assert found, f"{name} is not installed: `make {environment}/ready` installs it"
    return found


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def credentials(endpoint: str) -> dict[str, str]:
    """Return an environment in which AWS is `endpoint` and no account of this machine is seen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.5",  # how often a deployment is asked whether it is done
    }
