"""The clouds: what a reader of the pictures may rely on."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.drawing import Cloud, Look, draw_clouds, draw_one
from moodcloud.drawing import cloud_words as offers
from moodcloud.drawing.cloud_words import Offer
from moodcloud.drawing.clouds import draw_cloud, lay_out
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.legend import Legend, lay_legend
from moodcloud.drawing.palettes import Scale
from moodcloud.errors import UploadError
from moodcloud.language import pair_stop_forms
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary.build import Vocabulary, build_vocabulary
from PIL import Image

from tests.conftest import SAMPLES

WIDTH, HEIGHT = 1600, 900
LOOK = Look(WIDTH, HEIGHT)


@pytest.fixture(
    scope="module",
    params=["reviews-en.csv", pytest.param("reviews-ko.csv", marks=pytest.mark.slow)],
)
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
def face(offer: Offer) -> Face:
    return Face(subset_font(offer.texts))


def drawn(offer: Offer, face: Face, look: Look = LOOK) -> Cloud:
    return draw_cloud(offer, look, face, "")


def test_all_words_offered_are_drawn(offer: Offer, face: Face) -> None:
    cloud = drawn(offer, face)
    assert cloud.drawn == tuple(offer.weights)
    assert cloud.dropped == ()


def test_words_stay_off_each_other_the_edges_and_the_legend(offer: Offer, face: Face) -> None:
    layout, strip = lay_out(offer, LOOK, face)
    taken = np.zeros((layout.height, WIDTH), int)
    for (_, _, (y, x), _, _), ink in zip(layout.layout_, layout.inks_, strict=True):
        taken[y : y + ink.height, x : x + ink.width] += ink.coverage > 0
    assert taken.sum() == sum((ink.coverage > 0).sum() for ink in layout.inks_)
    assert taken.max() == 1
    edge = layout.edge
    assert edge >= HEIGHT // 50
    assert taken[edge:-edge, edge:-edge].sum() == taken.sum()
    assert layout.height + strip.height == HEIGHT


def test_a_second_run_gives_the_same_bytes(offer: Offer) -> None:
    one, other = (drawn(offer, Face(subset_font(offer.texts))) for _ in range(2))
    assert one == other


def test_the_strip_of_the_legend_holds_the_legend_only(offer: Offer, face: Face) -> None:
    nothing = Offer(offer.name, {}, {}, {}, offer.legend)
    with_words, without = (
        np.asarray(drawn(each, face).image.convert("L")) for each in (offer, nothing)
    )
    top = HEIGHT - lay_legend(offer.legend, WIDTH, HEIGHT, face).height
    assert (without[:top] == 255).all()
    assert (without[top:] < 255).any()
    # Fewer steps of grey where there are more colours: equal but for rounding.
    assert ((with_words[top:] < 128) == (without[top:] < 128)).mean() > 0.999
    assert (with_words[top:][without[top:] == 255] > 240).all()


def test_what_finds_no_room_is_named(vocabulary: Vocabulary) -> None:
    clouds = draw_clouds(vocabulary, Options(width=200, height=200, max_words=400))
    offered = offers.comparison(vocabulary, 400)
    assert offered is not None
    cloud = clouds.together["comparison"]
    assert cloud.dropped
    assert sorted([*cloud.drawn, *cloud.dropped]) == sorted(offered.weights)


def test_sentiments_bring_as_many_words_each_and_no_word_twice(vocabulary: Vocabulary) -> None:
    offered = offers.comparison(vocabulary, 90)
    assert offered is not None
    z = {name: vocabulary.words["z", name] for name in vocabulary.sentiments}
    for name in vocabulary.sentiments:
        words = [word for word, tone in offered.tones.items() if tone.meaning == name]
        assert len(words) == 30
        assert all(z[name][word] == max(each[word] for each in z.values()) for word in words)
    assert len(offered.weights) == 90


def test_shared_words_are_used_in_every_sentiment(vocabulary: Vocabulary) -> None:
    offered = offers.shared(vocabulary, 200)
    assert offered is not None
    counts = vocabulary.words["count"].loc[list(offered.weights)]
    assert (counts > 0).to_numpy().all()


def test_colour_is_keyness_as_the_legend_says(vocabulary: Vocabulary) -> None:
    z = vocabulary.words["z", "positive"]
    offered = offers.frequency(vocabulary, "positive", 200)
    scale = Scale.of(z[list(offered.weights)])
    low, high = scale.ends
    assert offered.legend.notes[-1] == f"colour: keyness z under {low} to {high} and more"
    for word, tone in offered.tones.items():
        if z[word] < float(low):
            assert tone.strength == 0
        if z[word] >= float(high):
            assert tone.strength == 4
    # Not rank: the most frequent word that is nobody's is as soft as a word can be.
    assert offered.tones[min(offered.weights, key=lambda word: z[word])].strength == 0
    by_z = sorted(offered.tones, key=lambda word: z[word])
    strengths = [offered.tones[word].strength for word in by_z]
    assert strengths == sorted(strengths)


def test_what_is_common_is_stronger_the_less_it_sets_apart(vocabulary: Vocabulary) -> None:
    offered = offers.shared(vocabulary, 200)
    assert offered is not None
    z = pd.DataFrame({name: vocabulary.words["z", name] for name in vocabulary.sentiments})
    far = z.loc[list(offered.weights)].abs().max(axis="columns")
    strengths = [offered.tones[str(word)].strength for word in far.sort_values().index]
    assert strengths == sorted(strengths, reverse=True)


def test_a_sentiment_alone_is_coloured_by_count_and_says_so(vocabulary: Vocabulary) -> None:
    alone = Vocabulary(
        ("positive",),
        vocabulary.running_words,
        vocabulary.words,
        vocabulary.phrases,
        vocabulary.forms,
        vocabulary.pairs,
        vocabulary.emoji,
        vocabulary.language,
    )
    offered = offers.frequency(alone, "positive", 100)
    assert offered.legend.notes == ("size and colour: how often it is used",)
    strengths = [offered.tones[word].strength for word in offered.weights]
    assert strengths == sorted(strengths, reverse=True)
    assert set(draw_clouds(alone, Options()).frequency) == {"positive"}


def test_the_legend_of_many_long_names_stays_inside_the_picture() -> None:
    names = tuple((f"a label of many words, number {n} 🙂", f"group-{n}") for n in range(12))
    notes = (
        "size: how much it sets the sentiment apart",
        "colour: keyness z under 2 to 9 and more",
    )
    legend = Legend(names, notes)
    face = Face(subset_font({legend.text}))
    for width, height in ((1600, 900), (400, 300), (900, 1600), (200, 200)):
        strip = lay_legend(legend, width, height, face)
        assert strip.height < height / 2
        assert len(strip.swatches) == 5 * len(names)
        for x, y, coverage, _ in strip.strokes(height - strip.height, "black", LOOK.colour):
            assert 0 <= x <= x + coverage.shape[1] <= width
            assert 0 <= y <= y + coverage.shape[0] <= height or height == 200


@pytest.mark.parametrize("name", ["positive", "comparison", "shared"])
def test_one_cloud_can_be_drawn_alone(vocabulary: Vocabulary, name: str) -> None:
    options = Options(width=400, height=300, max_words=40)
    cloud = draw_one(vocabulary, name, options)
    assert cloud.image.size == (400, 300)
    clouds = draw_clouds(vocabulary, options)
    assert cloud.png == {**clouds.frequency, **clouds.together}[name].png


def test_a_cloud_that_is_not_there_is_named_with_those_that_are(vocabulary: Vocabulary) -> None:
    with pytest.raises(ValueError, match="'comparison'"):
        draw_one(vocabulary, "angry", Options())


def test_backgrounds_are_what_they_are_called(offer: Offer, face: Face) -> None:
    corner = (0, 0)
    light, dark, clear = (
        drawn(offer, face, Look(400, 300, background)).image.convert("RGBA")
        for background in ("light", "dark", "transparent")
    )
    assert light.getpixel(corner) == (255, 255, 255, 255)
    assert dark.getpixel(corner) == (18, 22, 28, 255)
    assert clear.getchannel("A").getextrema() == (0, 255)
    assert clear.getpixel(corner)[3] == 0  # type: ignore[index]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A dark square in the middle of white."""
    image = Image.new("L", (300, 300), 255)
    image.paste(0, (50, 50, 250, 250))
    image.save(tmp_path / "square.png")
    return tmp_path / "square.png"


