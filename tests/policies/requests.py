"""Requests, and whether policies allow them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.policies.cloudformation import ACCOUNT, Resolved

SECURE: Final = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
OLD_TLS: Final = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.1"}
PLAIN: Final = {"aws:SecureTransport": "false"}


@dataclass(frozen=True)
class Request:
    """What somebody wants to do.

    Attributes:
        principal: The name of a role of the stack, of a service, `account` or `stranger`.
        action: Such as `s3:GetObject`.
        resource: An ARN.
        context: Keys of conditions that the request carries.
    """

    principal: str
    action: str
    resource: str
    context: tuple[tuple[str, str], ...] = field(default=tuple(SECURE.items()))


@dataclass(frozen=True)
class Policy:
    """Statements, and whom or what they are attached to.

    Attributes:
        owner: The logical id of the resource that holds them.
        target: The ARN that they are attached to; where it is a role's, they say what it may do.
        statements: The statements.
    """

    owner: str
    target: str
    statements: list[dict[str, Any]]

    @functools.cached_property
    def of_a_role(self) -> bool:
        """Whether it says what a role may do, not who may do something to a resource."""
        return not any("Principal" in each for each in self.statements)


_ATTACHED: Final = {
    "AWS::S3::BucketPolicy": "Bucket",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SNS::TopicPolicy": "Topics",
}


def policies(stack: Resolved) -> Iterator[Policy]:
    """Yield all policies of a stack; the right to invoke a function is one of the function's."""
    for name, resource in stack.resources.items():
        properties = resource["Properties"]
        match resource["Type"]:
            case "AWS::IAM::Role":
                target = stack.arn(name)
                yield Policy(name, target, properties["AssumeRolePolicyDocument"]["Statement"])
                for policy in properties["Policies"]:
                    yield Policy(name, target, policy["PolicyDocument"]["Statement"])
            case "AWS::KMS::Key":
                yield Policy(name, stack.arn(name), properties["KeyPolicy"]["Statement"])
            case "AWS::Lambda::Permission":
                yield Policy(name, stack.arn(properties["FunctionName"]), [_as_statement(resource)])
            case kind if kind in _ATTACHED:
                attached = properties[_ATTACHED[kind]]
                given = attached if isinstance(attached, str) else attached[0]
                target = given if given.startswith("arn:") else stack.arn(given)
                yield Policy(name, target, properties["PolicyDocument"]["Statement"])


def _as_statement(permission: Mapping[str, Any]) -> dict[str, Any]:
    properties = permission["Properties"]
    conditions: dict[str, dict[str, str]] = {}
    if "SourceArn" in properties:
        conditions["ArnLike"] = {"aws:SourceArn": properties["SourceArn"]}
    if "SourceAccount" in properties:
        conditions["StringEquals"] = {"aws:SourceAccount": properties["SourceAccount"]}
    return {
        "Effect": "Allow",
        "Principal": {"Service": properties["Principal"]},
        "Action": properties["Action"],
        "Resource": "*",
        "Condition": conditions,
    }


def effects(request: Request, found: list[Policy]) -> set[str]:
    """Return what the statements that apply to a request say: `Allow`, `Deny`, both or nothing."""
    return {
        statement["Effect"]
        for policy in found
        if concerns(policy, request)
        for statement in policy.statements
        if _applies(statement, request)
    }


def is_allowed(effects: set[str]) -> bool:
    """Return whether some statement allows a request and none denies it."""
    return effects == {"Allow"}


def concerns(policy: Policy, request: Request) -> bool:
    """Return whether a policy is asked about a request at all."""
    if policy.of_a_role:
        return policy.owner == request.principal
    return request.resource == policy.target or request.resource.startswith(f"{policy.target}/")


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        any(_matches(each, request.action) for each in listed(statement["Action"]))
        and any(_matches(each, request.resource) for each in listed(statement.get("Resource", "*")))
        and _is_meant(statement.get("Principal"), request.principal)
        and all(
            _meets(operator, wanted, dict(request.context).get(key))
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _is_meant(principal: Any, who: str) -> bool:
    if principal is None or principal == "*":
        return True
    if "Service" in principal:
        return who in listed(principal["Service"])
    # The root of an account means whoever the account gives the right to.
    return who == "account" and principal == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


def _meets(operator: str, wanted: str, given: str | None) -> bool:
    if given is None:
        return False
    match operator:
        case "Bool" | "StringEquals":
            return given == str(wanted)
        case "ArnLike" | "ArnEquals":
            return _matches(wanted, given)
        case "NumericLessThan":
            return float(given) < float(wanted)
    raise ValueError(operator)


@functools.cache
def _matches(pattern: str, text: str) -> bool:
    parts = (".*" if each == "*" else re.escape(each) for each in re.split(r"(\*)", pattern))
    return re.fullmatch("".join(parts), text) is not None


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as the only item of one."""
    return value if isinstance(value, list) else [value]
