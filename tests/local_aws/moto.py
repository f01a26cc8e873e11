"""S3 in a process of its own, for functions that run in containers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.local_aws.machine import credentials, free_port, gateway
from tests.local_aws.serving import serving


@contextmanager
def moto_server(folder: Path) -> Iterator[str]:
    """Run moto where containers can reach it; give its address."""
    host = gateway()
    port = free_port(host)
    endpoint = f"http://{host}:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", host, "-p", str(port)]
    url = f"{endpoint}/moto-api/data.json"
    with serving(command, url=url, log=folder / "moto.log", environment=credentials(endpoint)):
        yield endpoint