def test_words_stand_where_the_mask_is_dark(vocabulary: Vocabulary, picture: Path) -> None:
    options = Options(mask=str(picture), width=800, height=450, max_words=60)
    cloud = draw_one(vocabulary, "positive", options)
    ink = np.asarray(cloud.image.convert("L")) < 250
    # As high as the picture allows, as wide as it is high.
    across = np.nonzero(ink[:400].any(axis=0))[0]
    assert 190 <= across[0] <= across[-1] <= 610
    assert not cloud.dropped


@pytest.mark.parametrize("content", ["no picture", "white", "cut short"])
def test_a_mask_that_is_none_is_refused(picture: Path, content: str) -> None:
    if content == "no picture":
        picture.write_text("<svg/>")
    elif content == "cut short":
        picture.write_bytes(picture.read_bytes()[:100])
    else:
        Image.new("L", (30, 30), 255).save(picture)
    with pytest.raises(UploadError, match="cannot be the mask") as caught:
        Look.of(Options(mask=str(picture)))
    assert caught.value.code == "bad_mask"
    assert "square.png" in caught.value.message


def test_a_font_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"no font at all")
    with pytest.raises(UploadError, match="cannot be the font") as caught:
        Look.of(Options(font=str(tmp_path / "font.ttf")))
    assert caught.value.code == "bad_font"


