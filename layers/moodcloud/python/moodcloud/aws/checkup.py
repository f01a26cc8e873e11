"""Whether a deployed stack is whole: what `moodcloud doctor --stack` looks at.

Each look needs a right to look. Where it is missing, that is said, and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from moodcloud.aws.asking import ask, seen
from moodcloud.aws.findings import Finding, State
from moodcloud.aws.keys import Location
from moodcloud.aws.machine_checkup import examine_machine
from moodcloud.aws.s3 import RemoteError, in_plain_words, require_bucket
from moodcloud.aws.stacks import DEPLOY, DRIFT, DeployedStack, client_of, find_stack

_CREATED: Final = "s3:ObjectCreated:"
_CONFIRMED: Final = "arn:"
# Other ways in which a bucket tells of uploads.
_OTHER_WAYS: Final = {
    "QueueConfigurations": "a queue",
    "TopicConfigurations": "a topic",
    "EventBridgeConfiguration": "EventBridge",
}
# What of a stack hands uploads to the function in place of S3, and who then invokes it.
_HANDED_ON_BY: Final = {
    "TopicMayInvoke": "sns.amazonaws.com",
    "RuleMayInvoke": "events.amazonaws.com",
}
_TAKEN_FROM_A_QUEUE: Final = "UploadEventsMapping"


def examine_stack(name: str) -> Iterator[Finding]:
    """Look at a stack and what it is made of, from the credentials to the alarms.

    Args:
        name: The name of the stack.

    Yields:
        What was found, one thing after the other; nothing more where there is no such stack.
    """
    try:
        yield _credentials()
        stack = find_stack(name)
    except RemoteError as error:
        yield Finding(State.BAD, "stack", str(error))
        return
    looks = _Looks(stack)
    yield looks.status()
    for about, find in (
        ("bucket of uploads", looks.bucket_of_uploads),
        ("bucket of results", looks.bucket_of_results),
        ("function", looks.function),
        ("notification", looks.notification),
        ("right to invoke", looks.right_to_invoke),
        ("last word", looks.last_word),
        ("failed events", looks.failed_events),
        ("alarms", looks.alarms),
        ("who hears of alarms", looks.listeners),
    ):
        yield seen(about, find)
    yield from examine_machine(stack)


def _credentials() -> Finding:
    with in_plain_words("the credentials", "sts:GetCallerIdentity"):
        client = client_of("sts")
        told = client.get_caller_identity()
    return Finding(State.GOOD, "credentials", f"{told['Arn']}, {client.meta.region_name}")


@dataclass(frozen=True)
class _Looks:
    """Looks at the parts of a stack."""

    stack: DeployedStack

    def status(self) -> Finding:
        """Look at how the last deployment ended."""
        status = self.stack.status
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return Finding(State.GOOD, "stack", f"{self.stack.name}, {status}")
        works = status.endswith(("UPDATE_ROLLBACK_COMPLETE", "_IN_PROGRESS"))
        state = State.NOTE if works else State.BAD
        return Finding(state, "stack", f"{self.stack.name} is {status}", DEPLOY)

    def bucket_of_uploads(self) -> Finding:
        """Look whether the bucket of uploads is there."""
        return _bucket(self.stack.output("UploadsBucketName"), "bucket of uploads")

    def bucket_of_results(self) -> Finding:
        """Look whether the bucket of results is there."""
        return _bucket(self.stack.output("ResultsBucketName"), "bucket of results")

    def function(self) -> Finding:
        """Look whether the function is ready, and where it puts results."""
        name = self.stack.output("AnalyzeFunctionName")
        told = ask("lambda", "get_function_configuration", FunctionName=name)
        if told is None:
            return Finding(State.BAD, "function", f"there is no function {name}", DEPLOY)
        state, update = told.get("State", "Active"), told.get("LastUpdateStatus", "Successful")
        if state not in ("Active", "Inactive") or update == "Failed":
            why = told.get("StateReason") or told.get("LastUpdateStatusReason") or ""
            return Finding(State.BAD, "function", f"{name} is {state}, {update} {why}", DEPLOY)
        target = told.get("Environment", {}).get("Variables", {}).get("RESULTS_BUCKET")
        if target != self.stack.output("ResultsBucketName"):
            return Finding(State.BAD, "function", f"{name} puts results into {target}", DRIFT)
        size = f"{told['MemorySize']:,} MB, {told['Timeout']} s"
        return Finding(State.GOOD, "function", f"{name}, {size}")

    def notification(self) -> Finding:
        """Look whether the bucket of uploads tells the function of each upload."""
        bucket, name = self.stack.output("UploadsBucketName"), self._function
        told = ask("s3", "get_bucket_notification_configuration", Bucket=bucket) or {}
        for each in told.get("LambdaFunctionConfigurations", []):
            if each["LambdaFunctionArn"].rpartition(":function:")[2].split(":")[0] == name:
                return self._notified(each)
        others = [kind for kind in told if kind in _OTHER_WAYS]
        if others:
            way = f"the bucket tells {', '.join(_OTHER_WAYS[kind] for kind in others)}"
            if {*_HANDED_ON_BY, _TAKEN_FROM_A_QUEUE} & self.stack.resources.keys():
                return Finding(State.GOOD, "notification", way)
            return Finding(State.NOTE, "notification", f"{way}, not the function itself")
        told_nobody = f"the bucket {bucket} tells the function of no upload"
        return Finding(State.BAD, "notification", told_nobody, DRIFT)

    def _notified(self, configuration: Any) -> Finding:
        events = ", ".join(configuration["Events"])
        filtered = configuration.get("Filter", {}).get("Key", {}).get("FilterRules", [])
        if filtered:
            rules = ", ".join(f"{rule['Name'].lower()} {rule['Value']}" for rule in filtered)
            return Finding(State.NOTE, "notification", f"only of keys with {rules}: {events}")
        if f"{_CREATED}*" not in configuration["Events"]:
            return Finding(State.NOTE, "notification", f"only of {events}", DRIFT)
        return Finding(State.GOOD, "notification", events)

    def right_to_invoke(self) -> Finding:
        """Look whether S3, or what hands its notices on, may invoke the function."""
        if _TAKEN_FROM_A_QUEUE in self.stack.resources:
            return Finding(State.GOOD, "right to invoke", "Lambda takes uploads from a queue")
        services = [who for name, who in _HANDED_ON_BY.items() if name in self.stack.resources]
        service = services[0] if services else "s3.amazonaws.com"
        told = ask("lambda", "get_policy", FunctionName=self._function) or {}
        statements = json.loads(told.get("Policy", "{}")).get("Statement", [])
        if any(service in json.dumps(each.get("Principal")) for each in statements):
            who = "S3" if not services else service
            return Finding(State.GOOD, "right to invoke", f"{who} may invoke the function")
        if any(each.get("Effect") == "Allow" for each in statements):
            return Finding(State.NOTE, "right to invoke", "S3 itself may not invoke the function")
        return Finding(State.BAD, "right to invoke", "S3 may not invoke the function", DRIFT)

    def last_word(self) -> Finding:
        """Look whether an upload that fails three times still gets its `error.json`."""
        about = "last word"
        told = ask(
            "lambda", "get_function_event_invoke_config",
            FunctionName=self._function, Qualifier="$LATEST",
        ) or {}  # fmt: skip
        target = told.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if not target:
            return Finding(State.BAD, about, "events that fail three times go nowhere", DRIFT)
        second = self.stack.resources.get("ConcludeFunction")
        if not second:
            return Finding(State.NOTE, about, f"failed events go to {target}", DEPLOY)
        sources = ask("lambda", "list_event_source_mappings", FunctionName=second) or {}
        states = {each["EventSourceArn"]: each["State"] for each in sources["EventSourceMappings"]}
        if states.get(target) not in ("Enabled", "Enabling", "Updating", "Creating"):
            waits = f"{second} does not take failed events from {target}"
            return Finding(State.BAD, about, waits, DRIFT)
        return Finding(State.GOOD, about, f"{second} takes failed events")

    def failed_events(self) -> Finding:
        """Look how many failed events wait."""
        about, counts = "failed events", {}
        queues = {"failed": self.stack.output("FailedEventsUrl")}
        if unfinished := self.stack.resources.get("UnfinishedEvents"):
            queues["not concluded yet"] = unfinished
        for name, url in queues.items():
            told = ask(
                "sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"]
            ) or {}  # fmt: skip
            attributes = told.get("Attributes", {})
            counts[name] = int(attributes.get("ApproximateNumberOfMessages", 0))
        if not any(counts.values()):
            return Finding(State.GOOD, about, "none waits")
        waiting = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        again = f"`moodcloud replay --stack {self.stack.name} --dry-run` lists them."
        return Finding(State.NOTE, about, f"waiting: {waiting}", again)

    def alarms(self) -> Finding:
        """Look whether the alarms are there, and which of them ring."""
        names = [name for each, name in self.stack.resources.items() if each.endswith("Alarm")]
        if not names:
            return Finding(State.BAD, "alarms", "the stack has none", DEPLOY)
        told = ask("cloudwatch", "describe_alarms", AlarmNames=names) or {}
        states = {each["AlarmName"]: each["StateValue"] for each in told["MetricAlarms"]}
        if missing := sorted({*names} - {*states}):
            return Finding(State.BAD, "alarms", f"not there: {', '.join(missing)}", DRIFT)
        if ringing := sorted(name for name, state in states.items() if state == "ALARM"):
            meaning = "docs/operations.md says what each means."
            return Finding(State.NOTE, "alarms", f"ringing: {', '.join(ringing)}", meaning)
        return Finding(State.GOOD, "alarms", f"{len(states)}, all quiet")

    def listeners(self) -> Finding:
        """Look whether anybody hears of alarms."""
        about, topic = "who hears of alarms", self.stack.output("AlarmTopicArn")
        told = ask("sns", "list_subscriptions_by_topic", TopicArn=topic) or {}
        heard = [each["Endpoint"] for each in told.get("Subscriptions", [])
                 if each["SubscriptionArn"].startswith(_CONFIRMED)]  # fmt: skip
        if heard:
            return Finding(State.GOOD, about, f"{len(heard)} confirmed")
        remedy = "Give the stack the parameter AlarmEmail; follow the link in its first message."
        return Finding(State.NOTE, about, "nobody has confirmed", remedy)

    @property
    def _function(self) -> str:
        return self.stack.output("AnalyzeFunctionName")


def _bucket(name: str, about: str) -> Finding:
    with in_plain_words(Location(name, ""), "s3:ListBucket"):
        try:
            require_bucket(client_of("s3"), Location(name, ""))
        except RemoteError as error:
            return Finding(State.BAD, about, str(error), DEPLOY)
    return Finding(State.GOOD, about, name)
