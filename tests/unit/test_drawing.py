"""The clouds: what a reader of the pictures may rely on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.drawing import draw_clouds, offers
from moodcloud.drawing.cloud import Offer, draw_cloud, lay_out
from moodcloud.drawing.font import subset_font
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Legend, lay_legend
from moodcloud.drawing.palettes import palette_of
from moodcloud.language import pair_stop_forms
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary import Vocabulary, build_vocabulary
from PIL import Image

from tests.conftest import SAMPLES

WIDTH, HEIGHT = 1600, 900


@pytest.fixture(scope="module", params=["reviews-en.csv", "reviews-ko.csv"])
def vocabulary(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Vocabulary:
    folder, options = tmp_path_factory.mktemp("vocabulary"), Options()
    with connect(folder) as connection:
        table = read_table(SAMPLES / request.param, options, folder, connection, None)
        counts = count(connection, table, pair_stop_forms((), ()))
        return build_vocabulary(counts, tuple(table.sentiments), options)


@pytest.fixture(params=["frequency", "distinctive", "comparison", "shared"])
def offer(request: pytest.FixtureRequest, vocabulary: Vocabulary) -> Offer:
    made = {
        "frequency": offers.frequency(vocabulary, "positive", 200),
        "distinctive": offers.distinctive(vocabulary, "negative", 200),
        "comparison": offers.comparison(vocabulary, 200),
        "shared": offers.shared(vocabulary, 200),
    }[request.param]
    assert made is not None
    return made


@pytest.fixture
def font(offer: Offer, tmp_path: Path) -> Path:
    return subset_font({*offer.weights, offer.legend.text}, tmp_path)


def ink(layout: Layout) -> Iterator[tuple[slice, slice, np.ndarray]]:
    for (_, _, (y, x), _, _), each in zip(layout.layout_, layout.inks_, strict=True):
        yield slice(y, y + each.height), slice(x, x + each.width), each.coverage > 0


def words_of(svg: str) -> list[str]:
    words = svg.partition('<g class="words">')[2].partition('<g class="legend"')[0]
    return [unescape(word) for word in re.findall(r"<text[^>]*>([^<]*)</text>", words)]


def test_no_two_words_overlap_and_none_is_cut(offer: Offer, font: Path) -> None:
    layout, strip = lay_out(offer, WIDTH, HEIGHT, font)
    taken = np.zeros((layout.height, WIDTH), int)
    for rows, columns, covered in ink(layout):
        # At the edge, or in the legend below, there would be fewer pixels than the word has.
        assert taken[rows, columns].shape == covered.shape
        taken[rows, columns] += covered
    assert taken.max() == 1
    assert layout.height + strip.height == HEIGHT


def test_all_words_offered_are_drawn(offer: Offer, font: Path) -> None:
    cloud = draw_cloud(offer, WIDTH, HEIGHT, font)
    assert cloud.drawn == tuple(offer.weights)
    assert cloud.dropped == ()


def test_the_svg_has_the_words_of_the_png(offer: Offer, font: Path) -> None:
    cloud = draw_cloud(offer, WIDTH, HEIGHT, font)
    assert sorted(words_of(cloud.svg)) == sorted(cloud.drawn)
    for name, _ in offer.legend.names:
        assert f">{name}</text>" in cloud.svg


def test_a_second_run_gives_the_same_bytes(offer: Offer, font: Path) -> None:
    assert draw_cloud(offer, WIDTH, HEIGHT, font) == draw_cloud(offer, WIDTH, HEIGHT, font)


def test_the_strip_of_the_legend_holds_the_legend_only(offer: Offer, font: Path) -> None:
    nothing = Offer({}, {}, offer.legend)
    with_words, without = (
        np.asarray(Image.open(io.BytesIO(draw_cloud(each, WIDTH, HEIGHT, font).png)).convert("L"))
        for each in (offer, nothing)
    )
    top = HEIGHT - lay_legend(offer.legend, WIDTH, HEIGHT, str(font)).height
    assert (without[:top] == 255).all()
    assert (without[top:] < 255).any()
    # Fewer steps of grey where there are more colours: equal but for rounding.
    assert ((with_words[top:] < 128) == (without[top:] < 128)).mean() > 0.999
    assert (with_words[top:][without[top:] == 255] > 240).all()


def test_a_layout_is_still_one_of_wordcloud(offer: Offer, font: Path) -> None:
    layout, _ = lay_out(offer, WIDTH, HEIGHT, font)
    recoloured = layout.recolor(color_func=lambda **_: "#ff0000").to_image()
    colours = {colour for _, colour in recoloured.getcolors(256) if colour != (255, 255, 255)}
    assert all(red == 255 and green == blue < 255 for red, green, blue in colours)


def test_what_finds_no_room_is_named(vocabulary: Vocabulary, tmp_path: Path) -> None:
    clouds = draw_clouds(vocabulary, Options(width=200, height=200, max_words=400), tmp_path)
    offered = offers.comparison(vocabulary, 400)
    assert offered is not None
    cloud = clouds.together["comparison"]
    assert cloud.dropped
    assert sorted([*cloud.drawn, *cloud.dropped]) == sorted(offered.weights)
    assert sorted(words_of(cloud.svg)) == sorted(cloud.drawn)


def test_sentiments_bring_as_many_words_each_and_no_word_twice(vocabulary: Vocabulary) -> None:
    offered = offers.comparison(vocabulary, 90)
    assert offered is not None
    z = {name: vocabulary.words["z", name] for name in vocabulary.sentiments}
    for name in vocabulary.sentiments:
        palette = palette_of(name, vocabulary.sentiments)
        words = [word for word, each in offered.palettes.items() if each == palette]
        assert len(words) == 30
        assert all(z[name][word] == max(each[word] for each in z.values()) for word in words)
    assert len(offered.weights) == 90


def test_shared_words_are_used_in_every_sentiment(vocabulary: Vocabulary) -> None:
    offered = offers.shared(vocabulary, 200)
    assert offered is not None
    counts = vocabulary.words["count"].loc[list(offered.weights)]
    assert (counts > 0).to_numpy().all()


def test_twelve_groups_have_twelve_colours() -> None:
    groups = ("positive", "neutral", "negative", *(f"group {number}" for number in range(12)))
    colours = [colour for name in groups for colour in palette_of(name, groups)]
    assert len(set(colours)) == len(colours)


def test_the_legend_of_many_long_names_stays_inside_the_picture(tmp_path: Path) -> None:
    names = tuple((f"a label of many words, number {n} 🙂", f"#{n:02}4488") for n in range(12))
    legend = Legend(names, "size: how much it sets the sentiment apart")
    font = subset_font({legend.text}, tmp_path)
    for width, height in ((1600, 900), (400, 300), (900, 1600)):
        strip = lay_legend(legend, width, height, str(font))
        assert strip.height < height / 3
        assert len(strip.swatches) == len(names)
        for x, y, coverage, _ in strip.strokes(height - strip.height):
            assert 0 <= x <= x + coverage.shape[1] <= width
            assert 0 <= y <= y + coverage.shape[0] <= height
