"""The template deployed to the emulator: put a file in, wait for what comes out."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from tests.local_aws.emulator import Emulator
from tests.local_aws.sam import Sam

POLL_SECONDS = 0.05

T = TypeVar("T")


@dataclass(frozen=True)
class Stack:
    """A deployed stack and its outputs."""

    emulator: Emulator
    name: str
    outputs: Mapping[str, str]

    @property
    def s3(self) -> Any:
        """S3 as the account's owner."""
        return self.emulator.client("s3")

    @property
    def uploads(self) -> str:
        """The bucket files are put into."""
        return self.outputs["UploadsBucketName"]

    @property
    def results(self) -> str:
        """The bucket results appear in."""
        return self.outputs["ResultsBucketName"]

    def put(self, key: str, body: bytes) -> None:
        """Upload a file."""
        self.s3.put_object(Bucket=self.uploads, Key=key, Body=body)

    def fetch(self, key: str) -> bytes | None:
        """Return a result, None where there is none."""
        try:
            body: bytes = self.s3.get_object(Bucket=self.results, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise
        return body

    def wait_for(self, key: str, timeout: float = 30) -> bytes:
        """Return a result as soon as it is there."""
        return self._until(lambda: self.fetch(key), f"{key} in {self.results}", timeout)

    def wait_for_summary(self, key: str, timeout: float = 240) -> bytes:
        """Return the summary of an upload as soon as `latest.json` leads to one."""

        def summary() -> bytes | None:
            told = json.loads(self.fetch(f"results/{key}/latest.json") or b"{}")
            good = str(told.get("file", "")).endswith("/summary.json")
            return self.fetch(f"results/{key}/{told['file']}") if good else None

        return self._until(summary, f"summary of {key}", timeout)

    def wait_for_failure(self, key: str, timeout: float = 120) -> dict[str, Any]:
        """Return what waits in the queue of failed events about an upload."""
        return self._until(
            lambda: next(iter(self.failures(key)), None), f"{key} in the queue", timeout
        )

    def failures(self, key: str) -> list[dict[str, Any]]:
        """Return the failed events about an upload: those that wait for people, and all others."""
        queues = [self.outputs["FailedEventsUrl"], self.resource("UnfinishedEvents")]
        return [
            json.loads(body)
            for queue in queues
            for body in self._messages(queue)
            if json.dumps(key)[1:-1] in body
        ]

    def _messages(self, queue: str) -> list[str]:
        """Return the messages that can be seen in a queue, and leave them there."""
        received = self.emulator.client("sqs").receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [message["Body"] for message in received.get("Messages", [])]

    def resource(self, logical_id: str) -> str:
        """Return the physical name of a resource."""
        described = self.emulator.client("cloudformation").describe_stack_resource(
            StackName=self.name, LogicalResourceId=logical_id
        )
        name: str = described["StackResourceDetail"]["PhysicalResourceId"]
        return name

    def invoke(self, logical_id: str, event: object) -> dict[str, Any]:
        """Invoke a function and wait for its answer; `error` is in it if it failed."""
        answer = self.emulator.client("lambda").invoke(
            FunctionName=self.resource(logical_id), Payload=json.dumps(event).encode()
        )
        payload = json.loads(answer["Payload"].read() or b"null")
        return {"error": payload} if "FunctionError" in answer else {"response": payload}

    @contextmanager
    def configured(self, logical_id: str, **settings: Any) -> Iterator[None]:
        """Change a function's settings (`Timeout=2`) for the length of the block."""
        functions = self.emulator.client("lambda")
        name = self.resource(logical_id)
        before = functions.get_function_configuration(FunctionName=name)
        functions.update_function_configuration(FunctionName=name, **settings)
        try:
            yield
        finally:
            usual = {setting: before[setting] for setting in settings}
            functions.update_function_configuration(FunctionName=name, **usual)

    def environment(self, logical_id: str) -> dict[str, str]:
        """Return the variables of a function."""
        functions = self.emulator.client("lambda")
        told = functions.get_function_configuration(FunctionName=self.resource(logical_id))
        variables: dict[str, str] = told["Environment"]["Variables"]
        return variables

    def log(self, logical_id: str) -> list[str]:
        """Return the lines a function logged, oldest first, those of its runtime included."""
        logs = self.emulator.client("logs")
        name = self.resource(logical_id)
        function = self.emulator.client("lambda").get_function_configuration(FunctionName=name)
        group = function["LoggingConfig"]["LogGroup"]
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"] for page in pages for event in page["events"]]

    def template(self) -> dict[str, Any]:
        """Return the template as CloudFormation sees it, after SAM has written out its share.

        What the emulator does not enforce (S3's permission to invoke, say) can be read here.
        """
        answer = self.emulator.client("cloudformation").get_template(
            StackName=self.name, TemplateStage="Processed"
        )
        template: dict[str, Any] = json.loads(json.dumps(answer["TemplateBody"]))
        return template

    def _until(self, look: Callable[[], T | None], what: str, timeout: float) -> T:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = look()
            if found is not None:
                return found
            time.sleep(POLL_SECONDS)
        log = self.emulator.log.read_text(errors="replace")[-4000:]
        raise TimeoutError(f"no {what} after {timeout} s; the emulator's log ends:\n{log}")


@contextmanager
def deployed(sam: Sam, emulator: Emulator, name: str, **parameters: str) -> Iterator[Stack]:
    """Deploy what `sam build` built, as a user would; delete it at the end."""
    artifacts = f"{name}-artifacts"
    emulator.client("s3").create_bucket(Bucket=artifacts)
    overrides = [f"{key}={value}" for key, value in parameters.items()]
    sam.run(
        "deploy",
        *("--stack-name", name, "--region", "us-east-1"),
        # samconfig.toml lets SAM make repositories, whose address would be AWS's
        *("--config-env", "emulator"),
        *("--s3-bucket", artifacts),
        *("--image-repository", emulator.repository),
        *("--capabilities", "CAPABILITY_IAM"),
        *("--no-confirm-changeset", "--no-progressbar"),
        *(["--parameter-overrides", *overrides] if overrides else []),
        variables={"DOCKER_CONFIG": str(emulator.docker_config)},
    )
    described = emulator.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
    stack = Stack(emulator, name, outputs)
    try:
        yield stack
    finally:
        for bucket in (stack.uploads, stack.results):
            _empty(stack.s3, bucket)
        # Not by SAM, which deletes the image, too: other stacks run it.
        emulator.client("cloudformation").delete_stack(StackName=name)


def _empty(s3: Any, bucket: str) -> None:
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in page.get("Versions", []) + page.get("DeleteMarkers", []):
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
