"""Encodings older than Unicode: told apart by which language the letters then are."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moodcloud.reading.encoded.chunks import HIGH, chunks
from moodcloud.reading.encoded.single_byte import WESTERN, single_byte
from moodcloud.reading.encoded.strays import count_strays

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
