"""A laid-out cloud as SVG: real text, to select and to search.

What a page that has these SVGs within may rely on:

- The root is `<svg class="moodcloud" role="…" aria-label="…" viewBox="0 0 WIDTH HEIGHT">`: `img` in
  a file of its own, `group` in `inline_svg`, so that words in it can be reached and read one by
  one. There is no `id`, so several stand in one page, and `inline_svg` has no `<style>`.
- A word is `<text class="word TONE" data-word="WORD" fill="#rrggbb" transform="…" font-size="…"
  textLength="…"><title>WORD: count in SENTIMENT, share of its words, z</title>WORD</text>`, with
  nothing between title and word. TONE is `tone-MEANING-STRENGTH`: MEANING is positive, negative,
  neutral, shared or group-0 to group-11, STRENGTH 0 (soft) to 4 (strong). Words stand heaviest
  first, in `<g class="words">`.
- The legend is `<g class="legend">` with `<rect class="TONE">` and `<text>`; the background is
  `<rect class="paper">`, which is not there where the background is transparent.
- `fill` is an attribute: any rule of a style sheet outranks it. `tone_styles` makes the rules for
  another background.
- The family is `moodcloud`; `font_styles` declares it once for all clouds of a table.

Every value is escaped, and the same cloud gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from typing import Final

from PIL import Image

from moodcloud.drawing.cloud_words import Offer
from moodcloud.drawing.ink import woff_of
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Strip
from moodcloud.drawing.look import Look

FAMILY: Final = "moodcloud"
# What a file of its own and a part of a page differ in.
_INLINE: Final = 'role="group"'
_ALONE: Final = 'role="img"'


def inline_svg(layout: Layout, strip: Strip, offer: Offer, look: Look) -> str:
    """Return the SVG of a layout with its legend below, without its font.

    Args:
        layout: A laid-out cloud.
        strip: Its legend.
        offer: What it shows.
        look: How.
    """
    width, height = look.width, look.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="moodcloud" {_INLINE} '
        f'aria-label="{_escaped(offer.name)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FAMILY},sans-serif" font-weight="bold">'
    ]
    if look.paper is not None:
        lines.append(f'<rect class="paper" width="100%" height="100%" fill="{look.paper}"/>')
    lines += [
        '<g class="words">',
        *_words(layout, offer),
        f'</g>\n<g class="legend" fill="{look.text}" transform="translate(0,{layout.height})">',
        *_legend(strip, look),
        "</g>",
    ]
    return "\n".join([*lines, "</svg>\n"])


def with_font(inline: str, styles: str) -> str:
    """Return an SVG of `inline_svg` as a file of its own, with the styles of its font."""
    head, _, rest = inline.replace(_INLINE, _ALONE, 1).partition("\n")
    return f"{head}\n<style>{styles}</style>\n{rest}"


def font_styles(font: bytes) -> str:
    """Return CSS that declares a font, embedded as WOFF, for every cloud in a document."""
    data = base64.b64encode(woff_of(font)).decode()
    return (
        f"@font-face{{font-family:{FAMILY};font-weight:bold;"
        f'src:url("data:font/woff;base64,{data}")format("woff")}}'
        ".moodcloud text{font-kerning:none;font-variant-ligatures:none}"
    )


def _words(layout: Layout, offer: Offer) -> Iterator[str]:
    placed = zip(layout.layout_, layout.inks_, strict=True)
    for ((word, _), size, (y, x), orientation, colour), ink in placed:
        # The corner of a word's ink stands at (x, y); SVG wants the start of its base line.
        baseline = ink.ascent - ink.top
        if orientation == Image.Transpose.ROTATE_90:
            place = f"translate({x + baseline},{y + ink.height + ink.left}) rotate(-90)"
        else:
            place = f"translate({x - ink.left},{y + baseline})"
        # A browser does not round the widths of letters to pixels: it is told how wide words are.
        length = layout.face.advance(size, word)
        text = _escaped(word)
        yield (
            f'<text class="word {offer.tones[word].css_class}" data-word="{text}" fill="{colour}" '
            f'transform="{place}" font-size="{size}" textLength="{length}">'
            f"<title>{_escaped(offer.titles[word])}</title>{text}</text>"
        )


def _legend(strip: Strip, look: Look) -> Iterator[str]:
    for x, y, width, height, tone in strip.swatches:
        yield (
            f'<rect class="{tone.css_class}" x="{x}" y="{y}" width="{width}" height="{height}" '
            f'fill="{look.colour(tone)}"/>'
        )
    for label in strip.labels:
        place = f'x="{label.x}" y="{label.y}" font-size="{label.size}"'
        length = label.ink.left + label.ink.width
        yield f'<text {place} textLength="{length}">{_escaped(label.text)}</text>'


def _escaped(text: str) -> str:
    """Return a text as markup has it; what XML forbids, and what turns text around, is left out."""
    return escape("".join(each for each in text if each.isprintable()))
