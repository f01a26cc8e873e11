"""Uploads that are larger than one function: the state machine of slices, as deployed."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from subprocess import CalledProcessError
from threading import Event

import pytest

from tests.local_aws.commands import run_command
from tests.local_aws.machine import docker
from tests.local_aws.results import command_line_results, fault_in, keys, stored_results
from tests.local_aws.stack import Stack

# A slice has a megabyte here, and uploads from a megabyte on are cut: three slices and more.
_SMALL = {"SLICES_FROM_MB": "1", "SLICE_MB": "1"}
_FUNCTIONS = ("AnalyzeFunction", "StepsFunction", "SlicesFunction")
_WAIT = 300.0


def _table(rows: int) -> bytes:
    lines = [
        f'{n},"the {("room", "garden", "street")[n % 3]} number {n} was '
        f'{"lovely" if n % 2 else "dirty"}, said ""the {n % 97}th guest""\n of {n % 89}",'
        f"{'positive' if n % 2 else 'negative'}"
        for n in range(rows)
    ]
    return "\n".join(["id,text,sentiment", *lines, ""]).encode()


@pytest.fixture(scope="module")
def small_slices(stack: Stack) -> Iterator[Stack]:
    """The stack, with slices that a test can fill."""
    with ExitStack() as changed:
        for function in _FUNCTIONS:
            changed.enter_context(_changed(stack, function, lambda known: known | _SMALL))
        yield stack


@contextmanager
def _changed(
    stack: Stack, function: str, change: Callable[[dict[str, str]], dict[str, str]]
) -> Iterator[None]:
    """Change the environment of a function for the length of the block."""
    variables = stack.environment(function)
    with stack.configured(function, Environment={"Variables": change(variables)}):
        yield


def _without_bucket(variables: dict[str, str]) -> dict[str, str]:
    """Take a variable away without which each slice fails."""
    return {key: value for key, value in variables.items() if key != "RESULTS_BUCKET"}


def _executions(stack: Stack) -> list[dict[str, str]]:
    states = stack.emulator.client("stepfunctions")
    machine = stack.resource("SlicesMachine")
    found: list[dict[str, str]] = states.list_executions(stateMachineArn=machine)["executions"]
    return found


def test_a_large_upload_has_the_bytes_of_the_command_line(small_slices: Stack) -> None:
    content = _table(46_000)
    assert len(content) > 3 << 20
    small_slices.put("large/rooms.csv", content)
    small_slices.wait_for("results/large/rooms.csv/latest.json", _WAIT)
    found = stored_results(small_slices.s3, small_slices.results, "large/rooms.csv")
    assert found == command_line_results(content, "rooms.csv")
    work = small_slices.s3.list_objects_v2(Bucket=small_slices.results, Prefix="slices/")[
        "Contents"
    ]
    counted = [each["Key"] for each in work if "/tokens/" in each["Key"]]
    assert len(counted) >= 3
    (execution,) = _executions(small_slices)
    # The same event again starts nothing.
    states = small_slices.emulator.client("stepfunctions")
    told = states.describe_execution(executionArn=execution["executionArn"])["input"]
    upload = json.loads(told)["upload"]
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": upload["time"],
        "s3": {
            "bucket": {"name": upload["bucket"]},
            "object": {
                "key": upload["key"],
                "size": upload["size"],
                "eTag": upload["etag"],
                "sequencer": upload["sequencer"],
            },
        },
    }
    for _ in range(2):
        assert "response" in small_slices.invoke("AnalyzeFunction", {"Records": [record]})
    assert len(_executions(small_slices)) == 1


def _kill_slices(stack: Stack) -> int:
    """Kill the containers that work on slices, or wait for such work; return how many."""
    killed = 0
    running = docker("ps", "--no-trunc", "--format", "{{.ID}} {{.Image}} {{.Command}}")
    for line in running.splitlines():
        container, image, told = line.split(" ", 2)
        own = image.startswith(f"localhost:{stack.emulator.port}/")
        if own and "slices.app.handler" in told:
            with suppress(CalledProcessError):
                docker("kill", container)
                killed += 1
    return killed


def _kill_next_slices(stack: Stack, times: int, stop: Event) -> int:
    """Kill the containers that are started for slices, some times over; return how often."""
    done = 0
    while done < times and not stop.wait(0.2):
        done += bool(_kill_slices(stack))
    return done


def test_slices_that_are_killed_are_worked_on_again(small_slices: Stack) -> None:
    content, stop = _table(46_001), Event()
    # What waits for work is not worth killing.
    _kill_slices(small_slices)
    with ThreadPoolExecutor() as threads:
        killed = threads.submit(_kill_next_slices, small_slices, 2, stop)
        try:
            small_slices.put("large/killed.csv", content)
            small_slices.wait_for("results/large/killed.csv/latest.json", _WAIT)
        finally:
            stop.set()
        assert killed.result() == 2
    found = stored_results(small_slices.s3, small_slices.results, "large/killed.csv")
    assert found == command_line_results(content, "killed.csv")


def test_an_upload_that_is_replaced_meanwhile_is_never_mixed_with_the_new_one(
    small_slices: Stack,
) -> None:
    first, second = _table(40_001), _table(41_003).replace(b"room", b"desk")
    small_slices.put("large/replaced.csv", first)
    while not any(each["status"] == "RUNNING" for each in _executions(small_slices)):
        time.sleep(0.1)
    small_slices.put("large/replaced.csv", second)
    etag = small_slices.s3.head_object(Bucket=small_slices.uploads, Key="large/replaced.csv")
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        told = small_slices.fetch("results/large/replaced.csv/latest.json")
        running = any(each["status"] == "RUNNING" for each in _executions(small_slices))
        if told and json.loads(told)["etag"] == etag["ETag"].strip('"') and not running:
            break
        time.sleep(0.5)
    found = stored_results(small_slices.s3, small_slices.results, "large/replaced.csv")
    assert found == command_line_results(second, "replaced.csv")
    # The first has its whole set where it was quick enough, and nothing otherwise.
    listed = keys(small_slices.s3, small_slices.results, "results/large/replaced.csv/")
    sets = {key.split("/")[3] for key in listed if key.count("/") == 4}
    assert len(sets) in (1, 2)
    assert sum(key.endswith("/summary.json") for key in listed) == len(sets)


def test_what_cannot_be_cut_is_read_as_a_whole(small_slices: Stack) -> None:
    rows = [{"text": f"a lovely room {n}", "sentiment": "positive"} for n in range(30_000)]
    content = json.dumps(rows).encode()
    assert len(content) > 1 << 20
    small_slices.put("large/rooms.json", content)
    small_slices.wait_for("results/large/rooms.json/latest.json", _WAIT)
    found = stored_results(small_slices.s3, small_slices.results, "large/rooms.json")
    assert found == command_line_results(content, "rooms.json")


def test_a_slice_that_fails_for_good_ends_in_error_json_and_its_event_waits(
    small_slices: Stack,
) -> None:
    content = _table(30_000)
    with _changed(small_slices, "SlicesFunction", _without_bucket):
        small_slices.put("large/bad.csv", content)
        failure = small_slices.wait_for_failure("large/bad.csv", _WAIT)
    assert failure["requestPayload"]["Records"][0]["s3"]["object"]["key"] == "large/bad.csv"
    found = stored_results(small_slices.s3, small_slices.results, "large/bad.csv")
    assert found is not None
    assert fault_in(found) == "not_finished"
    # Handed in again, it is cut into slices again.
    done = run_command(
        small_slices, "replay", "--prefix", "large/bad", "--stack", small_slices.name
    )
    assert "1 handed over" in done.stdout, done.stdout + done.stderr
    summary = small_slices.wait_for_summary("large/bad.csv", _WAIT)
    assert summary == command_line_results(content, "bad.csv")["summary.json"]
