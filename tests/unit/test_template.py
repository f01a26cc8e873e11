"""What users of the stack rely on stands in template.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.conftest import ROOT


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms (!Ref, !Sub, ...) as what they are applied to."""


_Loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node))


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    template = yaml.load((ROOT / "template.yaml").read_text("utf-8"), _Loader)
    found: dict[str, Any] = template["Resources"]
    return found


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
