"""Text files of any encoding become UTF-8; what needs no change stays as it is."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.tabular.byte_survey import survey_bytes
from moodcloud.tabular.charset import (
    CUT,
    ENCODINGS,
    FIRST_MARK,
    MARKED_UTF8,
    WESTERN,
    byte_order_mark,
    count_marks,
    cuts_letters,
    marks_as_cp1252,
    recognise,
)
from moodcloud.tabular.code_pages import CodePage, code_page
from moodcloud.tabular.damage import Undamaged
from moodcloud.tabular.limits import disk_to_spare
from moodcloud.tabular.mixed_lines import MixedLines, encoding_of_lines
from moodcloud.tabular.mojibake import CP1252, Mender, is_mojibake
from moodcloud.tabular.odd_lines import beyond_ascii, decoded

_HEAD: Final = 64 << 10
_WIDE: Final = ("utf-16", "utf-32")
_UNICODE: Final = ("utf-8", *_WIDE)
# These keep a line that is ASCII as it is, and wait for nothing beyond a line: the decoders of the
# two others hold back a newline after the beginning of a character of three or four bytes.
_WITH_ASCII: Final = frozenset(("utf-8", "utf-8-sig", "iso8859-1", *ENCODINGS)) - {
    "euc_jp",
    "gb18030",
}

# How files begin that people rename to .csv by mistake, and what an error calls them.
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
# The most control characters and zeros that a text may have, as a share of its characters; real
# tables have none or next to none.
_CONTROL_SHARE: Final = 1 / 50
_FEW_ZEROS: Final = 3
_CONTROLS: Final = frozenset(map(chr, (*range(1, 9), *range(14, 32), 127)))
# How undecodable bytes are replaced where the file is otherwise UTF-8.
_AS_CP1252: Final = {
    FIRST_MARK + byte: "\ufffd" if "\x80" <= character <= "\x9f" else character
    for byte, character in enumerate(CP1252)
}
# The mark of a byte that cp1252 does not define.
_CUT_MARK: Final = "\udc81"
# Characters that Python's decoder makes of bytes which the encoding does not define.
_INVENTED: Final = {"cp932": re.compile("[\x80\uf8f0-\uf8f3]")}


@dataclass(frozen=True)
class Utf8File:
    """A text file on disk as UTF-8, without byte order mark, with newlines of one kind.

    Attributes:
        path: The file itself where it was like this already, else a copy in the workspace.
        encoding: The encoding of the upload.
        replaced_bytes: How many bytes were no characters: zeros are dropped, others become U+FFFD
            (in a file that is otherwise UTF-8: their cp1252 character where there is one; in one
            that is otherwise cp1252: the letter of another code page where they are one).
            A U+FFFD that is in the file already counts, too, damaged or not.
        mended: Whether mojibake was repaired.
    """

    path: Path
    encoding: str
    replaced_bytes: int = 0
    mended: bool = False


def to_utf8(path: Path, workspace: Path, name: str, encoding: str | None = None) -> Utf8File:
    """Recognise the encoding of the file at `path` and make it UTF-8.

    A file taken for cp1252 is read as UTF-8 in which every invalid byte is a cp1252 character:
    exports that went through several programs hold both, and a file that is purely cp1252 comes out
    the same, since its characters do not form valid UTF-8 sequences.

    Args:
        path: The file, not packed.
        workspace: A writable folder.
        name: For messages.
        encoding: The encoding, by any name that Python knows; None: it is recognised.

    Raises:
        UploadError: `empty_file`, `not_text`, `disk_full`.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    _refuse_binary(head, name)
    survey = survey_bytes(path)
    telling = path
    if not (encoding or survey.valid_utf8 or survey.zeros):
        with disk_to_spare(name):
            telling = beyond_ascii(path, workspace / "upload.letters")
    found = (
        _told(encoding, head)
        if encoding
        else recognise(telling, head, survey.valid_utf8, survey.zeros)
    )
    decoding = _decoding(path, telling, found, encoding is not None, survey.valid_utf8)
    if telling != path:
        telling.unlink()
    _refuse_nonsense(head, decoding, name)
    mojibake = found.startswith(_UNICODE) and is_mojibake(path, decoding.codec)
    if found == "utf-8" and survey.is_clean and not mojibake:
        return Utf8File(path, found, survey.replaced)
    copy = workspace / "upload.utf8"
    with disk_to_spare(name):
        replaced = _rewrite(path, copy, decoding, mojibake)
    return Utf8File(copy, _named(found, decoding), replaced, mojibake)


def _named(encoding: str, decoding: _Decoding) -> str:
    return f"utf-8, {decoding.lines}" if decoding.lines else encoding


def _told(encoding: str, head: bytes) -> str:
    """Return Python's name of `encoding`, or the variant of it that a byte order mark declares."""
    name = codecs.lookup(encoding).name
    marked = byte_order_mark(head)
    return marked if marked and name.startswith(marked.removesuffix("-sig")) else name


def _refuse_binary(head: bytes, name: str) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise UploadError("empty_file", name=name)
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise UploadError("not_text", name=name, what=what)
    if head.startswith(_TAR[1], _TAR[0]):
        raise UploadError("not_text", name=name, what="a tar archive")


