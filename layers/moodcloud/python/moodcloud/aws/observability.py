"""Logger, metrics and tracer, made once; lines of libraries in the form of our own."""

from __future__ import annotations

import logging
import os
import warnings
from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer

# The stack's name, so that two stacks in one account keep their figures apart.
_SERVICE: Final = os.environ.get("POWERTOOLS_SERVICE_NAME", "moodcloud")

logger: Final = Logger(service=_SERVICE)
metrics: Final = Metrics(namespace="moodcloud", service=_SERVICE)
# Lambda says where its X-Ray daemon is. Where nobody does (an emulator, a laptop), nobody would
# receive a trace, and the tracer would warn of each one it drops.
_traced: Final = "AWS_XRAY_DAEMON_ADDRESS" in os.environ
tracer: Final = Tracer(service=_SERVICE, disabled=None if _traced else True)

# An event without an upload has nothing to measure.
warnings.filterwarnings("ignore", message="No application metrics to publish")


def adopt_library_lines() -> None:
    """Give warnings and the lines of libraries our form: JSON with the request and the object.

    They go by way of the root logger, whose handler Lambda's runtime has set up.
    """
    logging.captureWarnings(True)
    for handler in logging.getLogger().handlers:
        if type(handler).__module__.startswith("awslambdaric"):
            handler.setFormatter(logger.registered_formatter)
