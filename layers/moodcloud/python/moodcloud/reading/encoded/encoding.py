"""Bytes to UTF-8: recognise the encoding over the whole file, rewrite only what needs it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.reading.encoded.chunks import chunks
from moodcloud.reading.encoded.mojibake import is_mojibake
from moodcloud.reading.encoded.recognition import byte_order_mark, recognise
from moodcloud.reading.encoded.rewriting import Decoding, rewrite
from moodcloud.reading.encoded.single_byte import WESTERN
from moodcloud.reading.packed.limits import disk_to_spare

HEAD: Final = 64 << 10

# First bytes of what people rename to .csv by mistake, and how to call it in an error.
_BINARY: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a Word file or another document"),
    (b"\xd0\xcf\x11\xe0", "an old Word file or another document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"$FL2@(#)", "an SPSS file"),
    (b"$FL3@(#)", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (bytes(12) + b"\xc2\xea\x81\x60", "a SAS file"),
    (b"RDX2\n", "an R workspace"),
    (b"RDX3\n", "an R workspace"),
    (b"X\n\0\0\0", "an R object"),
    (b"ARROW1", "an Arrow or Feather file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"\x80\x04\x95", "a Python pickle"),
)
_TAR: Final = (257, b"ustar")
_UNICODE: Final = ("utf-8", "utf-16", "utf-32")
# Of all letters; a table has none or next to none.
_ODD_SHARE: Final = 1 / 50
_FEW_ZEROS: Final = 3
_CONTROLS: Final = frozenset(map(chr, (*range(1, 9), *range(14, 32), 127)))


@dataclass(frozen=True)
class Utf8File:
    """A text file as UTF-8 on disk, without byte order mark, newlines of one kind.

    Attributes:
        path: The file itself where it already was so, else a copy in the workspace.
        encoding: What the file was written in.
        replaced_bytes: Bytes that stand for no letter: replaced by U+FFFD (in a file that is
            otherwise UTF-8 by their cp1252 letter where there is one), zeros dropped.
        mended: Whether mojibake was mended.
    """

    path: Path
    encoding: str
    replaced_bytes: int = 0
    mended: bool = False


@dataclass(frozen=True)
class _Survey:
    valid_utf8: bool
    mixed_newlines: bool
    nul: bool


def to_utf8(path: Path, workspace: Path, name: str, encoding: str | None = None) -> Utf8File:
    """Recognise the encoding of the file at `path` and make it UTF-8.

    A file that is not valid UTF-8, nor in an encoding of East Asia, is read as UTF-8 with every
    invalid byte taken as cp1252: exports that went through several programs hold both, and a file
    that is purely cp1252 comes out the same, since its letters do not form valid UTF-8 sequences.

    Args:
        path: The file, not packed.
        workspace: A writable folder.
        name: For messages.
        encoding: What the file is written in, by any name Python has; recognised otherwise.

    Raises:
        UploadError: `empty_file`, `not_text`, `disk_full`.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    _refuse_binary(head, name)
    survey = _survey(path)
    if encoding is None:
        found = recognise(path, head, survey.valid_utf8, survey.nul)
    else:
        found = _told(encoding, head)
    decoding = _decoding(found, told=encoding is not None)
    _refuse_nonsense(head, decoding, name)
    mend = found.startswith(_UNICODE) and is_mojibake(path, decoding.codec)
    sound = found == "utf-8" and survey.valid_utf8
    if sound and not survey.mixed_newlines and not survey.nul and not mend:
        return Utf8File(path, found)
    copy = workspace / "upload.utf8"
    with disk_to_spare(name):
        replaced = rewrite(path, copy, decoding, mend)
    return Utf8File(copy, found, replaced, mend)


def _told(encoding: str, head: bytes) -> str:
    """Return Python's name of `encoding`, or what a byte order mark says about it."""
    name = codecs.lookup(encoding).name
    marked = byte_order_mark(head)
    return marked if marked and name.startswith(marked.removesuffix("-sig")) else name


def _decoding(encoding: str, told: bool) -> Decoding:
    if encoding == WESTERN and not told:
        return Decoding("utf-8", "cp1252_bytes")
    if encoding.startswith("utf-8"):
        return Decoding(encoding, unit=None)
    unit = 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1
    return Decoding(encoding, unit=unit)


def _refuse_binary(head: bytes, name: str) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UploadError("empty_file", name=name)
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise UploadError("not_text", name=name, what=what)
    if head.startswith(_TAR[1], _TAR[0]):
        raise UploadError("not_text", name=name, what="a tar archive")


def _refuse_nonsense(head: bytes, decoding: Decoding, name: str) -> None:
    """Refuse what decodes to control characters and zeros: no encoding makes it a table."""
    text = head.decode(decoding.codec, "ignore")
    controls = sum(map(text.count, _CONTROLS))
    zeros = text.count("\0")
    if controls > _ODD_SHARE * len(text) or zeros > max(_ODD_SHARE * len(text), _FEW_ZEROS):
        raise UploadError("not_text", name=name, what="a binary file")


def _survey(path: Path) -> _Survey:
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, nul, crlf, cr, lf, last = True, False, 0, 0, 0, b""
    for chunk in chunks(path, end=True):
        nul = nul or b"\0" in chunk
        if b"\r" in chunk or last == b"\r":
            crlf += (last + chunk).count(b"\r\n")
        cr += chunk.count(b"\r")
        lf += chunk.count(b"\n")
        last = chunk[-1:]
        if valid:
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                valid = False
    kinds = sum(count > 0 for count in (crlf, cr - crlf, lf - crlf))
    return _Survey(valid, kinds > 1, nul)
