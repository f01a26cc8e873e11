"""The lines of a file that decoding has to look at: the others are UTF-8 as they are.

Most files have few of them, and the kernel finds these at the speed of the memory. Everything that
tells an encoding, or repairs what was decoded, looks at nothing beyond a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from moodcloud.tabular.charset import LONGEST_LINE, chunks

try:
    from moodcloud.tabular import _decoding
except ImportError:  # no compiler was there: all lines are looked at
    _decoding = None  # type: ignore[assignment]

# Pieces that stay in the cache of the processor: 0.4 s for 244 MB instead of 0.7 with 4 MB.
_PIECE_BYTES: Final = 256 << 10


def beyond_ascii(path: Path, copy: Path) -> Path:
    """Return a file of the lines at `path` that are not ASCII: nothing else tells an encoding.

    Args:
        path: A file without zeros.
        copy: The file to write. Without the kernel it is not written, and `path` returned.
    """
    if _decoding is None:
        return path
    with copy.open("wb") as target:
        for piece, is_lines in _pieces(path):
            target.write(_decoding.odd_lines(piece, False) if is_lines else piece)
    return copy


def decoded(
    path: Path, as_utf8: Callable[[bytes, bool], bytes], *, ascii_kept: bool, utf8_kept: bool
) -> Iterator[bytes]:
    """Yield the content of a file as UTF-8 with newlines of one kind.

    Args:
        path: The file.
        as_utf8: A function from the next bytes, and whether they are the last, to UTF-8. It keeps
            the number of lines.
        ascii_kept: Whether it keeps whole lines of ASCII without zeros as they are, unless they
            begin the file.
        utf8_kept: Whether it keeps those of UTF-8 without marks of lost characters, too.
    """
    if _decoding is None or not ascii_kept:
        yield from (as_utf8(chunk, not chunk) for chunk in chunks(path, end=True))
        return
    begun = False
    for piece, is_lines in _pieces(path):
        lines = piece
        if not begun:
            # There may be a byte order mark.
            end = piece.find(b"\n") + 1 or len(piece)
            yield as_utf8(piece[:end], False)
            begun, lines = True, piece[end:]
        if not is_lines:
            yield as_utf8(lines, False)
        elif odd := _decoding.odd_lines(lines, utf8_kept):
            yield _decoding.with_lines(lines, utf8_kept, as_utf8(odd, False))
        else:
            yield _decoding.with_lines(lines, utf8_kept, b"") if b"\r" in lines else lines
    yield as_utf8(b"", True)


def _pieces(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes of a file, and whether they are whole lines: not where one is too long."""
    rest = b""
    with path.open("rb") as stream:
        read = partial(stream.read, _PIECE_BYTES)
        for more in iter(read, b""):
            end = more.rfind(b"\n") + 1
            if end:
                yield rest + more[:end], True
                rest = more[end:]
            else:
                rest += more
            if len(rest) > LONGEST_LINE:
                break
        else:
            yield rest, True
            return
        yield rest, False
        yield from ((more, False) for more in iter(read, b""))
