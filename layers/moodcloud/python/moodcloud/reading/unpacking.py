"""Compressed uploads: what is inside, as a local file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moodcloud.options import Options


@dataclass(frozen=True)
class Unpacked:
    """The file inside an upload, and how it was compressed; None where it was not."""

    path: Path
    compression: str | None


def unpack(path: Path, workspace: Path, options: Options, name: str) -> Unpacked:  # noqa: ARG001
    """Return the upload as it is."""
    return Unpacked(path, None)
