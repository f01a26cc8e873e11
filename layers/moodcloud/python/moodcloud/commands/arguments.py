"""How the command reads its arguments: lists of words, files and folders here or in S3."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from moodcloud.aws.location import Location


def labels(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if value else ()


def words(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the words of a file, if there is one of this name, or of a list."""
    if value and Path(value).is_file():
        lines = Path(value).read_text("utf-8-sig").splitlines()
        return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return labels(context, parameter, value)


class Place(click.Path):
    """A local path, with what `click.Path` checks, or an address in S3.

    Args:
        needs_key: Whether an address must name an object, not only a bucket.
        **checks: Of `click.Path`, for local paths.
    """

    def __init__(self, *, needs_key: bool = False, **checks: Any) -> None:
        super().__init__(path_type=Path, **checks)
        self._needs_key = needs_key

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a `Location` for `s3://…`, a `Path` otherwise."""
        location = Location.parse(value) if isinstance(value, str) else None
        if location is None:
            return super().convert(value, param, ctx)
        if not location.bucket:
            self.fail(f"{value} names no bucket: s3://BUCKET/KEY.", param, ctx)
        if self._needs_key and not location.name:
            self.fail(f"{value} names no object: s3://BUCKET/KEY.", param, ctx)
        return location
