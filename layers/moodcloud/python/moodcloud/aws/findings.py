"""What an examination finds: `moodcloud doctor` prints it. It needs no AWS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How what was looked at is: as it should be, worth a look, or in the way of the work."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "missing"


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Attributes:
        state: How it is.
        about: What was looked at.
        told: What was found.
        remedy: What to do about it; empty where there is nothing to do.
    """

    state: State
    about: str
    told: str
    remedy: str = ""
