"""Errors in the words of Python: options are keywords there, and nothing is uploaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from moodcloud.errors import UploadError

# `--text-column NAME (for an upload: metadata moodcloud-text-column)` is text_column="NAME".
_SET: Final = re.compile(r"--([a-z][a-z-]*) (\w+)(?: \(for an upload: metadata moodcloud-\1\))")
_NAMED: Final = re.compile(r"--([a-z][a-z-]*)(?: \(for an upload: metadata moodcloud-\1\))?")
_SPOKEN: Final = (
    ("Upload it again.", "Try again."),
    ("`moodcloud analyze`", "`moodcloud.analyze`"),
)


def in_python(text: str) -> str:
    """Return a message with the options as keywords.

    >>> in_python("Name it: --text-column NAME (for an upload: metadata moodcloud-text-column).")
    'Name it: text_column="NAME".'
    >>> in_python("say so: --language en; --out is a folder")
    'say so: language="en"; out is a folder'
    """
    text = _SET.sub(lambda found: f'{_keyword(found[1])}="{found[2]}"', text)
    text = re.sub(
        r"--(language) (\w\w)\b", lambda found: f'{_keyword(found[1])}="{found[2]}"', text
    )
    text = _NAMED.sub(lambda found: _keyword(found[1]), text)
    for other, python in _SPOKEN:
        text = text.replace(other, python)
    return text


def _keyword(option: str) -> str:
    return option.replace("-", "_")


@contextmanager
def told_in_python() -> Iterator[None]:
    """Put an `UploadError` that is raised in the `with` block into the words of Python."""
    try:
        yield
    except UploadError as error:
        error.say(in_python)
        raise
