"""Bytes to UTF-8: recognise the encoding over the whole file, rewrite only what needs it."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError

CHUNK: Final = 4 << 20
HEAD: Final = 64 << 10

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of what people rename to .csv by mistake, and how to call it in an error.
_BINARY: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Excel or Word file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
)
# Enough multi-byte sequences are sound: a UTF-8 file with a few stray bytes, not another encoding.
_SOUND_SHARE: Final = 0.99
_PRINTABLE_ASCII: Final = bytes(range(33, 127))
_STRAY: Final = re.compile("[\udc80-\udcff]")
_SOUND: Final = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True)
class Utf8File:
    """An upload as UTF-8 on disk, without byte order mark, newlines of one kind.

    Attributes:
        path: The upload itself where it already was so, else a copy in the workspace.
        encoding: What the upload was written in.
        bytes: Size of the upload in bytes.
        sha256: Of the upload's bytes, hexadecimal.
    """

    path: Path
    encoding: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class _Survey:
    size: int
    sha256: str
    valid_utf8: bool
    mixed_newlines: bool
    nul: bool


def to_utf8(path: Path, workspace: Path, name: str) -> Utf8File:
    """Recognise the encoding of the file at `path` and make it UTF-8.

    A file that is not valid UTF-8 is read as UTF-8 with every invalid byte taken as cp1252:
    exports that went through several programs hold both, and a file that is purely cp1252 comes
    out the same, since its letters do not form valid UTF-8 sequences.

    Raises:
        UploadError: `empty_file`, `not_text`.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    _refuse_binary(head, name)
    survey = _survey(path)
    encoding = _recognise(path, head, survey, name)
    sound = encoding == "utf-8" and survey.valid_utf8
    if sound and not survey.mixed_newlines and not survey.nul:
        return Utf8File(path, encoding, survey.size, survey.sha256)
    copy = workspace / "upload.utf8"
    _rewrite(path, copy, encoding)
    return Utf8File(copy, encoding, survey.size, survey.sha256)


def _refuse_binary(head: bytes, name: str) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UploadError("empty_file", name=name)
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise UploadError("not_text", name=name, what=what)
    controls = sum(head.count(code) for code in range(1, 9))
    if controls > len(head) // 50:
        raise UploadError("not_text", name=name, what="a binary file")


def _survey(path: Path) -> _Survey:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, nul, size, crlf, cr, lf, last = True, False, 0, 0, 0, 0, b""
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
        nul = nul or b"\0" in chunk
        if b"\r" in chunk or last == b"\r":
            crlf += (last + chunk).count(b"\r\n")
        cr += chunk.count(b"\r")
        lf += chunk.count(b"\n")
        last = chunk[-1:]
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    kinds = sum(count > 0 for count in (crlf, cr - crlf, lf - crlf))
    return _Survey(size, digest.hexdigest(), valid, kinds > 1, nul)


def _recognise(path: Path, head: bytes, survey: _Survey, name: str) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if survey.nul:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) // 8:
            return "utf-16-le" if odd > even else "utf-16-be"
        if even + odd > len(head) // 50:
            raise UploadError("not_text", name=name, what="a binary file")
    if survey.valid_utf8 or _mostly_sound(path):
        return "utf-8"
    return "cp949" if _is_korean(path) else "cp1252"


def _mostly_sound(path: Path) -> bool:
    """Tell whether nearly all non-ASCII characters of the file are valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sound = stray = 0
    for chunk in _chunks(path):
        # White space parts what did not stand side by side.
        text = decoder.decode(b" ".join(chunk.translate(None, _PRINTABLE_ASCII).split()))
        stray += len(_STRAY.findall(text))
        sound += len(_SOUND.findall(text))
    return sound > 0 and sound / (sound + stray) >= _SOUND_SHARE


def _is_korean(path: Path) -> bool:
    """Tell whether the whole file is valid cp949 and what is not ASCII in it is mostly Hangul."""
    decoder = codecs.getincrementaldecoder("cp949")()
    hangul = others = 0
    try:
        for chunk in _chunks(path):
            for character in decoder.decode(chunk):
                if character > "\x7f":
                    hangul += "가" <= character <= "힣" or "ㄱ" <= character <= "ㅣ"
                    others += 1
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return others > 0 and hangul / others > 0.5


def _rewrite(path: Path, copy: Path, encoding: str) -> None:
    errors = "cp1252_bytes" if encoding in ("cp1252", "utf-8", "utf-8-sig") else "replace"
    codec = "utf-8" if encoding == "cp1252" else encoding
    decoder = codecs.getincrementaldecoder(codec)(errors)
    lines = io.IncrementalNewlineDecoder(decoder, translate=True)
    with copy.open("wb") as target:
        for chunk in _chunks(path, end=True):
            text = lines.decode(chunk, final=not chunk)
            if "\0" in text:
                text = text.replace("\0", "")
            target.write(text.encode("utf-8"))


def _chunks(path: Path, end: bool = False) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
    if end:
        yield b""


def _cp1252_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as cp1252 (its five holes as latin-1)."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(_CP1252[byte] for byte in wrong), error.end


_CP1252: Final = [
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(256)
]
codecs.register_error("cp1252_bytes", _cp1252_bytes)
