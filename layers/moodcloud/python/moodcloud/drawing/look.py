"""How clouds look: background, colours, outline and font, from the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from moodcloud.drawing.ink import FONT_PATH, check_font
from moodcloud.drawing.palettes import PAPERS, Tone, colour_of, own_colours
from moodcloud.drawing.placing import Grid
from moodcloud.errors import UploadError
from moodcloud.options import Options

# A pixel is dark below this lightness, and opaque from this opacity on; both are 0 to 255.
_MIDDLE: Final = 128
_LEAST_SHARE: Final = 0.01
_MOST_PIXELS: Final = 50_000_000


def read_mask(path: Path) -> Grid:
    """Return where words may be: the opaque part of a picture, or its dark part if all is opaque.

    The grid, shape (rows, columns), is cut to that part.

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


@dataclass(frozen=True, eq=False)
class Look:
    """How clouds look.

    Attributes:
        width: The width of a picture in pixels.
        height: The height of a picture with its legend in pixels.
        background: A key of `PAPERS`.
        palette: One of `PALETTES`.
        mask: Where words may be, from `read_mask`; None: everywhere.
        font: The file of the font.
        own: The user's colours by meaning.
        level: Whether all words are level: none is upright.
    """

    width: int = 1600
    height: int = 900
    background: str = "light"
    palette: str = "default"
    mask: Grid | None = None
    font: Path = FONT_PATH
    own: Mapping[str, str] = field(default_factory=dict)
    level: bool = False

    @classmethod
    def of(cls, options: Options, sentiments: Sequence[str] = ()) -> Look:
        """Return the look that options ask for, with their files read.

        Args:
            options: The options.
            sentiments: All sentiments of the table, which colours are given to.

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
            own=own_colours(options.colour, sentiments)[0],
            level=options.orientation == "horizontal",
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
        return colour_of(tone, self.palette, self.background, self.own.get(tone.meaning))

    def free(self, height: int, edge: int) -> Grid | None:
        """Return where words may be in a picture, pixel by pixel; None means everywhere.

        Args:
            height: The height of the picture without its legend, in pixels. The mask is in its
                middle, as large as fits, with its proportions.
            edge: How many pixels along each edge stay free.
        """
        if self.mask is None:
            return None
        rows, columns = self.mask.shape
        scale = min((self.width - 2 * edge) / columns, (height - 2 * edge) / rows)
        wide, high = max(1, int(columns * scale)), max(1, int(rows * scale))
        resized = Image.fromarray(self.mask.astype(np.uint8) * 255).resize((wide, high))
        left, top = (self.width - wide) // 2, (height - high) // 2
        free = np.zeros((height, self.width), dtype=bool)
        free[top : top + high, left : left + wide] = np.asarray(resized) >= _MIDDLE
        return free
