"""Traces are made where somebody receives them."""

from __future__ import annotations

import os
import subprocess
import sys

SHOW = """
import importlib, os
from moodcloud.aws import metrics
print(metrics.tracer.disabled)
os.environ["AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1:2000"
print(importlib.reload(metrics).tracer.disabled)
"""


def test_traces_are_made_only_where_lambda_names_a_daemon() -> None:
    environment = os.environ | {"LAMBDA_TASK_ROOT": "/var/task"}
    environment.pop("POWERTOOLS_TRACE_DISABLED", None)
    environment.pop("AWS_XRAY_DAEMON_ADDRESS", None)
    command = [sys.executable, "-c", SHOW]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False"]
