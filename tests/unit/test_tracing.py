"""Traces are made where somebody receives them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SHOW = "from moodcloud.aws.metrics import tracer; print(tracer.disabled)"


@pytest.mark.slow
@pytest.mark.parametrize(("daemon", "disabled"), [("127.0.0.1:2000", "False"), (None, "True")])
def test_traces_are_made_only_where_lambda_names_a_daemon(
    daemon: str | None, disabled: str
) -> None:
    environment = os.environ | {"LAMBDA_TASK_ROOT": "/var/task"}
    environment.pop("POWERTOOLS_TRACE_DISABLED", None)
    environment.pop("AWS_XRAY_DAEMON_ADDRESS", None)
    if daemon:
        environment["AWS_XRAY_DAEMON_ADDRESS"] = daemon
    command = [sys.executable, "-c", SHOW]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == disabled
