"""`make stack`: the whole stack, deployed to an emulator on this machine, until Ctrl-C."""

from __future__ import annotations

import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.local_aws.emulator import emulator
from tests.local_aws.machine import REPOSITORY, require_docker_here
from tests.local_aws.sam import Sam
from tests.local_aws.stack import Stack, deployed

COMMANDS: Final = """
The stack is up. In another terminal:

export AWS_ENDPOINT_URL={endpoint} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
  AWS_DEFAULT_REGION=us-east-1
aws s3 cp samples/reviews-en.csv s3://{uploads}/reviews-en.csv
aws s3 cp --recursive s3://{results}/results/reviews-en.csv/ out/stack/
aws s3 cp --recursive s3://{results}/results/ out/gallery/    # open out/gallery/index.html

Ctrl-C ends it and leaves nothing behind.
"""


def main() -> None:
    """Deploy as a user would, say how to use it, wait."""
    require_docker_here()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)  # as Ctrl-C
    with tempfile.TemporaryDirectory() as folder, emulator(Path(folder)) as aws:
        sam = Sam(REPOSITORY, aws.endpoint)
        print("sam build", flush=True)
        sam.build()
        print("sam deploy", flush=True)
        with deployed(sam, aws, "moodcloud") as stack:
            print(_commands(stack), flush=True)
            with suppress(KeyboardInterrupt):
                signal.pause()
            print("deleting the stack", flush=True)


def _commands(stack: Stack) -> str:
    return COMMANDS.format(
        endpoint=stack.emulator.endpoint, uploads=stack.uploads, results=stack.results
    )


if __name__ == "__main__":
    main()
