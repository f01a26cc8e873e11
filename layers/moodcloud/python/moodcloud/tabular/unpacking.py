"""What is packed is unpacked into the workspace, so that all who read see plain files."""

from __future__ import annotations

import bz2
import errno
import hashlib
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NoReturn, Protocol

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.readable import refuse_other
from moodcloud.shortage import wants_room
from moodcloud.tabular.archives import ZIP_STARTS, Archive, list_names
from moodcloud.tabular.limits import Allowance, BombError, disk_to_spare

# --- Compressed streams: told by their first bytes, unpacked piece by piece.

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Read at once, and handed on at once: what comes out of a piece of zeros must be bounded, too.
CHUNK: Final = 64 << 10
PIECE: Final = 1 << 20
# Files may be many streams in a row: block gzip has one for each 64 KiB, 160,000 for the largest
# file that is unpacked. What has more than this was made to keep machines busy.
MAX_STREAMS: Final = 200_000
# For the dictionary of an xz stream; `xz -9` needs 65 MiB.
XZ_MEMORY: Final = 256 << 20

_BZIP2_BLOCK, _BZIP2_END = b"1AY&SY", b"\x17rE8P\x90"


class _Decompressor(Protocol):
    """What the decompressors of the standard library share."""

    @property
    def eof(self) -> bool:
        """Whether the stream came to its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out of what was put in."""

    @property
    def unused_data(self) -> bytes:
        """What was put in behind the end of the stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Put `data` in, take at most `max_length` bytes out."""


class _Gzip:
    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + data, max_length)


_DECOMPRESSORS: Final[dict[str, Callable[[], _Decompressor]]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY),
    "zstd": zstd.ZstdDecompressor,
}


def stream_kind(head: bytes) -> str | None:
    """Return `gzip`, `bzip2`, `xz` or `zstd` for the first 16 bytes of such a file."""
    if head.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if head[:3] == b"BZh" and head[3:4].isdigit() and head[4:10] in (_BZIP2_BLOCK, _BZIP2_END):
        return "bzip2"
    if head.startswith(b"\xfd7zXZ\0"):
        return "xz"
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5
    return "zstd" if skippable or head.startswith(b"\x28\xb5\x2f\xfd") else None


def unpacked_stream(stream: BinaryIO, kind: str) -> Iterator[bytes]:
    """Yield what comes out of a file of one or more streams, with zeros between them allowed.

    Raises:
        EOFError: The last stream is not complete.
        BombError: There are too many streams.
        Exception: What the decompressors raise for broken streams: OSError, LZMAError, ...
    """
    data = stream.read(CHUNK)
    for _ in range(MAX_STREAMS):
        engine = _DECOMPRESSORS[kind]()
        while not engine.eof:
            fed = b""
            if engine.needs_input:
                fed, data = data or stream.read(CHUNK), b""
                if not fed:
                    raise EOFError("it ends before its last stream does")
            if piece := engine.decompress(fed, PIECE):
                yield piece
        data = engine.unused_data.lstrip(b"\0")
        while not data:
            data = stream.read(CHUNK)
            if not data:
                return
            data = data.lstrip(b"\0")
    raise BombError(f"more than {MAX_STREAMS:,} streams")


# --- What is packed is unpacked into the workspace, so that all who read see plain files.

# A compressed table within an archive is usual; more layers than that are not.
MAX_LAYERS: Final = 2
# What bzip2 raises, and what comes of a directory that points to places there cannot be.
_QUOTED: Final = re.compile(r"\bb?['\"].*|['\"].*", re.DOTALL)
_NOT_THE_MACHINE: Final = (None, errno.EINVAL, errno.EOVERFLOW)


@dataclass(frozen=True)
class Unpacked:
    """An upload on disk, unpacked where it was packed.

    Attributes:
        path: The upload itself where it is not packed, else a copy in the workspace.
        compression: gzip, bzip2, xz, zstd or zip (the outer one of two); None where not packed.
        member: Name of the file read from a ZIP archive, else None.
        bytes: Size of the upload as it arrived, in bytes.
        sha256: Of the upload's bytes as they arrived, hexadecimal.
    """

    path: Path
    compression: str | None
    member: str | None
    bytes: int
    sha256: str


