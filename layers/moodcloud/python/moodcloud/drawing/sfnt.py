"""TrueType files as bytes: their tables, the table of characters, and the same packed as WOFF.

This is done without fontTools, whose import and whose reading of a font take a sixth of the time of
a small analysis. The bytes are those that fontTools writes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Final

_TRUETYPE: Final = b"\0\1\0\0"
_HEADER: Final = ">4sHHHH"
_ENTRY: Final = ">4sLLL"
_WOFF_HEADER: Final = ">4s4sLHHL4sLLLLL"
_WOFF_ENTRY: Final = ">4sLLLL"
# What the checksum of a whole file, and the one in its table `head`, add up to.
_WHOLE: Final = 0xB1B0AFBA
# A row of glyphs for a row of characters is a segment of its own where it is longer than this, at
# an end of the row of characters and within it: a segment takes 8 bytes, a character outside 2.
_LONG_AT_END: Final = 4
_LONG_WITHIN: Final = 8

Tables = Mapping[str, bytes]
Glyphs = Mapping[int, int]
"""The number of the glyph of each character."""


def tables_of(font: bytes) -> dict[str, bytes]:
    """Return the tables of a TrueType file, in the order in which they are in it."""
    entries = sorted(_entries(font), key=lambda entry: entry[2])
    return {tag.decode(): font[start : start + size] for tag, _, start, size in entries}


def _entries(font: bytes) -> list[tuple[bytes, int, int, int]]:
    """Return tag, checksum, start and size of each table."""
    count = struct.unpack_from(_HEADER, font)[1]
    return [struct.unpack_from(_ENTRY, font, 12 + 16 * number) for number in range(count)]


def as_font(tables: Tables) -> bytes:
    """Return a TrueType file with these tables in their order."""
    head = tables["head"]
    tables = {**tables, "head": head[:8] + bytes(4) + head[12:]}
    sums, starts, start = {}, {}, 12 + 16 * len(tables)
    for tag, table in tables.items():
        sums[tag], starts[tag] = _checksum(table), start
        start += len(_padded(table))
    directory = struct.pack(_HEADER, _TRUETYPE, len(tables), *_search_range(len(tables), 16))
    for tag, table in sorted(tables.items()):
        directory += struct.pack(_ENTRY, tag.encode(), sums[tag], starts[tag], len(table))
    whole = _WHOLE - sum(sums.values()) - _checksum(directory)
    head = head[:8] + (whole & 0xFFFFFFFF).to_bytes(4, "big") + head[12:]
    return directory + b"".join(map(_padded, {**tables, "head": head}.values()))


def as_woff(font: bytes) -> bytes:
    """Return a TrueType or OpenType file as WOFF."""
    entries = sorted(_entries(font), key=lambda entry: entry[2])
    packed, directory, beyond = b"", {}, 44 + 20 * len(entries)
    for tag, checksum, place, size in entries:
        table = font[place : place + size]
        smaller = zlib.compress(table, 6)
        data = smaller if len(smaller) < size and tag != b"head" else table
        start = beyond + len(packed)
        directory[tag] = struct.pack(_WOFF_ENTRY, tag, start, len(data), size, checksum)
        packed += _padded(data)
        if tag == b"head":
            version = table[4:8]
    unpacked = 12 + 16 * len(entries) + sum(size + -size % 4 for *_, size in entries)
    length = beyond + len(packed)
    header = struct.pack(
        _WOFF_HEADER, b"wOFF", font[:4], length, len(entries), 0, unpacked, version, 0, 0, 0, 0, 0
    )
    return header + b"".join(directory[tag] for tag in sorted(directory)) + packed


def characters_of(font: bytes) -> set[str] | None:
    """Return the characters of a TrueType file; None where the table is not as it is written here.

    >>> from moodcloud.drawing.ink import subset_font
    >>> sorted(characters_of(subset_font(["cab"])))
    ['a', 'b', 'c']
    """
    table = tables_of(font)["cmap"] if font[:4] == _TRUETYPE else b""
    places = list(struct.iter_unpack(">HHL", table[4 : 4 + 8 * int.from_bytes(table[2:4], "big")]))
    starts = {(platform, encoding): start for platform, encoding, start in places}
    if not starts.keys() <= {(0, 3), (0, 4), (3, 1), (3, 10)}:
        return None
    start = starts.get((3, 10), starts.get((3, 1), len(table)))
    kind = table[start : start + 2]
    segments: Iterable[tuple[int, int]] = ()
    if kind == b"\0\4":
        count = int.from_bytes(table[start + 6 : start + 8], "big") // 2
        lasts = struct.unpack_from(f">{count}H", table, start + 14)
        firsts = struct.unpack_from(f">{count}H", table, start + 16 + 2 * count)
        segments = list(zip(firsts, lasts, strict=True))[:-1]
    elif kind == b"\0\x0c":
        count = int.from_bytes(table[start + 12 : start + 16], "big")
        groups = struct.iter_unpack(">LLL", table[start + 16 : start + 16 + 12 * count])
        segments = [(first, last) for first, last, _ in groups]
    elif starts or font[:4] != _TRUETYPE:
        return None
    return {chr(code) for first, last in segments for code in range(first, last + 1)}


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _checksum(table: bytes) -> int:
    padded = _padded(table)
    total: int = sum(struct.unpack(f">{len(padded) // 4}L", padded))
    return total & 0xFFFFFFFF


def _search_range(count: int, size: int) -> tuple[int, int, int]:
    """Return what a binary search in `count` entries of `size` bytes begins with."""
    power = count.bit_length() - 1
    return size << power, power, (count - (1 << power)) * size


def character_table(glyphs: Glyphs) -> bytes:
    """Return the table `cmap`: a part for characters below 65,536, one for all if there are others.

    Each part is there for two platforms.
    """
    low = {code: glyph for code, glyph in sorted(glyphs.items()) if code <= 0xFFFF}
    parts = {3: _low_characters(low)} if low else {}
    if len(low) < len(glyphs):
        parts[4] = _all_characters(dict(sorted(glyphs.items())))
    # The encoding has one number on Unicode's own platform, another on that of Windows.
    places = [(0, encoding) for encoding in parts] + [(3, {3: 1, 4: 10}[each]) for each in parts]
    table = struct.pack(">HH", 0, len(places))
    starts, start = {}, 4 + 8 * len(places)
    for encoding, part in parts.items():
        starts[encoding] = starts[{3: 1, 4: 10}[encoding]] = start
        start += len(part)
    for platform, encoding in places:
        table += struct.pack(">HHL", platform, encoding, starts[encoding])
    return table + b"".join(parts.values())


def _low_characters(glyphs: Glyphs) -> bytes:
    """Return a part in format 4: segments of characters in a row."""
    segments = [*_segments(glyphs)]
    count = len(segments) + 1
    deltas, offsets, listed = [], [], list[int]()
    for number, segment in enumerate(segments):
        own = [glyphs[code] for code in segment]
        if own == list(range(own[0], own[0] + len(own))):
            deltas.append((own[0] - segment[0]) % 0x10000)
            offsets.append(0)
        else:
            deltas.append(0)
            offsets.append(2 * (count + len(listed) - number))
            listed += own
    firsts, lasts = [each[0] for each in segments], [each[-1] for each in segments]
    numbers = [*lasts, 0xFFFF, 0, *firsts, 0xFFFF, *deltas, 1, *offsets, 0, *listed]
    header = 4, 14 + 2 * len(numbers), 0, 2 * count, *_search_range(count, 2)
    return struct.pack(f">{7 + len(numbers)}H", *header, *numbers)


def _segments(glyphs: Glyphs) -> Iterator[range]:
    """Yield segments of characters in a row, parted where that makes the table smaller."""
    for row in _rows(list(glyphs)):
        start = row[0]
        cuts = [code for code in row[1:] if glyphs[code] != glyphs[code - 1] + 1]
        for first, beyond in pairwise([row[0], *cuts, row[-1] + 1]):
            at_end = first == row[0] or beyond == row[-1] + 1
            if beyond - first > (_LONG_AT_END if at_end else _LONG_WITHIN):
                if start < first:
                    yield range(start, first)
                yield range(first, beyond)
                start = beyond
        if start <= row[-1]:
            yield range(start, row[-1] + 1)


def _rows(codes: list[int]) -> Iterator[list[int]]:
    """Yield ascending numbers row by row: in a row each is one more than the one before."""
    for _, row in groupby(enumerate(codes), key=lambda item: item[1] - item[0]):
        yield [code for _, code in row]


def _all_characters(glyphs: Glyphs) -> bytes:
    """Return a part in format 12: groups of characters and glyphs in a row."""
    groups = b""
    for row in _rows(list(glyphs)):
        cuts = [code for code in row[1:] if glyphs[code] != glyphs[code - 1] + 1]
        for first, beyond in pairwise([row[0], *cuts, row[-1] + 1]):
            groups += struct.pack(">LLL", first, beyond - 1, glyphs[first])
    return struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups
