"""`moodcloud doctor`: what is whole is said to be, and what is missing is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result
from moodcloud.aws import asking, checkup, machine_checkup, stacks, trial, waiting_events
from moodcloud.aws.findings import Finding, State
from moodcloud.aws.stacks import DeployedStack
from moodcloud.cli import machine, main
from moto import mock_aws

from tests.integration.conftest import s3_event
from tests.integration.s3_calls import calls, refusal
from tests.integration.test_replay import failure

NAME = "mood"
UPLOADS, RESULTS = (f"{NAME}-{kind}-123456789012-us-east-1" for kind in ("uploads", "results"))
ROLE = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
MACHINE = f"arn:aws:states:us-east-1:123456789012:stateMachine:{NAME}-slices"
LOGS = f"/moodcloud/{NAME}/analyze"
# As far as it names functions: one in a state, one within a map.
DEFINITION = {
    "StartAt": "Plan",
    "States": {
        "Plan": {"Type": "Task", "Parameters": {"FunctionName": "steps"}, "Next": "Count"},
        "Count": {
            "Type": "Map",
            "ItemProcessor": {
                "StartAt": "Slice",
                "States": {
                    "Slice": {
                        "Type": "Task",
                        "Parameters": {"FunctionName": "slices"},
                        "End": True,
                    }
                },
            },
            "End": True,
        },
    },
}
ALARMS = ("AttemptFailedAlarm", "FailedEventsAlarm")


def _function(name: str, **variables: str) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": name,
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Code": {"ZipFile": "def handler(event, context): return None"},
            "Environment": {"Variables": variables},
            "MemorySize": 2048,
            "Timeout": 300,
        },
    }


def _alarms(stack: DeployedStack) -> DeployedStack:
    """Return a stack with its alarms, which CloudFormation does not make where moto plays it."""
    alarms = {name: f"{NAME}-{name}" for name in ALARMS}
    return replace(stack, resources={**stack.resources, **alarms})


# The template after SAM and CloudFormation have filled it in, as far as moto plays it.
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"RoleName": "role", "AssumeRolePolicyDocument": ROLE},
        },
        "UploadsBucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": UPLOADS}},
        "ResultsBucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": RESULTS}},
        "AnalyzeFunction": _function("analyze", RESULTS_BUCKET=RESULTS, STATE_MACHINE=MACHINE),
        "StepsFunction": _function("steps"),
        "SlicesFunction": _function("slices"),
        "MachineRole": {
            "Type": "AWS::IAM::Role",
            "Properties": {"RoleName": "machine", "AssumeRolePolicyDocument": ROLE},
        },
        "SlicesMachine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "StateMachineName": f"{NAME}-slices",
                "DefinitionString": json.dumps(DEFINITION),
                "RoleArn": {"Fn::GetAtt": ["MachineRole", "Arn"]},
            },
        },
        "AnalyzeLogs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": LOGS}},
        "ConcludeFunction": _function("conclude"),
        "UnfinishedEvents": {"Type": "AWS::SQS::Queue"},
        "FailedEvents": {"Type": "AWS::SQS::Queue"},
        "AlarmTopic": {"Type": "AWS::SNS::Topic"},
    },
    "Outputs": {
        "UploadsBucketName": {"Value": UPLOADS},
        "ResultsBucketName": {"Value": RESULTS},
        "AnalyzeFunctionName": {"Value": {"Ref": "AnalyzeFunction"}},
        "FailedEventsUrl": {"Value": {"Ref": "FailedEvents"}},
        "AlarmTopicArn": {"Value": {"Ref": "AlarmTopic"}},
    },
}


@pytest.fixture(autouse=True)
def _healthy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at this machine in one test only: it takes seconds."""
    monkeypatch.setattr(machine, "examine_machine", lambda: iter(()))


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stack in which all is as the template has it."""
    monkeypatch.setattr(waiting_events, "_WAIT_SECONDS", 0)
    with mock_aws(config={"lambda": {"use_docker": False}}):
        boto3.client("cloudformation").create_stack(
            StackName=NAME, TemplateBody=json.dumps(TEMPLATE)
        )
        functions = boto3.client("lambda")
        functions.add_permission(
            FunctionName="analyze",
            StatementId="s3",
            Action="lambda:InvokeFunction",
            Principal="s3.amazonaws.com",
        )
        queue = _arn_of(_resource("UnfinishedEvents"))
        functions.put_function_event_invoke_config(
            FunctionName="analyze", DestinationConfig={"OnFailure": {"Destination": queue}}
        )
        functions.create_event_source_mapping(FunctionName="conclude", EventSourceArn=queue)
        _notify("s3:ObjectCreated:*")
        topic = boto3.client("sns")
        arn = topic.list_topics()["Topics"][0]["TopicArn"]
        topic.subscribe(TopicArn=arn, Protocol="email", Endpoint="ops@example.com")
        for name in ALARMS:
            boto3.client("cloudwatch").put_metric_alarm(
                AlarmName=f"{NAME}-{name}",
                MetricName="Errors",
                Namespace="AWS/Lambda",
                ComparisonOperator="GreaterThanThreshold",
                EvaluationPeriods=1,
                Threshold=1,
                Period=300,
                Statistic="Sum",
            )
        _quiet("OK")
        monkeypatch.setattr(checkup, "find_stack", lambda name: _alarms(stacks.find_stack(name)))
        monkeypatch.setattr(machine_checkup, "ask", _with_logs)
        yield


def _with_logs(service: str, operation: str, **arguments: Any) -> Any:
    """Ask, and tell where a function logs to, which moto does not."""
    told = asking.ask(service, operation, **arguments)
    return told and {**told, "LoggingConfig": {"LogGroup": LOGS}} if service == "lambda" else told


def _resource(name: str) -> str:
    told = boto3.client("cloudformation").describe_stack_resource(
        StackName=NAME, LogicalResourceId=name
    )
    return str(told["StackResourceDetail"]["PhysicalResourceId"])


def _arn_of(queue: str) -> str:
    told = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    return str(told["Attributes"]["QueueArn"])


def _notify(*events: str) -> None:
    arn = boto3.client("lambda").get_function(FunctionName="analyze")["Configuration"]
    wanted: Any = [{"LambdaFunctionArn": arn["FunctionArn"], "Events": events}] if events else []
    boto3.client("s3").put_bucket_notification_configuration(
        Bucket=UPLOADS,
        NotificationConfiguration={"LambdaFunctionConfigurations": wanted},
        SkipDestinationValidation=True,
    )


def _quiet(state: Any) -> None:
    for name in ALARMS:
        boto3.client("cloudwatch").set_alarm_state(
            AlarmName=f"{NAME}-{name}", StateValue=state, StateReason="test"
        )


def _doctor(*more: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--stack", NAME, *more])


def test_a_whole_stack_is_said_to_be_whole(stack: None) -> None:
    result = _doctor()
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) == 15
    assert all(line.startswith("ok ") for line in lines), result.stdout
    assert _doctor("--quiet").stdout == ""


def _no_bucket() -> None:
    boto3.client("s3").delete_bucket(Bucket=RESULTS)


def _no_function() -> None:
    boto3.client("lambda").delete_function(FunctionName="analyze")


def _another_target() -> None:
    boto3.client("lambda").update_function_configuration(
        FunctionName="analyze", Environment={"Variables": {"RESULTS_BUCKET": "other"}}
    )


def _no_permission() -> None:
    boto3.client("lambda").remove_permission(FunctionName="analyze", StatementId="s3")


def _no_destination() -> None:
    boto3.client("lambda").delete_function_event_invoke_config(FunctionName="analyze")


def _nobody_concludes() -> None:
    client = boto3.client("lambda")
    (each,) = client.list_event_source_mappings(FunctionName="conclude")["EventSourceMappings"]
    client.delete_event_source_mapping(UUID=each["UUID"])


def _no_alarm() -> None:
    boto3.client("cloudwatch").delete_alarms(AlarmNames=[f"{NAME}-{ALARMS[0]}"])


def _nobody_listens() -> None:
    client = boto3.client("sns")
    for each in client.list_subscriptions()["Subscriptions"]:
        client.unsubscribe(SubscriptionArn=each["SubscriptionArn"])


def _no_machine() -> None:
    boto3.client("stepfunctions").delete_state_machine(stateMachineArn=MACHINE)


def _another_machine() -> None:
    boto3.client("lambda").update_function_configuration(
        FunctionName="analyze",
        Environment={"Variables": {"RESULTS_BUCKET": RESULTS, "STATE_MACHINE": f"{MACHINE}-old"}},
    )


def _no_role_of_the_machine() -> None:
    boto3.client("iam").delete_role(RoleName="machine")


def _no_function_of_the_machine() -> None:
    boto3.client("lambda").delete_function(FunctionName="slices")


def _no_logs() -> None:
    boto3.client("logs").delete_log_group(logGroupName=LOGS)


def _events_wait() -> None:
    boto3.client("sqs").send_message(QueueUrl=_resource("FailedEvents"), MessageBody="{}")


@pytest.mark.parametrize(
    ("change", "line", "status"),
    [
        (_no_bucket, "missing  bucket of results", 1),
        (_no_function, "missing  function", 1),
        (_notify, "missing  notification", 1),
        (lambda: _notify("s3:ObjectCreated:Put"), "note     notification", 0),
        (_nobody_concludes, "missing  last word", 1),
        (_no_alarm, "missing  alarms", 1),
        (_no_machine, "missing  state machine", 1),
        (_another_machine, "missing  state machine", 1),
        (_no_role_of_the_machine, "missing  role of slices", 1),
        (_no_function_of_the_machine, "missing  functions of slices", 1),
        (_no_logs, "missing  logs of slices", 1),
        (lambda: _quiet("ALARM"), "note     alarms", 0),
        *(
            pytest.param(*each, marks=pytest.mark.slow)
            for each in (
                (_another_target, "missing  function", 1),
                (_no_permission, "missing  right to invoke", 1),
                (_no_destination, "missing  last word", 1),
                (_nobody_listens, "note     who hears of alarms", 0),
                (_events_wait, "note     failed events", 0),
            )
        ),
    ],
)
def test_what_is_missing_is_named_with_a_remedy(
    stack: None, change: Callable[[], None], line: str, status: int
) -> None:
    change()
    result = _doctor("--quiet")
    assert result.exit_code == status, result.output
    assert any(each.startswith(line) for each in result.stdout.splitlines()), result.stdout
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("part", "configuration", "principal"),
    [
        ("UploadEventsMapping", "QueueConfigurations", None),
        ("TopicMayInvoke", "TopicConfigurations", "sns.amazonaws.com"),
        ("RuleMayInvoke", "EventBridgeConfiguration", "events.amazonaws.com"),
    ],
)
def test_a_stack_whose_uploads_come_another_way_is_whole(
    stack: None,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    configuration: str,
    principal: str | None,
) -> None:
    _no_permission()
    if principal:
        boto3.client("lambda").add_permission(
            FunctionName="analyze",
            StatementId="other",
            Action="lambda:InvokeFunction",
            Principal=principal,
        )
    found = _alarms(stacks.find_stack(NAME))
    found = replace(found, resources={**found.resources, part: part})
    told: dict[str, Any] = {configuration: [{}]}
    monkeypatch.setattr(checkup, "find_stack", lambda _: found)

    ask = asking.ask
    monkeypatch.setattr(
        checkup,
        "ask",
        lambda service, name, **more: (
            told if "notification" in name else ask(service, name, **more)
        ),
    )
    result = _doctor()
    assert result.exit_code == 0, result.output
    assert all(line.startswith("ok ") for line in result.stdout.splitlines()), result.stdout


@pytest.mark.parametrize("status", [None, "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_the_state_of_the_deployment_is_told(
    stack: None, monkeypatch: pytest.MonkeyPatch, status: str | None
) -> None:
    if status is None:
        boto3.client("cloudformation").delete_stack(StackName=NAME)
        result = _doctor()
        assert result.exit_code == 1
        assert f"There is no stack {NAME} in us-east-1" in result.stdout
        return

    monkeypatch.setattr(
        checkup, "find_stack", lambda name: _alarms(replace(stacks.find_stack(name), status=status))
    )
    result = _doctor("--quiet")
    assert result.exit_code == (1 if status == "ROLLBACK_COMPLETE" else 0)
    assert status in result.stdout


def test_a_stack_that_cuts_no_uploads_needs_no_state_machine(
    stack: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _alarms(stacks.find_stack(NAME))
    resources = {name: each for name, each in found.resources.items() if name != "SlicesMachine"}
    monkeypatch.setattr(checkup, "find_stack", lambda _: replace(found, resources=resources))
    assert "missing  state machine" in _doctor("--quiet").stdout
    boto3.client("lambda").update_function_configuration(
        FunctionName="analyze", Environment={"Variables": {"RESULTS_BUCKET": RESULTS}}
    )
    told = _doctor().stdout.splitlines()
    assert told[-1] == "ok       state machine        none is wanted: no upload is cut into slices"


def test_what_one_may_not_look_at_is_said_and_the_rest_goes_on(stack: None) -> None:
    seen = {"GetPolicy", "GetQueueAttributes", "GetBucketNotificationConfiguration", "GetRole"}

    def refuse(name: str, _: dict[str, Any]) -> None:
        if name in seen:
            raise refusal("AccessDeniedException")

    with calls(before=refuse):
        result = _doctor("--quiet")
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if line.startswith("note")]
    assert len(lines) == len(seen)
    for action in ("lambda:GetPolicy", "sqs:GetQueueAttributes", "iam:GetRole"):
        assert any(f"need {action} on it" in line for line in lines)
    assert "s3:GetBucketNotification on" in result.stdout


def test_failed_events_of_a_stack_are_found_by_its_name(stack: None) -> None:
    url = _resource("FailedEvents")
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody=failure("a.csv"))
    given: list[Any] = []

    def note(name: str, arguments: dict[str, Any]) -> None:
        if name == "Invoke":
            given.append((arguments["FunctionName"], json.loads(arguments["Payload"])))

    with calls(after=note):
        assert CliRunner().invoke(main, ["replay", "--stack", NAME]).exit_code == 0
    assert given == [("analyze", s3_event("a.csv"))]


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        ("summary.json", "ok       trial"),
        ("error.json", "missing  trial                The trial was refused."),
        (None, "missing  trial                no results after 1 s"),
    ],
)
def test_a_trial_waits_for_its_results_and_takes_its_upload_away(
    stack: None, monkeypatch: pytest.MonkeyPatch, outcome: str | None, line: str
) -> None:
    monkeypatch.setattr(trial, "_POLL_SECONDS", 0.01)
    content = {"rows": {"counted": 20}, "message": "The trial was refused.", "remedy": "Wait."}

    def answer(name: str, arguments: dict[str, Any]) -> None:
        if name == "PutObject" and arguments["Bucket"] == UPLOADS and outcome:
            token = arguments["Metadata"]["upload-token"]
            put = boto3.client("s3").put_object
            prefix = f"results/{trial.KEY}/"
            put(Bucket=RESULTS, Key=f"{prefix}1/{outcome}", Body=json.dumps(content).encode())
            latest = {"version": "1", "file": f"1/{outcome}", "token": token, "bucket": UPLOADS}
            put(Bucket=RESULTS, Key=f"{prefix}latest.json", Body=json.dumps(latest).encode())

    with calls(after=answer):
        result = _doctor("--quiet", "--try", "--timeout", "1")
    shown = [each for each in result.stdout.splitlines() if "trial" in each]
    assert result.exit_code == (0 if outcome == "summary.json" else 1)
    assert shown == [] if line.startswith("ok") else shown[0].startswith(line)
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket=UPLOADS)


def test_a_trial_is_a_table_that_the_function_counts(tmp_path: Path) -> None:
    from moodcloud.analysis import analyze

    (tmp_path / "a.csv").write_bytes(trial.trial_table())
    summary = analyze(tmp_path / "a.csv", tmp_path / "out").summary
    assert summary.rows.counted == trial._ROWS


def test_a_trial_needs_a_stack() -> None:
    assert CliRunner().invoke(main, ["doctor", "--try"]).exit_code == 2


def test_without_boto3_the_machine_is_looked_at_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0


def test_this_machine_has_what_an_analysis_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(machine, "_docker", lambda: Finding(State.GOOD, "D", ""))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "ok       an analysis          40 rows in" in result.stdout


def test_a_slower_path_and_a_missing_font_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "moodcloud.counting._kernel", None)
    found = machine._compiled()
    assert (found.state, found.told) == ("note", "not there: counting")
    monkeypatch.setattr("moodcloud.drawing.composite.FONTS", (tmp_path / "none.ttf",))
    assert machine._fonts().state == "missing"
    monkeypatch.setitem(sys.modules, "kiwipiepy", None)
    assert machine._korean().state == "missing"
