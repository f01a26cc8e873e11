"""Lines as fastText wants them: a label behind a prefix, a space, a text."""

from __future__ import annotations

import re
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.verdicts import LABEL_PREFIX

_TAGGED: Final = re.compile(rf"{LABEL_PREFIX}[^\s,;|\"]+(?:([ \t])|$)")


def tagged_dialect(head: Head) -> Dialect | None:
    """Return the dialect of a file whose lines all begin with a label; None where one does not.

    Such a file has no header, and whatever stands behind the label is the text.
    """
    lines = [line for _, line in head.lines if line.strip()]
    found = [_TAGGED.match(line) for line in lines]
    delimiters = {each[1] for each in found if each and each[1]}
    if not all(found) or len(delimiters) != 1:
        return None
    return Dialect(delimiters.pop(), "", header=False, width=2, rest=1)
