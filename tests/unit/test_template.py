"""What users of the stack rely on stands in template.yaml."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest

from tests.policies.cloudformation import KEY, Resolved, load
from tests.unit.conftest import of_type


def test_uploads_and_results_are_encrypted_and_private(resources: dict[str, Any]) -> None:
    buckets = [each for each in resources.values() if each["Type"] == "AWS::S3::Bucket"]
    assert len(buckets) == 2
    for bucket in buckets:
        assert bucket["DeletionPolicy"] == "Retain"
        assert all(bucket["Properties"]["PublicAccessBlockConfiguration"].values())
        assert bucket["Properties"]["BucketEncryption"]


def test_failed_events_are_kept(resources: dict[str, Any]) -> None:
    invoke = resources["AnalyzeFunction"]["Properties"]["EventInvokeConfig"]
    assert invoke["DestinationConfig"]["OnFailure"]["Type"] == "SQS"


def test_logs_do_not_stay_for_ever(resources: dict[str, Any]) -> None:
    groups = [each for each in resources.values() if each["Type"] == "AWS::Logs::LogGroup"]
    assert groups
    assert all("RetentionInDays" in group["Properties"] for group in groups)


def test_buckets_queue_and_topic_refuse_connections_without_tls(resources: dict[str, Any]) -> None:
    policies = ("S3::BucketPolicy", "SQS::QueuePolicy", "SNS::TopicPolicy")
    found = [each for kind in policies for each in of_type(resources, kind).values()]
    assert len(found) == 7
    for policy in found:
        statements = policy["Properties"]["PolicyDocument"]["Statement"]
        denials = [
            each for each in statements if isinstance(each, dict) and "Deny" in each["Effect"]
        ]
        assert {each["Principal"] for each in denials} == {"*"}
        plain, *old = (each["Condition"] for each in denials)
        assert plain == {"Bool": {"aws:SecureTransport": "false"}}
        # Queues and topics take no connection with an older TLS anyway.
        of_a_bucket = policy["Type"] == "AWS::S3::BucketPolicy"
        assert old == ([{"NumericLessThan": {"s3:TlsVersion": "1.2"}}] if of_a_bucket else [])


def test_logs_are_json_and_figures_carry_the_name_of_the_stack(resources: dict[str, Any]) -> None:
    function = resources["AnalyzeFunction"]["Properties"]
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == "AWS::StackName"


SOURCES: Final = {
    "S3": {"LambdaConfigurations"},
    "SQS": {"QueueConfigurations"},
    "SNS": {"TopicConfigurations"},
    "EventBridge": {"EventBridgeConfiguration"},
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_upload_starts_the_function_once_whatever_its_name(source: str) -> None:
    found = Resolved(load(), Source=source).resources
    told = found["UploadsBucket"]["Properties"]["NotificationConfiguration"]
    assert set(told) == SOURCES[source]
    for notified in (each for each in told.values() if isinstance(each, list)):
        assert [(each["Event"], "Filter" in each) for each in notified] == [
            ("s3:ObjectCreated:*", False)
        ]


def test_of_a_queue_messages_that_fail_come_again_and_then_wait() -> None:
    found = Resolved(load(), Source="SQS", Timeout="600", Concurrency="5").resources
    mapping = found["UploadEventsMapping"]["Properties"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": "5"}
    function = found["AnalyzeFunction"]["Properties"]
    assert function["Environment"]["Variables"]["PARTIAL_BATCHES"] == "true"
    assert function["ReservedConcurrentExecutions"] == "5"
    queue = found["UploadEvents"]["Properties"]
    # Lambda takes no queue whose messages come again before the function ends.
    assert queue["VisibilityTimeout"] == 660
    assert queue["RedrivePolicy"]["deadLetterTargetArn"].endswith(":UnfinishedEvents")
    attempts = function["Environment"]["Variables"]["QUEUE_ATTEMPTS"]
    assert attempts == str(queue["RedrivePolicy"]["maxReceiveCount"])


def test_a_function_that_no_such_queue_feeds_hands_no_message_back() -> None:
    for source in set(SOURCES) - {"SQS"}:
        function = Resolved(load(), Source=source).resources["AnalyzeFunction"]["Properties"]
        assert function["Environment"]["Variables"]["PARTIAL_BATCHES"] == ""
        assert function["Environment"]["Variables"]["QUEUE_ATTEMPTS"] == ""
        assert "ReservedConcurrentExecutions" not in function


def test_a_key_of_ones_own_encrypts_buckets_queues_and_logs() -> None:
    for source in SOURCES:
        with_key = Resolved(load(), Source=source, KmsKeyArn=KEY).resources
        kinds = Counter(each["Type"] for each in with_key.values() if KEY in str(each))
        assert kinds["AWS::S3::Bucket"] == 2
        assert kinds["AWS::SQS::Queue"] == (3 if source == "SQS" else 2)
        assert kinds["AWS::SNS::Topic"] == (source == "SNS")
        assert kinds["AWS::Logs::LogGroup"] == 1
        assert KEY not in str(Resolved(load(), Source=source).resources)


def test_unfinished_uploads_and_old_versions_go_after_some_days() -> None:
    def rules_of(**parameters: str) -> list[list[str]]:
        found = of_type(Resolved(load(), **parameters).resources, "S3::Bucket").values()
        rules = [each["Properties"]["LifecycleConfiguration"]["Rules"] for each in found]
        kept = ["VersioningConfiguration" in each["Properties"] for each in found]
        named = [[rule["Id"] for rule in each] for each in rules]
        assert kept == ["OldVersions" in each for each in named]
        return named

    both = ["UnfinishedUploads", "OldVersions"]
    assert rules_of() == [both[:1], [*both[:1], "WorkOnSlices"]]
    assert rules_of(OldVersionDays="30") == [both, [*both, "WorkOnSlices"]]
