"""The safeguards that promises rest on, each of which can be taken away from the running code."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType
from typing import Any, Final


@dataclass(frozen=True)
class Safeguard:
    """A few words of code that a promise rests on.

    Attributes:
        name: What it does.
        place: The function that holds it: `module:name`, or `module:class.name`.
        code: The words, which the function holds once.
        instead: What is there without it.
    """

    name: str
    place: str
    code: str
    instead: str

    @contextmanager
    def taken_away(self) -> Iterator[None]:
        """Let the function do without it, wherever the function was imported."""
        function = self._function()
        before = function.__code__
        function.__code__ = self._code_without(function)
        try:
            yield
        finally:
            function.__code__ = before

    def _function(self) -> FunctionType:
        module, _, path = self.place.partition(":")
        found: Any = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
        unwrapped = inspect.unwrap(found)
        assert isinstance(unwrapped, FunctionType)
        return unwrapped

    def _code_without(self, function: FunctionType) -> Any:
        source = textwrap.dedent(inspect.getsource(function))
        assert source.count(self.code) == 1, f"{self.place} does not hold {self.code!r} once"
        # Decorators stay as they are.
        lines = source.replace(self.code, self.instead).splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith("def "))
        made: dict[str, Any] = {}
        text = "\n".join(["from __future__ import annotations", *lines[start:]])
        exec(compile(text, self.place, "exec"), function.__globals__, made)
        code = made[function.__name__].__code__
        assert code.co_freevars == function.__code__.co_freevars
        return code


SAFEGUARDS: Final = (
    Safeguard(
        "latest.json is written on the condition that nobody else wrote it",
        "moodcloud.aws.storage:Storage._swap",
        "**condition, **headers",
        "**headers",
    ),
    Safeguard(
        "a download that broke off is taken up only if the object is the same",
        "moodcloud.aws.download:_pieces",
        ', IfMatch=opened.answer["ETag"]',
        "",
    ),
    Safeguard(
        "content and options are asked for at once",
        "moodcloud.aws.download:open_upload",
        "client.get_object(**_named(upload), **condition)",
        "{**client.head_object(**_named(upload)), "
        '"Body": client.get_object(**_named(upload))["Body"]}',
    ),
    Safeguard(
        "summary.json is stored last",
        "moodcloud.aws.storage:Storage.store",
        " if path.name != SUMMARY",
        "",
    ),
    Safeguard(
        "what killed attempts left on the disk is removed",
        "moodcloud.workspace:workspace",
        "clear_leftovers()",
        "pass",
    ),
    Safeguard(
        "of one upload, nothing but results replaces results",
        "moodcloud.aws.outcome:Outcome.replaces",
        " and (self.is_good or not old.is_good)",
        "",
    ),
    Safeguard(
        "an older upload never replaces a newer",
        "moodcloud.aws.outcome:Outcome.replaces",
        "order > 0",
        "order != 0",
    ),
    Safeguard(
        "sequencers are compared as S3 makes them, whatever their case and length",
        "moodcloud.aws.events:compare_sequencers",
        'a.upper().ljust(width, "0"), b.upper().ljust(width, "0")',
        "a, b",
    ),
    Safeguard(
        "results of a killed attempt are found when the upload is gone",
        "moodcloud.aws.storage:Storage.find_set",
        'told.get("etag") == upload.etag',
        "False",
    ),
    Safeguard(
        "a fault of the moment is tried again",
        "moodcloud.aws.delivery:_Attempt.outcome",
        "if error.passing:",
        "if False:",
    ),
    Safeguard(
        "a record that cannot be read takes nothing from the others",
        "moodcloud.aws.notices:told_by",
        "except _UNREADABLE as error:",
        "except AssertionError as error:",
    ),
    Safeguard(
        "a record that fails takes nothing from the others",
        "moodcloud.aws.batches:Batch.deliver",
        "self.errors[upload] = error",
        "raise",
    ),
    Safeguard(
        "an event with a record that cannot be read waits",
        "moodcloud.aws.batches:Batch.raise_failure",
        "if malformed:",
        "if False:",
    ),
    Safeguard(
        "a message of a batch that failed is handed back",
        "moodcloud.aws.batches:Batch.failed",
        "or not again.isdisjoint(told.uploads)",
        "",
    ),
    Safeguard(
        "a message of a batch that names no upload is handed back",
        "moodcloud.aws.batches:Batch.failed",
        "if told.malformed or",
        "if",
    ),
    Safeguard(
        "a message that could not be handled is handed back",
        "conclude.app:handler",
        'failed.append({"itemIdentifier": message["messageId"]})',
        "pass",
    ),
    Safeguard(
        "an upload that failed three times has a last word",
        "conclude.app:_handle",
        "conclude(failure, storage)",
        "pass",
    ),
    Safeguard(
        "other options give another version",
        "moodcloud.aws.outcome:version_of",
        "(content, settings, __version__)",
        "(content, __version__)",
    ),
    Safeguard(
        "uploads of two buckets have results of their own",
        "moodcloud.aws.keys:results_prefix",
        'key if at_home and not key.startswith("@") else f"@{bucket}/{key}"',
        "key",
    ),
    Safeguard(
        "the last word is not had where there is an outcome",
        "moodcloud.aws.failed_events:_conclude",
        "if latest is not None and _is_told_by(latest, outcome):",
        "if False:",
    ),
    Safeguard(
        "an error that is there already is not written again",
        "moodcloud.aws.storage:Storage.store_error",
        "if self.read(key) == body:",
        "if False:",
    ),
    Safeguard(
        "an object that is as it should be is not written again",
        "moodcloud.aws.storage:Storage._swap",
        "new is not None and new != content",
        "new is not None",
    ),
    Safeguard(
        "the gallery never shows an older upload in place of a newer",
        "moodcloud.aws.publishing:show",
        "if shown is not None and stays(shown, entry):",
        "if False:",
    ),
    Safeguard(
        "the page of the gallery names every part",
        "moodcloud.aws.publishing:_naming",
        "if name not in parts:",
        "if not parts:",
    ),
)
