"""What users of the stack rely on stands in template.yaml."""

from __future__ import annotations

from typing import Any

from moodcloud.report.summary import summary_schema

from tests.unit.conftest import of_type


def test_uploads_and_results_are_encrypted_and_private(resources: dict[str, Any]) -> None:
    buckets = [each for each in resources.values() if each["Type"] == "AWS::S3::Bucket"]
    assert len(buckets) == 2
    for bucket in buckets:
        assert bucket["DeletionPolicy"] == "Retain"
        assert all(bucket["Properties"]["PublicAccessBlockConfiguration"].values())
        assert bucket["Properties"]["BucketEncryption"]


def test_the_function_may_do_no_more_than_it_must(resources: dict[str, Any]) -> None:
    (policy,) = resources["AnalyzeFunction"]["Properties"]["Policies"]
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
    assert len(found) == 4
    for policy in found:
        statements = policy["Properties"]["PolicyDocument"]["Statement"]
        (denial,) = (each for each in statements if each["Effect"] == "Deny")
        assert denial["Principal"] == "*"
        assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_logs_are_json_and_figures_carry_the_name_of_the_stack(resources: dict[str, Any]) -> None:
    function = resources["AnalyzeFunction"]["Properties"]
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == "AWS::StackName"


def test_every_format_that_is_read_starts_the_function_once(resources: dict[str, Any]) -> None:
    events = resources["AnalyzeFunction"]["Properties"]["Events"].values()
    rules = [event["Properties"]["Filter"]["S3Key"]["Rules"] for event in events]
    suffixes = [rule["Value"] for each in rules for rule in each if rule["Name"] == "suffix"]
    formats = summary_schema()["properties"]["input"]["properties"]["format"]["enum"]
    archives = ["gz", "bz2", "xz", "zst", "zip"]
    assert {f".{each}" for each in [*formats, *archives, "txt", "ndjson"]} <= set(suffixes)
    # S3 takes one suffix a rule, and refuses two where one ends in the other.
    assert [len(each) for each in rules] == [1] * len(rules)
    assert all(suffixes.count(each) == 1 for each in suffixes)
    assert not any(a != b and a.endswith(b) for a in suffixes for b in suffixes)
