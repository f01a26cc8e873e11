"""A cloud of opened results, as a `WordCloud`: what that library does with a layout works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import moodcloud
import numpy as np
import pytest
from moodcloud.drawing.ink import subset_font
from PIL import Image, ImageFont
from wordcloud import WordCloud

from tests.conftest import ROOT, SAMPLES

CLOUDS = [
    ("positive", "frequency"),
    ("negative", "distinctive"),
    ("comparison", "frequency"),
    ("shared", "frequency"),
]
SIZE = (480, 270)


@pytest.fixture(
    scope="module", params=["light", pytest.param("transparent", marks=pytest.mark.slow)]
)
def results(request: pytest.FixtureRequest) -> moodcloud.Results:
    """Results whose clouds have upright words."""
    return moodcloud.analyze(
        SAMPLES / "reviews-en.csv",
        max_words=60,
        width=SIZE[0],
        height=SIZE[1],
        background=request.param,
    )


@pytest.fixture
def cloud(results: moodcloud.Results) -> WordCloud:
    return results.cloud("positive").to_wordcloud()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kind"), CLOUDS)
def test_it_draws_the_picture_without_the_legend(
    results: moodcloud.Results, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The engine clouds are drawn with; another one may move a letter by a pixel.
    monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", False)
    picture = results.cloud(name, kind)
    drawn = picture.to_wordcloud().to_image()
    assert drawn.width == picture.width
    assert picture.height * 0.8 < drawn.height < picture.height
    ours, theirs = (
        np.asarray(each.convert("RGBA"))[: drawn.height].astype(int) for each in (picture, drawn)
    )
    # A picture has at most 256 colours: steps of a few percent from full ink to none.
    opaque = ours[..., 3] > 127
    assert abs(ours[..., 3] - theirs[..., 3]).max() < 32
    assert abs(ours[opaque] - theirs[opaque])[..., :3].max() < 32


@pytest.mark.parametrize(("name", "kind"), CLOUDS)
def test_it_knows_the_words_their_shares_and_whose_they_are(
    results: moodcloud.Results, name: str, kind: str
) -> None:
    cloud = results.cloud(name, kind).to_wordcloud()
    shares = [share for (_, share), *_ in cloud.layout_]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1
    assert cloud.words_ == {word: share for (word, share), *_ in cloud.layout_}
    if (name, kind) == ("positive", "frequency"):
        top = results.summary["sentiments"]["positive"]["top_words"]
        counts = [entry["count"] for entry in top]
        assert shares[: len(top)] == [count / counts[0] for count in counts]
    file = {**results.summary["clouds"], **results.summary["sentiments"]}[name]
    svg = (results.folder / (file.get("svg") or file["clouds"][kind]["svg"])).read_text("utf-8")
    texts = [each for each in ET.fromstring(svg).iter() if "data-word" in each.attrib]
    found = [(each.get("data-word"), each.get("font-size"), each.get("fill")) for each in texts]
    assert [(w, str(size), colour) for (w, _), size, _, _, colour in cloud.layout_] == found


def test_what_wordcloud_does_with_a_layout_works(cloud: WordCloud, tmp_path: Path) -> None:
    assert isinstance(cloud, WordCloud)
    assert len({orientation for *_, orientation, _ in cloud.layout_}) == 2
    red = cloud.recolor(color_func=lambda **_: "#ff0000").to_array()
    assert np.asarray(cloud).shape == red.shape
    assert red.shape[:2] == (cloud.height, SIZE[0])
    assert (red[..., 0].max(), red[..., 1:3].min()) == (255, 0)
    cloud.to_file(tmp_path / "cloud.png")
    assert Image.open(tmp_path / "cloud.png").size == (SIZE[0], cloud.height)
    svg = ET.fromstring(cloud.to_svg(embed_font=True))
    assert len([each for each in svg.iter() if each.tag.endswith("text")]) == len(cloud.layout_)


def test_scale_and_the_outline_of_a_mask_are_options(results: moodcloud.Results) -> None:
    picture = results.cloud("positive")
    plain = picture.to_wordcloud(mode="RGB", background_color="white")
    assert picture.to_wordcloud(scale=2).to_image().size == (2 * SIZE[0], 2 * plain.height)
    mask = np.zeros((plain.height, plain.width), np.uint8)
    mask[:, : plain.width // 2] = 255
    outlined = picture.to_wordcloud(
        mode="RGB", background_color="white", mask=mask, contour_width=3, contour_color="red"
    )
    changed = (outlined.to_array() != plain.to_array()).any(axis=(0, 2))
    assert abs(np.nonzero(changed)[0] - plain.width // 2).max() < 5


def test_a_font_of_the_users_goes_with_it(tmp_path: Path) -> None:
    font = tmp_path / "latin.ttf"
    font.write_bytes(subset_font(["abcdefghijklmnopqrstuvwxyz':;, 0123456789"]))
    results = moodcloud.analyze(
        SAMPLES / "reviews-en.csv", font=str(font), max_words=9, width=SIZE[0], height=SIZE[1]
    )
    font.unlink()
    assert len(results.cloud("positive").to_wordcloud().to_image().getcolors(100_000)) > 9


def test_the_example_of_the_guide_runs(
    results: moodcloud.Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n([^`]*to_wordcloud[^`]*)```", guide)
    monkeypatch.chdir(tmp_path)
    exec(example, {"reviews": results})
    assert Image.open(tmp_path / "positive.png").width == 2 * SIZE[0]


@pytest.mark.slow
def test_an_analysis_needs_neither_wordcloud_nor_matplotlib(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "sys.modules['wordcloud'] = sys.modules['matplotlib'] = None\n"
        "import moodcloud\n"
        "small = {'max_words': 5, 'width': 300, 'height': 200}\n"
        f"results = moodcloud.analyze({str(SAMPLES / 'reviews-en.csv')!r}, **small)\n"
        "results.cloud('positive'), results._repr_html_()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path)
