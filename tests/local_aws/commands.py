"""Commands of `moodcloud` that work on a stack of the emulator."""

import subprocess
import sys

from tests.local_aws.machine import credentials, gateway
from tests.local_aws.stack import Stack


def run_command(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the account's owner would on AWS, and return what it said."""
    emulator = stack.emulator
    environment = credentials(f"https://{gateway()}:{emulator.secure_port}")
    return subprocess.run(
        [sys.executable, "-m", "moodcloud", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**environment, "AWS_CA_BUNDLE": str(emulator.certificate)},
        timeout=600,
    )
