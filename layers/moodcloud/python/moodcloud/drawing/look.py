"""How clouds look: background, colours, outline and font, from the options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from moodcloud.drawing.canvas import Grid
from moodcloud.drawing.ink import FONT_PATH, check_font
from moodcloud.drawing.palettes import PAPERS, Tone, colour_of
from moodcloud.errors import UploadError
from moodcloud.options import Options

# --- A picture whose dark or opaque part is where words may stand.

# Pixels below this lightness are dark, from this opacity on opaque; both 0 to 255.
_MIDDLE: Final = 128
_LEAST_SHARE: Final = 0.01
_MOST_PIXELS: Final = 50_000_000


def read_mask(path: Path) -> Grid:
    """Return where words may stand, cut to it, shape (rows, columns).

    Where the picture has transparent parts its opaque part is meant, its dark part otherwise.

    Raises:
        UploadError: `bad_mask`.
    """
    try:
        with Image.open(path) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UploadError(
                    "bad_mask", path=path.name, what="it is larger than 50 megapixels"
                )
            pixels = np.asarray(image.convert("RGBA"))
            grey = np.asarray(image.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        what = getattr(error, "strerror", None) or "it is not a picture"
        raise UploadError("bad_mask", path=path.name, what=what) from error
    opaque = pixels[..., 3] >= _MIDDLE
    inside = (grey < _MIDDLE) if opaque.all() else opaque
    if inside.mean() < _LEAST_SHARE:
        raise UploadError("bad_mask", path=path.name, what="it has no dark or opaque part")
    rows, columns = np.nonzero(inside.any(axis=1))[0], np.nonzero(inside.any(axis=0))[0]
    return np.asarray(inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def fitted(inside: Grid, width: int, height: int, edge: int) -> npt.NDArray[np.uint8]:
    """Return a mask as wordcloud has it: 0 where words may stand, 255 elsewhere.

    Args:
        inside: Of `read_mask`; as large as fits, with its proportions, in the middle.
        width: Of the mask, in pixels.
        height: Of the mask, in pixels.
        edge: Pixels along each edge that stay free.
    """
    rows, columns = inside.shape
    scale = min((width - 2 * edge) / columns, (height - 2 * edge) / rows)
    wide, high = max(1, int(columns * scale)), max(1, int(rows * scale))
    resized = Image.fromarray(inside.astype(np.uint8) * 255).resize((wide, high))
    left, top = (width - wide) // 2, (height - high) // 2
    mask = np.full((height, width), 255, np.uint8)
    mask[top : top + high, left : left + wide][np.asarray(resized) >= _MIDDLE] = 0
    return mask


# --- How clouds look: background, colours, outline and font, from the options.


@dataclass(frozen=True, eq=False)
class Look:
    """How clouds look.

    Attributes:
        width: Of a picture, in pixels.
        height: Of a picture with its legend, in pixels.
        background: A key of `PAPERS`.
        palette: One of `PALETTES`.
        mask: Where words may stand, of `read_mask`; everywhere where None.
        font: The file.
    """

    width: int = 1600
    height: int = 900
    background: str = "light"
    palette: str = "default"
    mask: Grid | None = None
    font: Path = FONT_PATH

    @classmethod
    def of(cls, options: Options) -> Look:
        """Return the look that options ask for, with their files read.

        Raises:
            UploadError: `bad_mask` or `bad_font`.
        """
        if options.font is not None:
            check_font(Path(options.font))
        return cls(
            width=options.width,
            height=options.height,
            background=options.background,
            palette=options.palette,
            mask=None if options.mask is None else read_mask(Path(options.mask)),
            font=FONT_PATH if options.font is None else Path(options.font),
        )

    @property
    def paper(self) -> str | None:
        """The colour of the background; None where there is none."""
        return PAPERS[self.background]

    @property
    def text(self) -> str:
        """The colour of the legend's text."""
        return {"light": "#4a525c", "dark": "#b4bcc8"}.get(self.background, "#757e8a")

    def colour(self, tone: Tone) -> str:
        """Return the colour of a tone as `#rrggbb`."""
        return colour_of(tone, self.palette, self.background)


def tone_styles(tones: Iterable[Tone], palette: str, background: str) -> str:
    """Return CSS rules that give words the colours of another background.

    A page that shows clouds on light and dark puts those of its dark theme where only that reads
    them; they outrank the `fill` that the SVG states.

    Args:
        tones: Of the clouds on the page.
        palette: One of `PALETTES`.
        background: A key of `PAPERS`.
    """
    return "".join(
        f".moodcloud .{tone.css_class}{{fill:{colour_of(tone, palette, background)}}}\n"
        for tone in sorted(set(tones))
    )
