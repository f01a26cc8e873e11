"""Uploads reach the function whichever way the stack is told to take: each has its own stack."""

import json
from dataclasses import replace

import pytest

from tests.local_aws.emulator import Emulator
from tests.local_aws.machine import gateway
from tests.local_aws.results import TINY, stored_results
from tests.local_aws.sam import Sam
from tests.local_aws.stack import Stack, deployed

KEYS = ("a.csv", "summer 2026/my reviews+v2 (50%).csv", "매장 리뷰/리뷰+모음 %2B.csv")


@pytest.fixture
def secure_sam(sam: Sam, aws: Emulator, monkeypatch: pytest.MonkeyPatch) -> Sam:
    """SAM over TLS: the emulator takes S3's own messages to be sent as the stack was deployed."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(aws.certificate))
    return replace(sam, endpoint=f"https://{gateway()}:{aws.secure_port}")


@pytest.mark.parametrize("source", ["SQS", "SNS", "EventBridge"])
def test_uploads_of_any_key_get_results_by_way_of(
    secure_sam: Sam, aws: Emulator, source: str
) -> None:
    name = f"by-{source.lower()}"
    with deployed(secure_sam, aws, name, Source=source) as stack:
        for key in KEYS:
            stack.put(key, TINY)
        for key in KEYS:
            stack.wait_for(f"results/{key}/latest.json", timeout=240)
            found = stored_results(stack.s3, stack.results, key)
            assert found is not None
            assert "summary.json" in found
        if source == "SQS":
            _a_message_that_names_no_upload_ends_where_people_look(stack)


def _a_message_that_names_no_upload_ends_where_people_look(stack: Stack) -> None:
    sqs = stack.emulator.client("sqs")
    queue = stack.resource("UploadEvents")
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "10"})
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"what": "ever"}))
    stack.put("beside it.csv", TINY)
    stack.wait_for("results/beside it.csv/latest.json", timeout=240)
    assert stack.wait_for_failure("ever", timeout=240)["requestPayload"] == {"what": "ever"}
