"""The calls that the functions make of AWS are those that the policies allow, one for one."""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.integration.conftest import A
from tests.policies.cloudformation import ACCOUNT, REGION, load
from tests.policies.matrix import ANALYZE, CONCLUDE, Deployment

_ACTIONS: Final = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "ListObjectsV2": "s3:ListBucket",
    "SendMessage": "sqs:SendMessage",
}


class Recorder:
    """The actions that calls of AWS need, by the role of whoever makes them."""

    def __init__(self) -> None:
        self.role = ""
        self.seen: set[tuple[str, str, str]] = set()

    def note(self, name: str, arguments: dict[str, Any], missing: bool) -> None:
        """Note a call; an object that is missing is told only to those who may list the bucket."""
        if not self.role:
            return
        action = _ACTIONS[name]
        if "VersionId" in arguments:
            action += "Version"
        if "Bucket" not in arguments:
            queue = arguments["QueueUrl"].rpartition("/")[2]
            self._add(action, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}")
            return
        bucket = f"arn:aws:s3:::{arguments['Bucket']}"
        key = arguments.get("Key")
        self._add(action, bucket if key is None else f"{bucket}/{self._folder(key)}")
        if missing:
            self._add("s3:ListBucket", bucket)

    def _folder(self, key: str) -> str:
        return "results/a" if key.startswith("results/") else "a.csv"

    def _add(self, action: str, arn: str) -> None:
        self.seen.add((self.role, action, arn))


@contextmanager
def _recorded(recorder: Recorder) -> Any:
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def hooked(self: Any, name: str, arguments: dict[str, Any]) -> Any:
        missing = True
        try:
            answer = call(self, name, arguments)
            missing = False
        except ClientError as error:
            missing = error.response["ResponseMetadata"]["HTTPStatusCode"] == 404
            raise
        finally:
            recorder.note(name, arguments, missing)
        return answer

    with patch.object(BaseClient, "_make_api_call", hooked):
        yield


def _event(bucket: str, key: str, **more: str) -> dict[str, Any]:
    told = {"bucket": {"name": bucket}, "object": {"key": key, **more}}
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": told}]}


@pytest.mark.usefixtures("analysed_once")
def test_the_policies_allow_the_calls_that_are_made_and_no_others(
    monkeypatch: pytest.MonkeyPatch, context: SimpleNamespace
) -> None:
    deployment, recorder = Deployment.of(load(), "S3", has_key=False), Recorder()
    uploads, results = (arn.rpartition(":")[2] for arn in (deployment.uploads, deployment.results))
    monkeypatch.setenv("UPLOADS_BUCKET", uploads)
    monkeypatch.setenv("RESULTS_BUCKET", results)
    with mock_aws(), _recorded(recorder):
        s3, sqs = boto3.client("s3"), boto3.client("sqs")
        s3.create_bucket(Bucket=uploads)
        s3.create_bucket(Bucket=results)
        s3.put_bucket_versioning(Bucket=uploads, VersioningConfiguration={"Status": "Enabled"})
        url = sqs.create_queue(QueueName="FailedEvents")["QueueUrl"]
        monkeypatch.setenv("FAILED_EVENTS_URL", url)
        version = s3.put_object(Bucket=uploads, Key="a.csv", Body=A)["VersionId"]
        events = [
            _event(uploads, "a.csv", versionId=version),
            _event(uploads, "a.csv"),
            _event(uploads, "gone.csv", eTag="0"),
        ]
        for module, role in (("conclude.app", CONCLUDE), ("analyze.app", ANALYZE)):
            handler = importlib.import_module(module).handler
            recorder.role = role
            for event in events:
                body = json.dumps({"requestPayload": event})
                message = {"Records": [{"messageId": "one", "body": body}]}
                answer = handler(message if role == CONCLUDE else event, context)
                assert not answer.get("batchItemFailures")
            recorder.role = ""
            sys.modules.pop(module)
    assert recorder.seen == deployment.by_functions()
