"""A picture whose dark or opaque part is where words may stand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from moodcloud.drawing.canvas import Grid
from moodcloud.errors import UploadError

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