def _refuse_nonsense(head: bytes, decoding: _Decoding, name: str) -> None:
    """Refuse a file that decodes to control characters and zeros."""
    text = head.decode(decoding.codec, "ignore")
    most = _CONTROL_SHARE * len(text)
    if sum(map(text.count, _CONTROLS)) > most or text.count("\0") > max(most, _FEW_ZEROS):
        raise UploadError("not_text", name=name, what="a binary file")


@dataclass(frozen=True)
class _Decoding:
    """How bytes become characters.

    Attributes:
        codec: Python's name of the encoding.
        cp1252: Whether undecodable bytes are characters of cp1252.
        unit: How many undecodable bytes become one U+FFFD; None: each becomes its cp1252 character
            where there is one.
        page: Another code page of which letters are in the file.
        lines: The encoding of lines that are not UTF-8, where it is none of the West.
        cut: Whether each letter of UTF-8 that was cut in two becomes one U+FFFD.
    """

    codec: str
    cp1252: bool = False
    unit: int | None = 1
    page: CodePage | None = None
    lines: str | None = None
    cut: bool = False


def _decoding(path: Path, telling: Path, encoding: str, told: bool, valid: bool) -> _Decoding:
    """Return how to decode the file at `path`, of which the lines at `telling` are not ASCII."""
    if not told and not valid and not encoding.startswith(_WIDE):
        lines = encoding_of_lines(path)
        if lines or encoding.startswith("utf-8"):
            codec = encoding if encoding.startswith("utf-8") else "utf-8"
            return _Decoding(codec, unit=None, lines=lines, cut=cuts_letters(telling))
    if encoding == WESTERN and not told:
        page = code_page(telling)
        return _Decoding("utf-8", cp1252=page is None, page=page)
    if encoding.startswith("utf-8"):
        return _Decoding(encoding, unit=None)
    unit = 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1
    return _Decoding(encoding, unit=unit)


def _rewrite(path: Path, copy: Path, decoding: _Decoding, mojibake: bool) -> int:
    """Write the file at `path` as UTF-8 to `copy`; return how many bytes were replaced or dropped.

    Args:
        path: The file.
        copy: The file to write.
        decoding: How to read it.
        mojibake: Whether to repair mojibake.
    """
    rewriting = _Rewriting(decoding, mojibake)
    with copy.open("wb") as target:
        target.writelines(
            decoded(
                path,
                rewriting.as_utf8,
                ascii_kept=decoding.codec in _WITH_ASCII,
                utf8_kept=decoding.codec.startswith("utf-8") and not mojibake,
            )
        )
    return rewriting.replaced


class _Rewriting:
    """Makes UTF-8 of the bytes of a file that come in pieces.

    Attributes:
        replaced: How many bytes were replaced or dropped so far.
    """

    def __init__(self, decoding: _Decoding, mojibake: bool) -> None:
        errors = MARKED_UTF8 if decoding.codec.startswith("utf-8") else "undecodable"
        decoder = codecs.getincrementaldecoder(decoding.codec)(errors)
        self._decoding = decoding
        self._lines = io.IncrementalNewlineDecoder(decoder, translate=True)
        self._invented = _INVENTED.get(decoding.codec)
        self._undamaged = Undamaged()
        self._mixed = MixedLines(decoding.lines) if decoding.lines else None
        self._mender = Mender() if mojibake else None
        self._replaced, self._begun = 0, False

    @property
    def replaced(self) -> int:
        return self._replaced + self._undamaged.count

    def as_utf8(self, content: bytes, final: bool) -> bytes:
        """Return the next bytes as UTF-8; what needs those after them comes later."""
        if self._mixed:
            content = self._mixed.as_utf8(content, final)
        text = self._lines.decode(content, final)
        if self._decoding.cp1252:
            text = marks_as_cp1252(text)
        text = self._undamaged.of(self._repaired(text), final)
        content, undecodable = _to_bytes(text, self._decoding.unit)
        self._replaced += undecodable
        if self._mender:
            content = self._mender.mend(content.decode(), final).encode()
        if content and not self._begun:
            content, self._begun = content.removeprefix(codecs.BOM_UTF8), True
        return content

    def _repaired(self, text: str) -> str:
        """Return decoded text without zeros, and with what its marks of lost bytes mean."""
        zeros, repaired = text.count("\0"), 0
        self._replaced += text.count("\ufffd") + zeros
        if self._invented:
            text = self._invented.sub(chr(FIRST_MARK), text)
        if zeros:
            text = text.replace("\0", "")
        if self._decoding.cut:
            text = CUT.sub(_CUT_MARK, text)
        if self._decoding.page:
            text, repaired = self._decoding.page.repaired(text)
        self._replaced += repaired
        return text


def _to_bytes(text: str, unit: int | None) -> tuple[bytes, int]:
    """Return `text` as UTF-8, marks replaced, and how many there were."""
    try:
        # This fails where there are marks, and to look for them first takes longer.
        return text.encode(), 0
    except UnicodeEncodeError:
        count = count_marks(text)
    if unit is None:
        return text.translate(_AS_CP1252).encode(), count
    return re.sub(f"[\udc00-\udcff]{{1,{unit}}}", "\ufffd", text).encode(), count
