"""Many uploads at once through the deployed stack: two hundred in CI, LOAD=1000 by `make load`."""

import os

from tests.local_aws.emulator import Emulator
from tests.local_aws.load import load, waiting
from tests.local_aws.sam import Sam
from tests.local_aws.stack import deployed

COUNT = int(os.environ.get("LOAD", "200"))
# A machine that does one a second is done with all before anyone loses patience.
PATIENCE_SECONDS = 600 + 2 * COUNT


def test_uploads_at_once_all_get_the_right_results(sam: Sam, aws: Emulator) -> None:
    # Of a machine that does much else, an upload may take more than its share.
    with deployed(sam, aws, "load", SecondsPerMB="0") as stack:
        durations = load(stack.s3, stack.uploads, stack.results, COUNT, patience=PATIENCE_SECONDS)
        print(f"\n{durations}")
        assert len(durations.each) == COUNT
        queues = (stack.outputs["FailedEventsUrl"], stack.resource("UnfinishedEvents"))
        assert waiting(aws.client("sqs"), *queues) == 0
