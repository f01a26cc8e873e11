"""ZIP archives: which of the files inside is the table."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO, Final

from moodcloud.errors import UploadError
from moodcloud.tabular.limits import BombError

# An archive of more entries holds no single table.
MAX_ENTRIES: Final = 10_000
# The standard library reads the directory of an archive at once, however large it says it is.
MAX_DIRECTORY: Final = 8 << 20
# How a ZIP archive starts: with a file, with none, or as the first of several parts.
ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
# A document that is a ZIP archive has one of these entries.
_DOCUMENTS: Final = ("[Content_Types].xml", "mimetype", "Index/Document.iwa")
_CLUTTER: Final = (".DS_Store", "Thumbs.db", "desktop.ini")
_TABLE: Final = re.compile(
    r"\.(?:csv|tsv|tab|psv|jsonl?|ndjson|parquet|xls[xb]?|ods)(?:\.(?:gz|bz2|xz|zst))?$",
    re.IGNORECASE,
)
_SHOWN: Final = 10


class _Bounded(io.FileIO):
    """A file that gives at most `MAX_DIRECTORY` bytes at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise BombError("a directory of too many files")
        return super().read(size) or b""

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Refuse a position before the beginning of the file, which broken directories have."""
        if whence == 0 and position < 0:
            raise zipfile.BadZipFile("its directory points outside of it")
        return super().seek(position, whence)


class Archive:
    """A ZIP archive; close it after use.

    Args:
        path: The file.
        name: For messages.

    Raises:
        BombError: The archive was made to do harm.
        BadZipFile: The archive is broken.
        Exception: Whatever else the standard library raises for broken archives.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        self._file = _Bounded(path)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except BaseException:
            self._file.close()
            raise
        self._data = {_shown(info): info for info in self._zip.infolist() if _is_data(info)}

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    @property
    def document(self) -> bool:
        """Whether this is a document (Excel, OpenDocument) rather than an archive of files."""
        return any(name in self._zip.NameToInfo for name in _DOCUMENTS)

    @property
    def names(self) -> list[str]:
        """The data files, by name."""
        return sorted(self._data)

    def choose(self, wanted: str | None, option: str) -> str:
        """Return the name of the table: the file `wanted`, or the only one.

        Args:
            wanted: The name of the file, with its folders or without.
            option: The name of the option that asks for it, for messages.

        Raises:
            UploadError: `empty_file`, `several_files`, `unknown_member`.
            BombError: The archive was made to do harm.
        """
        self._refuse_bomb()
        if not self._data:
            raise UploadError("empty_file", name=self._name)
        if wanted in self._data:
            return str(wanted)
        meant = [each for each in self.names if self.is_meant(each, wanted)]
        if wanted is None:
            # A table beside a README and a licence.
            meant = [each for each in self.names if _TABLE.search(each)]
        if len(meant) == 1 or len(self._data) == 1:
            return (meant or self.names)[0]
        shown = list_names(self.names)
        if wanted is None:
            raise UploadError("several_files", name=self._name, members=shown)
        raise UploadError(
            "unknown_member", name=self._name, wanted=wanted, option=option, members=shown
        )

    def is_meant(self, member: str, wanted: str | None) -> bool:
        """Return whether `wanted` is the name of `member`, with its folders or without."""
        return wanted in (member, PurePosixPath(member).name)

    def sizes(self, member: str) -> tuple[int, int]:
        """Return the packed size of `member`, and the size it says it unpacks to."""
        info = self._data[member]
        return info.compress_size, info.file_size

    def pieces(self, member: str, size: int) -> Iterator[bytes]:
        """Yield `member` unpacked, at most `size` bytes at once.

        Raises:
            UploadError: `encrypted_archive`.
            Exception: Whatever the standard library raises for broken archives.
        """
        info = self._data[member]
        if info.flag_bits & _ENCRYPTED:
            raise UploadError("encrypted_archive", name=self._name)
        stream: IO[bytes]
        with self._zip.open(info) as stream:
            while piece := stream.read(size):
                yield piece

    def _refuse_bomb(self) -> None:
        entries = sorted(self._zip.infolist(), key=lambda info: info.header_offset)
        if len(entries) > MAX_ENTRIES:
            raise BombError(f"more than {MAX_ENTRIES:,} files")
        for info, following in pairwise(entries):
            if following.header_offset < info.header_offset + _LOCAL_HEADER + info.compress_size:
                raise BombError("files that share the same bytes")


def list_names(names: list[str]) -> str:
    """Return the first names for a message."""
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _is_data(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    clutter = "__MACOSX" in parts or (parts and parts[-1] in _CLUTTER)
    return not info.is_dir() and not clutter and info.file_size > 0


def _shown(info: zipfile.ZipInfo) -> str:
    """Return the entry's name as its author saw it: programs do not say how it is encoded."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
