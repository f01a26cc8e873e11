"""Logger, metrics and tracer, made once."""

from __future__ import annotations

from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer

logger: Final = Logger(service="moodcloud")
metrics: Final = Metrics(namespace="moodcloud", service="moodcloud")
tracer: Final = Tracer(service="moodcloud")
