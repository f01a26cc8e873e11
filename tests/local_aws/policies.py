"""A stack's permissions, taken away one at a time while it runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.local_aws.stack import Stack


@dataclass(frozen=True)
class Permission:
    """An action of one statement of a role's inline policy."""

    role: str
    policy: str
    statement: int
    action: str
    document: str
    label: str

    def without(self) -> str | None:
        """Return the policy document without it; None where nothing would be left."""
        document = json.loads(self.document)
        statement = document["Statement"][self.statement]
        statement["Action"] = [
            action for action in _listed(statement["Action"]) if action != self.action
        ]
        document["Statement"] = [s for s in document["Statement"] if s["Action"]]
        return json.dumps(document) if document["Statement"] else None


def permissions(stack: Stack) -> list[Permission]:
    """List what the roles of a stack may do by its own policies."""
    iam = stack.emulator.client("iam")
    resources = stack.emulator.client("cloudformation").describe_stack_resources(
        StackName=stack.name
    )["StackResources"]
    found = []
    for resource in resources:
        if resource["ResourceType"] != "AWS::IAM::Role":
            continue
        role = resource["PhysicalResourceId"]
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            answer = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            document = json.loads(answer) if isinstance(answer, str) else answer
            found += _of(resource["LogicalResourceId"], role, policy, document)
    return found


def _of(logical_id: str, role: str, policy: str, document: dict[str, Any]) -> list[Permission]:
    return [
        Permission(
            role=role,
            policy=policy,
            statement=number,
            action=action,
            document=json.dumps(document),
            label=f"{logical_id}/{statement.get('Sid', number)}/{action}",
        )
        for number, statement in enumerate(_listed(document["Statement"]))
        if statement["Effect"] == "Allow"
        for action in _listed(statement["Action"])
    ]


@contextmanager
def taken_away(stack: Stack, permission: Permission) -> Iterator[None]:
    """Take one permission away for the length of the block."""
    iam = stack.emulator.client("iam")
    names = {"RoleName": permission.role, "PolicyName": permission.policy}
    rest = permission.without()
    if rest:
        iam.put_role_policy(**names, PolicyDocument=rest)
    else:
        iam.delete_role_policy(**names)
    try:
        yield
    finally:
        iam.put_role_policy(**names, PolicyDocument=permission.document)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
