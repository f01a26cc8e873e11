"""Who is meant to do what, and many things that nobody is meant to do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.policies.cloudformation import ACCOUNT, KEY, REGION, Resolved
from tests.policies.requests import (
    OLD_TLS,
    PLAIN,
    SECURE,
    Policy,
    Request,
    effects,
    is_allowed,
    policies,
)

SOURCES: Final = ("S3", "SQS", "SNS", "EventBridge")
ANALYZE, CONCLUDE = "AnalyzeRole", "ConcludeRole"
SLICES, STEPS, MACHINE = "SlicesRole", "StepsRole", "MachineRole"
_ROLES: Final = (ANALYZE, CONCLUDE, SLICES, STEPS, MACHINE)
_STATES: Final = f"arn:aws:states:{REGION}:{ACCOUNT}:"
_OTHER_ACCOUNT: Final = "999999999999"
_STREAM: Final = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{group}}:log-stream:one"
_TAKE: Final = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
_ACTIONS: Final = (
    "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject",
    "s3:PutObjectAcl", "s3:PutBucketPolicy", "sqs:SendMessage", *_TAKE, "sqs:PurgeQueue",
    "sns:Publish", "sns:Subscribe", "logs:CreateLogStream", "logs:PutLogEvents",
    "logs:GetLogEvents", "logs:DeleteLogGroup", "xray:PutTraceSegments",
    "xray:PutTelemetryRecords", "xray:GetTraceSummaries", "kms:Decrypt", "kms:GenerateDataKey",
    "kms:ScheduleKeyDeletion", "lambda:InvokeFunction", "lambda:UpdateFunctionCode",
    "iam:PassRole", "sts:AssumeRole", "states:StartExecution", "states:DescribeExecution",
    "states:StopExecution", "states:DeleteStateMachine",
)  # fmt: skip
_SERVICES: Final = ("s3", "sns", "events", "cloudwatch", "lambda", "states", "ec2")


@dataclass(frozen=True)
class Deployment:
    """A stack of some parameters, with what things in and around it are called.

    Attributes:
        stack: The stack.
        source: How uploads reach the function.
        has_key: Whether a key of the account's encrypts what is stored.
    """

    stack: Resolved
    source: str
    has_key: bool

    @classmethod
    def of(cls, template: dict[str, Any], source: str, has_key: bool) -> Deployment:
        """Return the stack that a template makes of parameters."""
        key = {"KmsKeyArn": KEY} if has_key else {}
        return cls(Resolved(template, Source=source, **key), source, has_key)

    @property
    def uploads(self) -> str:
        """The ARN of the bucket of uploads."""
        return self.stack.arn("UploadsBucket")

    @property
    def results(self) -> str:
        """The ARN of the bucket of results."""
        return self.stack.arn("ResultsBucket")

    def has(self, name: str) -> bool:
        """Return whether the stack has a resource."""
        return name in self.stack.resources

    def by_functions(self) -> set[tuple[str, str, str]]:
        """Return what the code of the functions does: role, action, ARN."""
        shared = {
            ("s3:GetObject", f"{self.uploads}/a.csv"),
            ("s3:GetObjectVersion", f"{self.uploads}/a.csv"),
            ("s3:ListBucket", self.uploads),
            ("s3:GetObject", f"{self.results}/results/a"),
            ("s3:PutObject", f"{self.results}/results/a"),
            ("s3:ListBucket", self.results),
        }
        sent = (CONCLUDE, "sqs:SendMessage", self.stack.arn("FailedEvents"))
        return {(role, *each) for role in (ANALYZE, CONCLUDE) for each in shared} | {sent}

    def by_slices(self) -> set[tuple[str, str, str]]:
        """Return what is done where uploads are cut into slices: role, action, ARN."""
        upload = f"{self.uploads}/a.csv"
        work = {(action, f"{self.results}/slices/a") for action in ("s3:GetObject", "s3:PutObject")}
        reading = {("s3:GetObject", upload), ("s3:GetObjectVersion", upload)}
        lists = {("s3:ListBucket", self.results)}
        results = {(action, f"{self.results}/results/a") for action, _ in work}
        steps = {
            ("s3:ListBucket", self.uploads),
            ("sqs:SendMessage", self.stack.arn("FailedEvents")),
        }
        machine, child = (
            f"{_STATES}stateMachine:moodcloud-slices",
            f"{_STATES}execution:moodcloud-slices:a",
        )
        invoked = {self.stack.arn(name) for name in ("StepsFunction", "SlicesFunction")}
        of_machine = {("lambda:InvokeFunction", arn) for arn in invoked}
        of_machine |= {("states:DescribeExecution", child), ("states:StopExecution", child)}
        of_machine.add(("states:StartExecution", machine))
        by_role = {
            ANALYZE: {("states:StartExecution", machine), ("states:DescribeExecution", child)},
            SLICES: work | reading | lists,
            STEPS: work | reading | lists | results | steps,
            MACHINE: work | of_machine,
        }
        return {(role, *each) for role, done in by_role.items() for each in done}

    def by_lambda(self) -> set[tuple[str, str, str]]:
        """Return what Lambda does by the roles of the functions: role, action, ARN."""
        stream = _STREAM.format(group="/moodcloud/moodcloud/analyze")
        shared = {
            ("logs:CreateLogStream", stream),
            ("logs:PutLogEvents", stream),
            ("xray:PutTraceSegments", "*"),
            ("xray:PutTelemetryRecords", "*"),
        }
        keys = {("kms:Decrypt", KEY), ("kms:GenerateDataKey", KEY)} if self.has_key else set()
        unfinished = self.stack.arn("UnfinishedEvents")
        of_functions = (ANALYZE, CONCLUDE, SLICES, STEPS)
        meant = {(role, *each) for role in of_functions for each in shared | keys}
        meant |= {(MACHINE, *each) for each in keys}
        meant |= {(CONCLUDE, action, unfinished) for action in _TAKE}
        meant.add((ANALYZE, "sqs:SendMessage", unfinished))
        if self.has("UploadEvents"):
            meant |= {(ANALYZE, action, self.stack.arn("UploadEvents")) for action in _TAKE}
        return meant

    def resources(self) -> list[str]:
        """Return the ARNs of what is in the stack and beside it."""
        queues = ["UnfinishedEvents", "FailedEvents", "UploadEvents"]
        topics = ["AlarmTopic", "UploadTopic"]
        functions = ["AnalyzeFunction", "ConcludeFunction", "SlicesFunction", "StepsFunction"]
        found = [*functions, *_ROLES, *queues]
        return [
            "*",
            *(self.stack.arn(name) for name in [*found, *topics] if self.has(name)),
            *(self.uploads, f"{self.uploads}/a.csv", f"{self.uploads}/results/a"),
            *(self.results, f"{self.results}/results/a", f"{self.results}/other"),
            f"{self.results}/slices/a",
            *(f"{_STATES}stateMachine:moodcloud-slices", f"{_STATES}stateMachine:other"),
            *(f"{_STATES}execution:moodcloud-slices:a", f"{_STATES}execution:other:a"),
            *("arn:aws:s3:::other", "arn:aws:s3:::other/a.csv", "arn:aws:s3:::other/results/a"),
            f"{self.results}-other",
            f"arn:aws:sqs:{REGION}:{ACCOUNT}:other",
            _STREAM.format(group="/moodcloud/moodcloud/analyze"),
            _STREAM.format(group="/moodcloud/moodcloud/other"),
            *(KEY, f"arn:aws:kms:{REGION}:{ACCOUNT}:key/other", self.stack.arn("AlarmKey")),
        ]

    def requests(self) -> Iterator[tuple[Request, bool]]:
        """Yield requests, and whether they are meant to be allowed."""
        yield from self._of_roles()
        yield from self._without_tls()
        yield from self._of_services()
        yield from self._of_the_key()

    def _of_roles(self) -> Iterator[tuple[Request, bool]]:
        meant = self.by_functions() | self.by_slices() | self.by_lambda()
        # An object of uploads may have any key.
        meant |= {
            (role, action, f"{self.uploads}/results/a")
            for role in (ANALYZE, CONCLUDE, SLICES, STEPS)
            for action in ("s3:GetObject", "s3:GetObjectVersion")
        }
        # Traces have no resources: what may be done to all may be done to any.
        for role, action, arn in itertools.product(
            (*_ROLES, "stranger"), _ACTIONS, self.resources()
        ):
            if not action.startswith("xray:Put") or arn == "*":
                yield Request(role, action, arn), (role, action, arn) in meant

    def _without_tls(self) -> Iterator[tuple[Request, bool]]:
        for role, action, arn in sorted(self.by_functions() | self.by_slices() | self.by_lambda()):
            if action.startswith(("s3:", "sqs:")):
                yield Request(role, action, arn, tuple(PLAIN.items())), False
            if action.startswith("s3:"):
                yield Request(role, action, arn, tuple(OLD_TLS.items())), False

    def _of_services(self) -> Iterator[tuple[Request, bool]]:
        arns = {name: self.stack.arn(name) for name in self.stack.resources if self._is_named(name)}
        meant = set(self._meant_of_services())
        asked = (
            *("lambda:InvokeFunction", "sqs:SendMessage", "sns:Publish", "sts:AssumeRole"),
            *("lambda:UpdateFunctionCode", "sqs:PurgeQueue", "sns:Subscribe", "sts:TagSession"),
        )
        for service, action, (name, arn), (source, context) in itertools.product(
            _SERVICES, asked, arns.items(), self._senders().items()
        ):
            who = f"{service}.amazonaws.com"
            right = (service, action, name, source) in meant
            # Lambda takes up a role whatever it is for, and so does Step Functions.
            right |= action == "sts:AssumeRole" and name in _ROLES and service == _taken_by(name)
            yield Request(who, action, arn, tuple((SECURE | context).items())), right
            if right and not name.endswith(("Role", "Function")):
                yield Request(who, action, arn, tuple((PLAIN | context).items())), False

    def _meant_of_services(self) -> Iterator[tuple[str, str, str, str]]:
        yield "cloudwatch", "sns:Publish", "AlarmTopic", "own alarm"
        match self.source:
            case "S3":
                yield "s3", "lambda:InvokeFunction", "AnalyzeFunction", "own bucket"
            case "SQS":
                yield "s3", "sqs:SendMessage", "UploadEvents", "own bucket"
            case "SNS":
                yield "s3", "sns:Publish", "UploadTopic", "own bucket"
                yield "sns", "lambda:InvokeFunction", "AnalyzeFunction", "own topic"
                yield "sns", "sqs:SendMessage", "UnfinishedEvents", "own topic"
            case "EventBridge":
                yield "events", "lambda:InvokeFunction", "AnalyzeFunction", "own rule"
                yield "events", "sqs:SendMessage", "UnfinishedEvents", "own rule"

    def _is_named(self, name: str) -> bool:
        kinds = ("Function", "Role", "Events", "Topic")
        return name.endswith(kinds) and "Policy" not in name

    def _senders(self) -> dict[str, dict[str, str]]:
        """Return in whose name a service may come, with what its request then carries."""
        alarm = "arn:aws:cloudwatch:{}:{}:alarm:any"
        sources = {
            # A bucket that was deleted may be made anew by somebody else.
            "own bucket": (self.uploads, ACCOUNT),
            "own bucket of others": (self.uploads, _OTHER_ACCOUNT),
            "results bucket": (self.results, ACCOUNT),
            "another bucket": ("arn:aws:s3:::other", ACCOUNT),
            "another topic": (f"arn:aws:sns:{REGION}:{ACCOUNT}:other", ACCOUNT),
            "another rule": (f"arn:aws:events:{REGION}:{ACCOUNT}:rule/other", ACCOUNT),
            "own alarm": (alarm.format(REGION, ACCOUNT), ACCOUNT),
            "alarm of others": (alarm.format(REGION, _OTHER_ACCOUNT), _OTHER_ACCOUNT),
        }
        if self.has("UploadTopic"):
            sources["own topic"] = (self.stack.arn("UploadTopic"), ACCOUNT)
        if self.has("UploadRule"):
            sources["own rule"] = (self.stack.arn("UploadRule"), ACCOUNT)
        return {
            name: {"aws:SourceArn": arn, "aws:SourceAccount": account}
            for name, (arn, account) in sources.items()
        }

    def _of_the_key(self) -> Iterator[tuple[Request, bool]]:
        key = self.stack.arn("AlarmKey")
        actions = ("kms:Decrypt", "kms:GenerateDataKey", "kms:ScheduleKeyDeletion")
        for action, account in itertools.product(actions, (ACCOUNT, _OTHER_ACCOUNT)):
            used = account == ACCOUNT and action != "kms:ScheduleKeyDeletion"
            context = tuple((SECURE | {"aws:SourceAccount": account}).items())
            yield Request("cloudwatch.amazonaws.com", action, key, context), used
            yield Request("ec2.amazonaws.com", action, key, context), False
            yield Request("account", action, key, context), True


def _taken_by(role: str) -> str:
    return "states" if role == MACHINE else "lambda"


def surprises(
    asked: list[tuple[Request, bool]], found: list[Policy]
) -> Iterator[tuple[Request, bool]]:
    """Yield the requests that policies judge otherwise than meant, and how they judge them."""
    for request, meant in asked:
        allowed = is_allowed(effects(request, found))
        if allowed != meant:
            yield request, allowed


def policies_of(deployment: Deployment) -> list[Policy]:
    """Return all policies of a deployment."""
    return list(policies(deployment.stack))
