"""How clouds look: background, colours, outline and font, from the options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from moodcloud.drawing.canvas import Grid
from moodcloud.drawing.font import FONT_PATH, check_font
from moodcloud.drawing.mask import read_mask
from moodcloud.drawing.palettes import PAPERS, Tone, colour_of
from moodcloud.options import Options


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
