"""The clouds: what a reader of the pictures may rely on."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.drawing import CandidateWords, Cloud, Look, draw_clouds
from moodcloud.drawing.cloud_words import CloudWords
from moodcloud.drawing.clouds import draw_cloud, lay_out
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.legend import Legend, lay_legend
from moodcloud.errors import UploadError
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.vocabulary.build import build_vocabulary
from PIL import Image

from tests.conftest import SAMPLES
from tests.unit.word_tables import table_of

WIDTH, HEIGHT = 1600, 900
LOOK = Look(WIDTH, HEIGHT)


@pytest.fixture(
    scope="module",
    params=["reviews-en.csv", pytest.param("reviews-ko.csv", marks=pytest.mark.slow)],
)
def candidates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> CandidateWords:
    folder, options = tmp_path_factory.mktemp("vocabulary"), Options()
    with connect(folder) as connection:
        table = read_table(SAMPLES / request.param, options, folder, connection, None)
        counts = count(connection, table, bigram_stop_words((), ()))
        vocabulary = build_vocabulary(counts, tuple(table.sentiments), options)
    return CandidateWords(vocabulary.words, vocabulary.running_words)


@pytest.fixture(
    scope="module",
    params=[
        "frequency",
        "comparison",
        pytest.param("distinctive", marks=pytest.mark.slow),
        pytest.param("shared", marks=pytest.mark.slow),
    ],
)
def words(request: pytest.FixtureRequest, candidates: CandidateWords) -> CloudWords:
    made = {
        "frequency": candidates.frequency("positive", 200),
        "distinctive": candidates.distinctive("negative", 200),
        "comparison": candidates.comparison(200),
        "shared": candidates.shared(200),
    }[request.param]
    assert made is not None
    return made


@pytest.fixture(scope="module")
def face(words: CloudWords) -> Face:
    return Face(subset_font(words.texts))


@pytest.fixture(scope="module")
def cloud(words: CloudWords, face: Face) -> Cloud:
    return drawn(words, face)


def drawn(words: CloudWords, face: Face, look: Look = LOOK) -> Cloud:
    return draw_cloud(words, look, face, "")


def picture_of(cloud: Cloud) -> Image.Image:
    return Image.open(io.BytesIO(cloud.png))


def test_all_words_chosen_are_drawn(words: CloudWords, cloud: Cloud) -> None:
    assert cloud.drawn == tuple(words.weights)
    assert cloud.dropped == ()


def test_words_stay_off_each_other_the_edges_and_the_legend(words: CloudWords, face: Face) -> None:
    drawing = lay_out(words, LOOK, face)
    taken = np.zeros((drawing.top, WIDTH), int)
    for each in drawing.placed:
        ink = each.ink
        taken[each.y : each.y + ink.height, each.x : each.x + ink.width] += ink.coverage > 0
    assert taken.sum() == sum((each.ink.coverage > 0).sum() for each in drawing.placed)
    assert taken.max() == 1
    edge = HEIGHT // 50
    assert taken[edge:-edge, edge:-edge].sum() == taken.sum()


def test_a_second_run_gives_the_same_bytes(words: CloudWords, cloud: Cloud) -> None:
    assert drawn(words, Face(subset_font(words.texts))) == cloud


def test_the_strip_of_the_legend_holds_the_legend_only(
    words: CloudWords, face: Face, cloud: Cloud
) -> None:
    nothing = drawn(CloudWords(words.name, {}, {}, {}, words.legend), face)
    with_words, without = (np.asarray(picture_of(each).convert("L")) for each in (cloud, nothing))
    top = HEIGHT - lay_legend(words.legend, WIDTH, HEIGHT, face).height
    assert (without[:top] == 255).all()
    assert (without[top:] < 255).any()
    # Fewer steps of grey where there are more colours: equal but for rounding.
    assert ((with_words[top:] < 128) == (without[top:] < 128)).mean() > 0.999
    assert (with_words[top:][without[top:] == 255] > 240).all()


@pytest.mark.slow
def test_what_finds_no_room_is_named(candidates: CandidateWords) -> None:
    clouds = draw_clouds(candidates, Options(width=200, height=200, max_words=400))
    chosen = candidates.frequency("positive", 400)
    cloud = clouds.frequency["positive"]
    assert cloud.dropped
    assert sorted([*cloud.drawn, *cloud.dropped]) == sorted(chosen.weights)


def test_sentiments_bring_as_many_words_each_and_no_word_twice(candidates: CandidateWords) -> None:
    table = candidates.words.frame()
    for name in candidates.sentiments:
        table["significant", name] = True
    chosen = CandidateWords(table_of(table), candidates.running_words).comparison(90)
    assert chosen is not None
    z = {name: table["z", name] for name in candidates.sentiments}
    for name in candidates.sentiments:
        words = [word for word, tone in chosen.tones.items() if tone.meaning == name]
        assert len(words) == 30
        assert all(z[name][word] == max(each[word] for each in z.values()) for word in words)
    assert len(chosen.weights) == 90
    assert not chosen.paler


@pytest.mark.parametrize("most", [6, 60, 200])
def test_no_colour_is_in_the_part_of_another(candidates: CandidateWords, most: int) -> None:
    chosen = candidates.comparison(most)
    assert chosen is not None
    face = Face(subset_font(chosen.texts))
    pixels = np.asarray(picture_of(drawn(chosen, face)).convert("RGB")).astype(int)
    top = HEIGHT - lay_legend(chosen.legend, WIDTH, HEIGHT, face).height
    columns = []
    for meaning in dict.fromkeys(tone.meaning for tone in chosen.tones.values()):
        own = {tone for tone in chosen.tones.values() if tone.meaning == meaning}
        shades = [LOOK.colour(tone) for tone in own]
        rgb = [[int(shade[at : at + 2], 16) for at in (1, 3, 5)] for shade in shades]
        ink = (pixels[:top, :, None, :] == np.array(rgb)).all(axis=-1).any(axis=-1)
        columns.append(np.nonzero(ink.any(axis=0))[0])
    for left, right in pairwise(columns):
        assert left[-1] < right[0]


def test_shared_words_are_used_in_every_sentiment(candidates: CandidateWords) -> None:
    chosen = candidates.shared(200)
    assert chosen is not None
    counts = candidates.words.frame()["count"].loc[list(chosen.weights)]
    assert (counts > 0).to_numpy().all()


def test_colour_is_keyness_as_the_legend_says(candidates: CandidateWords) -> None:
    words = candidates.words.frame()
    z = words["z", "positive"]
    chosen = candidates.frequency("positive", 200)
    sure = words["significant", "positive"] & (z > 0)
    assert chosen.legend.notes[-1] == "darker: more typical of positive"
    for word, tone in chosen.tones.items():
        assert (tone.strength > 0) == sure[word]
    # Not rank: the most frequent word that is nobody's is as soft as a word can be.
    assert chosen.tones[min(chosen.weights, key=lambda word: z[word])].strength == 0
    by_z = sorted((word for word in chosen.tones if sure[word]), key=lambda word: z[word])
    strengths = [chosen.tones[word].strength for word in by_z]
    assert strengths == sorted(strengths)


def test_what_is_common_is_stronger_the_less_it_sets_apart(candidates: CandidateWords) -> None:
    chosen = candidates.shared(200)
    assert chosen is not None
    words = candidates.words.frame()
    z = pd.DataFrame({name: words["z", name] for name in candidates.sentiments})
    far = z.loc[list(chosen.weights)].abs().max(axis="columns")
    strengths = [chosen.tones[str(word)].strength for word in far.sort_values().index]
    assert strengths == sorted(strengths, reverse=True)


def test_a_sentiment_alone_is_coloured_by_count_and_says_so(candidates: CandidateWords) -> None:
    running = candidates.running_words["positive"]
    alone = CandidateWords(candidates.words, {"positive": running})
    chosen = alone.frequency("positive", 100)
    assert chosen.legend.notes == ("size and colour: how often it is used",)
    strengths = [chosen.tones[word].strength for word in chosen.weights]
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
        for x, y, coverage, _ in strip.strokes(height - strip.height, LOOK):
            assert 0 <= x <= x + coverage.shape[1] <= width
            assert 0 <= y <= y + coverage.shape[0] <= height or height == 200


def test_backgrounds_are_what_they_are_called(words: CloudWords, face: Face) -> None:
    corner = (0, 0)
    light, dark, clear = (
        picture_of(drawn(words, face, Look(400, 300, background))).convert("RGBA")
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


@pytest.mark.slow
def test_words_stand_where_the_mask_is_dark(candidates: CandidateWords, picture: Path) -> None:
    options = Options(mask=str(picture), width=800, height=450, max_words=60)
    cloud = draw_clouds(candidates, options).frequency["positive"]
    ink = np.asarray(picture_of(cloud).convert("L")) < 250
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
        draw_clouds(candidates_of(words), options)
    assert caught.value.code == "bad_font"


def test_words_no_font_can_draw_are_named(tmp_path: Path) -> None:
    words = {"ດີ": 3, "fine": 2, "love": 1}
    options = Options(font=str(latin_font(tmp_path)))
    cloud = draw_clouds(candidates_of(words), options).frequency["positive"]
    assert (cloud.drawn, cloud.dropped) == (("fine", "love"), ("ດີ",))


def test_letters_that_a_font_lacks_are_those_of_another(tmp_path: Path) -> None:
    words = {"좋다": 3, "fine": 2, "love": 1}
    options = Options(font=str(latin_font(tmp_path)))
    cloud = draw_clouds(candidates_of(words), options).frequency["positive"]
    assert (cloud.drawn, cloud.dropped) == (("좋다", "fine", "love"), ())


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


def candidates_of(counts: dict[str, int]) -> CandidateWords:
    """Return the words of one sentiment."""
    columns: dict[Any, list[float]] = {
        (statistic, "positive"): [float(count) for count in counts.values()]
        for statistic in ("count", "z")
    }
    words = pd.DataFrame(columns, index=pd.Index(list(counts), name="word"))
    words["count", "positive"] = words["count", "positive"].astype(int)
    words["texts", "positive"] = words["count", "positive"]
    words["significant", "positive"] = True
    return CandidateWords(table_of(words), {"positive": 100})


def test_letters_that_shaping_would_turn_or_join_are_not_drawn() -> None:
    strange = "بאकမខ"
    with TTFont(io.BytesIO(subset_font(["abcde"], FONT_PATH))) as opened:
        known = opened.getBestCmap()
        glyphs = dict(zip(strange, (known[ord(each)] for each in "abcde"), strict=True))
        for table in opened["cmap"].tables:
            table.cmap |= {ord(letter): glyph for letter, glyph in glyphs.items()}
        opened.save(saved := io.BytesIO())
    face = Face(saved.getvalue())
    assert face.can_draw("abcde")
    assert not any(map(face.can_draw, strange))
