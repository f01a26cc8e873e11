"""What the function may do: all that it needs, nothing that it does not."""

import json
import re
from typing import Any

import pytest

from tests.local_aws.policies import Permission, permissions, taken_away
from tests.local_aws.results import TINY, event_of
from tests.local_aws.stack import Stack

TAKING = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
# What the emulator grants to everybody: see the tests of the template below.
NOT_ENFORCED = {
    # a missing key is 404 whoever asks
    "TellMissingUploads/s3:ListBucket",
    "TellMissingResults/s3:ListBucket",
    # failed events reach the queue whatever the role allows
    "KeepUnfinishedEvents/sqs:SendMessage",
    # only uploads larger than one function start slices: tests/stack/test_slices.py
    "StartSlices/states:StartExecution",
    "SeeWhetherSlicesFailed/states:DescribeExecution",
    # Lambda itself does these by the role of the function
    *(f"TakeUnfinishedEvents/{action}" for action in TAKING),
    *("WriteLogs/logs:CreateLogStream", "WriteLogs/logs:PutLogEvents"),
    *("WriteTraces/xray:PutTraceSegments", "WriteTraces/xray:PutTelemetryRecords"),
}


def _needed(stack: Stack, permission: Permission) -> bool:
    """Tell whether the function that has a permission fails without it."""
    key = re.sub(r"\W+", "-", permission.label)
    event = event_of(stack.uploads, key)
    concludes = permission.label.startswith("ConcludeRole")
    if not concludes or "LookAtUploads" in permission.label:
        stack.put(key, TINY + permission.label.encode())  # never seen: no results to find there
    if concludes:
        body = json.dumps({"requestPayload": event, "responsePayload": {"errorType": "Killed"}})
        message = {"Records": [{"messageId": permission.label, "body": body}]}
        with taken_away(stack, permission):
            answer = stack.invoke("ConcludeFunction", message)
        return answer != {"response": {"batchItemFailures": []}}
    with taken_away(stack, permission):
        answer = stack.invoke("AnalyzeFunction", event)
    return "error" in answer


def test_the_functions_may_do_no_more_than_they_must(stack: Stack) -> None:
    tested = [
        permission
        for permission in permissions(stack)
        if not permission.label.endswith(tuple(NOT_ENFORCED))
        # what those of slices may do, tests/unit/test_policies.py judges
        and permission.label.startswith(("AnalyzeRole", "ConcludeRole"))
        # the emulator's buckets have no versions
        and permission.action != "s3:GetObjectVersion"
    ]
    assert [one.label for one in tested if not _needed(stack, one)] == []
    assert {one.label.partition("Role")[0] for one in tested} == {"Analyze", "Conclude"}


@pytest.fixture(scope="module")
def resources(stack: Stack) -> dict[str, Any]:
    """The template as CloudFormation sees it."""
    found: dict[str, Any] = stack.template()["Resources"]
    return found


@pytest.fixture(scope="module")
def statements(resources: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of the function's role."""
    role = resources["AnalyzeRole"]["Properties"]
    documents = [policy["PolicyDocument"] for policy in role["Policies"]]
    found = [each for document in documents for each in _listed(document["Statement"])]
    # Some are there on a condition only.
    return [statement for statement in found if "Action" in statement]


@pytest.mark.parametrize("bucket", ["uploads", "results"])
def test_a_missing_object_is_told_from_a_forbidden_one(
    statements: list[dict[str, Any]], bucket: str
) -> None:
    listing = [each for each in statements if "s3:ListBucket" in _listed(each["Action"])]
    assert any(f"-{bucket}-" in json.dumps(each["Resource"]) for each in listing)


def test_an_upload_in_a_bucket_with_versions_can_be_read(statements: list[dict[str, Any]]) -> None:
    (reading,) = [each for each in statements if "s3:GetObjectVersion" in _listed(each["Action"])]
    assert "s3:GetObject" in reading["Action"]
    assert "-uploads-" in json.dumps(reading["Resource"])


def test_failed_events_may_be_put_into_a_queue_and_end_in_that_of_people(
    resources: dict[str, Any], statements: list[dict[str, Any]]
) -> None:
    (sending,) = [each for each in statements if "sqs:SendMessage" in _listed(each["Action"])]
    assert sending["Effect"] == "Allow"
    assert sending["Resource"] == {"Fn::GetAtt": ["UnfinishedEvents", "Arn"]}
    (config,) = _of_type(resources, "AWS::Lambda::EventInvokeConfig")
    destination = config["DestinationConfig"]["OnFailure"]["Destination"]
    assert destination == {"Fn::GetAtt": ["UnfinishedEvents", "Arn"]}
    queue = resources["UnfinishedEvents"]["Properties"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["FailedEvents", "Arn"]}


def test_only_the_uploads_of_this_account_start_the_function(resources: dict[str, Any]) -> None:
    allowed = _of_type(resources, "AWS::Lambda::Permission")
    for permission in [each for each in allowed if "SourceAccount" in each]:
        assert permission["Action"] == "lambda:InvokeFunction"
        assert permission["Principal"] == "s3.amazonaws.com"
        assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}
        assert permission["FunctionName"] == {"Ref": "AnalyzeFunction"}
        assert "-uploads-" in json.dumps(permission["SourceArn"])


def test_no_role_has_a_policy_that_is_not_in_the_template(resources: dict[str, Any]) -> None:
    roles = _of_type(resources, "AWS::IAM::Role")
    assert len(roles) >= 2
    assert not any("ManagedPolicyArns" in role for role in roles)


def _of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in resources.values() if each["Type"] == kind]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
