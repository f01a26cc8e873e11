"""Ways to damage a file. All randomness comes from the generator they are given."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

# What readers trip over: quotes, newlines, delimiters, zeros, marks of encodings and formats.
_TROUBLE: Final = (
    b'"', b"'", b'""', b'"""', b"\\", b'\\"', b"\n", b"\r", b"\r\n", b"\n\n\n", b"\0", b"\0\0\0\0",
    b",", b";", b"\t", b"|", b",,,,", b"#", b"# ", b" ", b"\xff", b"\xfe\xff", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f", b"\xe2\x80\xa8", b"\xc2\x85", b"\x1a", b"\x1e",
    b"\x0b", b"\x0c", b"\x1b[0m", b"{", b"}", b"[", b"]", b"[[[[[[[[", b'{"text":', b"null", b"NaN",
    b"1e999", b"-0", b"=1+1", b"<", b"&amp;", b"&#55296;", b"\\ud800", b"\\u0000", b"PK\x03\x04",
    b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh9", b"PAR1", b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd", b"positive", b"text,label\n", b"text", b"sentiment",
)  # fmt: skip
_HEADERS: Final = (
    b"", b"\n", b"text\n", b",,,\n", b"text,text,text,text\n", b"1,2,3,4\n", b'"text\n',
    b"text\tlabel\n", b"# a comment\n", b"A title\n\nid,text,sentiment,day\n", b"label,label\n",
    b'"","","",""\n',
)  # fmt: skip
_FEW: Final = 8

Mutator = Callable[[random.Random, bytes, bytes], bytes]


def damage(choice: random.Random, data: bytes, other: bytes) -> bytes:
    """Return `data` damaged once or a few times; `other` is a second file to take parts from."""
    for _ in range(choice.choice((1, 1, 1, 2, 3, 5))):
        data = choice.choice(MUTATORS)(choice, data, other)
    return data


def _at(choice: random.Random, data: bytes) -> int:
    """Return a position, as often as not near an end, where formats keep what they need."""
    near = choice.randrange(4)
    reach = min(len(data), 64) if near < 2 else len(data)
    offset = choice.randint(0, reach)
    return len(data) - offset if near == 0 else offset


def _span(choice: random.Random, data: bytes) -> tuple[int, int]:
    start, end = sorted((_at(choice, data), _at(choice, data)))
    return start, end


def _flip_bits(choice: random.Random, data: bytes, other: bytes) -> bytes:
    flipped = bytearray(data)
    for _ in range(choice.randint(1, _FEW)):
        if flipped:
            flipped[min(_at(choice, data), len(data) - 1)] ^= 1 << choice.randrange(8)
    return bytes(flipped)


def _truncate(choice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: _at(choice, data)]


def _behead(choice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[_at(choice, data) :]


def _cut(choice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(choice, data)
    return data[:start] + data[end:]


def _duplicate(choice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(choice, data)
    times = choice.choice((1, 1, 2, 20))
    return data[:end] + data[start:end] * times + data[end:]


def _splice(choice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(choice, other)
    at = _at(choice, data)
    return data[:at] + other[start:end] + data[at:]


def _halves(choice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: len(data) // 2] + other[len(other) // 2 :]


def _insert(choice: random.Random, data: bytes, other: bytes) -> bytes:
    for _ in range(choice.randint(1, _FEW)):
        at = _at(choice, data)
        data = data[:at] + choice.choice(_TROUBLE) * choice.choice((1, 1, 1, 3, 1000)) + data[at:]
    return data


def _replace(choice: random.Random, data: bytes, other: bytes) -> bytes:
    """Replace one kind of trouble by another, everywhere or a few times."""
    old, new = choice.choice(_TROUBLE), choice.choice(_TROUBLE)
    return data.replace(old, new, choice.choice((1, 5, -1)))


def _noise(choice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(choice, data)
    noise = choice.randbytes(choice.choice((1, 4, 100, 1000)))
    return data[:start] + noise + data[choice.choice((start, end)) :]


def _header(choice: random.Random, data: bytes, other: bytes) -> bytes:
    first, newline, rest = data.partition(b"\n")
    mangled = choice.choice(_HEADERS)
    return mangled + (rest if choice.random() < 0.5 else first + newline + rest)


def _shuffle_lines(choice: random.Random, data: bytes, other: bytes) -> bytes:
    lines = data.split(b"\n")
    choice.shuffle(lines)
    return b"\n".join(lines)


def _shear_lines(choice: random.Random, data: bytes, other: bytes) -> bytes:
    """Take fields from some rows and give them to others."""
    lines = data.split(b"\n")
    for _ in range(choice.randint(1, _FEW)):
        at = choice.randrange(len(lines))
        mark = choice.choice((b",", b";", b"\t", b"|", b'"'))
        parts = lines[at].split(mark)
        del parts[choice.randrange(len(parts))]
        lines[at] = mark.join(parts)
        lines[choice.randrange(len(lines))] += mark
    return b"\n".join(lines)


MUTATORS: Final[tuple[Mutator, ...]] = (
    _flip_bits, _truncate, _behead, _cut, _duplicate, _splice, _halves, _insert, _insert, _insert,
    _replace, _noise, _header, _shuffle_lines, _shear_lines,
)  # fmt: skip
