"""The world that a history is about: buckets, events, Lambda, its containers and queues."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import SimpleNamespace
from typing import Any, Final

from tests.simulation import staging
from tests.simulation.client import Queue, S3Model
from tests.simulation.content import CONTENTS, OPTIONS
from tests.simulation.disk import Disk
from tests.simulation.events import MALFORMED, record_of, strange_record
from tests.simulation.process import Clock, Killed, Process, Turns, enter
from tests.simulation.s3 import S3, Bucket, Stored
from tests.simulation.steps import (
    Both,
    Conclude,
    Deliver,
    History,
    People,
    Put,
    Replay,
    Restore,
    Setting,
    Step,
    Strengthen,
    Work,
)

UPLOADS, OTHERS, RESULTS = "uploads", "others", "results"
# The last is in a bucket of its own: uploads of two buckets may share a key.
KEYS: Final = ((UPLOADS, "a.csv"), (UPLOADS, "b c+리뷰.csv"), (OTHERS, "a.csv"))
_LIMITS: Final = {"analyze": 300.0, "conclude": 60.0}
_ATTEMPTS, _RECEIPTS = 3, 5


@dataclass(eq=False)
class Invocation:
    """An event that Lambda took, until it is done with it.

    Attributes:
        event: The event.
        waits: Whether it can never be done, since it holds what is no record of an upload.
        queued: Whether it is a message of a queue, which Lambda takes together with others.
        is_done: Whether an attempt succeeded.
        attempts: How many attempts were made.
    """

    event: Any
    waits: bool = False
    queued: bool = False
    is_done: bool = False
    attempts: int = 0


@dataclass
class Message:
    """A message of the queue of events that failed for good, and how often it was received."""

    body: str
    receipts: int = 0


class World:
    """Where the steps of a history happen.

    Args:
        setting: What holds for the whole history.
        number: The number of the history.
    """

    def __init__(self, setting: Setting, number: int) -> None:
        self.setting = setting
        self.clock = Clock()
        self.s3 = S3(self.clock, _sequencer)
        for name in (UPLOADS, OTHERS, RESULTS):
            self.s3.buckets[name] = Bucket(setting.versioned and name != RESULTS)
        self.client = S3Model(self.s3)
        self.failed = Queue()
        self.disks = [Disk(setting.disk), Disk(setting.disk)]
        self.random = Random(number)
        self.strong = False
        self.uploads: list[tuple[str, Stored]] = []
        self.diary: list[tuple[str, int, str, str]] = []
        self.removals: list[tuple[str, Stored]] = []
        self.fresh: list[tuple[str, Stored]] = []
        self.waiting: list[Invocation] = []
        self.unfinished: list[Message] = []
        self.taken: list[Invocation] = []
        self.after_attempt: Callable[[Process, str], None] = lambda *_: None

    def live(self, history: History) -> None:
        """Let the steps happen."""
        for step in history.steps:
            self.take(step)

    def take(self, step: Step) -> None:
        """Let a step happen; nothing, where what it is about is not there."""
        if isinstance(step, People):
            self.people(step)
        elif isinstance(step, Replay):
            self.replay(step.pick)
        elif isinstance(step, Both):
            # A container runs one process at a time.
            second = replace(step.second, container=1 - step.first.container)
            jobs = [job for each in (step.first, second) if (job := self._job(each))]
            if len(jobs) == 2:
                Turns(iter(step.turns)).run(jobs)
            else:
                self._run(*jobs)
        elif job := self._job(step):
            self._run(job)

    def people(self, step: People) -> None:
        """Let people do something."""
        if isinstance(step, Strengthen):
            self.strong = True
            return
        bucket, key = KEYS[step.key]
        if not self.setting.sequenced:
            # Without sequencers, the order of uploads within a second is not promised.
            self.clock.now = float(int(self.clock.now) + 1)
        if isinstance(step, Put):
            self.clock.now += step.pause
            metadata = OPTIONS[step.options] | {"upload-token": f"t{len(self.uploads)}"}
            self._upload(bucket, key, CONTENTS[step.content], metadata)
        elif isinstance(step, Restore):
            if before := self.uploads_of(bucket, key):
                old = before[step.pick % len(before)]
                self._upload(bucket, key, old.body or b"", old.metadata)
        elif self.s3.find(bucket, key):
            self.removals.append((bucket, self.s3.delete(bucket, key)))

    def uploads_of(self, bucket: str, key: str) -> list[Stored]:
        """Return all that was ever uploaded under a key, the newest last."""
        return [each for place, each in self.uploads if (place, each.key) == (bucket, key)]

    def _upload(self, bucket: str, key: str, body: bytes, metadata: Mapping[str, str]) -> None:
        stored = (bucket, self.s3.put(bucket, key, body, metadata))
        self.uploads.append(stored)
        self.fresh.append(stored)

    def replay(self, pick: int) -> None:
        """Hand a failed event in again."""
        if self.failed.messages:
            body = self.failed.messages.pop(pick % len(self.failed.messages))
            event = event_in(body)
            # A message may be in the queue twice, and another of its kind may wait for an attempt.
            alike = [each for each in self.taken if each.event == event]
            failed = (each for each in alike if not each.is_done and each.attempts == _ATTEMPTS)
            for each in [*failed][:1]:
                self.taken.remove(each)
            self._take(event, any(each.waits for each in alike))

    def deliver(self, uploads: list[tuple[str, Stored]], strange: tuple[str, ...] = ()) -> None:
        """Let Lambda take an event."""
        queued = self.setting.queued
        if "no records" in strange:
            self._take({"detail": "of something else"}, True, queued)
            return
        sequenced = self.setting.sequenced
        about = self.removals[-1:] or self.uploads[-1:]
        records = [strange_record(kind, about[0], sequenced) for kind in strange if about]
        records += [record_of(*each, sequenced) for each in uploads]
        self.fresh = [each for each in self.fresh if each not in uploads]
        malformed = bool(MALFORMED & {*strange})
        if not queued:
            self._take({"Records": records}, malformed)
            return
        for record in records:
            # What is strange comes first.
            self._take({"Records": [record]}, malformed and record is records[0], queued)

    def _take(self, event: Any, waits: bool, queued: bool = False) -> None:
        invocation = Invocation(event, waits, queued)
        self.taken.append(invocation)
        self.waiting.append(invocation)

    def _job(self, step: Work) -> tuple[Process, Callable[[], None]] | None:
        """Return a process and what it does in a step; None where there is nothing to do."""
        work = self._work(step)
        if work is None:
            return None
        name = "conclude" if isinstance(step, Conclude) else "analyze"
        meanwhile = {each.at: (lambda each=each: self.people(each.what)) for each in step.meanwhile}
        process = Process(
            self.clock,
            self.disks[step.container],
            self.clock.now + _LIMITS[name],
            f"{name} {len(self.diary)}",
            self.diary,
            {each.at: each.kind for each in step.troubles},
            meanwhile,
            self.strong,
        )
        return process, lambda: work(process)

    def _work(self, step: Work) -> Callable[[Process], None] | None:
        if isinstance(step, Conclude):
            messages = self.unfinished[: step.messages]
            del self.unfinished[: step.messages]
            return (lambda process: self._conclude(process, messages)) if messages else None
        if isinstance(step, Deliver):
            pool = self.uploads if step.again else self.fresh
            if not pool:
                return None
            picked = dict.fromkeys(pick % len(pool) for pick in step.records)
            before = len(self.waiting)
            self.deliver([pool[n] for n in picked], step.strange)
            batch = self.waiting[before:]
            del self.waiting[before:]
        elif self.waiting:
            batch = [self.waiting.pop(step.pick % len(self.waiting))]
        else:
            return None
        return lambda process: self._attempt(process, batch)

    def _run(self, *jobs: tuple[Process, Callable[[], None]]) -> None:
        for process, work in jobs:
            enter(process)
            work()

    def _attempt(self, process: Process, batch: list[Invocation]) -> None:
        """Make an attempt at an event, or at messages of a queue; hand on what failed."""
        queued, event = batch[0].queued, batch[0].event
        if queued:
            event = {"Records": [_message(n, each) for n, each in enumerate(batch)]}
        failed, told = {*range(len(batch))}, {}
        try:
            answer = staging.analyze(json.loads(json.dumps(event)), self._context(process))
            ended = ""
            failed = {int(each["itemIdentifier"]) for each in answer.get("batchItemFailures", [])}
        except Killed:
            ended = "killed"
            told = {"errorType": "Runtime.ExitError", "errorMessage": process.ended_by}
        except Exception as error:  # as Lambda's runtime does
            ended = type(error).__name__
            told = {"errorType": ended, "errorMessage": str(error)}
        self.after_attempt(process, ended)
        for number, invocation in enumerate(batch):
            invocation.attempts += 1
            if number not in failed:
                invocation.is_done = True
            elif invocation.attempts < _ATTEMPTS:
                self.waiting.append(invocation)
            else:
                # A queue does not tell how the last attempt ended.
                failure = {"requestPayload": invocation.event, "responsePayload": told}
                body = invocation.event if queued else failure
                self.unfinished.append(Message(json.dumps(body)))

    def _conclude(self, process: Process, messages: list[Message]) -> None:
        """Let the second function have messages; keep those that it hands back."""
        records = [{"messageId": str(n), "body": m.body} for n, m in enumerate(messages)]
        try:
            answer = staging.conclude({"Records": records}, self._context(process))
            kept = {int(each["itemIdentifier"]) for each in answer["batchItemFailures"]}
            ended = ""
        except Killed:
            kept, ended = {*range(len(messages))}, "killed"
        self.after_attempt(process, ended)
        for number in sorted(kept):
            messages[number].receipts += 1
            if messages[number].receipts < _RECEIPTS:
                self.unfinished.append(messages[number])
            else:
                self.failed.messages.append(messages[number].body)

    def _context(self, process: Process) -> SimpleNamespace:
        staging.use(self, process)
        return SimpleNamespace(
            get_remaining_time_in_millis=lambda: int(process.seconds_left * 1_000)
        )


def event_in(body: str) -> Any:
    """Return the event in a message about a failed one."""
    failure = json.loads(body)
    return failure.get("requestPayload", failure)


def _message(number: int, invocation: Invocation) -> dict[str, Any]:
    """Return a message of a queue as Lambda hands it over."""
    return {
        "messageId": str(number),
        "eventSource": "aws:sqs",
        "attributes": {"ApproximateReceiveCount": str(invocation.attempts + 1)},
        "body": json.dumps(invocation.event),
    }


def _sequencer(number: int) -> str:
    """Return a sequencer as S3 makes them: of any case, and without zeros at its end."""
    text = f"{number * 7:06x}".rstrip("0") or "0"
    return text.upper() if number % 2 else text
