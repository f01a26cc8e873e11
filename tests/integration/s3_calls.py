"""Calls of S3 seen, answered or followed by a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError

Hook = Callable[[str, dict[str, Any]], None]


@contextmanager
def calls(before: Hook | None = None, after: Hook | None = None) -> Iterator[list[str]]:
    """Yield the names of all calls made in the block.

    Args:
        before: Called with the name and the arguments of each call; what it raises is the answer.
        after: Called when S3 has answered.
    """
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    seen: list[str] = []

    def hooked(self: Any, name: str, arguments: dict[str, Any]) -> Any:
        seen.append(name)
        if before:
            before(name, arguments)
        answer = call(self, name, arguments)
        if after:
            after(name, arguments)
        return answer

    with patch.object(BaseClient, "_make_api_call", hooked):
        yield seen


def refusal(code: str, message: str = "no") -> ClientError:
    """Return S3's answer to what it does not do."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetObject")