def unpack(
    path: Path, workspace: Path, options: Options, name: str, sha256: str | None = None
) -> Unpacked:
    """Unpack the file at `path` if it is packed, which its content says, never its name.

    Documents that happen to be ZIP archives (Excel, OpenDocument) stay as they are.

    Args:
        path: The upload.
        workspace: A writable folder.
        options: `member` names the file inside an archive of several.
        name: For messages.
        sha256: The digest of the upload's bytes, where it is known already.

    Raises:
        UploadError: `broken_archive`, `archive_bomb`, `disk_full`, `encrypted_archive`,
            `nested_archive`, `several_files`, `unknown_member`, `empty_file`, `not_a_file`.
        OSError: The file cannot be read.
    """
    refuse_other(path)
    if sha256 is None:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    peeler = _Peeler(name, workspace, options, Allowance(name, size, workspace))
    layers: list[_Layer] = []
    try:
        while layer := peeler.peel(layers[-1].path if layers else path, len(layers)):
            if layers:
                layers[-1].path.unlink()
            layers.append(layer)
    except BombError as bomb:
        raise UploadError("archive_bomb", name=name, problem=str(bomb)) from bomb
    peeler.refuse_unmet_wish()
    return Unpacked(
        path=layers[-1].path if layers else path,
        compression=layers[0].kind if layers else None,
        member=next((layer.member for layer in reversed(layers) if layer.member), None),
        bytes=size,
        sha256=sha256,
    )


@dataclass(frozen=True)
class _Layer:
    """What came out of one layer."""

    path: Path
    kind: str
    member: str | None = None


class _Peeler:
    """Takes one layer after another off an upload."""

    def __init__(self, name: str, workspace: Path, options: Options, allowance: Allowance) -> None:
        self._name = name
        self._workspace = workspace
        self._wanted = options.member
        self._option = options.name_of("member")
        self._names: list[str] = []
        self._allowance = allowance

    def peel(self, path: Path, depth: int) -> _Layer | None:
        """Unpack the layer that `path` is, the one at `depth` from the outside, if it is one."""
        target = self._workspace / f"unpacked-{depth}"
        with path.open("rb") as stream:
            head = stream.read(16)
            stream.seek(0)
            if kind := stream_kind(head):
                self._refuse_depth(depth)
                self._copy(unpacked_stream(stream, kind), stream.tell, kind, target)
                return _Layer(target, kind)
        return self._peel_zip(path, depth, target) if head.startswith(ZIP_STARTS) else None

    def refuse_unmet_wish(self) -> None:
        """Refuse a wanted member that none of the archives opened holds."""
        if self._wanted and self._names:
            members = list_names(self._names)
            raise UploadError(
                "unknown_member",
                name=self._name,
                wanted=self._wanted,
                option=self._option,
                members=members,
            )

    def _peel_zip(self, path: Path, depth: int, target: Path) -> _Layer | None:
        with closing(self._opened(path)) as archive:
            if archive.document:
                return None
            self._refuse_depth(depth)
            member = archive.choose(self._wanted, self._option)
            self._names += archive.names
            if archive.is_meant(member, self._wanted):
                self._wanted = None
            packed, unpacked = archive.sizes(member)
            self._allowance.check(packed, unpacked, written=0)
            self._copy(archive.pieces(member, PIECE), lambda: packed, "zip", target)
            return _Layer(target, "zip", member)

    def _opened(self, path: Path) -> Archive:
        try:
            return Archive(path, self._name)
        except Exception as error:
            self._blame("zip", error, 0)

    def _refuse_depth(self, depth: int) -> None:
        if depth == MAX_LAYERS:
            raise UploadError("nested_archive", name=self._name, limit=MAX_LAYERS)

    def _copy(
        self, pieces: Iterator[bytes], packed: Callable[[], int], kind: str, target: Path
    ) -> None:
        written = 0
        with disk_to_spare(self._name), target.open("wb") as copy:
            while piece := self._next(pieces, kind, written):
                self._allowance.check(packed(), written + len(piece), written)
                copy.write(piece)
                written += len(piece)

    def _next(self, pieces: Iterator[bytes], kind: str, written: int) -> bytes:
        # Whatever the decompressors raise, and on broken bytes they raise all sorts of things.
        try:
            return next(pieces, b"")
        except Exception as error:
            self._blame(kind, error, written)

    def _blame(self, kind: str, error: Exception, written: int) -> NoReturn:
        """Raise `broken_archive`, unless the fault is known already or is the machine's."""
        if isinstance(error, UploadError | BombError) or wants_room(error):
            raise error
        if isinstance(error, OSError) and error.errno not in _NOT_THE_MACHINE:
            raise error
        # In quotes stands a name; of a broken archive, it may be what the archive holds.
        problem = _QUOTED.sub("…", str(error)) or type(error).__name__
        raise UploadError(
            "broken_archive", name=self._name, kind=kind, problem=problem, written=written
        ) from None
