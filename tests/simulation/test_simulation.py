"""What docs/guarantees.md promises holds in every history, and each safeguard is needed for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.laws import examples
from tests.simulation.reduce import fault_of, reduced
from tests.simulation.run import first_failure, play_range
from tests.simulation.safeguards import SAFEGUARDS, Safeguard
from tests.simulation.staging import stage
from tests.simulation.steps import (
    Both,
    Conclude,
    Delete,
    Deliver,
    History,
    Meanwhile,
    Put,
    Restore,
    Retry,
    Setting,
    Trouble,
    history,
    shown,
)

_WITHIN = 10_000
_ORDER = next(each for each in SAFEGUARDS if each.name.startswith("an older upload"))


@pytest.fixture
def staged() -> Iterator[None]:
    with stage():
        yield


def test_every_promise_is_kept_whatever_happens(staged: None) -> None:
    failed = first_failure(0, examples(2_000) * 3)
    assert failed is None, f"python -m tests.simulation --show {failed}"


# What once broke a promise, in one of a hundred thousand histories.
_FOUND: dict[str, History] = {
    "a copy of one that was published is killed, and gone": History(
        0,
        Setting(sequenced=False),
        (
            Put(2, 1, 0),
            Deliver((0,), troubles=(Trouble(24, "hang"),)),
            Put(2, 1, 0),
            Deliver((0,), troubles=(Trouble(16, "kill before"),)),
            Delete(2),
        ),
    ),
    "a copy is gone, and another upload came between": History(
        0,
        Setting(sequenced=False),
        (
            Put(0, 1, 0),
            Deliver((0,), meanwhile=(Meanwhile(2, Put(0, 7, 0)),)),
            Restore(0, 0),
            Delete(0),
        ),
    ),
    "the last word is killed before the gallery has it": History(
        0,
        Setting(versioned=True, disk=800),
        (
            Put(0, 4, 0),
            Deliver((0,), again=True),
            Retry(0),
            Retry(0),
            Conclude(10, troubles=(Trouble(9, "kill before"),)),
        ),
    ),
    "a copy is gone before results are stored": History(
        0,
        Setting(),
        (
            Put(0, 2, 0),
            Restore(0, 0),
            Both(
                Deliver((0,), again=True, meanwhile=(Meanwhile(2, Delete(0)),)),
                Deliver((0,), container=1),
                (11, 15, 3, 3, 2, 3, 10, 3),
            ),
        ),
    ),
    "a copy is looked for just before results are stored": History(
        0,
        Setting(disk=800),
        (
            Put(0, 1, 0),
            Put(0, 2, 0),
            Both(
                Deliver((2,), again=True, meanwhile=(Meanwhile(4, Delete(0)),)),
                Deliver((2,), container=1),
                (8, 2, 20, 2, 2, 1, 7, 3),
            ),
        ),
    ),
}


@pytest.mark.parametrize("told", _FOUND)
def test_what_once_broke_a_promise_breaks_none(staged: None, told: str) -> None:
    assert fault_of(_FOUND[told]) == ""


def test_a_number_makes_one_history(staged: None) -> None:
    assert str(history(7)) == str(history(7)) != str(history(8))
    with _ORDER.taken_away():
        assert fault_of(history(7)) == fault_of(history(7))


def test_a_history_that_fails_is_told_in_a_few_steps(staged: None) -> None:
    with _ORDER.taken_away():
        number = first_failure(0, 100)
        assert number is not None
        short = reduced(history(number))
        assert fault_of(short)
        assert len(short.steps) <= 3
        told = str(short)
    assert told.startswith(f"history {number}: ")
    assert all(shown(step) in told for step in short.steps)


@pytest.mark.slow
def test_histories_are_played_on_all_processors_and_counted() -> None:
    *_, last = play_range(0, 20, processes=2)
    assert (last.histories, last.failures) == (20, [])


@pytest.mark.slow
@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda safeguard: safeguard.name)
def test_without_any_one_safeguard_a_promise_is_broken(
    staged: None, safeguard: Safeguard, capsys: pytest.CaptureFixture[str]
) -> None:
    with safeguard.taken_away():
        failed = first_failure(0, _WITHIN)
        assert failed is not None, "the simulation does not need it"
        fault = fault_of(history(failed)).partition(":")[0]
    assert fault_of(history(failed)) == ""
    with capsys.disabled():
        print(f"\n{safeguard.name}: missed in history {failed + 1:,}: {fault}")
