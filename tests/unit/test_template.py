"""What users of the stack rely on stands in template.yaml."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.conftest import of_type


def test_uploads_and_results_are_encrypted_and_private(resources: dict[str, Any]) -> None:
    buckets = [each for each in resources.values() if each["Type"] == "AWS::S3::Bucket"]
    assert len(buckets) == 2
    for bucket in buckets:
        assert bucket["DeletionPolicy"] == "Retain"
        assert all(bucket["Properties"]["PublicAccessBlockConfiguration"].values())
        assert bucket["Properties"]["BucketEncryption"]


@pytest.mark.parametrize("function", ["AnalyzeFunction", "ConcludeFunction"])
def test_the_function_may_do_no_more_than_it_must(resources: dict[str, Any], function: str) -> None:
    (policy,) = resources[function]["Properties"]["Policies"]
    for statement in policy["Statement"]:
        actions = statement["Action"]
        assert "*" not in "".join([actions] if isinstance(actions, str) else actions)
        assert statement["Resource"] != "*"
    writes = [each for each in policy["Statement"] if "s3:PutObject" in each["Action"]]
    assert [each["Resource"].endswith("/results/*") for each in writes] == [True]


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
    assert len(found) == 5
    for policy in found:
        statements = policy["Properties"]["PolicyDocument"]["Statement"]
        (denial,) = (each for each in statements if each["Effect"] == "Deny")
        assert denial["Principal"] == "*"
        assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_logs_are_json_and_figures_carry_the_name_of_the_stack(resources: dict[str, Any]) -> None:
    function = resources["AnalyzeFunction"]["Properties"]
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == "AWS::StackName"


def test_every_upload_starts_the_function_once_whatever_its_name(resources: dict[str, Any]) -> None:
    (event,) = resources["AnalyzeFunction"]["Properties"]["Events"].values()
    assert event["Properties"]["Events"] == "s3:ObjectCreated:*"
    assert "Filter" not in event["Properties"]
