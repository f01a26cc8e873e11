"""Many uploads at once through the deployed stack: two hundred in CI, LOAD=1000 by `make load`."""

import os

from tests.local_aws.load import load, waiting
from tests.local_aws.stack import Stack

COUNT = int(os.environ.get("LOAD", "200"))
# A machine that does one a second is done with all before anyone loses patience.
PATIENCE_SECONDS = 600 + 2 * COUNT


def test_uploads_at_once_all_get_the_right_results(own_stack: Stack) -> None:
    durations = load(
        own_stack.s3, own_stack.uploads, own_stack.results, COUNT, patience=PATIENCE_SECONDS
    )
    print(f"\n{durations}")
    assert len(durations.each) == COUNT
    queues = (own_stack.outputs["FailedEventsUrl"], own_stack.resource("UnfinishedEvents"))
    assert waiting(own_stack.emulator.client("sqs"), *queues) == 0
