"""What the state machine of slices relies on, and what no emulator holds it to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moodcloud.aws.work_objects import WORK_PREFIX

from tests.conftest import ROOT
from tests.policies.cloudformation import Resolved, load

MACHINE: dict[str, Any] = json.loads((ROOT / "statemachine/slices.asl.json").read_text("utf-8"))
# What children hand to each other are names and numbers: of states, 256 KiB are the most.
_MOST_BYTES = 1_000


def states(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all states with their names, those within maps, too."""
    for name, state in machine["States"].items():
        yield name, state
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"])


STATES = dict(states(MACHINE))
MAPS = {name: each for name, each in STATES.items() if each["Type"] == "Map"}


def test_every_way_leads_to_a_state_and_every_state_is_reached() -> None:
    def next_of(state: dict[str, Any]) -> Iterator[str]:
        yield from (each["Next"] for each in (state, *state.get("Catch", [])) if "Next" in each)
        yield from (each["Next"] for each in state.get("Choices", []))
        yield from filter(None, [state.get("Default")])

    reached = {MACHINE["StartAt"], *(name for each in STATES.values() for name in next_of(each))}
    reached |= {each["ItemProcessor"]["StartAt"] for each in MAPS.values()}
    assert reached == STATES.keys()


@pytest.mark.parametrize("name", MAPS)
def test_no_slice_may_fail_and_what_they_answer_is_written_to_a_bucket(name: str) -> None:
    found = MAPS[name]
    assert found["ToleratedFailureCount"] == 0
    assert found["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    # Executions of the kind that can be taken up again, and may last.
    assert found["ItemProcessor"]["ProcessorConfig"]["ExecutionType"] == "STANDARD"
    assert found["ItemReader"]["ReaderConfig"] == {"InputType": "JSON"}
    written = found["ResultWriter"]["Parameters"]
    assert written["Bucket"] == "${Bucket}"
    assert written["Prefix.$"].startswith(f"States.Format('{WORK_PREFIX}")
    # A batch would fail as a whole, and emulators leave it out silently.
    assert "ItemBatcher" not in found
    assert found["ResultPath"] is None


def test_what_may_pass_is_tried_again_and_what_does_not_is_caught() -> None:
    for name, state in STATES.items():
        if state["Type"] in ("Task", "Map"):
            assert state["Retry"], name
            again = [each for each in state["Retry"] if each.get("MaxAttempts")]
            assert all(each["JitterStrategy"] == "FULL" for each in again), name
        if state["Type"] == "Map" or (state["Type"] == "Task" and name not in ("Slice", "GiveUp")):
            assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name
            assert state["Catch"][-1]["Next"] == "GiveUp", name


def test_each_slice_is_told_in_few_bytes() -> None:
    # The key of an upload has 1,024 bytes at most; all else are numbers and names.
    for found in MAPS.values():
        told = {**found["ItemSelector"]}
        assert len(json.dumps(told)) < _MOST_BYTES


def test_the_machine_calls_the_functions_of_the_stack() -> None:
    for parameters in ({}, {"SlicesFrom": "0"}):
        resources = Resolved(load(), **parameters).resources
        environment = resources["AnalyzeFunction"]["Properties"]["Environment"]["Variables"]
        machine = resources.get("SlicesMachine")
        assert bool(environment["STATE_MACHINE"]) == bool(machine) == (not parameters)
        if machine:
            given = machine["Properties"]["DefinitionSubstitutions"]
            text = (ROOT / "statemachine/slices.asl.json").read_text("utf-8")
            assert all(f"${{{name}}}" in text for name in given)
            assert environment["STATE_MACHINE"].endswith(f":{machine['Properties']['Name']}")
            functions = [each for each in given.values() if ":function:" in str(each)]
            assert {each.rpartition(":")[2] for each in functions} <= resources.keys()


def test_the_machine_may_call_its_functions_and_nothing_else() -> None:
    resources = Resolved(load()).resources
    machine = resources["SlicesMachine"]["Properties"]
    called = {each for each in machine["DefinitionSubstitutions"].values() if ":function:" in each}
    (policy,) = resources["MachineRole"]["Properties"]["Policies"]
    invoked = {
        each["Resource"]
        for each in policy["PolicyDocument"]["Statement"]
        if "lambda:InvokeFunction" in each["Action"]
    }
    assert invoked == called
    # Maps read the lists of their items, and write how they ended, below the prefix that expires.
    (objects,) = (
        each["Resource"]
        for each in policy["PolicyDocument"]["Statement"]
        if "s3:PutObject" in each["Action"]
    )
    assert objects.endswith(f"/{WORK_PREFIX}*")


def test_what_slices_hand_to_each_other_expires() -> None:
    bucket = Resolved(load()).resources["ResultsBucket"]["Properties"]
    (days,) = (
        each["ExpirationInDays"]
        for each in bucket["LifecycleConfiguration"]["Rules"]
        if each.get("Prefix") == WORK_PREFIX
    )
    assert days == 3


def test_functions_take_every_step_of_the_machine() -> None:
    steps = {
        name: {state["Parameters"]["Payload"]["step"]}
        if "Payload" in state["Parameters"]
        else {each["ItemSelector"]["step"] for each in MAPS.values()}
        for name, state in STATES.items()
        if state["Type"] == "Task"
    }
    for function, told in (
        ("steps", set.union(*(each for name, each in steps.items() if name != "Slice"))),
        ("slices", steps["Slice"]),
    ):
        code = (ROOT / f"functions/{function}/app.py").read_text("utf-8")
        assert all(f'"{step}"' in code for step in told), function


def test_the_same_image_takes_every_step() -> None:
    resources = Resolved(load()).resources
    commands = {
        each["Properties"]["ImageConfig"]["Command"][0]
        for each in resources.values()
        if each["Type"] == "AWS::Serverless::Function"
    }
    modules = {f"{path.parent.name}.app.handler" for path in ROOT.glob("functions/*/app.py")}
    assert commands == modules
