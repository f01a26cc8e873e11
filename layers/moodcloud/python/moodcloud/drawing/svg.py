"""A laid-out cloud as SVG: real text, to select and to search.

What a page that shows these SVGs may rely on:

- The root is `<svg class="moodcloud" role="img" aria-label="NAME" viewBox="0 0 WIDTH HEIGHT">` in a
  file. The page of a set of results has `<svg class="moodcloud cloud" viewBox="…"
  aria-hidden="true">` without titles and without `<style>`. There is no `id`, so one page can hold
  several.
- A word is `<text class="word TONE" data-word="WORD" fill="#rrggbb" transform="…" font-size="…"
  textLength="…"><title>WORD: count in SENTIMENT, share of its words, z</title>WORD</text>`, with
  nothing between title and word. TONE is `tone-MEANING-STRENGTH`: MEANING is positive, negative,
  neutral, shared or group-0 to group-11, STRENGTH 0 (soft) to 4 (strong). The heaviest word comes
  first, in `<g class="words">`.
- The legend is `<g class="legend">` with `<rect class="TONE">` and `<text>`; what it says of darker
  or brighter colours has the class `on-light` or `on-dark`. The background is
  `<rect class="paper">`, which is not there where the background is transparent.
- A title is `<g class="heading">` with `<text>`.
- `fill` is an attribute: any rule of a style sheet outranks it.
- The family is `moodcloud`; `font_styles` declares it once for all clouds of a table.

Every value is escaped, and the same cloud gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Final

from moodcloud.drawing.cloud_words import CloudWords
from moodcloud.drawing.ink import Face
from moodcloud.drawing.layout import Placed
from moodcloud.drawing.legend import Strip
from moodcloud.drawing.look import Look
from moodcloud.drawing.sfnt import as_woff

FAMILY: Final = "moodcloud"


@dataclass(frozen=True)
class Drawing:
    """A laid-out cloud.

    Attributes:
        placed: The words in their places.
        strip: The legend below them.
        words: What the cloud shows.
        look: How it looks.
        face: Its font.
        title: The title above them; a strip without height where there is none.
    """

    placed: list[Placed]
    strip: Strip
    words: CloudWords
    look: Look
    face: Face
    title: Strip

    @property
    def top(self) -> int:
        """Where the legend starts, in pixels from the upper edge."""
        return self.look.height - self.strip.height

    def svg(self, font_styles: str) -> str:
        """Return a file of its own, with the CSS of its font."""
        width, height = self.look.width, self.look.height
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" class="moodcloud" role="img" '
            f'aria-label="{_escaped(self.words.name)}" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="{FAMILY},sans-serif" '
            'font-weight="bold">'
        )
        return "\n".join([head, f"<style>{font_styles}</style>", *self._body(titles=True), ""])

    def page_svg(self) -> str:
        """Return markup for a page that declares the font and lists each word beside the cloud."""
        # To a screen reader this is a picture whose frame has a name.
        box = f"0 0 {self.look.width} {self.look.height}"
        head = f'<svg class="moodcloud cloud" viewBox="{box}" aria-hidden="true">'
        return "\n".join([head, *self._body(titles=False)])

    def _body(self, titles: bool) -> Iterator[str]:
        look = self.look
        if look.paper is not None:
            yield f'<rect class="paper" width="100%" height="100%" fill="{look.paper}"/>'
        if self.title.labels:
            yield f'<g class="heading" fill="{look.text}">'
            yield from _strip(self.title, look)
            yield "</g>"
        yield '<g class="words">'
        for each, markup in zip(self.placed, self._words, strict=True):
            title = f"<title>{_escaped(self.words.titles[each.word])}</title>" if titles else ""
            yield title.join(markup)
        yield f'</g>\n<g class="legend" fill="{look.text}" transform="translate(0,{self.top})">'
        yield from _strip(self.strip, look)
        yield "</g>"
        yield "</svg>"

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        return list(map(self._word, self.placed))

    def _word(self, placed: Placed) -> tuple[str, str]:
        """Return the markup of a word before its title and after it."""
        size, x, y, ink = placed.size, placed.x, placed.y, placed.ink
        # SVG wants the start of the base line, not the corner of the ink.
        baseline = ink.ascent - ink.top
        if placed.upright:
            position = f"translate({x + baseline},{y + ink.height + ink.left}) rotate(-90)"
        else:
            position = f"translate({x - ink.left},{y + baseline})"
        tone = self.words.tones[placed.word]
        # A browser does not round the widths of letters to pixels: it is told how wide words are.
        length = self.face.advance(size, placed.word)
        text = _escaped(placed.word)
        head = (
            f'<text class="word {tone.css_class}" data-word="{text}" '
            f'fill="{self.look.colour(tone)}" transform="{position}" font-size="{size}" '
            f'textLength="{length}">'
        )
        return head, f"{text}</text>"


def font_styles(font: bytes) -> str:
    """Return CSS that declares a font, embedded as WOFF, for every cloud in a document."""
    data = base64.b64encode(as_woff(font)).decode()
    return (
        f"@font-face{{font-family:{FAMILY};font-weight:bold;"
        f'src:url("data:font/woff;base64,{data}")format("woff")}}'
        ".moodcloud text{font-kerning:none;font-variant-ligatures:none}"
    )


def _strip(strip: Strip, look: Look) -> Iterator[str]:
    for x, y, width, height, tone in strip.swatches:
        yield (
            f'<rect class="{tone.css_class}" x="{x}" y="{y}" width="{width}" height="{height}" '
            f'fill="{look.colour(tone)}"/>'
        )
    # On a page, which has a light and a dark theme, it is right in one of them only.
    theme = "on-dark" if look.background == "dark" else "on-light"
    for label in strip.labels:
        named = f'class="{theme}" ' if label.on_strength else ""
        place = f'{named}x="{label.x}" y="{label.y}" font-size="{label.size}"'
        length = label.ink.left + label.ink.width
        yield f'<text {place} textLength="{length}">{_escaped(label.text)}</text>'


def _escaped(text: str) -> str:
    """Return a text escaped for markup, without characters that are not printable.

    XML forbids some of those, and others turn the direction of text.
    """
    if not text.isprintable():
        text = "".join(each for each in text if each.isprintable())
    return escape(text)
