"""Colours: told apart by everybody, readable on their background, strong where keyness is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from moodcloud import options
from moodcloud.drawing import palettes
from moodcloud.drawing.look import Look
from moodcloud.drawing.palettes import (
    GROUPS,
    PAPERS,
    SHARED,
    STRENGTHS,
    StrengthSteps,
    Tone,
    colour_of,
    meaning_of,
    own_colours,
)
from moodcloud.options import PALETTES

SENTIMENTS = ("positive", "neutral", "negative")
MEANINGS = (*SENTIMENTS, SHARED, *(f"group-{number}" for number in range(GROUPS)))
COLOURED = [name for name in PALETTES if name != "grey"]
# Machado, Oliveira & Fernandes (2009), "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", severity 1.0; for linear light.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# CIE 15: linear sRGB to XYZ, and the white of D65.
XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # fmt: skip
WHITE = XYZ.sum(axis=1)


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return CIELAB, in which 2.3 is a difference just seen."""
    ratio = (XYZ @ np.clip(light, 0, 1)) / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def luminance(colour: str) -> float:
    return float(linear(colour) @ XYZ[1])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shades(meaning: str, palette: str, background: str) -> list[str]:
    return [colour_of(Tone(meaning, each), palette, background) for each in range(STRENGTHS)]


def test_options_offer_what_there_is() -> None:
    assert tuple(PAPERS) == options.BACKGROUNDS


@pytest.mark.parametrize("background", PAPERS)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_colour_stands_out_from_its_background(palette: str, background: str) -> None:
    papers = [PAPERS[background]] if PAPERS[background] else ["#ffffff", PAPERS["dark"]]
    if palette == "grey" and background == "transparent":
        papers = ["#ffffff"]
    for paper in papers:
        assert paper is not None
        for meaning in MEANINGS:
            for colour in shades(meaning, palette, background):
                assert contrast(colour, paper) >= 3, (meaning, colour, paper)


@pytest.mark.parametrize("background", PAPERS)
def test_the_legend_can_be_read(background: str) -> None:
    text = Look(background=background).text
    for paper in [PAPERS[background]] if PAPERS[background] else ["#ffffff", PAPERS["dark"]]:
        assert paper is not None
        assert contrast(text, paper) >= (4.5 if PAPERS[background] else 4.0)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("background", PAPERS)
@pytest.mark.parametrize("palette", COLOURED)
def test_the_colour_blind_tell_sentiments_apart(palette: str, background: str, vision: str) -> None:
    seen = {
        meaning: [
            lab(VISION[vision] @ linear(each)) for each in shades(meaning, palette, background)
        ]
        for meaning in SENTIMENTS
    }

    def nearest(one: str, other: str) -> float:
        return min(float(np.linalg.norm(a - b)) for a in seen[one] for b in seen[other])

    # The softest of one against the strongest of the other, too.
    assert nearest("positive", "negative") >= 25
    for one, other in combinations(SENTIMENTS, 2):
        assert nearest(one, other) >= 8


@pytest.mark.parametrize("background", ["light", "dark"])
def test_grey_tells_three_apart_by_lightness(background: str) -> None:
    seen = {
        each: [lab(linear(c))[0] for c in shades(each, "grey", background)] for each in SENTIMENTS
    }
    for one, other in combinations(SENTIMENTS, 2):
        assert min(abs(a - b) for a in seen[one] for b in seen[other]) >= 8


@pytest.mark.parametrize("background", PAPERS)
@pytest.mark.parametrize("palette", PALETTES)
def test_stronger_is_further_from_the_background(palette: str, background: str) -> None:
    for meaning in MEANINGS:
        light = [luminance(each) for each in shades(meaning, palette, background)]
        # In grey on white, the lighter greys.
        assert light == sorted(light, reverse=background != "dark")
        assert len(set(light)) == STRENGTHS


def test_twelve_groups_have_twelve_colours() -> None:
    groups = ("positive", "neutral", "negative", *(f"group {number}" for number in range(GROUPS)))
    meanings = [meaning_of(name, groups) for name in groups]
    colours = [colour for meaning in meanings for colour in shades(meaning, "default", "light")]
    assert len(set(colours)) == len(colours) == 15 * STRENGTHS


@pytest.mark.parametrize(
    "values", [[], [0.0], [-3.0, -1.0], [0.4, 1.2], [1.0, 80.0, 2.2], [10.0, 10.5, 11.0, 95.0]]
)
def test_steps_have_rising_bounds(values: list[float]) -> None:
    steps = StrengthSteps.of(values)
    assert list(steps.bounds) == sorted(set(steps.bounds))
    assert steps.strength(steps.bounds[0] - 1e-6) == 0
    assert steps.strength(steps.bounds[-1]) == STRENGTHS - 1


@pytest.mark.parametrize("own", ["#00aa77", "#cc3300", "#003a70", "#8a2be2", "#777777", "#ffdd00"])
@pytest.mark.parametrize("background", PAPERS)
def test_a_colour_of_the_users_is_a_step_of_its_ramp(own: str, background: str) -> None:
    ramp = [colour_of(Tone("positive", step), "default", background, own) for step in range(5)]
    assert own in ramp
    assert len(set(ramp)) == len(ramp)
    paper = PAPERS[background] or "#ffffff"
    contrasts = [contrast(colour, paper) for colour in ramp]
    assert contrasts == sorted(contrasts)


def test_contrast_is_that_of_the_standard() -> None:
    for one, other in combinations(["#767676", "#ffffff", "#00aa77", "#12161c", "#ffdd00"], 2):
        assert palettes.contrast(one, other) == pytest.approx(contrast(one, other), abs=0.01)
        assert palettes.contrast(other, one) == palettes.contrast(one, other)


def test_colours_are_given_by_name_whatever_its_case() -> None:
    chosen = ["Positive=#0A7", "a = b = #123456", "delta=#abc", "shared=#000000", "nobody=#fff"]
    own, unknown = own_colours(chosen, ["positive", "a = b", "Delta"])
    assert own == {
        "positive": "#00aa77",
        "group-0": "#123456",
        "group-1": "#aabbcc",
        "shared": "#000000",
    }
    assert unknown == ["nobody"]
