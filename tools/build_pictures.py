"""Draw the pictures of docs/images from the samples.

Usage: python -m tools.build_pictures

The picture of the page needs Chromium and playwright, as the tests of the page do; without them
it stays as it is.
"""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import moodcloud
from moodcloud.comparing.cloud import draw_differences
from PIL import Image

from tests.browser.chromium import executable, missing

ROOT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = ROOT / "docs" / "images"
_OPTIONS: Final = moodcloud.Options(width=1200, height=675, max_words=120)
_COLOURS: Final = 64
# Of the page as a wide window shows it; smaller in the README.
_WINDOW: Final = (1200, 1560)
_SHOWN: Final = (900, 1170)


def main() -> None:
    """Draw them."""
    samples = ROOT / "samples"
    english = moodcloud.analyze(samples / "reviews-en.csv", options=_OPTIONS)
    korean = moodcloud.analyze(samples / "reviews-ko.csv", options=_OPTIONS)
    renovation = moodcloud.analyze(samples / "reviews-en-renovation.csv", options=_OPTIONS)
    _save(english.cloud("positive"), "positive")
    _save(english.cloud("comparison"), "comparison")
    _save(korean.cloud("positive"), "korean")
    cafes = moodcloud.analyze(samples / "cafes-en.csv", options=_OPTIONS, sentiment_column="cafe")
    _save(cafes.cloud("comparison"), "cafes")
    both = moodcloud.compare(english, renovation)
    small = moodcloud.Options(width=900, height=450)
    clouds = draw_differences(both.comparison, both.running_words, small, "en")
    if clouds is not None:
        _save(Image.open(io.BytesIO(clouds.together["comparison"].png)), "rose")
    if reason := missing():
        print(f"The pictures of pages stay as they are: {reason}")
        return
    # The folder of the results is there as long as they are.
    shown = moodcloud.analyze(samples / "reviews-en.csv")
    _save_page(shown.report, "page")
    with TemporaryDirectory() as folder:
        _save_page(both.save(folder) / "comparison.html", "changes", word="new")


def _save_page(report: Path, name: str, word: str = "") -> None:
    """Save what a wide window shows of a page.

    Args:
        report: The page.
        name: The name of the picture.
        word: The word that is chosen; empty for none.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WINDOW[0], "height": _WINDOW[1]})
        page.goto(report.resolve().as_uri() + (f"#word={word}" if word else ""))
        page.wait_for_load_state("networkidle")
        taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        _save(taken.resize(_SHOWN, Image.Resampling.LANCZOS), name)
        browser.close()


def _save(picture: Image.Image, name: str) -> None:
    # A word has one colour: a small palette is enough, and a quarter of the bytes.
    reduced = picture.convert("RGB").quantize(
        _COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    reduced.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
