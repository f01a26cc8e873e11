"""Where words stand: apart, inside, evenly; by pixels, whatever the words are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.layout import Placed, Room, place
from moodcloud.drawing.look import Look, read_mask
from moodcloud.drawing.painting import Stroke, paint
from PIL import Image, ImageDraw, ImageFont

from tests.laws import examples

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßéñçåø'-!?&"
HANGUL = "".join(map(chr, range(0xAC00, 0xD7A4, 7))) + "ㅋㅎㅠ"
EDGE = 12

latin = st.text(LATIN, min_size=1, max_size=24)
hangul = st.text(HANGUL, min_size=1, max_size=12)
phrases = st.lists(st.one_of(latin, hangul), min_size=1, max_size=4).map(" ".join)
words = st.dictionaries(phrases, st.floats(0.01, 1000), min_size=1, max_size=60)


def placed_of(weights: dict[str, float], room: Room) -> list[Placed]:
    return place(weights, Face(subset_font(weights)), room)


def alone(each: Placed, room: Room) -> tuple[np.ndarray, int]:
    """Render one placed word on a picture of its own, with nothing but Pillow.

    Returns:
        Which pixels of the picture have ink, and how many have ink where nothing is cut.
    """
    font = ImageFont.truetype(str(FONT_PATH), each.size, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = font.getbbox(each.word)
    level = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(level).text((-left, -top), each.word, fill=255, font=font)
    turned = level.transpose(Image.Transpose.ROTATE_90) if each.upright else level
    picture = Image.new("L", (room.width, room.height))
    picture.paste(turned, (each.x, each.y))
    return np.asarray(picture) > 0, int((np.asarray(level) > 0).sum())


def assert_apart_and_inside(placed: list[Placed], room: Room) -> None:
    taken = np.zeros((room.height, room.width), dtype=bool)
    for each in placed:
        ink, whole = alone(each, room)
        inner = ink[room.edge : room.height - room.edge, room.edge : room.width - room.edge]
        assert inner.sum() == whole > 0, f"{each} is cut"
        assert not (taken & ink).any(), f"{each} is on another word"
        taken |= ink


def ink_of(placed: list[Placed], room: Room) -> np.ndarray:
    """Return which pixels of the picture have ink."""
    strokes = [Stroke(each.x, each.y, each.ink.coverage, "white") for each in placed]
    return np.asarray(paint(strokes, room.width, room.height, "black").convert("L")) > 0


@settings(max_examples=examples(25), deadline=None)
@given(weights=words, shape=st.sampled_from([(400, 200), (320, 320), (240, 480)]))
def test_no_two_words_overlap_and_none_is_cut(
    weights: dict[str, float], shape: tuple[int, int]
) -> None:
    room = Room(*shape, edge=EDGE, margin=2, least_size=6)
    placed = placed_of(weights, room)
    assert_apart_and_inside(placed, room)
    for each in placed:
        assert each.size >= 6
        assert each.word in weights


@settings(max_examples=examples(10), deadline=None)
@given(weights=words)
def test_heavier_words_are_not_smaller(weights: dict[str, float]) -> None:
    placed = placed_of(weights, Room(800, 450, edge=EDGE, margin=2, least_size=6))
    assert len(placed) == len(weights)
    # To fit, a word may be a fifth smaller than its weight asks for; a very long one more.
    sizes = [(weights[each.word], each.size) for each in placed if len(each.word) < 12]
    for (heavy, large), (light, small) in pairwise(sizes):
        assert heavy >= light
        assert large >= 0.75 * small - 1


def test_a_word_longer_than_the_picture_costs_no_other_its_place() -> None:
    weights = {"x" * 400: 100.0, **{f"word{number}": 50.0 - number for number in range(40)}}
    placed = placed_of(weights, Room(400, 200, edge=EDGE, margin=2, least_size=6))
    assert {each.word for each in placed} == set(weights) - {"x" * 400}


@pytest.mark.parametrize("shape", [(400, 200), (1080, 1080), (450, 800)])
def test_opposite_margins_are_even(shape: tuple[int, int]) -> None:
    weights = {f"word{number}": 1000 / (number + 3) for number in range(120)}
    room = Room(*shape, edge=EDGE, margin=2, least_size=6)
    placed = placed_of(weights, room)
    ink = ink_of(placed, room)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    assert abs(rows[0] - (shape[1] - 1 - rows[-1])) <= 4
    assert abs(columns[0] - (shape[0] - 1 - columns[-1])) <= 4
    assert len(placed) == len(weights)


def test_words_fill_the_picture_whatever_one_of_them_weighs() -> None:
    weights = {"영화": 1e5, **{f"단어{number}": 100.0 - number / 3 for number in range(199)}}
    room = Room(1600, 900, edge=22, margin=3, least_size=12)
    placed = placed_of(weights, room)
    ink = ink_of(placed, room)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    assert len(placed) == len(weights)
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
    free = Look(800, mask=read_mask(ring)).free(450, EDGE)
    assert free is not None
    weights = {f"word{number}": 100 / (number + 3) for number in range(150)}
    room = Room(800, 450, edge=0, margin=1, least_size=6, free=free)
    placed = placed_of(weights, room)
    ink = ink_of(placed, room)
    assert not (ink & ~free).any()
    assert len(placed) == len(weights)
    boxes = np.zeros_like(ink)
    for each in placed:
        boxes[each.y : each.y + each.ink.height, each.x : each.x + each.ink.width] = True
    assert boxes.sum() > 0.45 * free.sum()
    assert_apart_and_inside(placed, room)
