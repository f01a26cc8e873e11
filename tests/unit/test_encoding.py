"""Whatever encoding a file has, its words arrive."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.tabular.unpacking import unpack
from moodcloud.tabular.utf8 import Utf8File, to_utf8

from tests.laws import examples
from tests.unit.test_unpacking import PACKERS

# Enough of each language to know it by.
TEXTS = {
    "cp1252": "très bon café à l’hôtel,1\npas terrible déçu du séjour,0\n",
    "cp949": "배우들 연기가 좋아요,1\n시간이 아까웠다,0\n또 보고 싶은 영화,1\n",
    "cp932": "俳優の演技が素晴らしい,1\n時間の無駄だった,0\nまた見たい映画,1\n",
    "euc_jp": "とても面白かったです,1\nつまらない映画でした,0\nまた見たい,1\n",
    "gb18030": "这部电影非常好看,1\n太无聊了浪费时间,0\n我不喜欢这个故事,0\n",
    "cp1250": "Pokój był czysty i się nie zawiodłem,1\n"
    "obsługa była miła też,0\njak dla mnie są źli,0\n",
    "iso8859_2": "Pokoj byl čistý a líbil se nám, když jsme přijeli,1\n"
    "již nikdy,0\nže prý zítra,1\n",
    "cp1251": "Отличный отель и завтрак,1\nочень грязно не приеду,0\nвсё было хорошо,1\n",
    "koi8_u": "Отличный отель и завтрак,1\nочень грязно не приеду,0\nвсё было хорошо,1\n",
    "cp1253": "Το ξενοδοχείο ήταν πολύ καλό,1\nδεν θα πάω ξανά και,0\nωραία θέα από το δωμάτιο,1\n",
    "cp1254": "Oda çok güzeldi ve şey değil,1\n"
    "her şey için teşekkürler,1\nbir daha asla çünkü kötüydü,0\n",
    "cp950": "這部電影非常好看,1\n太無聊了浪費時間,0\n我不喜歡這個故事,0\n",
}
RARER = {
    "cp1255": "המלון היה נקי מאוד,1\nלא נחזור לשם לעולם,0\nארוחת הבוקר הייתה טובה,1\n",
    "cp1256": "كان الفندق نظيفا جدا,1\nلن نعود إليه أبدا,0\nكان الفطور لذيذا,1\n",
    "cp1257": "Viešbutis buvo labai švarus,1\nniekada čia negrįšime,0\npusryčiai buvo skanūs,1\n",
    "cp874": "โรงแรมสะอาดมาก,1\nจะไม่กลับไปอีก,0\nอาหารเช้าอร่อย,1\n",
}
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]
UNMARKED = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
LATIN = "text,label\ncafé, déjà vu “quoted” naïve,1\nüber,0\n"
KOREAN = "리뷰,감정\n정말 재미있어요,긍정\n별로 재미없어요,부정\n"


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (LATIN, "utf-8", "utf-8"),
        (LATIN, "utf-8-sig", "utf-8-sig"),
        (LATIN, "utf-16", "utf-16"),
        (LATIN, "utf-16-le", "utf-16-le"),
        (LATIN, "utf-16-be", "utf-16-be"),
        (LATIN, "utf-32", "utf-32"),
        (LATIN, "cp1252", "cp1252"),
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "utf-16", "utf-16"),
        (KOREAN, "cp949", "cp949"),
    ],
)
def test_the_encoding_is_found_and_the_text_is_whole(
    tmp_path: Path, text: str, codec: str, named: str
) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(text.encode(codec))
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.encoding == named
    assert file.path.read_text("utf-8") == text


def test_utf8_sequences_in_a_cp1252_file_stay_whole(tmp_path: Path) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes("good ♥ caf".encode() + b"\xe9 \x93so\x94" * 30 + b"\n")
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.encoding == "cp1252"
    assert file.path.read_text("utf-8") == "good ♥ caf" + "é “so”" * 30 + "\n"


def test_one_stray_byte_does_not_make_a_korean_file_something_else(tmp_path: Path) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes((KOREAN * 50).encode() + b"\xff,1\n")
    assert to_utf8(upload, tmp_path, upload.name).encoding == "utf-8"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_every_kind_become_rows(tmp_path: Path, newline: str) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(f"a,1{newline}b,0\nc,1{newline}".encode())
    file = to_utf8(upload, tmp_path, upload.name)
    assert file.path.read_bytes() == b"a,1\nb,0\nc,1\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
        (b"PK\x03\x04\x14\0", "not_text"),
        (b"a.csv".ljust(257, b"\0") + b"ustar\0" + b"text,1\n" * 9000, "not_text"),
        (bytes(range(256)) * 40, "not_text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(
    tmp_path: Path, content: bytes, code: str
) -> None:
    upload = tmp_path / "upload.csv"
    upload.write_bytes(content)
    with pytest.raises(UploadError) as caught:
        to_utf8(upload, tmp_path, "mine.csv")
    assert caught.value.code == code
    assert "mine.csv" in caught.value.message
    assert caught.value.remedy


def read(folder: Path, content: bytes, encoding: str | None = None) -> tuple[Utf8File, str]:
    upload = folder / "upload.csv"
    upload.write_bytes(content)
    file = to_utf8(upload, folder, upload.name, encoding)
    return file, file.path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(("codec", "expected"), [*TEXTS.items(), *RARER.items()])
def test_three_rows_tell_one_encoding_from_another(
    tmp_path: Path, codec: str, expected: str
) -> None:
    file, text = read(tmp_path, expected.encode(codec))
    assert (file.encoding, file.replaced_bytes) == (codec, 0)
    assert text == expected


@pytest.mark.parametrize("codec", UNMARKED)
@pytest.mark.parametrize("language", TEXTS)
def test_unicode_needs_no_byte_order_mark(tmp_path: Path, codec: str, language: str) -> None:
    file, text = read(tmp_path, TEXTS[language].encode(codec))
    assert (file.encoding, text) == (codec, TEXTS[language])


def test_letters_of_every_script_are_no_control_characters(tmp_path: Path) -> None:
    text = "очень хорошо,1\nпłąśćж,0\n" * 20
    for codec in ("utf-16", "utf-16-le", "utf-32"):
        assert read(tmp_path, text.encode(codec)) == (
            Utf8File(tmp_path / "upload.utf8", codec, 0, False),
            text,
        )


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "cp932", "gb18030", "cp950"])
def test_a_stray_byte_is_replaced_and_counted(tmp_path: Path, codec: str) -> None:
    text = TEXTS["cp949" if codec == "utf-8" else codec] * 30
    file, found = read(tmp_path, text.encode(codec) + b"stray \xff!,1\n" + text.encode(codec))
    assert (file.encoding, file.replaced_bytes) == (codec, 1)
    assert found == text + ("stray ÿ!,1\n" if codec == "utf-8" else "stray \ufffd!,1\n") + text


def test_half_a_letter_in_utf16_is_replaced_and_counted(tmp_path: Path) -> None:
    text = TEXTS["cp949"]
    broken = text.encode("utf-16") + b"\x00\xd8" + text.encode("utf-16-le") + b"a"
    file, found = read(tmp_path, broken)
    assert (file.replaced_bytes, found) == (3, f"{text}\ufffd{text}\ufffd")


def test_a_byte_that_cp1252_does_not_define_is_no_letter_in_utf8(tmp_path: Path) -> None:
    file, found = read(tmp_path, (KOREAN * 30).encode() + b"a\x81b,1\n")
    assert (file.replaced_bytes, found) == (1, KOREAN * 30 + "a\ufffdb,1\n")


def test_stray_zeros_are_dropped_and_counted(tmp_path: Path) -> None:
    file, found = read(tmp_path, b"a\0bc,1\n" + LATIN.encode() * 20 + b"\0\0")
    assert (file.encoding, file.replaced_bytes, found) == ("utf-8", 3, "abc,1\n" + LATIN * 20)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("more", ["", "\r\nx\n", "ï¿½\n"])
def test_bytes_that_another_program_replaced_are_counted(
    tmp_path: Path, codec: str, more: str
) -> None:
    content = (("tr\ufffds bon 很好,1\n" * 3) + more).encode(codec, "ignore")
    file, found = read(tmp_path, content, codec)
    assert file.replaced_bytes == found.count("\ufffd") == 3 + ("ï" in content.decode(codec))


def test_a_replaced_byte_is_counted_once_wherever_the_file_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (3, 4, 7):
        monkeypatch.setattr("moodcloud.tabular.charset._CHUNK", size)
        assert read(tmp_path, ("\ufffd\ufffda\ufffd\n" * 4).encode())[0].replaced_bytes == 12


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_not_text(tmp_path: Path, seed: int) -> None:
    with pytest.raises(UploadError) as caught:
        read(tmp_path, random.Random(seed).randbytes(3000))
    assert caught.value.code == "not_text"


def test_the_encoding_told_is_the_one_read(tmp_path: Path) -> None:
    ambiguous = "ㅋㅋ,1\n".encode("cp949")
    assert read(tmp_path, ambiguous, "euc-kr") == (
        Utf8File(tmp_path / "upload.utf8", "euc_kr"),
        "ㅋㅋ,1\n",
    )
    assert read(tmp_path, ambiguous, "eucjp")[1] == "せせ,1\n"
    assert read(tmp_path, LATIN.encode("utf-8-sig"), "utf8")[1] == LATIN
    assert read(tmp_path, LATIN.encode("utf-16"), "utf-16le")[1] == LATIN
    assert read(tmp_path, b"caf\xe9\x81,1\n", "cp1252")[0].replaced_bytes == 1


@pytest.mark.parametrize("name", ["klingon", "base64", "idna", "rot13", "undefined", "a\0b", ""])
def test_what_is_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(UploadError) as caught:
        Options(encoding=name)
    assert caught.value.code == "bad_option"


# What does not stay as it is: newlines and zeros, and what Python reads into holes of cp932.
UNSAID = "\r\0\x80\uf8f0\uf8f1\uf8f2\uf8f3"
ENCODINGS = st.sampled_from([(code, code) for code in TEXTS if code != "cp1252"]) | st.tuples(
    st.sampled_from(UNICODE + UNMARKED), st.sampled_from(sorted(TEXTS))
)


@pytest.mark.slow
@settings(max_examples=examples(200), deadline=None)
@given(ENCODINGS, st.sampled_from([None, *PACKERS]), st.text(max_size=30))
def test_encoding_and_compression_make_no_difference(
    encoding: tuple[str, str], kind: str | None, field: str
) -> None:
    codec, language = encoding
    text = TEXTS[language] * 20 + "".join(c for c in field if c not in UNSAID) + ",1\n"
    try:
        content = text.encode(codec)
    except UnicodeEncodeError:
        assume(False)
    assume(content.decode(codec) == text)
    with TemporaryDirectory() as name:
        folder = Path(name)
        upload = folder / "upload"
        upload.write_bytes(PACKERS[kind](content) if kind else content)
        file = unpack(upload, folder, Options(), "mine.csv")
        found = to_utf8(file.path, folder, "mine.csv")
        assert found.path.read_bytes().decode("utf-8") == text
        assert (found.encoding, found.replaced_bytes, found.mended) == (codec, 0, False)


@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.binary(max_size=60))
def test_any_bytes_end_in_text_or_an_error(language: str, noise: bytes) -> None:
    with TemporaryDirectory() as name:
        for content in (noise, TEXTS[language].encode(language) + noise):
            try:
                _, found = read(Path(name), content)
            except UploadError:
                continue
            assert "\0" not in found
