"""Whoever runs the stack hears of what goes wrong, and finds what it means."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from moodcloud.aws.metrics import METRICS

from tests.conftest import ROOT
from tests.unit.conftest import of_type


@pytest.fixture(scope="module")
def alarms(resources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: each["Properties"] for name, each in of_type(resources, "CloudWatch::Alarm").items()
    }


@pytest.fixture(scope="module")
def widgets(resources: dict[str, Any]) -> list[dict[str, Any]]:
    body = resources["Dashboard"]["Properties"]["DashboardBody"]
    found: list[dict[str, Any]] = json.loads(re.sub(r"\$\{([\w.:]+)\}", _filled, body))["widgets"]
    return found


def _filled(name: re.Match[str]) -> str:
    return "300" if name[1] == "Timeout" else name[1]


def test_every_alarm_tells_somebody_and_stays_quiet_where_nothing_happens(
    alarms: dict[str, dict[str, Any]],
) -> None:
    assert len(alarms) == 6
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == ["AlarmTopic"]
        assert alarm["TreatMissingData"] == "notBreaching"


def test_every_alarm_says_what_it_means_and_where_to_read_what_to_do(
    alarms: dict[str, dict[str, Any]],
) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for name, alarm in alarms.items():
        assert alarm["AlarmDescription"].endswith(f". See docs/operations.md, {name}.")
        assert f"### {name}\n" in manual


def test_failures_throttles_lost_and_waiting_events_and_slow_uploads_raise_an_alarm(
    alarms: dict[str, dict[str, Any]],
) -> None:
    assert {alarm["MetricName"] for alarm in alarms.values()} == {
        "Errors",
        "Throttles",
        "ApproximateNumberOfMessagesVisible",
        "DestinationDeliveryFailures",
        "Duration",
        "ExecutionsFailed",
    }


def test_the_alarm_on_slices_is_about_the_machine_of_the_stack(
    alarms: dict[str, dict[str, Any]], resources: dict[str, Any]
) -> None:
    (dimension,) = alarms["SlicesFailedAlarm"]["Dimensions"]
    assert dimension["Name"] == "StateMachineArn"
    assert dimension["Value"].endswith(f":{resources['SlicesMachine']['Properties']['Name']}")


def test_the_alarm_on_duration_is_at_four_fifths_of_every_time_limit(
    template: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    limits = template["Parameters"]["Timeout"]["AllowedValues"]
    near = {int(limit): row["Near"] for limit, row in template["Mappings"]["TimeLimits"].items()}
    # Duration is in milliseconds.
    assert near == {limit: limit * 1000 * 4 // 5 for limit in limits}
    slow = alarms["NearTimeoutAlarm"]
    assert slow["Threshold"] == ["TimeLimits", "Timeout", "Near"]
    assert slow["Statistic"] == "Maximum"


def test_alarms_can_be_delivered_to_a_topic_that_is_encrypted(resources: dict[str, Any]) -> None:
    # With the key that AWS manages for SNS, CloudWatch's alarms are dropped without a word.
    assert resources["AlarmTopic"]["Properties"]["KmsMasterKeyId"] == "AlarmKey"
    (key_use,) = (
        each
        for each in resources["AlarmKey"]["Properties"]["KeyPolicy"]["Statement"]
        if each["Principal"].get("Service") == "cloudwatch.amazonaws.com"
    )
    assert key_use["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    statements = resources["AlarmTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert [each["Action"] for each in statements if each["Effect"] == "Allow"] == ["sns:Publish"]


def test_an_e_mail_address_is_not_required(template: dict[str, Any]) -> None:
    address = template["Parameters"]["AlarmEmail"]
    assert address["Default"] == ""
    assert re.fullmatch(address["AllowedPattern"], "")
    assert re.fullmatch(address["AllowedPattern"], "ops@example.com")
    assert not re.fullmatch(address["AllowedPattern"], "nobody")
    assert template["Resources"]["AlarmMail"]["Condition"] == "HasAlarmEmail"


def test_the_dashboard_shows_every_alarm_and_every_metric(
    widgets: list[dict[str, Any]], alarms: dict[str, dict[str, Any]]
) -> None:
    (panel,) = (each for each in widgets if each["type"] == "alarm")
    assert set(panel["properties"]["alarms"]) == {f"{name}.Arn" for name in alarms}
    shown = [line for each in widgets for line in each["properties"].get("metrics", [])]
    own = {line[1]: line[2:4] for line in shown if line[0] == "moodcloud"}
    assert set(own) == set(METRICS)
    # The function measures under its stack's name.
    assert all(dimension == ["service", "AWS::StackName"] for dimension in own.values())


def test_the_dashboard_shows_durations_against_the_time_limit(
    widgets: list[dict[str, Any]],
) -> None:
    (duration,) = (each for each in widgets if "time limit" in each["properties"].get("title", ""))
    properties = duration["properties"]
    assert [line[4]["stat"] for line in properties["metrics"]] == ["p50", "p95", "Maximum"]
    assert properties["annotations"]["horizontal"] == [{"label": "time limit", "value": 300_000}]


def test_no_two_widgets_of_the_dashboard_overlap(widgets: list[dict[str, Any]]) -> None:
    cells = [
        (x, y)
        for each in widgets
        for x in range(each["x"], each["x"] + each["width"])
        for y in range(each["y"], each["y"] + each["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
