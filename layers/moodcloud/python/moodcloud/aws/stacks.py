"""A deployed stack, as CloudFormation tells of it, and clients of the services it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.exceptions import ClientError

from moodcloud.aws.s3 import CONFIG, RemoteError, code_of, in_plain_words

DEPLOY: Final = "Deploy the stack again: `sam build && sam deploy`."
"""The remedy where something is missing."""
DRIFT: Final = (
    "It was changed outside the stack: `aws cloudformation detect-stack-drift` finds what. "
    "Deploying it again sets it right."
)
"""The remedy where something is not as the stack has it."""
# What CloudFormation says of a stack that it does not know.
_UNKNOWN: Final = "ValidationError"


def client_of(service: str) -> Any:
    """Return a client of an AWS service, with the credentials that boto3 finds.

    Args:
        service: What boto3 calls it, such as `sqs`.
    """
    return boto3.Session().client(service, config=CONFIG)  # type: ignore[call-overload]


@dataclass(frozen=True)
class DeployedStack:
    """A stack that is deployed.

    Attributes:
        name: Its name.
        status: What CloudFormation says of it, such as `UPDATE_COMPLETE`.
        outputs: The values of its outputs, by name.
        resources: What its resources are called in the account, by their name in the template.
    """

    name: str
    status: str
    outputs: Mapping[str, str]
    resources: Mapping[str, str]

    def output(self, name: str) -> str:
        """Return the value of an output.

        Raises:
            RemoteError: The stack has no such output.
        """
        if name not in self.outputs:
            raise RemoteError(
                f"The stack {self.name} has no output {name}: it is another stack, or of another "
                "version. `sam list stack-outputs` shows what it has; --stack names another."
            )
        return self.outputs[name]


def find_stack(name: str) -> DeployedStack:
    """Return a stack by its name.

    Raises:
        RemoteError: There is no such stack in this account and region, or AWS refused.
    """
    about, actions = f"the stack {name}", "cloudformation:DescribeStacks"
    with in_plain_words(about, f"{actions} and cloudformation:ListStackResources"):
        client = client_of("cloudformation")
        try:
            (told,) = client.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if code_of(error) != _UNKNOWN:
                raise
            region = client.meta.region_name
            raise RemoteError(
                f"There is no stack {name} in {region}. Name it with --stack, and its region with "
                "AWS_REGION; `aws cloudformation list-stacks` lists yours."
            ) from error
        pages = client.get_paginator("list_stack_resources").paginate(StackName=name)
        resources = [each for page in pages for each in page["StackResourceSummaries"]]
    return DeployedStack(
        name,
        told["StackStatus"],
        {each["OutputKey"]: each["OutputValue"] for each in told.get("Outputs", [])},
        {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in resources},
    )
