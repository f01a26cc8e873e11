"""Lines of another encoding within UTF-8, as where files were put together: cp949 between UTF-8."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from moodcloud.tabular.charset import CUT, LONGEST_LINE, MARKED_UTF8, count_marks, likely

# Whole lines are in another encoding where there are as many of them. A byte here and there may be
# anything.
_LEAST_LINES: Final = 3
# Encodings whose texts hardly look like cp1252, for which single bytes within UTF-8 are taken.
_OTHER_SCRIPTS: Final = frozenset((
    "cp949", "cp932", "euc_jp", "gb18030", "cp950", "cp874", "cp1251", "koi8_u", "cp1253",
    "iso8859_7", "cp1255", "cp1256",
))  # fmt: skip
# In GB 2312 one line of four letters in five thousand is UTF-8, too.
_LEAST_LETTERS: Final = 4
_UTF8_SHARE: Final = 0.01
# Of a larger file slices are looked at.
_WHOLE_BYTES: Final = 8 << 20
_SLICES: Final = 32
_SLICE_BYTES: Final = 256 << 10
_SAMPLE_BYTES: Final = 16 << 10
_UNDECODABLE_SHARE: Final = 0.01
# The share of its bytes beyond ASCII that are no UTF-8.
_OTHER_SHARE: Final = 0.25
_ASCII: Final = bytes(range(128))


def encoding_of_lines(path: Path) -> str | None:
    """Return the encoding of the lines that are not UTF-8; None where they all are of one.

    Args:
        path: A file that is not UTF-8 as a whole.
    """
    lines = _lines(path)
    utf8 = sum(map(_is_surely_utf8, lines))
    if utf8 < _LEAST_LINES:
        # All are in another encoding: most files that are not UTF-8.
        return None
    others = list(filter(_is_other, lines))
    if len(others) < _LEAST_LINES or utf8 < _UTF8_SHARE * len(others):
        return None
    sample = b"\n".join(others)[:_SAMPLE_BYTES]
    found = next(likely(sample), None)
    if found not in _OTHER_SCRIPTS:
        return None
    undecodable = count_marks(sample.decode(found, "undecodable"))
    return found if undecodable <= _UNDECODABLE_SHARE * _high(sample) else None


class MixedLines:
    """Makes UTF-8 of lines that come in pieces.

    Args:
        encoding: The encoding of the lines that are not UTF-8.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._rest = b""

    def as_utf8(self, content: bytes, final: bool) -> bytes:
        """Return the whole lines up to here; what they cannot be read as becomes U+FFFD.

        Args:
            content: The next piece.
            final: Whether it is the last one.
        """
        content = self._rest + content
        end = len(content) if final else content.rfind(b"\n") + 1
        if not end and len(content) > LONGEST_LINE:
            end = len(content)
        content, self._rest = content[:end], content[end:]
        if content.isascii():
            return content
        return b"\n".join(
            line.decode(self._encoding, "replace").encode() if _is_other(line) else line
            for line in content.split(b"\n")
        )


def _lines(path: Path) -> list[bytes]:
    """Return the lines that are not ASCII, of all parts of a large file."""
    size = path.stat().st_size
    starts = range(0, size, size // _SLICES) if size > _WHOLE_BYTES else (0,)
    most = _SLICE_BYTES if size > _WHOLE_BYTES else _WHOLE_BYTES
    lines: list[bytes] = []
    with path.open("rb") as stream:
        for start in starts:
            stream.seek(start)
            # Beginning and end of a slice may be parts of lines.
            lines += stream.read(most).split(b"\n")[start > 0 :][: None if size <= most else -1]
    return [line for line in lines if not line.isascii()]


def _is_surely_utf8(line: bytes) -> bool:
    """Return whether a line is UTF-8, with so many letters that it is not so by chance."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return False
    return sum(not letter.isascii() for letter in text) >= _LEAST_LETTERS


def _is_other(line: bytes) -> bool:
    """Return whether a line is another encoding, rather than UTF-8 with a few damaged letters.

    In cp949 and its like a part of the bytes looks like UTF-8 by chance.
    """
    if line.isascii():
        return False
    try:
        line.decode()
    except UnicodeDecodeError:
        text = CUT.sub("", line.decode("utf-8", MARKED_UTF8))
        return count_marks(text) > _OTHER_SHARE * _high(line)
    return False


def _high(content: bytes) -> int:
    return len(content.translate(None, _ASCII))
