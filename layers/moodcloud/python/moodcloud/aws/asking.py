"""Questions to AWS about what a stack is made of, which may not be there, or not be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from botocore.exceptions import ClientError

from moodcloud.aws.findings import Finding, State
from moodcloud.aws.s3 import RemoteError, code_of, in_plain_words
from moodcloud.aws.stacks import client_of

# How services say that there is no such thing.
_ABSENT: Final = {"ResourceNotFoundException", "StateMachineDoesNotExist", "NoSuchEntity"}
# What permissions call a service where that is not its name in boto3.
_PREFIXES: Final = {"stepfunctions": "states"}


def ask(service: str, operation: str, **arguments: Any) -> Any | None:
    """Return what a service answers; None where what it is asked about is not there.

    Args:
        service: What boto3 calls it.
        operation: What boto3 calls the question.
        **arguments: What is asked about.

    Raises:
        RemoteError: AWS refused; the message names the permission that it takes.
    """
    asked = "".join(part.title() for part in operation.split("_"))
    asked = asked.removesuffix("Configuration") if service == "s3" else asked
    about = " ".join(str(each) for each in arguments.values())
    with in_plain_words(about, f"{_PREFIXES.get(service, service)}:{asked}"):
        try:
            return getattr(client_of(service), operation)(**arguments)
        except ClientError as error:
            if code_of(error) in _ABSENT:
                return None
            raise


def seen(about: str, find: Callable[[], Finding]) -> Finding:
    """Return what is found; where the right to look is missing, that.

    Args:
        about: What is looked at.
        find: Looks at it.
    """
    try:
        return find()
    except RemoteError as error:
        # Whoever asks may lack the right to look, while all is well.
        return Finding(State.NOTE, about, f"not seen: {error}")
