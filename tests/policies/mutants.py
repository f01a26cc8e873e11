"""Policies with one statement taken away, narrowed or widened."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.policies.requests import Policy, listed


def mutants(policy: Policy) -> Iterator[tuple[str, Policy]]:
    """Yield a policy with one thing about it changed, and the name of the change."""
    for number, statement in enumerate(policy.statements):
        called = f"{policy.owner} {statement.get('Sid', number)}"
        yield f"{called}: taken away", _with(policy, number, None)
        for name, changed in _changed(statement, policy.of_a_role):
            yield f"{called}: {name}", _with(policy, number, changed)


def _changed(statement: dict[str, Any], of_a_role: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in _conditions(statement):
        yield f"whatever {key} is", _without_condition(statement, key)
    actions = listed(statement["Action"])
    for action in actions if len(actions) > 1 else []:
        rest = [each for each in actions if each != action]
        yield f"without {action}", statement | {"Action": rest}
    if statement["Effect"] == "Deny":
        return
    service = actions[0].partition(":")[0]
    every = f"{service}:*"
    for wider in (every, "*") if every not in actions else ():
        yield f"{wider} allowed", statement | {"Action": [*actions, wider]}
    # A policy of a resource is about that resource, whatever it says.
    resource = statement.get("Resource", "*")
    for wider in sorted({"*", _widened(resource)} - {resource}) if of_a_role else ():
        yield f"on {wider}", statement | {"Resource": wider}
    if "Principal" in statement:
        yield "for everybody", statement | {"Principal": "*"}
        also = {
            "Service": [*listed(statement["Principal"].get("Service", [])), "ec2.amazonaws.com"]
        }
        yield "for another service", statement | {"Principal": also}


def _widened(arn: str) -> str:
    """Return an ARN without its last part: a folder, a queue, a stream."""
    return re.sub(r"[^/:]*[/:]?\*?$", "*", arn, count=1)


def _conditions(statement: dict[str, Any]) -> list[str]:
    return [key for keys in statement.get("Condition", {}).values() for key in keys]


def _without_condition(statement: dict[str, Any], without: str) -> dict[str, Any]:
    changed = copy.deepcopy(statement)
    for keys in changed["Condition"].values():
        keys.pop(without, None)
    return changed


def _with(policy: Policy, number: int, statement: dict[str, Any] | None) -> Policy:
    statements = list(policy.statements)
    statements[number : number + 1] = [] if statement is None else [statement]
    return replace(policy, statements=statements)
