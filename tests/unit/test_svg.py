"""The SVG of a cloud: text to select and search, safe to stand in a page with others."""

from __future__ import annotations

import base64
import io
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from moodcloud.drawing import Look
from moodcloud.drawing.cloud_words import CloudWords
from moodcloud.drawing.clouds import Cloud, draw_cloud
from moodcloud.drawing.ink import Face, subset_font
from moodcloud.drawing.legend import Legend
from moodcloud.drawing.palettes import Tone
from moodcloud.drawing.period_chart import WIDTH, PeriodRows, page_chart
from moodcloud.drawing.svg import font_styles

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>", '"><g onload="alert(1)', "</style>", "]]>", "a & b", "'quoted'",
    "javascript:x", "안 좋다",
)  # fmt: skip


def words_for(*words: str, name: str = "positive: <b>") -> CloudWords:
    weights = {word: float(len(words) - number) for number, word in enumerate(words)}
    return CloudWords(
        name=name,
        weights=weights,
        tones=dict.fromkeys(weights, Tone("positive", 3)),
        titles={word: f"{word}: 12 in <i>, 0.1% of its words, z 3.0" for word in weights},
        legend=Legend((("</text><script>", "positive"),), ("size: how often it is used",)),
    )


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return cloud_of(words_for(*HOSTILE, "great", "love"))


def cloud_of(words: CloudWords, background: str = "light") -> Cloud:
    face = Face(subset_font(words.texts))
    return draw_cloud(words, Look(800, 450, background), face, font_styles(face.font))


def words_of(svg: str) -> list[ET.Element]:
    return [each for each in ET.fromstring(svg).iter(f"{SVG}text") if "data-word" in each.attrib]


def test_every_word_is_text_with_its_title(cloud: Cloud) -> None:
    found = words_of(cloud.svg)
    assert [each.get("data-word") for each in found] == list(cloud.drawn)
    assert set(cloud.drawn) == {*HOSTILE, "great", "love"}
    for each in found:
        (title,) = each
        word = each.get("data-word")
        assert each.get("class") == "word tone-positive-3"
        assert title.tag == f"{SVG}title"
        assert title.text == f"{word}: 12 in <i>, 0.1% of its words, z 3.0"
        assert title.tail == word
        assert re.fullmatch("#[0-9a-f]{6}", each.get("fill", ""))


def test_no_value_becomes_markup(cloud: Cloud) -> None:
    for svg in (cloud.svg, cloud.page_svg):
        root = ET.fromstring(svg)
        tags = {each.tag.removeprefix(SVG) for each in root.iter()}
        assert tags <= {"svg", "style", "rect", "g", "text", "title"}
        attributes = {name for each in root.iter() for name in each.attrib}
        assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert ET.fromstring(cloud.svg).get("aria-label") == "positive: <b>"


def test_many_fit_into_one_page(cloud: Cloud) -> None:
    assert " id=" not in cloud.page_svg
    assert "<style" not in cloud.page_svg
    root = ET.fromstring(cloud.page_svg)
    assert root.get("class") == "moodcloud cloud"
    assert root.get("viewBox") == "0 0 800 450"
    # The page says each word beside it: here it would be heard twice.
    assert root.get("aria-hidden") == "true"
    assert "<title" not in cloud.page_svg
    assert ET.fromstring(cloud.svg).get("role") == "img"


def test_the_page_shows_what_the_file_shows_in_colours_it_can_name(cloud: Cloud) -> None:
    def shown(svg: str) -> list[tuple[str | None, dict[str, str]]]:
        drawn = [each for each in ET.fromstring(svg).iter() if each.get("class") != "moodcloud"]
        return [
            ("".join(each.itertext()).rpartition("z 3.0")[2], each.attrib)
            for each in drawn
            if each.tag.removeprefix(SVG) in {"text", "rect"}
        ]

    assert shown(cloud.page_svg) == shown(cloud.svg)
    found = set(re.findall(r"tone-[a-z]+-\d", cloud.page_svg))
    assert found == {tone.css_class for tone in cloud.tones}


def test_its_font_is_embedded_once_with_its_letters(cloud: Cloud) -> None:
    (data,) = re.findall(r"url\(\"data:font/woff;base64,([^\"]+)\"\)", cloud.svg)
    with TTFont(io.BytesIO(base64.b64decode(data))) as font:
        letters = {chr(code) for code in font.getBestCmap()}
    assert letters >= set("".join(cloud.drawn))
    assert cloud.svg.count("font-family:moodcloud") == 1
    assert ET.fromstring(cloud.svg).get("font-family") == "moodcloud,sans-serif"


def test_a_transparent_cloud_has_no_paper() -> None:
    assert 'class="paper"' in cloud_of(words_for("word")).svg
    assert 'class="paper"' not in cloud_of(words_for("word"), "transparent").svg


def test_characters_that_xml_forbids_are_not_drawn() -> None:
    cloud = cloud_of(
        words_for("fine", "bell\x07", "turned\u202e", "half\ud800", name="po\x00s\u202e")
    )
    assert cloud.drawn == ("fine",)
    assert len(cloud.dropped) == 3
    assert ET.fromstring(cloud.svg).get("aria-label") == "pos"


@pytest.mark.parametrize("periods", [2, 7, 36, 52, 60, 120])
@pytest.mark.parametrize("name", ["2024", "2024-W{:02}", "2024-03-01 {:02}:00"])
def test_labels_of_a_chart_are_within_it_and_apart(periods: int, name: str) -> None:
    rows = [PeriodRows(name.format(number), {"positive": 1}) for number in range(periods)]
    chart = page_chart(rows, ["positive"])
    shown = re.findall(r'<text x="([\d.]+)" y="\d+" text-anchor="middle">', chart)
    wide = 7.5 * len(rows[0].name)
    centres = [float(each) for each in shown]
    assert min(centres) >= wide / 2
    assert max(centres) <= WIDTH - wide / 2
    assert all(other - one >= wide for one, other in pairwise(centres))
