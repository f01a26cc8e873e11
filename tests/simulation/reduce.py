"""The shortest history that still breaks a promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from tests.simulation.play import play
from tests.simulation.promises import BrokenPromiseError
from tests.simulation.steps import History, Step

_LISTS = ("troubles", "meanwhile", "strange", "records")


def fault_of(history: History) -> str:
    """Return what is wrong with how a history ends; empty where every promise is kept."""
    try:
        play(history)
    except BrokenPromiseError as broken:
        return str(broken)
    except Exception as error:  # a fault of the handlers that no promise names
        return f"{type(error).__name__}: {error}"
    return ""


def reduced(history: History) -> History:
    """Return the history without whatever it breaks the same promise without."""
    promise = _promise(fault_of(history))
    smaller = True
    while smaller:
        smaller = False
        for shorter in _shorter(history):
            if _promise(fault_of(shorter)) == promise:
                history, smaller = shorter, True
                break
    return history


def _promise(fault: str) -> str:
    return fault.partition(":")[0]


def _shorter(history: History) -> Iterator[History]:
    """Yield histories that lack one thing, the largest first."""
    steps = history.steps
    for at in range(len(steps) - 1, -1, -1):
        yield history.with_steps((*steps[:at], *steps[at + 1 :]))
    for at, step in enumerate(steps):
        for simpler in _simpler(step):
            yield history.with_steps((*steps[:at], simpler, *steps[at + 1 :]))


def _simpler(step: Any) -> Iterator[Step]:
    """Yield what a step is without one of its parts."""
    names = {each.name for each in fields(step)}
    if "turns" in names:
        yield step.first
        yield step.second
        for part in ("first", "second"):
            for simpler in _simpler(getattr(step, part)):
                yield replace(step, **{part: simpler})
    for name in names.intersection(_LISTS):
        held = getattr(step, name)
        for at in range(len(held)):
            if name != "records" or len(held) > 1:
                yield replace(step, **{name: (*held[:at], *held[at + 1 :])})
    for name in ("pause", "container", "options", "pick"):
        if getattr(step, name, 0):
            yield replace(step, **{name: 0})
