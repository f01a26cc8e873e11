"""The real handlers on the stage of a world: what they take from outside is the world's."""

from __future__ import annotations

import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moodcloud import analysis, settings, workspace
from moodcloud.aws import delivery, download, storage
from moodcloud.aws.environment import FunctionSettings
from moodcloud.report import contract, gallery

from tests.conftest import ROOT
from tests.simulation import content
from tests.simulation.disk import system, usage
from tests.simulation.process import current

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.world import World

SETTINGS = FunctionSettings(
    results_bucket="results", uploads_bucket="uploads", partial_batches=True, queue_attempts=3
)
_ENVIRONMENT = {
    "RESULTS_BUCKET": SETTINGS.results_bucket,
    "UPLOADS_BUCKET": SETTINGS.uploads_bucket,
    "FAILED_EVENTS_URL": "failed",
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_METRICS_DISABLED": "true",
}
_PIECE_BYTES = 16
_apps: dict[str, Any] = {}
_world: list[World] = []


def use(world: World, process: Process) -> None:
    """Let the functions see a world."""
    _world[:] = [world]
    _apps["analyze"].s3 = world.client
    _apps["conclude"].storage = SETTINGS.storage(world.client, "uploads")  # type: ignore[arg-type]
    _apps["conclude"].sqs = world.failed


def analyze(event: Any, context: SimpleNamespace) -> Any:
    """Call the handler of functions/analyze, without the log, metrics and traces around it."""
    return inspect.unwrap(_apps["analyze"].handler)(event, context)


def conclude(event: Any, context: SimpleNamespace) -> Any:
    """Call the handler of functions/conclude likewise."""
    return inspect.unwrap(_apps["conclude"].handler)(event, context)


@contextmanager
def stage() -> Iterator[None]:
    """Let aws/ take time, disk, chance and the analysis from the world of the current process."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, _ENVIRONMENT))
        # As the tests have it by pyproject.toml, and the function by its image.
        stack.enter_context(patch.object(sys, "path", [str(ROOT / "functions"), *sys.path]))
        for name in ("analyze", "conclude"):
            _apps[name] = import_module(f"{name}.app")
            # Whoever imports it next has another environment.
            stack.callback(sys.modules.pop, f"{name}.app", None)
        stack.enter_context(patch.object(_apps["analyze"], "settings", SETTINGS))
        for module, name, value in _replacements():
            stack.enter_context(patch.object(module, name, value))
        logging.disable(logging.CRITICAL)
        stack.callback(logging.disable, logging.NOTSET)
        yield


def _replacements() -> Iterator[tuple[Any, str, Any]]:
    yield analysis, "analyze", content.analyze
    # It imports what is imported here already.
    yield delivery, "Thread", lambda **_: SimpleNamespace(start=lambda: None)
    yield delivery, "in_time", lambda *given: current().in_time(*given)
    yield delivery, "time", _Time
    # No handler's decorator is there to write what was measured.
    yield import_module("moodcloud.aws.metrics"), "_measure", lambda *_: None
    # They follow from what they are given, and are given little that is new.
    yield contract, "from_json", _remembered(contract.from_json, repr)
    yield delivery, "gather", _remembered(settings.gather, lambda given: repr(given.values))
    yield download, "shutil", SimpleNamespace(disk_usage=usage)
    # So that the small contents of histories come in pieces.
    yield download, "_PIECE_BYTES", _PIECE_BYTES
    yield storage, "time", _Time
    yield storage, "random", SimpleNamespace(uniform=lambda least, most: (least + most) / 2)
    yield storage, "at_once", _at_once
    yield gallery, "render_alone", _page
    for name, value in system(current).items():
        yield workspace, name, value


def _remembered(function: Callable[..., Any], told: Callable[[Any], str]) -> Callable[..., Any]:
    """Return a function that calls another once for arguments that are told alike."""
    known: dict[tuple[str, ...], Any] = {}

    def remembered(*given: Any) -> Any:
        key = tuple(map(told, given))
        if key not in known:
            known[key] = function(*given)
        return known[key]

    return remembered


class _Time:
    """What takes the place of the module `time`."""

    @staticmethod
    def monotonic() -> float:
        return current().clock.now

    @staticmethod
    def sleep(seconds: float) -> None:
        current().clock.now += seconds


def _at_once(function: Callable[[Any], Any], items: Any) -> list[Any]:
    """Call a function with each item, in an order that nobody may rely on."""
    todo = list(enumerate(items))
    _world[0].random.shuffle(todo)
    results = {number: function(item) for number, item in todo}
    return [results[number] for number in sorted(results)]


def _page(name: str, policy: str, scripts: tuple[str, ...], data: str, parts: list[str]) -> str:
    """Return what there is to a page here: its data, which names its parts."""
    return f'<script id="results" type="application/json">{data}</script>'
