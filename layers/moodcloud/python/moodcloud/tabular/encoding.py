"""Bytes to UTF-8: recognise the encoding over the whole file, rewrite only what needs it."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodcloud.errors import UploadError
from moodcloud.language.stopwords import stop_words
from moodcloud.tabular.limits import disk_to_spare
from moodcloud.tabular.mojibake import CP1252, is_mojibake

if TYPE_CHECKING:
    from moodcloud.tabular.mojibake import Mender


# --- Files, read a chunk at a time.

CHUNK: Final = 4 << 20
HIGH: Final = bytes(range(128, 256))


def chunks(path: Path, end: bool = False) -> Iterator[bytes]:
    """Yield the file's bytes in pieces of at most 4 MiB.

    Args:
        path: The file.
        end: Whether an empty piece follows the last one.
    """
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
    if end:
        yield b""


# --- Bytes that an encoding does not allow: marked while decoding, then counted and replaced.
#
# The error handler `stray` turns such a byte into a lone surrogate, which no decoder yields
# by itself.

_FIRST: Final = 0xDC00
_STRAY: Final = re.compile("[\udc00-\udcff]")

_AS_CP1252: Final = {
    _FIRST + byte: "\ufffd" if "\x80" <= letter <= "\x9f" else letter
    for byte, letter in enumerate(CP1252)
}


# Letters that Python makes of bytes which the encoding does not define.
_INVENTED: Final = {"cp932": re.compile("[\x80\uf8f0-\uf8f3]")}


def mark_invented(text: str, codec: str) -> str:
    """Mark what `stray` did not see, since `codec` makes letters of it."""
    return _INVENTED[codec].sub(chr(_FIRST), text) if codec in _INVENTED else text


def count_strays(text: str) -> int:
    """Return how many bytes of `text` were marked by `stray`."""
    return len(_STRAY.findall(text))


def replace_strays(text: str, unit: int | None) -> tuple[str, int]:
    """Replace what `stray` marked.

    Args:
        text: As decoded.
        unit: Bytes that become one U+FFFD; None takes each byte as cp1252 where it can.

    Returns:
        The text, and how many bytes were replaced.
    """
    count = count_strays(text)
    if unit is None:
        return text.translate(_AS_CP1252), count
    return re.sub(f"[\udc00-\udcff]{{1,{unit}}}", "\ufffd", text), count


def to_bytes(text: str, unit: int | None) -> tuple[bytes, int]:
    """Return `text` as UTF-8, strays replaced as `replace_strays` does, and their number."""
    try:
        # Where there are strays this fails, and looking for them first takes longer.
        return text.encode("utf-8"), 0
    except UnicodeEncodeError:
        text, count = replace_strays(text, unit)
        return text.encode("utf-8"), count


def _wrong(error: UnicodeError) -> bytes:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end]


def _stray(error: UnicodeError) -> tuple[str, int]:
    wrong = _wrong(error)
    return "".join(chr(_FIRST + byte) for byte in wrong), error.end  # type: ignore[attr-defined]


def _cp1252_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as cp1252."""
    return "".join(CP1252[byte] for byte in _wrong(error)), error.end  # type: ignore[attr-defined]


codecs.register_error("stray", _stray)
codecs.register_error("cp1252_bytes", _cp1252_bytes)


# --- Encodings of one byte a letter: told apart by which language's stop words then appear.

WESTERN: Final = "cp1252"

# By Python's names, with the languages that are told by.
_LANGUAGES: Final = {
    WESTERN: ("fr", "de", "es", "pt", "it", "ca", "nl", "da", "sv", "fi"),
    "cp1250": ("pl", "cs", "sk", "hu", "sl", "ro"),
    "iso8859_2": ("pl", "cs", "sk", "hu", "sl", "ro"),
    "cp1251": ("ru", "uk", "bg"),
    "koi8_u": ("ru", "uk"),
    "cp1253": ("el",),
    "cp1254": ("tr",),
}
# Of the words that hold more than ASCII, a quarter and more are stop words when read rightly.
_SURE_WESTERN: Final = 0.15
_LEAD_WESTERN: Final = 1.5
_NO_LETTER: Final = re.compile("[\x80-\x9f\ufffd]")
# Single letters come of any bytes.
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def single_byte(sample: bytes) -> str | None:
    """Return the encoding of `sample`; None where it is cp1252 or none that is known here.

    Args:
        sample: Lines that are not ASCII.
    """
    shares = {encoding: _stop_share(sample, encoding) for encoding in _LANGUAGES}
    # The earlier of two that read all words alike.
    best = max(shares, key=lambda encoding: shares[encoding])
    sure = shares[best] >= max(_SURE_WESTERN, _LEAD_WESTERN * shares[WESTERN])
    return best if sure and best != WESTERN else None


