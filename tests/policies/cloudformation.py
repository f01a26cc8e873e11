"""template.yaml as CloudFormation resolves it for some parameters: names, ARNs, conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

from tests.conftest import ROOT

ACCOUNT: Final = "123456789012"
REGION: Final = "us-east-1"
STACK: Final = "moodcloud"
KEY: Final = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0000-1111"
_PSEUDO: Final = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::StackName": STACK,
    "AWS::Partition": "aws",
}
_NOTHING: Final = object()
_ARNS: Final = {
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{name}}",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{{name}}",
    "AWS::Serverless::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{name}}",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{name}}:*",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{name}}",
    "AWS::Events::Rule": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{{name}}",
    "AWS::KMS::Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{{name}}",
    "AWS::CloudWatch::Alarm": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{{name}}",
}
_FIELD: Final = re.compile(r"\$\{([\w:.]+)\}")
_NAMES: Final = {"AWS::S3::Bucket": "BucketName", "AWS::Logs::LogGroup": "LogGroupName"}


class _Loader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation (!Ref, !Sub, ...) as the long ones."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        value = value.split(".") if name == "GetAtt" else value
    else:
        assert isinstance(node, yaml.SequenceNode)
        value = loader.construct_sequence(node, deep=True)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _long_form)


def load() -> dict[str, Any]:
    """Return the template with CloudFormation's functions in their long form."""
    loaded: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text("utf-8"), _Loader)
    return loaded


class Resolved:
    """The resources that a stack of some parameters has.

    Args:
        template: The template, as `load` gives it.
        **parameters: Parameters without their default.

    Attributes:
        resources: The resources by logical id, without functions of CloudFormation.
    """

    def __init__(self, template: Mapping[str, Any], **parameters: str) -> None:
        defaults = {name: each["Default"] for name, each in template["Parameters"].items()}
        self._template = template
        self._parameters = {**_PSEUDO, **defaults, **parameters}
        wanted = {
            name: each
            for name, each in template["Resources"].items()
            if "Condition" not in each or self._holds(each["Condition"])
        }
        self._wanted = wanted
        self.resources: dict[str, Any] = {name: self._value(each) for name, each in wanted.items()}

    def arn(self, name: str) -> str:
        """Return the ARN of a resource."""
        resource = self._wanted[name]
        own = _NAMES.get(resource["Type"])
        called = self._value(resource["Properties"][own]) if own else name
        return _ARNS[resource["Type"]].format(name=called)

    def _holds(self, name: str) -> bool:
        return bool(self._value(self._template["Conditions"][name]))

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [each for each in map(self._value, value) if each is not _NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name,) = value
            if name == "Ref" or name.startswith("Fn::") or name == "Condition":
                return self._applied(name, value[name])
        resolved = {name: self._value(each) for name, each in value.items()}
        return {name: each for name, each in resolved.items() if each is not _NOTHING}

    def _applied(self, function: str, given: Any) -> Any:
        applied: dict[str, Callable[[], Any]] = {
            "Ref": lambda: self._reference(given),
            "Condition": lambda: self._holds(given),
            "Fn::Sub": lambda: _FIELD.sub(lambda found: str(self._named(found[1])), given),
            "Fn::GetAtt": lambda: self._named(".".join(given)),
            "Fn::If": lambda: self._value(given[1] if self._holds(given[0]) else given[2]),
            "Fn::Equals": lambda: len({str(self._value(each)) for each in given}) == 1,
            "Fn::Not": lambda: not self._value(given[0]),
            "Fn::And": lambda: all(map(self._value, given)),
            "Fn::FindInMap": lambda: self._found_in_map(*map(self._value, given)),
        }
        return applied[function]()

    def _found_in_map(self, table: str, row: object, column: str) -> Any:
        return self._template["Mappings"][table][str(row)][column]

    def _named(self, name: str) -> Any:
        resource, _, attribute = name.partition(".")
        if not attribute:
            return self._reference(name)
        return self.arn(resource) if attribute == "Arn" else name

    def _reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self._parameters:
            return self._parameters[name]
        # A topic is the one resource here whose reference is its ARN.
        kind = self._template["Resources"][name]["Type"]
        return self.arn(name) if kind == "AWS::SNS::Topic" else name
