"""The uploads of one event: each has its turn, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import AttemptError
from moodcloud.aws.metrics import logger, measure_ignored, measure_malformed
from moodcloud.aws.notices import MalformedEventError, Told, messages_of, told_by
from moodcloud.errors import UploadError

Deliver = Callable[[Upload, float], str]
"""Analyses one upload within so many seconds; returns the key of its outcome."""


@dataclass
class Batch:
    """An event and what became of its uploads.

    Attributes:
        parts: What the messages of a queue tell, by their ids; without a queue, what the event
            tells, under the empty id.
        messages: The messages of a queue, by their ids.
        done: The keys of the outcomes.
        faults: Uploads that failed for the moment.
        errors: Uploads that failed for another reason.
    """

    parts: Mapping[str, Told]
    messages: Mapping[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    faults: dict[Upload, UploadError] = field(default_factory=dict)
    errors: dict[Upload, Exception] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Any) -> Batch:
        """Return the batch that an event is; name and count what it holds besides uploads."""
        messages = messages_of(event)
        batch = cls(
            {name: told_by(message) for name, message in messages.items()}
            if messages
            else {"": told_by(event)},
            messages,
        )
        for told in batch.parts.values():
            _log_others(told)
        return batch

    def deliver(self, deliver: Deliver, seconds_left: Callable[[], float]) -> None:
        """Give each upload its turn, and an equal share of the time that is left.

        Args:
            deliver: Analyses one upload.
            seconds_left: Returns the seconds until Lambda ends the function.
        """
        meant = [upload for told in self.parts.values() for upload in told.uploads]
        # Small ones first: where the time is short, all but the largest get their results.
        uploads = sorted(filter(_is_meant, meant), key=lambda upload: upload.size)
        for number, upload in enumerate(uploads):
            logger.append_keys(bucket=upload.bucket, key=upload.key)
            try:
                self.done.append(deliver(upload, seconds_left() / (len(uploads) - number)))
            except UploadError as error:
                logger.warning("will be tried again", code=error.code, reason=str(error))
                self.faults[upload] = error
            except Exception as error:  # the other records of the event get their turn first
                logger.exception("will be tried again")
                self.errors[upload] = error

    def failed(self) -> list[str]:
        """Return the ids of the messages that must come again."""
        again = self.faults.keys() | self.errors.keys()
        return [
            name
            for name, told in self.parts.items()
            if told.malformed or not again.isdisjoint(told.uploads)
        ]

    def given_up(self, attempts: int) -> Iterator[dict[str, Any]]:
        """Yield the messages that failed for the last time, as Lambda tells of a failed event.

        A queue hands them on without a word about why.

        Args:
            attempts: How often the queue hands over a message; 0 where that is not known.
        """
        for name in self.failed():
            error = self._error_of(self.parts[name].uploads)
            if error and attempts and _receipts(self.messages.get(name)) >= attempts:
                told = {"errorType": type(error).__name__, "errorMessage": str(error)}
                yield {"requestPayload": self.messages[name], "responsePayload": told}

    def _error_of(self, uploads: list[Upload]) -> Exception | None:
        """Return what is raised where nothing but these uploads failed; None if none did."""
        if faults := {each: self.faults[each] for each in uploads if each in self.faults}:
            return AttemptError(faults)
        return next((self.errors[each] for each in uploads if each in self.errors), None)

    def raise_failure(self) -> None:
        """Raise what failed, so that the event comes again.

        Raises:
            AttemptError: There were faults of the moment.
            MalformedEventError: From a record no upload can be told.
        """
        if self.faults:
            raise AttemptError(self.faults)
        for error in self.errors.values():
            raise error
        malformed = [reason for told in self.parts.values() for reason in told.malformed]
        if malformed:
            raise MalformedEventError("; ".join(malformed))

    def answer(self, partial: bool) -> dict[str, Any]:
        """Return what the function answers.

        Where all messages of a queue failed, so does the call: it is in the figures of Lambda then,
        and alarms see it.

        Args:
            partial: Whether the queue takes back single messages (ReportBatchItemFailures).

        Raises:
            AttemptError, MalformedEventError, Exception: See `raise_failure`.
        """
        failed, of_a_queue = self.failed(), "" not in self.parts
        if partial and of_a_queue and len(failed) < len(self.parts):
            return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}
        self.raise_failure()
        return {"results": self.done}


def _receipts(message: Any) -> int:
    """Return how often a queue has handed over a message, this time included."""
    told = message.get("attributes") if isinstance(message, dict) else None
    return int(told.get("ApproximateReceiveCount", 0)) if isinstance(told, dict) else 0


def _log_others(told: Told) -> None:
    """Name and count what an event holds besides uploads."""
    for name in told.others:
        logger.info(f"ignored: {name} is no upload")
        measure_ignored()
    for reason in told.malformed:
        logger.error("a record names no upload: its event will wait for people", reason=reason)
        measure_malformed()


def _is_meant(upload: Upload) -> bool:
    """Return whether an object is to be analysed."""
    if upload.is_result or upload.is_folder:
        what = "keys under results/ are results" if upload.is_result else "a folder"
        logger.info(f"ignored: {what}", bucket=upload.bucket, key=upload.key)
        measure_ignored()
        return False
    return True