def _stop_share(sample: bytes, encoding: str) -> float:
    """Return the share of stop words among the words with letters beyond ASCII."""
    stops = frozenset().union(*map(stop_words, _LANGUAGES[encoding]))
    text = sample.decode(encoding, "replace")
    words = _WORD.findall(text.lower())
    words = [word for word in words if not word.isascii()]
    wrong = len(_NO_LETTER.findall(text))
    return (sum(word in stops for word in words) - wrong) / max(len(words), 1)


# --- Encodings older than Unicode: told apart by which language the letters then are.

# Lines with something that is not ASCII, at most this much of them, decide.
SAMPLE_BYTES: Final = 64 << 10

# Letters that make up half of what people write in a language and more (Korean 67 %, Japanese 60 %,
# Chinese 55 %); read as another language, a text has few of that one's.
_KOREAN: Final = frozenset(
    "이다는을가고하에의지도한기은아어사나로서리들라만그자시해인대있게를보수일정주전요안말화네좋음영무스면여거니"
    "과오구제없내재던소우까와감상된연부작마진너봐했미세신금비동간모조성원장적생히실개분때방되으며데알본겠었같습"
    "야중계등별점선단용물ㅋㅎㅠㅜ"
)
_JAPANESE: Final = frozenset(
    [*map(chr, range(0x3041, 0x3094)), *map(chr, range(0x30A1, 0x30F7)), *"ー、。「」"]
)
_CHINESE: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它"
    "与长把机十民第公此已使情明性知全三又关点正业外将两高间由问很最重并物手应文体美相见被利等或新己制加西月话合"
    "回特内信表化老给位次度门先常海通教儿原东声提及比员解水名真走各入几口认条平系气题活更别打女变四神总何电数少"
    "报才结反受目太量再感建务做接必场件计管期市直命快件买卖服房店质错推荐服务位置价格，。！？"
    "這個們來為國時說會對過發後裡經學樣實無與長當還進開從現動點間問業將兩頭體應見產員電場"
    "給變題氣條認關係門東買賣質錯薦務價裏麼沒"
)
# By Python's names; each is the superset that Windows writes under the name of the smaller one.
_LETTERS: Final = {
    "cp949": _KOREAN,
    "cp932": _JAPANESE,
    "euc_jp": _JAPANESE,
    "gb18030": _CHINESE,
    "cp950": _CHINESE,
}
# A reading that is right shows three times this and more, a wrong one mostly less.
_SURE: Final = 0.2
_LEAD: Final = 1.5
# More than this share of bytes that cannot be decoded, and it was another encoding.
_STRAY_SHARE: Final = 0.01
_STRAYS: Final = 3


def recognise_legacy(path: Path) -> str:
    """Return the encoding of a file that is not Unicode; cp1252 where nothing else fits."""
    sample = _sample(path)
    for encoding in _likely(sample):
        if encoding == WESTERN or _fits(path, encoding):
            return encoding
    return WESTERN


def _likely(sample: bytes) -> Iterator[str]:
    scores = {encoding: _score(sample, encoding) for encoding in _LETTERS}
    first, second = sorted(scores, key=lambda encoding: -scores[encoding])[:2]
    if scores[first] >= _SURE and scores[first] >= _LEAD * scores[second]:
        yield first
    if found := single_byte(sample):
        yield found
    guess = _guess(sample)
    if guess is not None and scores.get(guess, 0) > 0:
        yield guess


def _score(sample: bytes, encoding: str) -> float:
    """Return the share of common letters among those that are not ASCII, less what is none.

    A letter that is repeated (ㅋㅋㅋㅋ) counts once.
    """
    text = "".join(letter for letter in sample.decode(encoding, "replace") if letter > "\x7f")
    letters = [letter for letter, before in zip(text, " " + text, strict=False) if letter != before]
    common = sum(letter in _LETTERS[encoding] for letter in letters)
    wrong = sum(
        letter == "\ufffd" or letter <= "\x9f" or "\ue000" <= letter <= "\uf8ff"
        for letter in letters
    )
    return (common - 2 * wrong) / max(len(letters), 1)


