"""Packed uploads: gzip, bzip2, xz, zstd and ZIP, in up to two layers, are unpacked to the disk."""

from __future__ import annotations

import bz2
import errno
import gzip
import hashlib
import lzma
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.readable import refuse_other
from moodcloud.shortage import wants_room
from moodcloud.tabular.archives import ZIP_STARTS, Archive, list_names
from moodcloud.tabular.limits import Allowance, BombError, disk_to_spare

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# A compressed table within an archive is usual; more layers than that are not.
MAX_LAYERS: Final = 2
_CHUNK: Final = 64 << 10
# What comes out of a chunk of zeros must be bounded, too.
_PIECE: Final = 1 << 20
# For the dictionary of an xz stream; `xz -9` needs 65 MiB.
_XZ_MEMORY: Final = 256 << 20
_BZIP2_BLOCK, _BZIP2_END = b"1AY&SY", b"\x17rE8P\x90"
# A name in quotes; in a message about a broken archive, it may be part of what the archive holds.
_QUOTED: Final = re.compile(r"(?:\bb)?['\"].*", re.DOTALL)
# What bzip2 raises, and what a directory that points to impossible places leads to.
_NOT_THE_MACHINE: Final = (None, errno.EINVAL, errno.EOVERFLOW)

_DECOMPRESSORS: Final[
    dict[
        str,
        Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor | zstd.ZstdDecompressor],
    ]
] = {
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
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

    Only the file that `gzip` opens does this: those of `bz2` and `lzma` silently ignore whatever
    else follows a stream, and that of `zstd` refuses zeros.

    Raises:
        EOFError: The last stream is not complete.
        Exception: What the decompressors raise for broken streams: OSError, LZMAError, ...
    """
    if kind == "gzip":
        with gzip.open(stream) as file:
            yield from iter(partial(file.read, _PIECE), b"")
        return
    data = stream.read(_CHUNK)
    while data:
        engine = _DECOMPRESSORS[kind]()
        while not engine.eof:
            fed = b""
            if engine.needs_input:
                fed, data = data or stream.read(_CHUNK), b""
                if not fed:
                    # The words of `gzip`.
                    raise EOFError(
                        "Compressed file ended before the end-of-stream marker was reached"
                    )
            if piece := engine.decompress(fed, _PIECE):
                yield piece
        data = engine.unused_data.lstrip(b"\0")
        while not data and (chunk := stream.read(_CHUNK)):
            data = chunk.lstrip(b"\0")


@dataclass(frozen=True)
class Unpacked:
    """An upload on disk, unpacked where it was packed.

    Attributes:
        path: The upload itself where it is not packed, else a copy in the workspace.
        compression: gzip, bzip2, xz, zstd or zip (the outer one of two); None where not packed.
        member: The name of the file read from a ZIP archive, else None.
        bytes: The size of the upload as it arrived, in bytes.
        digest: The SHA-256 of the upload as it arrived, hexadecimal, as soon as it is known.
    """

    path: Path
    compression: str | None
    member: str | None
    bytes: int
    digest: Future[str]

    @property
    def sha256(self) -> str:
        """The digest, which is waited for."""
        return self.digest.result()


def digest_of(path: Path) -> Future[str]:
    """Return the digest of a file, which another thread works out meanwhile: 0.2 s for 244 MB."""

    def digest() -> str:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    beside = ThreadPoolExecutor(1)
    found = beside.submit(digest)
    beside.shutdown(wait=False)
    return found


def known_digest(sha256: str) -> Future[str]:
    """Return a digest that is known already."""
    found = Future[str]()
    found.set_result(sha256)
    return found


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
    digest = digest_of(path) if sha256 is None else known_digest(sha256)
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
        digest=digest,
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
        """Refuse a wanted member that none of the opened archives holds."""
        if self._wanted and self._names:
            raise UploadError(
                "unknown_member",
                name=self._name,
                wanted=self._wanted,
                option=self._option,
                members=list_names(self._names),
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
            self._copy(archive.pieces(member, _PIECE), lambda: packed, "zip", target)
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
        try:
            return next(pieces, b"")
        except Exception as error:
            # On broken bytes, decompressors raise errors of all sorts.
            self._blame(kind, error, written)

    def _blame(self, kind: str, error: Exception, written: int) -> NoReturn:
        """Raise `broken_archive`, unless the fault is known already or is the machine's."""
        if isinstance(error, UploadError | BombError) or wants_room(error):
            raise error
        if isinstance(error, OSError) and error.errno not in _NOT_THE_MACHINE:
            raise error
        problem = _QUOTED.sub("…", str(error)) or type(error).__name__
        raise UploadError(
            "broken_archive", name=self._name, kind=kind, problem=problem, written=written
        ) from None
