"""The SAM command line, called as a user calls it."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.local_aws.machine import command, credentials

COMMAND_SECONDS = 600


@dataclass(frozen=True)
class Invocation:
    """What a function answered and wrote.

    `error` is None or says what went wrong: SAM's exit status is 0 for exceptions, timeouts
    and kills alike.
    """

    response: Any
    log: str
    error: str | None


@dataclass(frozen=True)
class Sam:
    """SAM commands run in a project's folder, against the AWS at `endpoint`."""

    project: Path
    endpoint: str

    def run(
        self, *arguments: str, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command; fail with the end of its output if it does."""
        done = subprocess.run(
            [command("sam", ".venv-sam"), *arguments],
            check=False,
            cwd=self.project,
            env=credentials(self.endpoint) | dict(variables or {}),
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"sam {' '.join(arguments)} failed:\n{output[-4000:]}"
        return done

    def build(self) -> None:
        """Build the images of all functions, and a template that names them in .aws-sam/build."""
        self.run("build")

    def image(self, function: str) -> str:
        """Return the name of the image built for a function."""
        template = (self.project / ".aws-sam" / "build" / "template.yaml").read_text()
        found = re.search(rf"ImageUri: *({function.lower()}:\S+)", template)
        assert found, f"no image of {function} in the built template"
        return found[1]

    def invoke(
        self, function: str, event: Path, *, variables: Mapping[str, str] | None = None
    ) -> Invocation:
        """Invoke a function in its container with an event; wait for its answer.

        `variables` override those the template declares for the function, as the shell's do;
        AWS_ENDPOINT_URL reaches it the same way, so the template must declare it (empty).
        """
        arguments = ("local", "invoke", function, "-e", str(event.resolve()), "--skip-pull-image")
        done = self.run(*arguments, variables=variables)
        response = _last_json(done.stdout)
        return Invocation(response, done.stderr, _error(response, done.stdout, done.stderr))


def _last_json(output: str) -> Any:
    for line in reversed(output.splitlines()):
        try:
            return json.loads(line)
        except ValueError:
            continue
    return None


def _error(response: Any, output: str, log: str) -> str | None:
    if isinstance(response, dict) and "errorMessage" in response:
        return f"{response.get('errorType', 'Error')}: {response['errorMessage']}"
    if output.strip():
        return None
    # A function that is killed for its time answers nothing.
    killed = re.search(r"timed out after .*|signal: killed|Error: .*", log)
    return killed[0] if killed else "the function answered nothing"