def latin_font(folder: Path) -> Path:
    path = folder / "latin.ttf"
    path.write_bytes(subset_font(["abcdefghijklmnopqrstuvwxyz':;, 0123456789"]))
    return path


def test_a_font_without_most_of_the_letters_is_refused(tmp_path: Path) -> None:
    words = {"좋다": 3, "영화": 2, "love": 1}
    options = Options(font=str(latin_font(tmp_path)))
    with pytest.raises(UploadError, match="2 of 3 words") as caught:
        draw_one(vocabulary_of(words), "positive", options)
    assert caught.value.code == "bad_font"


def test_words_a_font_cannot_draw_are_named(tmp_path: Path) -> None:
    words = {"좋다": 3, "fine": 2, "love": 1}
    cloud = draw_one(vocabulary_of(words), "positive", Options(font=str(latin_font(tmp_path))))
    assert (cloud.drawn, cloud.dropped) == (("fine", "love"), ("좋다",))


def test_what_files_hold_is_part_of_the_options_not_where_they_lie(
    picture: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.png"
    copy.write_bytes(picture.read_bytes())
    one, same = Options(mask=str(picture)).as_dict(), Options(mask=str(copy)).as_dict()
    assert one == same != Options().as_dict()
    picture.write_bytes(picture.read_bytes() + b"\0")
    assert Options(mask=str(picture)).as_dict() != one
    with pytest.raises(UploadError, match="a file that is there"):
        Options(font=str(tmp_path / "missing.ttf"))


def test_the_font_of_a_picture_holds_its_letters_only() -> None:
    font = subset_font(["가나다", "abc"])
    assert len(font) < FONT_PATH.stat().st_size / 100
    with TTFont(io.BytesIO(font)) as opened:
        assert {chr(code) for code in opened.getBestCmap()} == set("가나다abc")


def vocabulary_of(counts: dict[str, int]) -> Vocabulary:
    """Return a vocabulary of one sentiment."""
    columns: dict[Any, list[float]] = {
        (statistic, "positive"): [float(count) for count in counts.values()]
        for statistic in ("count", "per_million", "z")
    }
    words = pd.DataFrame(columns, index=pd.Index(list(counts), name="word"))
    words["count", "positive"] = words["count", "positive"].astype(int)
    empty = pd.DataFrame()
    return Vocabulary(("positive",), {"positive": 100}, words, empty, empty, empty, empty, "en")
