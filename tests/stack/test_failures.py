"""What becomes of uploads and events that fail every time."""

import json

from tests.local_aws.results import TINY, fault_in, stored_results
from tests.local_aws.stack import Stack


def _fault(stack: Stack, key: str) -> str:
    """Wait for the outcome of an upload and return the code of its error."""
    stack.wait_for(f"results/{key}/latest.json", timeout=240)
    return fault_in(stored_results(stack.s3, stack.results, key))


def test_an_event_that_fails_three_times_waits_in_the_failure_queue(stack: Stack) -> None:
    event = {"Records": [{"s3": {"object": {"key": "no bucket in this event.csv"}}}]}
    stack.emulator.client("lambda").invoke(
        FunctionName=stack.resource("AnalyzeFunction"),
        InvocationType="Event",
        Payload=json.dumps(event).encode(),
    )
    failure = stack.wait_for_failure("no bucket in this event.csv")
    assert failure["requestPayload"] == event
    assert failure["requestContext"]["approximateInvokeCount"] == 3
    stack.put("after the failure.csv", TINY)
    stack.wait_for("results/after the failure.csv/latest.json", timeout=240)
    found = stored_results(stack.s3, stack.results, "after the failure.csv")
    assert found is not None
    assert "summary.json" in found


def _slow(rows: int) -> bytes:
    """Return texts without labels: they are scored one by one, 20,000 a second, in no memory."""
    texts = (f"the room was good, the staff very nice, guest {n}\n" for n in range(rows))
    return b"text\n" + "".join(texts).encode()


def test_an_upload_that_takes_too_long_is_tried_again_and_then_ends_in_error_json(
    stack: Stack,
) -> None:
    with stack.configured("AnalyzeFunction", Timeout=4):
        stack.put("slow.csv", _slow(200_000))
        assert _fault(stack, "slow.csv") == "out_of_time"
    failure = stack.wait_for_failure("slow.csv")
    assert failure["responsePayload"]["errorType"] == "AttemptError"
    told = [line for line in stack.log("AnalyzeFunction") if "slow.csv" in line]
    assert sum("will be tried again" in line for line in told) == 3


def test_an_upload_whose_every_attempt_is_killed_ends_in_error_json(stack: Stack) -> None:
    # A second is over before the function has started, or while it scores the texts.
    with stack.configured("AnalyzeFunction", Timeout=1):
        stack.put("killed.csv", _slow(100_000))
        assert _fault(stack, "killed.csv") in ("out_of_time", "not_finished")
    stack.wait_for_failure("killed.csv")
    # Handed in again with more time, it gets its results.
    event = stack.wait_for_failure("killed.csv")["requestPayload"]
    assert "error" not in stack.invoke("AnalyzeFunction", event)
    found = stored_results(stack.s3, stack.results, "killed.csv")
    assert found is not None
    assert "summary.json" in found
