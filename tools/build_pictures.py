"""Draw the pictures of docs/images from the samples.

Usage: python -m tools.build_pictures
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import moodcloud
from moodcloud.comparing.cloud import draw_differences
from PIL import Image

ROOT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = ROOT / "docs" / "images"
_OPTIONS: Final = moodcloud.Options(width=1200, height=675, max_words=120)
_COLOURS: Final = 64


def main() -> None:
    """Draw them."""
    samples = ROOT / "samples"
    english = moodcloud.analyze(samples / "reviews-en.csv", options=_OPTIONS)
    korean = moodcloud.analyze(samples / "reviews-ko.csv", options=_OPTIONS)
    renovation = moodcloud.analyze(samples / "reviews-en-renovation.csv", options=_OPTIONS)
    _save(english.cloud("positive"), "positive")
    _save(english.cloud("comparison"), "comparison")
    _save(korean.cloud("positive"), "korean")
    both = moodcloud.compare(english, renovation)
    small = moodcloud.Options(width=900, height=450)
    cloud = draw_differences(both.comparison, both.running_words, small, "en")
    if cloud is not None:
        _save(Image.open(io.BytesIO(cloud.png)), "rose")


def _save(picture: Image.Image, name: str) -> None:
    # A word has one colour: a small palette is enough, and a quarter of the bytes.
    reduced = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    reduced.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
