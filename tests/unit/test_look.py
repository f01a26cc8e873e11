"""What users choose of a picture's look: colours, title, source, level words, stars, legends."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import moodcloud
import numpy as np
import pandas as pd
import pytest
from moodcloud.drawing import CandidateWords, Cloud, Clouds, draw_clouds
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.legend import Legend, lay_legend
from moodcloud.drawing.wording import Wording, _strings
from moodcloud.lexicon.profanity import masked, masks
from moodcloud.options import Options
from PIL import Image

from tests.unit.word_tables import table_of

SVG = "{http://www.w3.org/2000/svg}"
SMALL = Options(width=640, height=360, max_words=30)
WORDS = {
    "positive": ["great", "fucking great", "love", "clean", "friendly", "classic"],
    "negative": ["dirty", "shit", "slut", "loud", "rude", "broken"],
}


def candidates(words: dict[str, list[str]] = WORDS, language: str = "en") -> CandidateWords:
    """Return words of two sentiments, each in one of them only."""
    index = [word for own in words.values() for word in own]
    columns: dict[tuple[str, str], list[float]] = {}
    for name, own in words.items():
        used = [float(20 - own.index(word)) if word in own else 0.0 for word in index]
        columns["count", name] = used
        columns["z", name] = [each if each else -9.0 for each in used]
        columns["per_million", name] = used
        columns["texts", name] = used
        columns["significant", name] = [1.0] * len(index)
    frame = pd.DataFrame(columns, index=pd.Index(index, name="word"))
    source = ("stays.csv", 14640)
    return CandidateWords(table_of(frame), dict.fromkeys(words, 1000), language, source)


def drawn(options: Options, **more: str) -> Clouds:
    return draw_clouds(candidates(**more), options)  # type: ignore[arg-type]


def labels_of(cloud: Cloud, group: str = "legend") -> list[str]:
    """Return the texts of a group of an SVG."""
    root = ET.fromstring(cloud.svg)
    found = root.findall(f"{SVG}g[@class='{group}']/{SVG}text")
    return ["".join(each.itertext()) for each in found]


def pixels_of(cloud: Cloud) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(cloud.png)).convert("RGB"))


def test_a_users_colours_are_in_the_picture_and_its_legend() -> None:
    options = replace(SMALL, colour=("positive=#0a7", "negative=#c30"))
    cloud = drawn(options).together["comparison"]
    shown = {tuple(map(int, each)) for each in pixels_of(cloud).reshape(-1, 3)}
    assert {(0x00, 0xAA, 0x77), (0xCC, 0x33, 0x00)} <= shown
    assert 'fill="#00aa77"' in cloud.svg


@pytest.mark.parametrize("background", ["light", "dark", "transparent"])
def test_a_title_is_above_the_words_and_a_source_below_the_legend(background: str) -> None:
    options = replace(SMALL, title="Two  hotels\nin March", source_line=True, background=background)
    plain, cloud = (
        drawn(each).frequency["positive"]
        for each in (replace(options, title=None, source_line=False), options)
    )
    assert labels_of(cloud, "heading") == ["Two hotels in March"]
    assert labels_of(cloud)[-1] == "stays.csv · 14,640 texts"
    assert labels_of(plain, "heading") == []
    assert not any("stays.csv" in label for label in labels_of(plain))
    alpha = np.asarray(Image.open(io.BytesIO(cloud.png)).convert("RGBA")).astype(int)
    rows = np.abs(alpha - alpha[0, 0]).sum(axis=2).any(axis=1)
    # Ink in the strip of the title, then air, then the words.
    strip = np.nonzero(rows)[0]
    assert strip[0] < 20
    assert np.diff(strip).max() > 3
    assert cloud.drawn == plain.drawn


@pytest.mark.parametrize("title", ["x" * 500, "가" * 80, "<b>&amp;</b>", " \n "])
def test_any_title_is_text_inside_the_picture(title: str) -> None:
    cloud = drawn(replace(SMALL, title=title)).frequency["positive"]
    pixels = pixels_of(cloud)[:40]
    inked = np.nonzero((pixels < 200).any(axis=(0, 2)))[0]
    if title.strip():
        assert inked[0] > 0
        assert inked[-1] < 639
        shown = labels_of(cloud, "heading")[0]
        assert shown == title or (shown.endswith("…") and title.startswith(shown[:-1]))
    else:
        assert labels_of(cloud, "heading") == []


def test_words_are_horizontal_where_that_is_asked_for() -> None:
    many = {"positive": [f"word{n}" for n in range(40)], "negative": ["bad"]}
    mixed, level = (
        draw_clouds(candidates(many), replace(SMALL, max_words=60, orientation=each))
        for each in ("mixed", "horizontal")
    )
    assert "rotate(-90)" in mixed.frequency["positive"].svg
    for cloud in (*level.frequency.values(), *level.together.values()):
        assert "rotate" not in cloud.svg
        assert not cloud.dropped


@pytest.mark.parametrize(
    ("language", "names", "notes"),
    [
        ("en", {"positive", "negative"}, "darker: more typical of its group"),
        ("ko", {"긍정", "부정"}, "진할수록 해당 분류에서 더 두드러진 말"),
        ("de", {"positiv", "negativ"}, "dunkler: typischer für die Gruppe"),
        ("und", {"positive", "negative"}, "darker: more typical of its group"),
    ],
)
def test_legends_are_in_the_language_of_the_texts(
    language: str, names: set[str], notes: str
) -> None:
    cloud = drawn(SMALL, language=language).together["comparison"]
    said = labels_of(cloud)
    assert names <= set(said)
    assert notes in said
    assert not any("?" in label for label in said)


def test_on_a_dark_background_stronger_is_brighter() -> None:
    cloud = drawn(replace(SMALL, background="dark")).distinctive["positive"]
    assert "brighter: more typical of positive" in labels_of(cloud)
    # A page has a light and a dark theme: it shows the note in the one where it is right.
    assert 'class="on-dark"' in cloud.page_svg


def test_every_language_has_every_string_of_a_legend() -> None:
    english = _strings()["en"]
    for language, strings in _strings().items():
        assert strings.keys() == english.keys(), language
        for key, text in strings.items():
            assert re.findall(r"{\w}", text) == re.findall(r"{\w}", english[key]), (language, key)
    assert {"en", "ko", "de", "fr", "es", "it", "pt", "zh", "ja"} <= _strings().keys()


def test_a_label_is_named_as_the_file_names_it() -> None:
    assert Wording("ko").name("Delta") == "Delta"
    assert Wording("ko").name("neutral") == "중립"


@pytest.mark.parametrize(
    "text",
    [
        "fuck", "What the FUCK", "bullshit", "asshole", "motherfucker", "bitches", "wtf",
        "씨발", "이런 ㅅㅂ", "병신같은", "개새끼", "존나 맛있다",
        "Scheiße", "merde", "¡Qué mierda!", "cazzo",
    ],
)  # fmt: skip
def test_swear_words_are_written_with_stars(text: str) -> None:
    assert "*" in masked(text, "en")
    assert len(masked(text, "en")) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "class", "classic cocktail", "Scunthorpe", "passenger", "assist", "Dickens", "shiitake",
        "shitake mushrooms", "suck", "damn good", "hello", "retardant", "시발점",
        "새끼손가락", "새끼 고양이", "2개년 계획", "화면이 꺼져요", "computadora", "Hurrikan",
        "reputation", "disputa", "niggardly", "Moby Dick", "전염병", "번개같이", "무지개같은",
        "위기가 닥쳐온다", "딸이 졸라서 봤다", "솜씨발휘", "妈妈的房间", "大妈的", "体操你",
    ],
)  # fmt: skip
def test_harmless_words_are_not(text: str) -> None:
    assert masked(text, "en") == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("deux heures de retard", "fr"), ("La douche", "fr"), ("Das Buch ist dick", "de"),
        ("i slutet fick jag", "sv"), ("fag", "no"), ("de douche", "nl"),
    ],
)  # fmt: skip
def test_what_another_language_swears_with_is_not_in_this_one(text: str, language: str) -> None:
    assert masked(text, language) == text
    assert "*" in masked(text, "en")


def test_no_two_words_are_masked_alike() -> None:
    words = ["shit", "slut", "s**t", "Fuck", "fucking", "shitty", "fine"]
    starred = masks(words, "en")
    assert set(starred) == {"shit", "slut", "Fuck", "fucking", "shitty"}
    assert len({*starred.values(), "s**t", "fine"}) == len(words)


def test_pictures_have_stars_and_results_name_the_words() -> None:
    clouds = drawn(replace(SMALL, mask_profanity=True))
    cloud = clouds.frequency["negative"]
    assert {"shit", "slut"} <= set(cloud.drawn)
    svg = "".join((cloud.svg, cloud.page_svg, clouds.frequency["positive"].svg))
    assert not re.search("shit|slut|fuck", svg)
    assert ">s**t<" in cloud.page_svg
    assert ">shit<" in drawn(SMALL).frequency["negative"].page_svg


def test_the_page_has_stars_and_the_json_the_words(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "text": [
                said
                for end in ("", "!", ".", "!!")
                for said in (
                    "what a fucking great stay",
                    "lovely classic place",
                    f"shit room, shit food{end}",
                )
            ],
            "sentiment": ["positive", "positive", "negative"] * 4,
        }
    )
    results = moodcloud.analyze(
        frame,
        tmp_path / "out",
        SMALL,
        mask_profanity=True,
        colour={"negative": "#fffde0", "nobody": "#000"},
    )
    page = (tmp_path / "out/report.html").read_text("utf-8")
    assert not re.search("shit|fuck", page)
    assert "s**t" in page
    assert "f**king" in page
    captions = re.findall("<figcaption>.*?</figcaption>", page, re.DOTALL)
    # The legend says what paler words are in one theme of the page only: the caption, in both.
    faint = ["paler_note" in each for each in captions]
    assert faint == ["cloud_frequency" not in each for each in captions]
    assert "shit" in (tmp_path / "out/negative.json").read_text("utf-8")
    assert "s**t food" in results.cloud("negative").to_wordcloud().words_
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert summary["options"]["colour"] == ["negative=#fffde0", "nobody=#000"]
    assert {"colour_of_none", "colour_illegible"} <= set(summary["notes"])


def test_what_finds_an_entry_with_stars_has_stars(tmp_path: Path) -> None:
    texts = ["no shits given here", "shit room, shit food"] * 4
    frame = pd.DataFrame({"text": texts, "sentiment": ["positive", "negative"] * 4})
    moodcloud.analyze(frame, tmp_path / "out", SMALL, mask_profanity=True)
    page = (tmp_path / "out/report.html").read_text("utf-8")
    assert "shit" not in page
    found = re.search('"found":({.*?})', page)
    assert found is not None
    assert json.loads(found[1])["s**t"] == "s**ts"


@pytest.mark.parametrize(
    ("letters", "word", "language"),
    [
        ("abcdefghijklmnopqrstuvwxyz", "fine", "ko"),
        ("좋다영화", "좋다", "en"),
        ("좋다영화", "영화", "ko"),
    ],
)
def test_a_legend_has_letters_that_the_font_of_the_words_lacks(
    letters: str, word: str, language: str, tmp_path: Path
) -> None:
    font = tmp_path / "font.ttf"
    font.write_bytes(subset_font([letters]))
    options = replace(SMALL, font=str(font), title="Title 제목", source_line=True)
    words = {"positive": [word], "negative": [letters[1]]}
    own, usual = (
        draw_clouds(candidates(words, language), each).frequency["positive"]
        for each in (options, replace(options, font=None))
    )
    assert own.drawn == (word,)
    assert not any("?" in label for label in labels_of(own))
    # The fonts are one here, so the strips of title and legend look alike.
    strips = (slice(0, 25), slice(-40, None))
    for strip in strips:
        assert (pixels_of(own)[strip] == pixels_of(usual)[strip]).mean() > 0.99
        assert (pixels_of(own)[strip] < 200).any()


@pytest.mark.parametrize("letter", ["i", "n", "W", "가"])
def test_a_legend_stays_within_the_smallest_picture(letter: str) -> None:
    face = Face(FONT_PATH.read_bytes())
    for length in range(1, 61):
        name = letter * length
        strip = lay_legend(Legend(((name, "positive"),), (name,), name), 200, 200, face)
        assert min(swatch.x for swatch in strip.swatches) >= 0, length
        assert max(label.x + label.ink.width for label in strip.labels) <= 200, length
