"""The files that the steps of slices share, in S3: fetched when asked for, stored after a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodcloud.aws.s3 import at_once, get_object
from moodcloud.slices.work_files import WorkFiles

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WORK_PREFIX: Final = "slices/"
"""What the keys of these files begin with, in the bucket of results; they expire."""


def work_prefix(execution: str) -> str:
    """Return what the keys of the files of an execution begin with."""
    return f"{WORK_PREFIX}{execution}/"


@dataclass(frozen=True)
class WorkObjects(WorkFiles):
    """The files of the steps of an upload: objects, and their copies in a folder.

    Attributes:
        client: A client of S3.
        bucket: The bucket of results.
        prefix: What their keys begin with.
        fetched: What was fetched already, or is not there.
    """

    client: S3Client
    bucket: str
    prefix: str
    fetched: set[Path] = field(default_factory=set)

    def file(self, *names: str) -> Path:
        """Return the path of a file, which is fetched first where it is an object."""
        path = super().file(*names)
        if path not in self.fetched and not path.exists():
            self._fetch(path, "/".join(names))
        return path

    def _fetch(self, path: Path, name: str) -> None:
        answer = get_object(self.client, self.bucket, self.prefix + name)
        if answer is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                for piece in answer["Body"].iter_chunks(1 << 20):
                    file.write(piece)
            self.fetched.add(path)

    def forget(self, path: Path) -> None:
        """Remove the copy of an object."""
        if path in self.fetched:
            self.fetched.discard(path)
            path.unlink()

    def each(self, file: Callable[[int], Path], numbers: Iterable[int]) -> list[Path]:
        """Return the paths of a file for several numbers, eight of which are fetched at a time."""
        return at_once(file, numbers)

    @contextmanager
    def stored(self) -> Iterator[None]:
        """Store what a step writes, once it has ended well."""
        yield
        at_once(
            self._store, [path for path in sorted(self.folder.rglob("*")) if self._is_new(path)]
        )

    def _is_new(self, path: Path) -> bool:
        return path.is_file() and path not in self.fetched

    def _store(self, path: Path) -> None:
        key = self.prefix + path.relative_to(self.folder).as_posix()
        with path.open("rb") as body:
            self.client.put_object(Bucket=self.bucket, Key=key, Body=body)