def _guess(sample: bytes) -> str | None:
    """Return what charset-normalizer holds for likely, where letters alone do not tell."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_LETTERS, WESTERN]).best()
    return None if best is None else best.encoding


def _fits(path: Path, encoding: str) -> bool:
    """Tell whether the whole file can be decoded, but for a few stray bytes."""
    decoder = codecs.getincrementaldecoder(encoding)("stray")
    strays = high = 0
    for chunk in chunks(path, end=True):
        strays += count_strays(decoder.decode(chunk, final=not chunk))
        high += len(chunk) - len(chunk.translate(None, HIGH))
        if strays > _STRAYS and strays > _STRAY_SHARE * high:
            return False
    return True


def _sample(path: Path) -> bytes:
    sample: list[bytes] = []
    size = 0
    for chunk in chunks(path):
        if chunk.isascii():
            continue
        for line in chunk.split(b"\n"):
            if not line.isascii():
                sample.append(line)
                size += len(line)
                if size >= SAMPLE_BYTES:
                    return b"\n".join(sample)[:SAMPLE_BYTES]
    return b"\n".join(sample)


# --- Which encoding a file is in: byte order marks, patterns of zeros, then the whole file's bytes.

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Enough multi-byte sequences are sound: a UTF-8 file with a few stray bytes, not another encoding.
_SOUND_SHARE: Final = 0.99
_FEW_STRAYS: Final = 3
_FEW_SHARE: Final = 0.9
_PRINTABLE_ASCII: Final = bytes(range(33, 127))
_STRAY_BYTE: Final = re.compile("[\udc80-\udcff]")
_SOUND: Final = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
# Of the letters of a text without a byte order mark.
_ODD_UNITS: Final = 0.05
_ASCII_SHARE: Final = 0.03
_ODD: Final = frozenset(("Cc", "Cn", "Co", "Cs"))


def recognise(path: Path, head: bytes, valid_utf8: bool, nul: bool) -> str:
    """Return the encoding of the file at `path`, by Python's name.

    Args:
        path: The file.
        head: Its first bytes.
        valid_utf8: Whether the whole file is.
        nul: Whether there are zeros among its bytes.
    """
    if marked := byte_order_mark(head):
        return marked
    if nul and (encoding := _wide(head)):
        return encoding
    if valid_utf8 or _mostly_sound(path):
        return "utf-8"
    return recognise_legacy(path)


def byte_order_mark(head: bytes) -> str:
    """Return the encoding that the first bytes of a file declare; empty where they do not."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def _wide(head: bytes) -> str:
    """Return which kind of UTF-32 or UTF-16 the head can be; empty where it is neither."""
    head = head[: len(head) // 4 * 4 or len(head)]
    for encoding in ("utf-32-le", "utf-32-be"):
        if _odd_share(head.decode(encoding, "replace")) <= _ODD_UNITS:
            return encoding
    for encoding, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = head[high::2].count(0)
        text = head.decode(encoding, "replace")
        # A zero among ASCII makes its neighbours look like UTF-16, but not the ends of lines.
        lines = text.count("\n") + text.count("\r")
        if (
            zeros >= _ASCII_SHARE * len(text)
            and zeros >= 10 * head[low::2].count(0)
            and 2 * lines >= head.count(b"\n") + head.count(b"\r")
            and _odd_share(text) <= _ODD_UNITS
        ):
            return encoding
    return ""


def _odd_share(text: str) -> float:
    """Return the share of what is no letter, mark or space of any script."""
    odd = sum(
        letter == "\ufffd" or (letter not in "\t\n\r" and unicodedata.category(letter) in _ODD)
        for letter in text
    )
    return odd / max(len(text), 1)


def _mostly_sound(path: Path) -> bool:
    """Tell whether nearly all non-ASCII characters of the file are valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sound = stray = 0
    for chunk in chunks(path):
        # White space parts what did not stand side by side.
        text = decoder.decode(b" ".join(chunk.translate(None, _PRINTABLE_ASCII).split()))
        stray += len(_STRAY_BYTE.findall(text))
        sound += len(_SOUND.findall(text))
    share = sound / max(sound + stray, 1)
    return share >= _SOUND_SHARE or (stray <= _FEW_STRAYS and share >= _FEW_SHARE)


# --- A file in any encoding is written again as UTF-8: one kind of newline, no zeros, no strays.


@dataclass(frozen=True)
class Decoding:
    """How bytes become letters.

    Attributes:
        codec: By Python's name.
        errors: How bytes that the codec does not allow are treated: `stray` or `cp1252_bytes`.
        unit: How many such bytes become one U+FFFD; None: each becomes its cp1252 letter.
    """

    codec: str
    errors: str = "stray"
    unit: int | None = 1


def rewrite(path: Path, copy: Path, decoding: Decoding, mend: bool) -> int:
    """Write the file at `path` as UTF-8 to `copy`; return how many bytes were replaced or dropped.

    Args:
        path: The file.
        copy: The file to write.
        decoding: How to read it.
        mend: Whether it is mojibake.
    """
    decoder = codecs.getincrementaldecoder(decoding.codec)(decoding.errors)
    lines = io.IncrementalNewlineDecoder(decoder, translate=True)
    mender = _mender() if mend else None
    replaced, start = 0, True
    with copy.open("wb") as target:
        for chunk in chunks(path, end=True):
            text = mark_invented(lines.decode(chunk, final=not chunk), decoding.codec)
            if "\0" in text:
                replaced += text.count("\0")
                text = text.replace("\0", "")
            if mender:
                text, strays = replace_strays(text, decoding.unit)
                text, replaced = mender.mend(text, final=not chunk), replaced + strays
            if start and text:
                text, start = text.removeprefix("\ufeff"), False
            written, strays = to_bytes(text, decoding.unit)
            target.write(written)
            replaced += strays
    return replaced


def _mender() -> Mender:
    from moodcloud.tabular.mojibake import Mender

    return Mender()


# --- Bytes to UTF-8: recognise the encoding over the whole file, rewrite only what needs it.

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
