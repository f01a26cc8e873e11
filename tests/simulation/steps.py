"""The steps of a history, and the history that a number makes.

A step names what it is about by numbers, counted modulo what is there when it comes. So a history
means something whichever of its steps are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from random import Random
from typing import Final

from tests.simulation.content import CONTENTS, HEAVY, OPTIONS

TROUBLES: Final = (
    *("kill before", "kill after", "lost", "lost for good", "busy", "denied"),
    *("conflict", "slow", "hang", "cut"),
)
STRANGE: Final = (
    *("no s3", "no key", "no bucket", "nothing", "a word", "size in words", "no records"),
    *("removed", "restored"),
)
_BROKEN: Final = next(n for n, content in enumerate(CONTENTS) if content.startswith(b"broken"))
HEAVY_CONTENTS: Final = tuple(
    n for n, content in enumerate(CONTENTS) if content.split()[0].decode() in HEAVY
)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong at an operation of a process, counted from 1."""

    at: int
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


@dataclass(frozen=True)
class Put:
    """Somebody uploads a file."""

    key: int
    content: int
    options: int
    pause: float = 0.0


@dataclass(frozen=True)
class Delete:
    """Somebody deletes an upload."""

    key: int


@dataclass(frozen=True)
class Restore:
    """Somebody stores again what was stored under a key before."""

    key: int
    pick: int


@dataclass(frozen=True)
class Strengthen:
    """Somebody gives the function the memory and the time that it lacks."""


People = Put | Delete | Restore | Strengthen


@dataclass(frozen=True)
class Meanwhile:
    """What people do before an operation of a process."""

    at: int
    what: People

    def __str__(self) -> str:
        return f"before {self.at}: {self.what}"


@dataclass(frozen=True)
class Deliver:
    """Lambda takes an event that S3 sends, with one record or several, and makes an attempt.

    Attributes:
        records: Which uploads it is about.
        again: Whether they are any of all uploads, not of those that no event was about yet.
        strange: Records that are no uploads, which come first.
        container: Which container it runs in.
        troubles: What goes wrong.
        meanwhile: What people do while it runs.
    """

    records: tuple[int, ...]
    again: bool = False
    strange: tuple[str, ...] = ()
    container: int = 0
    troubles: tuple[Trouble, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()


@dataclass(frozen=True)
class Retry:
    """Lambda makes another attempt at an event that failed, or one that was handed in again."""

    pick: int
    container: int = 0
    troubles: tuple[Trouble, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()


@dataclass(frozen=True)
class Conclude:
    """The second function gets messages about events that failed for good."""

    messages: int
    container: int = 0
    troubles: tuple[Trouble, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()


@dataclass(frozen=True)
class Replay:
    """Somebody hands a failed event in again."""

    pick: int


Work = Deliver | Retry | Conclude


@dataclass(frozen=True)
class Both:
    """Two functions run at once, in turns of so many operations."""

    first: Work
    second: Work
    turns: tuple[int, ...]


Step = People | Work | Replay | Both


@dataclass(frozen=True)
class Setting:
    """What holds for a whole history.

    Attributes:
        versioned: Whether the buckets of uploads keep versions.
        sequenced: Whether events have sequencers.
        disk: How many bytes the disk of a container holds.
        queued: Whether events come by way of a queue, several messages at once.
    """

    versioned: bool = False
    sequenced: bool = True
    disk: int = 3_000
    queued: bool = False


@dataclass(frozen=True)
class History:
    """What happens, in order."""

    number: int
    setting: Setting
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        lines = [f"history {self.number}: {shown(self.setting)}"]
        return "\n".join([*lines, *(f"  {n}. {shown(s)}" for n, s in enumerate(self.steps, 1))])

    def with_steps(self, steps: tuple[Step, ...]) -> History:
        """Return the history with other steps."""
        return replace(self, steps=steps)


def shown(step: object) -> str:
    """Return a step with what it says beyond its defaults."""
    told = []
    for each in fields(step):  # type: ignore[arg-type]
        value = getattr(step, each.name)
        if value not in ((), False, 0, 0.0, ""):
            text = ", ".join(map(str, value)) if isinstance(value, tuple) else shown_value(value)
            told.append(f"{each.name} {text}")
    return f"{type(step).__name__}({'; '.join(told)})"


def shown_value(value: object) -> str:
    """Return a value of a step."""
    return shown(value) if isinstance(value, Deliver | Retry | Conclude) else str(value)


def history(number: int) -> History:
    """Return the history that a number makes."""
    random = Random(number)
    setting = Setting(
        versioned=random.random() < 0.25,
        sequenced=random.random() < 0.9,
        disk=random.choice((800, 3_000)),
        queued=number % 4 == 3,
    )
    keys = random.choice((1, 1, 1, 2, 3))
    steps: list[Step] = [_put(random, keys)]
    for _ in range(random.randint(1, 6)):
        steps += _scene(random, keys)
    return History(number, setting, tuple(steps))


def _scene(random: Random, keys: int) -> tuple[Step, ...]:
    chance = random.random()
    if chance < 0.67:
        return (_people(random, keys) if chance < 0.3 else _work(random, keys),)
    if chance < 0.68:
        # A record that always fails, and in the same event one that comes after it.
        return (Put(0, _BROKEN, 0), Put(keys - 1, 1, 0), Deliver((-1, -2), again=True))
    if chance < 0.71:
        # Killed at the end, when all but `latest.json` is stored, and then deleted.
        kill = Trouble(random.randint(10, 20), "kill before")
        deliver = Deliver((-1,), again=True, troubles=(kill,))
        return (put := _put(random, keys), deliver, Delete(put.key))
    if chance < 0.75:
        return (Replay(random.randrange(4)),)
    if chance < 0.83:
        return (Both(_work(random, keys), _work(random, keys), _turns(random)),)
    return _race(random, keys) if chance < 0.92 else _failing(random, keys)


def _race(random: Random, keys: int) -> tuple[Step, ...]:
    """Return two uploads of a key, and two functions that handle them at once."""
    key, first = random.randrange(keys), random.choice((-1, -2))
    puts = (replace(_put(random, keys), key=key) for _ in range(2))
    newest = Deliver((first,), again=True), Deliver((-3 - first,), again=True)
    return (*puts, Both(*newest, _turns(random)))


def _failing(random: Random, keys: int) -> tuple[Step, ...]:
    """Return an upload that the function lacks something for, until it has failed for good."""
    put = replace(_put(random, keys), content=random.choice(HEAVY_CONTENTS))
    deliver = Deliver((-1,), again=True)
    conclude = Conclude(10, 0, _troubles(random), _meanwhile(random, keys, ()))
    failed: tuple[Step, ...] = (put, deliver, Retry(-1), Retry(-1))
    if random.random() < 0.6:
        return (*failed, conclude)
    # Results come at last, just when the error in their place is written.
    return (*failed, Strengthen(), Both(deliver, conclude, _turns(random)))


def _put(random: Random, keys: int) -> Put:
    content = random.choices(range(len(CONTENTS)), (6, 6, 6, 2, 1, 2, 2, 2))[0]
    options = random.choices(range(len(OPTIONS)), (6, 3, 1))[0]
    return Put(random.randrange(keys), content, options, random.choice((0.0, 0.3, 5.0)))


def _people(random: Random, keys: int) -> People:
    chance = random.random()
    if chance < 0.6:
        return _put(random, keys)
    if chance < 0.85:
        return Delete(random.randrange(keys))
    return Restore(random.randrange(keys), random.randrange(4))


def _work(random: Random, keys: int) -> Work:
    container, troubles = random.randrange(2), _troubles(random)
    meanwhile = _meanwhile(random, keys, troubles)
    chance = random.random()
    if chance < 0.7:
        records = tuple(random.randrange(6) for _ in range(random.choice((1, 1, 1, 1, 2, 3))))
        again = random.random() < 0.3
        strange = (random.choice(STRANGE),) if random.random() < 0.1 else ()
        return Deliver(records, again, strange, container, troubles, meanwhile)
    if chance < 0.88:
        return Retry(random.randrange(4), container, troubles, meanwhile)
    return Conclude(random.choice((1, 2, 10)), container, troubles, meanwhile)


def _troubles(random: Random) -> tuple[Trouble, ...]:
    number = random.choice((0, 0, 1, 1, 2))
    return tuple(Trouble(_moment(random), random.choice(TROUBLES)) for _ in range(number))


def _moment(random: Random) -> int:
    """Return the number of an operation: a download takes six, a whole delivery some twenty."""
    return random.randint(1, random.choice((6, 24)))


def _meanwhile(random: Random, keys: int, troubles: tuple[Trouble, ...]) -> tuple[Meanwhile, ...]:
    if random.random() < 0.6:
        return ()
    # What people do just after something went wrong is hardest to bear.
    at = troubles[0].at + 1 if troubles and random.random() < 0.5 else _moment(random)
    return (Meanwhile(at, _people(random, keys)),)


def _turns(random: Random) -> tuple[int, ...]:
    return tuple(random.randint(1, random.choice((3, 20))) for _ in range(8))
