"""A history played to its end: disturbed first, then until all is quiet, then all over again."""

from __future__ import annotations

from typing import Final

from tests.simulation.promises import Promises, hold
from tests.simulation.steps import Conclude, History, Retry
from tests.simulation.world import World

# More rounds than any history needs until nothing waits.
_ROUNDS: Final = 200


def play(history: History) -> None:
    """Play a history.

    Raises:
        BrokenPromiseError: A promise was broken.
    """
    play_in(World(history.setting, history.number), history)


def play_in(world: World, history: History) -> None:
    """Play a history in a new world."""
    promises = Promises(world)
    world.live(history)
    _settle(world)
    promises.check_outcomes(final=False)
    promises.check_events()
    # People give the function what it lacked, and hand in again what failed.
    world.strong = True
    _replay_all(world)
    promises.check_outcomes(final=True)
    promises.check_events()
    promises.check_gallery()
    writes = promises.writes
    _repeat_all(world)
    if promises.writes == writes:
        # All is as it was: another repeat would find the same.
        return
    promises.check_outcomes(final=True)
    promises.check_gallery()
    writes = promises.writes
    _repeat_all(world)
    hold("a repeat changes nothing", promises.writes == writes, promises.writes - writes)


def _settle(world: World) -> None:
    """Let time pass until nothing waits for a machine."""
    for upload in world.fresh:
        world.deliver([upload])
    for _ in range(_ROUNDS):
        if world.waiting:
            world.take(Retry(0))
        elif world.unfinished:
            world.take(Conclude(10))
        else:
            return
    hold("all work ends", False)


def _replay_all(world: World) -> None:
    for _ in range(len(world.failed.messages)):
        world.replay(0)
    _settle(world)


def _repeat_all(world: World) -> None:
    """Let S3 send each event once more, the newest first."""
    for upload in reversed(world.uploads):
        world.deliver([upload])
    _settle(world)
