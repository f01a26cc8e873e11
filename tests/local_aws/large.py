"""A large file through the deployed stack, in slices: are its results those of the command line?

Usage: python -m tests.local_aws.large FILE [--times N]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tests.local_aws.emulator import emulator
from tests.local_aws.machine import REPOSITORY, require_base_image, require_docker_here
from tests.local_aws.results import digests, files_in, stored_digests
from tests.local_aws.sam import Sam
from tests.local_aws.stack import Stack, deployed

# A slice of 256 MB, what it becomes, and room for the function; /tmp counts as memory.
_FLAGS: Final = "--read-only --tmpfs /tmp:rw,size=2g,mode=1777 --memory 4g"
_PATIENCE_SECONDS: Final = 7200.0


def main() -> int:
    """Do what the command line says; return 1 where the results differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.local_aws.large")
    parser.add_argument("file", type=Path, help="a file in UTF-8 or of single bytes, without names")
    parser.add_argument(
        "--times", type=int, default=1, help="so often is it written one after another"
    )
    given = parser.parse_args()
    require_docker_here()
    with tempfile.TemporaryDirectory() as folder:
        upload = Path(folder) / given.file.name
        _write(given.file, given.times, upload)
        found = _by_the_stack(upload)
        wanted = _by_the_command(upload)
    different = sorted(name for name in found | wanted if found.get(name) != wanted.get(name))
    print(f"{len(wanted)} files of results; different: {', '.join(different) or 'none'}")
    return 1 if different else 0


def _write(source: Path, times: int, upload: Path) -> None:
    with upload.open("wb") as target:
        for _ in range(times):
            with source.open("rb") as stream:
                shutil.copyfileobj(stream, target, 1 << 20)
    print(f"{upload.stat().st_size / 1e9:.2f} GB", flush=True)


def _by_the_stack(upload: Path) -> dict[str, str]:
    """Return the digests of the results that the deployed stack stores for a file."""
    folder = Path(tempfile.mkdtemp())
    with emulator(folder, _FLAGS) as aws:
        require_base_image()
        sam = Sam(REPOSITORY, aws.endpoint)
        sam.build()
        # From a megabyte on in slices, of the size that a template without changes has.
        with deployed(sam, aws, "large", SlicesFrom="1") as stack:
            start = time.monotonic()
            stack.s3.upload_file(str(upload), stack.uploads, upload.name)
            print(f"uploaded in {time.monotonic() - start:.0f} s", flush=True)
            stack.wait_for(f"results/{upload.name}/latest.json", _PATIENCE_SECONDS)
            print(f"results after {time.monotonic() - start:.0f} s", flush=True)
            print(_executions(stack), flush=True)
            return stored_digests(stack.s3, stack.results, upload.name) or {}


def _executions(stack: Stack) -> Any:
    states = stack.emulator.client("stepfunctions")
    found = states.list_executions(stateMachineArn=stack.resource("SlicesMachine"))["executions"]
    return [each["status"] for each in found]


def _by_the_command(upload: Path) -> dict[str, str]:
    """Return the digests of the results of the command line."""
    out = upload.parent / "out"
    start = time.monotonic()
    command = [sys.executable, "-m", "moodcloud.cli", "analyze", str(upload), "--out", str(out)]
    subprocess.run([*command, "--quiet"], check=True)
    print(f"the command line takes {time.monotonic() - start:.0f} s", flush=True)
    return digests(files_in(out))


if __name__ == "__main__":
    sys.exit(main())
