"""Where words stand: apart, inside, evenly; by pixels, whatever the words are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.look import fitted, read_mask
from PIL import Image, ImageDraw, ImageFont
from wordcloud import WordCloud

from tests.laws import examples

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßéñçåø'-!?&"
HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4, 7))) + "ㅋㅎㅠ"
EDGE = 12

latin = st.text(LATIN, min_size=1, max_size=24)
hangul = st.text(HANGUL, min_size=1, max_size=12)
phrases = st.lists(st.one_of(latin, hangul), min_size=1, max_size=4).map(" ".join)
words = st.dictionaries(phrases, st.floats(0.01, 1000), min_size=1, max_size=60)


def layout_of(weights: dict[str, float], width: int, height: int, **options: Any) -> Layout:
    face = Face(subset_font(weights))
    layout = Layout(
        width=width,
        height=height,
        face=face,
        font_path=str(FONT_PATH),
        color_func=lambda *_, **__: "white",
        **options,
    )
    return layout.generate_from_frequencies(weights)


def alone(layout: Layout, number: int) -> tuple[np.ndarray, int]:
    """Render one word of a layout on a picture of its own, with nothing but Pillow.

    Returns:
        Which pixels of the picture have ink, and how many have ink where nothing is cut.
    """
    (word, _), size, (y, x), orientation, _ = layout.layout_[number]
    font = ImageFont.truetype(str(FONT_PATH), size, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = font.getbbox(word)
    level = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(level).text((-left, -top), word, fill=255, font=font)
    turned = level if orientation is None else level.transpose(Image.Transpose(orientation))
    picture = Image.new("L", (layout.width, layout.height))
    picture.paste(turned, (x, y))
    return np.asarray(picture) > 0, int((np.asarray(level) > 0).sum())


def assert_apart_and_inside(layout: Layout, edge: int) -> None:
    taken = np.zeros((layout.height, layout.width), dtype=bool)
    for number, item in enumerate(layout.layout_):
        ink, whole = alone(layout, number)
        inner = ink[edge : layout.height - edge, edge : layout.width - edge]
        assert inner.sum() == whole > 0, f"{item} is cut"
        assert not (taken & ink).any(), f"{item} stands on another word"
        taken |= ink


@settings(max_examples=examples(25), deadline=None)
@given(weights=words, shape=st.sampled_from([(400, 200), (320, 320), (240, 480)]))
def test_no_two_words_overlap_and_none_is_cut(
    weights: dict[str, float], shape: tuple[int, int]
) -> None:
    layout = layout_of(weights, *shape, edge=EDGE, margin=2, min_font_size=6, max_words=60)
    assert_apart_and_inside(layout, EDGE)
    for (word, _), size, *_ in layout.layout_:
        assert size >= 6
        assert word in weights


@settings(max_examples=examples(10), deadline=None)
@given(weights=words)
def test_heavier_words_are_not_smaller(weights: dict[str, float]) -> None:
    layout = layout_of(weights, 800, 450, edge=EDGE, margin=2, min_font_size=6, max_words=60)
    assert len(layout.layout_) == len(weights)
    # To fit, a word may be a fifth smaller than its weight asks for; a very long one more.
    sizes = [(weight, size) for (word, weight), size, *_ in layout.layout_ if len(word) < 12]
    for (heavy, large), (light, small) in pairwise(sizes):
        assert heavy >= light
        assert large >= 0.75 * small - 1


def test_a_word_longer_than_the_picture_costs_no_other_its_place() -> None:
    weights = {"x" * 400: 100.0, **{f"word{number}": 50.0 - number for number in range(40)}}
    layout = layout_of(weights, 400, 200, edge=EDGE, margin=2, min_font_size=6)
    assert {item[0][0] for item in layout.layout_} == set(weights) - {"x" * 400}


@pytest.mark.parametrize("shape", [(400, 200), (1080, 1080), (450, 800)])
def test_opposite_margins_are_even(shape: tuple[int, int]) -> None:
    weights = {f"word{number}": 1000 / (number + 3) for number in range(120)}
    layout = layout_of(weights, *shape, edge=EDGE, margin=2, min_font_size=6)
    ink = np.asarray(layout.to_image().convert("L")) > 0
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    assert abs(rows[0] - (shape[1] - 1 - rows[-1])) <= 4
    assert abs(columns[0] - (shape[0] - 1 - columns[-1])) <= 4
    assert len(layout.layout_) == len(weights)


def test_words_fill_the_picture_whatever_one_of_them_weighs() -> None:
    weights = {"영화": 1e5, **{f"단어{number}": 100.0 - number / 3 for number in range(199)}}
    layout = layout_of(weights, 1600, 900, edge=22, margin=3, min_font_size=12)
    ink = np.asarray(layout.to_image().convert("L")) > 0
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    assert len(layout.layout_) == len(weights)
    assert np.ptp(columns) > 0.8 * 1600
    assert np.ptp(rows) > 0.75 * 900


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    picture = Image.new("L", (500, 400), 255)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 20, 440, 380), fill=0)
    draw.ellipse((200, 150, 300, 250), fill=255)
    picture.save(tmp_path / "ring.png")
    return tmp_path / "ring.png"


def test_words_stand_inside_the_mask_and_fill_it(ring: Path) -> None:
    mask = fitted(read_mask(ring), 800, 450, EDGE)
    weights = {f"word{number}": 100 / (number + 3) for number in range(150)}
    layout = layout_of(weights, 1, 1, mask=mask, margin=1, min_font_size=6)
    assert (layout.width, layout.height) == (800, 450)
    ink = np.asarray(layout.to_image().convert("L")) > 0
    assert not (ink & (mask == 255)).any()
    assert len(layout.layout_) == len(weights)
    boxes = np.zeros_like(ink)
    for (_, _, (y, x), _, _), each in zip(layout.layout_, layout.inks_, strict=True):
        boxes[y : y + each.height, x : x + each.width] = True
    assert boxes.sum() > 0.45 * (mask == 0).sum()
    assert_apart_and_inside(layout, 0)


def test_the_options_of_wordcloud_hold() -> None:
    weights = {f"word{number}": 100 / (number + 3) for number in range(60)}
    layout = layout_of(
        weights, 400, 200, max_font_size=20, max_words=30, prefer_horizontal=1, scale=2,
        background_color="navy",
    )  # fmt: skip
    assert isinstance(layout, WordCloud)
    assert len(layout.layout_) == 30
    assert max(item[1] for item in layout.layout_) == 20
    assert {item[3] for item in layout.layout_} == {None}
    image = layout.recolor(color_func=lambda **_: "#ff0000").to_image()
    assert image.size == (800, 400)
    assert image.getpixel((0, 0)) == (0, 0, 128)
    assert max(image.getchannel("R").getextrema()) == 255
