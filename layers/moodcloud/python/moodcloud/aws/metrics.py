"""Logger, tracer and metrics, each made once, and the figures of every upload."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar, cast

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit

from moodcloud.aws.environment import FunctionSettings

if TYPE_CHECKING:
    from moodcloud.report.summary import Summary

Traced = TypeVar("Traced", bound=Callable[..., object])

_SETTINGS: Final = FunctionSettings.from_environment()


class _Untraced:
    """What is there instead of a tracer where nobody receives traces.

    A tracer that is disabled imports X-Ray's library all the same, and lets it patch all others:
    half as much work as everything else that a function does before it is ready.
    """

    disabled: Final = True

    def capture_lambda_handler(self, *, capture_response: bool) -> Callable[[Traced], Traced]:
        """Return what leaves a handler as it is."""
        del capture_response
        return lambda handler: handler

    capture_method = capture_lambda_handler


def _tracer() -> Tracer:
    return Tracer(service=_SETTINGS.service) if _SETTINGS.traced else cast("Tracer", _Untraced())


logger: Final = Logger(service=_SETTINGS.service)
metrics: Final = Metrics(namespace="moodcloud", service=_SETTINGS.service)
tracer: Final = _tracer()

# An event without an upload has nothing to measure.
warnings.filterwarnings("ignore", message="No application metrics to publish")


def adopt_library_lines() -> None:
    """Log warnings and the lines of libraries as our own: JSON with the request and the object.

    They go by way of the root logger, whose handler Lambda's runtime has set up.
    """
    logging.captureWarnings(True)
    for handler in logging.getLogger().handlers:
        if type(handler).__module__.startswith("awslambdaric"):
            handler.setFormatter(logger.registered_formatter)


# Dashboards and alarms of users refer to these names: they may grow in number, never change.
METRICS: Final[dict[str, MetricUnit]] = {
    "UploadsAnalyzed": MetricUnit.Count,
    "UploadsRefused": MetricUnit.Count,
    "NoticesIgnored": MetricUnit.Count,
    "RecordsMalformed": MetricUnit.Count,
    "RowsRead": MetricUnit.Count,
    "RowsRejected": MetricUnit.Count,
    "Words": MetricUnit.Count,
    "Pictures": MetricUnit.Count,
    "Bytes": MetricUnit.Bytes,
    "SecondsFetching": MetricUnit.Seconds,
    "SecondsReading": MetricUnit.Seconds,
    "SecondsCounting": MetricUnit.Seconds,
    "SecondsVocabulary": MetricUnit.Seconds,
    "SecondsDrawing": MetricUnit.Seconds,
    "SecondsReport": MetricUnit.Seconds,
    "SecondsStoring": MetricUnit.Seconds,
}
_PICTURES: Final = (".png", ".svg")


class Stopwatch:
    """Seconds of each stage of one upload."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def note(self, stage: str, seconds: float) -> None:
        """Note how long a stage took; the times of one that comes again are added."""
        self.seconds[stage] = round(self.seconds.get(stage, 0) + seconds, 3)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        start = perf_counter()
        yield
        self.note(name, perf_counter() - start)


def measure_analysis(summary: Summary, seconds: Mapping[str, float]) -> None:
    """Measure an upload whose results are stored.

    Args:
        summary: The summary of its results.
        seconds: The seconds of each stage.
    """
    _measure("UploadsAnalyzed", 1)
    _measure("RowsRead", summary.rows.read)
    _measure("RowsRejected", summary.rows.rejected)
    _measure("Words", summary.words)
    _measure("Pictures", sum(name.endswith(_PICTURES) for name in summary.files))
    _measure("Bytes", summary.input.bytes)
    for stage, value in seconds.items():
        _measure(f"Seconds{stage.capitalize()}", value)


def measure_refusal() -> None:
    """Measure an upload that ended in `error.json`."""
    _measure("UploadsRefused", 1)


def measure_ignored() -> None:
    """Measure a notice about something else than an upload."""
    _measure("NoticesIgnored", 1)


def measure_malformed() -> None:
    """Measure a record from which no upload can be told, in each attempt at its event."""
    _measure("RecordsMalformed", 1)


def _measure(name: str, value: float) -> None:
    metrics.add_metric(name, METRICS[name], value)
