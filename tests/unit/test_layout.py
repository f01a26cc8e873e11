"""Where words stand: apart, inside, evenly; by pixels, whatever the words are."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations, pairwise
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
LETTERS = str.maketrans("0123456789", "aenorsuvxz")

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


@settings(max_examples=examples(100), deadline=None)
@given(text=st.one_of(latin, hangul, st.text("fjTyV(),.' ", min_size=1)), size=st.integers(6, 60))
def test_a_word_set_from_letters_is_as_pillow_renders_it(text: str, size: int) -> None:
    face = Face(font := subset_font([text]))
    ink, extent = face.ink(size, text), face.extent(size, text)
    whole = ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
    mask, start = whole.getmask2(text)
    width, height = mask.size
    assert (ink.left, ink.top) == start
    assert ink.coverage.shape == (height, width)
    assert ink.coverage.ravel().tolist() == [int(each) for each in mask]
    if width and height:
        assert extent == (width, height)


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


def _columns(word: str) -> int:
    """Return how wide a word is: Hangul is twice as wide as Latin letters."""
    return sum(1 if letter.isascii() else 2 for letter in word)


@settings(max_examples=examples(10), deadline=None)
@given(weights=words)
def test_heavier_words_are_not_smaller(weights: dict[str, float]) -> None:
    placed = placed_of(weights, Room(800, 450, edge=EDGE, margin=2, least_size=6))
    assert len(placed) == len(weights)
    # To fit, a word may be a fifth smaller than its weight asks for; a very long one more.
    sizes = [(weights[each.word], each.size) for each in placed if _columns(each.word) < 12]
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


def boxes_of(placed: list[Placed]) -> np.ndarray:
    """Return left, top, right and bottom of the ink of each word."""
    return np.array([(p.x, p.y, p.x + p.ink.width, p.y + p.ink.height) for p in placed])


@settings(max_examples=examples(15), deadline=None)
@given(
    weights=st.dictionaries(latin, st.floats(0.1, 1000), min_size=4, max_size=60),
    count=st.integers(2, 7),
    shape=st.sampled_from([(800, 450), (450, 800)]),
)
def test_the_parts_of_a_picture_are_apart(
    weights: dict[str, float], count: int, shape: tuple[int, int]
) -> None:
    parts = {word: f"part {number % count}" for number, word in enumerate(sorted(weights))}
    room = Room(*shape, edge=EDGE, margin=2, least_size=6, parts=parts)
    placed = placed_of(weights, room)
    assert_apart_and_inside(placed, room)
    around = {}
    for name in sorted({parts[each.word] for each in placed}):
        own = boxes_of([each for each in placed if parts[each.word] == name])
        around[name] = (*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0))
    # The rectangle around the ink of a part holds no ink of another.
    for one, other in combinations(around.values(), 2):
        apart = [one[2] <= other[0], other[2] <= one[0], one[3] <= other[1], other[3] <= one[1]]
        assert any(apart), around


@pytest.mark.parametrize("length", [3, 7, 12])
def test_words_on_a_line_are_further_apart_than_the_words_of_a_phrase(length: int) -> None:
    weights = {f"{n:0{length}d}".translate(LETTERS): 100 / (n + 5) for n in range(150)}
    room = Room(1600, 900, edge=22, margin=3, least_size=12)
    level = [each for each in placed_of(weights, room) if not each.upright]
    assert len(level) > 100
    boxes, sizes = boxes_of(level), np.array([each.size for each in level])
    smaller = np.minimum.outer(sizes, sizes)
    # On a line: the middle of the smaller word is as high as the letters of the other.
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    on_a_line = np.abs(np.subtract.outer(middle, middle)) < 0.2 * smaller
    gap = boxes[None, :, 0] - boxes[:, None, 2]
    beside = on_a_line & (gap >= 0)
    assert (gap[beside] >= 0.55 * smaller[beside]).all()


@pytest.mark.parametrize(("count", "least"), [(1, 200), (5, 130), (12, 90), (40, 45)])
def test_few_words_are_large(count: int, least: int) -> None:
    weights = {f"word{number}": 100 / (number + 9) for number in range(count)}
    placed = placed_of(weights, Room(1600, 860, edge=22, margin=3, least_size=12))
    assert len(placed) == count
    assert min(each.size for each in placed) >= least
    assert max(each.size for each in placed) <= 0.3 * 860


def test_all_words_are_level_where_that_is_asked_for() -> None:
    weights = {f"word{number}": 100 / (number + 3) for number in range(100)}
    room = Room(800, 450, edge=EDGE, margin=2, least_size=6, level=True)
    placed = placed_of(weights, room)
    assert not any(each.upright for each in placed)
    assert len(placed) == len(weights)
    assert any(each.upright for each in placed_of(weights, replace(room, level=False)))


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
