"""An AWS on this machine: the emulator runs functions as containers and enforces their roles."""

import base64
import functools
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.local_aws.machine import command, credentials, docker, free_port, gateway
from tests.local_aws.serving import serving

ACCOUNT = "000000000000"
REGION = "us-east-1"
REPOSITORY_NAME = "images"

# Lambda's file system and a memory limit, the same for all functions; /tmp counts as memory.
CONTAINER_FLAGS = "--read-only --tmpfs /tmp:rw,size=512m,mode=1777 --memory 1536m"

# The name by which a container knows this machine, and where it finds the emulator's certificate.
HOST = "host.docker.internal"
CERTIFICATE = "/etc/emulator.pem"


@dataclass(frozen=True)
class Emulator:
    """Where the emulator listens and writes its log, which holds the functions' logs too."""

    port: int
    secure_port: int
    certificate: Path
    log: Path
    docker_config: Path

    @property
    def endpoint(self) -> str:
        """The address of every service."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str) -> Any:
        """Return a boto3 client as the account's owner, over TLS: queues refuse all else."""
        return _client(service, f"https://{gateway()}:{self.secure_port}", str(self.certificate))

    @property
    def repository(self) -> str:
        """The address all images are pushed to: layers that one has are not pushed again."""
        return f"localhost:{self.port}/{REPOSITORY_NAME}"


@functools.cache  # making one takes longer than most calls
def _client(service: str, endpoint: str, certificate: str) -> Any:
    return boto3.session.Session().client(
        service,  # type: ignore[call-overload]
        endpoint_url=endpoint,
        verify=certificate,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 1}, read_timeout=300),
    )


@contextmanager
def emulator(folder: Path, flags: str = CONTAINER_FLAGS) -> Iterator[Emulator]:
    """Run the emulator for the length of the block; containers it started end with it.

    Args:
        folder: Where it writes its log and its certificate.
        flags: What `docker run` is told of all functions: file system and memory.
    """
    # On this machine and on Docker's bridge only: whoever reaches it can run containers.
    port, secure_port = free_port(), free_port(gateway())
    certificate, key = _certificate(folder)
    binds = [
        # Functions come over TLS: a bucket policy may refuse everything else.
        *(f"--bind={gateway()}:{secure_port}", f"--certfile={certificate}", f"--keyfile={key}"),
        f"--insecure-bind=127.0.0.1:{port}",
    ]
    trust = f"-v {certificate}:{CERTIFICATE}:ro -e AWS_CA_BUNDLE={CERTIFICATE}"
    environment = credentials(f"https://{HOST}:{secure_port}") | {
        "AUTH": "true",
        "DOCKER_HOST": docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"),
        "GATEWAY_PORT": str(port),
        # A daemon on a busy machine takes its time to start a container.
        "MINISTACK_DOCKER_TIMEOUT": "60",
        "LAMBDA_DOCKER_FLAGS": f"{flags} {trust}",
        "TMPDIR": str(folder),
    }
    python = command("python", ".venv-ministack")
    url = f"http://127.0.0.1:{port}/_ministack/health"
    log = folder / "emulator.log"
    with serving(
        [python, "-m", "hypercorn", "ministack.app:app", *binds],
        url=url,
        log=log,
        environment=environment,
    ):
        running = Emulator(port, secure_port, certificate, log, _docker_config(folder))
        running.client("ecr").create_repository(repositoryName=REPOSITORY_NAME)
        yield running
    _forget_images(running.repository)


def _forget_images(repository: str) -> None:
    """Drop the names the images were pushed under: the emulator's port is another next time."""
    for name in docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository).split():
        docker("image", "rm", "--no-prune", name)


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    making = f"openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN={HOST}".split()
    making += ["-addext", f"subjectAltName=DNS:{HOST},IP:{gateway()}"]
    making += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(making, check=True, capture_output=True)
    certificate.chmod(0o644)  # functions run as users of their own
    return certificate, key


def _docker_config(folder: Path) -> Path:
    """Write the log-in that `sam deploy` would ask the real ECR for."""
    config = folder / "docker"
    config.mkdir()
    registry = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
    token = base64.b64encode(b"AWS:ministack-auth-token").decode()
    (config / "config.json").write_text(json.dumps({"auths": {registry: {"auth": token}}}))
    return config
