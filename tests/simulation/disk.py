"""The disk of a container: what `workspace` and `save` need of files, folders and locks."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.process import Process


class Disk:
    """Files and folders of /tmp, which outlives the processes of its container.

    Args:
        size: How many bytes it holds.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = set()
        self.locks: set[str] = set()
        self._made = 0

    @property
    def free(self) -> int:
        """How many bytes more it holds."""
        return self.size - sum(map(len, self.files.values()))

    def new_folder(self, prefix: str) -> str:
        """Make a folder and return its path."""
        self._made += 1
        path = f"/tmp/{prefix}{self._made}"
        self.folders.add(path)
        return path

    def remove(self, path: str) -> None:
        """Remove a folder and what is in it."""
        below = f"{path}/"
        self.files = {name: held for name, held in self.files.items() if not name.startswith(below)}
        self.folders = {
            name for name in self.folders if name != path and not name.startswith(below)
        }


class DiskPath:
    """A path on the disk of the process that made it; does what is asked of a `Path` here."""

    def __init__(self, process: Process, path: str) -> None:
        self.process, self.path = process, path

    def __truediv__(self, name: str) -> DiskPath:
        return DiskPath(self.process, f"{self.path}/{name}")

    def __str__(self) -> str:
        return self.path

    def __lt__(self, other: DiskPath) -> bool:
        return self.path < other.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The last suffix of the name."""
        return f".{self.name.rpartition('.')[2]}" if "." in self.name else ""

    @property
    def parent(self) -> DiskPath:
        """The folder that it is in."""
        return DiskPath(self.process, self.path.rpartition("/")[0])

    def exists(self) -> bool:
        """Return whether there is such a folder."""
        return self.path in self.process.disk.folders

    def glob(self, pattern: str) -> Iterator[DiskPath]:
        """Return the folders whose names begin as the pattern does."""
        start = f"{self.path}/{pattern.rstrip('*')}"
        found = sorted(name for name in self.process.disk.folders if name.startswith(start))
        return (DiskPath(self.process, name) for name in found if name.count("/") == 2)

    def iterdir(self) -> Iterator[DiskPath]:
        """Return the files of the folder."""
        below = f"{self.path}/"
        return (DiskPath(self.process, name) for name in self._files if name.startswith(below))

    def mkdir(self) -> None:
        """Make the folder."""
        self.process.disk.folders.add(self.path)

    def open(self, mode: str) -> Any:
        """Open the file."""
        if mode == "rb":
            return io.BytesIO(self.read_bytes())
        self._files[self.path] = b""
        return _Written(self)

    def read_bytes(self) -> bytes:
        """Return what is in the file."""
        return self._files[self.path]

    def write(self, piece: bytes) -> int:
        """Add to the file, as far as there is room and nothing goes wrong."""
        trouble = self.process.operation(f"write {self.name}")
        if trouble in _NO_ROOM or len(piece) > self.process.disk.free:
            raise OSError(errno.ENOSPC, "No space left on device")
        if trouble == "kill after":
            self._files[self.path] += piece[: len(piece) // 2]
            self.process.kill()
        self._files[self.path] += piece
        return len(piece)

    @property
    def _files(self) -> dict[str, bytes]:
        return self.process.disk.files


_NO_ROOM = frozenset({"busy", "denied", "cut"})
"""What goes wrong with a call of S3 is want of room where a file is written."""


class _Written:
    def __init__(self, path: DiskPath) -> None:
        self.write = path.write

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def system(current: Callable[[], Process]) -> dict[str, Any]:
    """Return what `moodcloud.workspace` takes from the system, by name, as the disk gives it.

    Args:
        current: Returns the process that asks.
    """

    def opened(path: DiskPath) -> DiskPath:
        if not path.exists():
            raise FileNotFoundError(path.path)
        return path

    def flock(path: DiskPath, flags: int) -> None:
        if path.path in path.process.disk.locks:
            raise BlockingIOError
        path.process.disk.locks.add(path.path)

    def close(path: DiskPath) -> None:
        path.process.disk.locks.discard(path.path)

    def rmtree(path: DiskPath, ignore_errors: bool) -> None:
        # The dead remove nothing.
        if not path.process.ended_by:
            path.process.disk.remove(path.path)

    def mkdtemp(prefix: str) -> str:
        current().made_folder = True
        return current().disk.new_folder(prefix)

    return {
        "Path": lambda path: DiskPath(current(), path),
        "_opened": opened,
        "fcntl": SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4),
        "os": SimpleNamespace(close=close, getpid=lambda: id(current())),
        "shutil": SimpleNamespace(rmtree=rmtree),
        "tempfile": SimpleNamespace(gettempdir=lambda: "/tmp", mkdtemp=mkdtemp),
    }


def usage(path: DiskPath) -> SimpleNamespace:
    """Return what `shutil.disk_usage` does."""
    disk = path.process.disk
    return SimpleNamespace(total=disk.size, free=disk.free)
