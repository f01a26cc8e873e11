"""Whether the state machine that takes uploads in slices is whole, and what it needs is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from moodcloud.aws.asking import ask, seen
from moodcloud.aws.findings import Finding, State
from moodcloud.aws.stacks import DEPLOY, DRIFT, DeployedStack

_ABOUT: Final = "state machine"
_ROLE: Final = "role of slices"
_FUNCTIONS: Final = "functions of slices"
_LOGS: Final = "logs of slices"


def examine_machine(stack: DeployedStack) -> Iterator[Finding]:
    """Look at the state machine of a stack, its role, its functions and their logs.

    Args:
        stack: The stack.

    Yields:
        What was found; of what a machine needs nothing where the machine was not seen.
    """
    machines: list[Mapping[str, Any]] = []

    def machine() -> Finding:
        told = _described(stack)
        machines.extend([told] if told else [])
        return _judged(stack, told)

    yield seen(_ABOUT, machine)
    for each in machines:
        yield seen(_ROLE, partial(_role, each))
        functions: dict[str, Any] = {}
        yield seen(_FUNCTIONS, partial(_functions, each, functions))
        yield seen(_LOGS, partial(_logs, each, functions))


def _described(stack: DeployedStack) -> Mapping[str, Any] | None:
    arn = stack.resources.get("SlicesMachine")
    return ask("stepfunctions", "describe_state_machine", stateMachineArn=arn) if arn else None


def _judged(stack: DeployedStack, told: Mapping[str, Any] | None) -> Finding:
    """Return whether the machine is there, active, and the one that the function starts."""
    wanted = stack.resources.get("SlicesMachine", "")
    name = stack.output("AnalyzeFunctionName")
    function = ask("lambda", "get_function_configuration", FunctionName=name)
    variables = (function or {}).get("Environment", {}).get("Variables", {})
    started = variables.get("STATE_MACHINE", "")
    if wanted and told is None:
        return Finding(State.BAD, _ABOUT, f"there is no state machine {wanted}", DEPLOY)
    if told and told["status"] != "ACTIVE":
        return Finding(State.BAD, _ABOUT, f"{told['name']} is {told['status']}", DEPLOY)
    if function and started != wanted:
        wrong = f"{name} starts {started or 'none'}, not {wanted or 'none'}"
        return Finding(State.BAD, _ABOUT, wrong, DRIFT)
    if told is None:
        return Finding(State.GOOD, _ABOUT, "none is wanted: no upload is cut into slices")
    return Finding(State.GOOD, _ABOUT, f"{told['name']}, {told['status']}")


def _role(machine: Mapping[str, Any]) -> Finding:
    name = machine["roleArn"].rpartition("/")[2]
    if ask("iam", "get_role", RoleName=name) is None:
        return Finding(State.BAD, _ROLE, f"there is no role {name}", DEPLOY)
    return Finding(State.GOOD, _ROLE, name)


def _functions(machine: Mapping[str, Any], found: dict[str, Any]) -> Finding:
    """Look at the functions that the machine names, and put into `found` what is told of them."""
    names = sorted(set(_named(json.loads(machine["definition"]))))
    for name in names:
        told = ask("lambda", "get_function_configuration", FunctionName=name)
        if told is None:
            return Finding(State.BAD, _FUNCTIONS, f"there is no function {name}", DEPLOY)
        found[name] = told
        state, update = told.get("State", "Active"), told.get("LastUpdateStatus", "Successful")
        if state not in ("Active", "Inactive") or update == "Failed":
            return Finding(State.BAD, _FUNCTIONS, f"{name} is {state}, {update}", DEPLOY)
    told = ", ".join(found[name]["FunctionName"] for name in names)
    return Finding(State.GOOD, _FUNCTIONS, told)


def _named(definition: Any) -> Iterator[str]:
    """Yield the functions that a definition names, however deep."""
    if isinstance(definition, list):
        for each in definition:
            yield from _named(each)
    elif isinstance(definition, dict):
        for key, value in definition.items():
            if key == "FunctionName" and isinstance(value, str):
                yield value
            yield from _named(value)


def _logs(machine: Mapping[str, Any], functions: Mapping[str, Any]) -> Finding:
    """Look at the groups that logs are written to; those that Lambda makes itself come later."""
    written = [each.get("LoggingConfig", {}).get("LogGroup", "") for each in functions.values()]
    for each in machine.get("loggingConfiguration", {}).get("destinations", []):
        arn = each.get("cloudWatchLogsLogGroup", {}).get("logGroupArn", "")
        written.append(arn.partition(":log-group:")[2].removesuffix(":*"))
    groups = sorted({each for each in written if each and not each.startswith("/aws/lambda/")})
    for group in groups:
        told = ask("logs", "describe_log_groups", logGroupNamePrefix=group) or {}
        if group not in [each["logGroupName"] for each in told.get("logGroups", [])]:
            return Finding(State.BAD, _LOGS, f"there is no log group {group}", DEPLOY)
    return Finding(State.GOOD, _LOGS, ", ".join(groups) or "those that Lambda makes")
