"""Groups and periods on the page: chosen, hidden, linked, printed, on a phone, by everyone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options

from tests.browser.chromium import opened
from tests.browser.test_access import PAGE, PHONE, SHOTS, _serious

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOPS = ("North", "<b>South</b>", "East")
WORDS = ("room", "bed", "window", "garden", "coffee", "street", "view", "lift", "lamp", "wall")


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a file in which one shop has mould, and a renovation is told of ever more."""
    folder = tmp_path_factory.mktemp("divided")
    rng = np.random.default_rng(2)
    rows = []
    for number in range(1_200):
        day, label = int(rng.integers(12)), ("positive", "negative")[int(rng.integers(2))]
        held = list(rng.choice(WORDS, 4))
        if label == "negative" and SHOPS[number % 3] == SHOPS[1] and rng.random() < 0.5:
            held.insert(0, "mould")
        if label == "positive" and rng.random() < 0.5 * day / 12:
            held.insert(0, "renovated")
        rows.append((" ".join(held), label, SHOPS[number % 3], f"2024-03-{day + 1:02}"))
    path = folder / "reviews.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([("text", "label", "shop", "day"), *rows])
    options = Options(group_by="shop", time_column="day", max_words=20, width=400, height=300)
    analyze(path, folder / "out", options)
    return folder / "out"


def test_the_words_of_a_sentiment_are_chosen_by_mouse_and_by_keyboard(
    browser: Browser, divided: Path
) -> None:
    with opened(browser, divided / PAGE) as page:
        mould = page.locator('#groups .pick[data-word="mould"]')
        assert mould.is_visible()
        page.locator("#groups label", has_text="positive").click()
        assert mould.is_hidden()
        assert page.url.endswith("#group-words=positive")
        page.keyboard.press("ArrowRight")
        assert mould.is_visible()
        page.go_back()
        assert mould.is_hidden()
        page.reload()
        assert mould.is_hidden()
        assert page.locator("#groups h3 bdi").all_inner_texts() == sorted(SHOPS)


def test_a_word_that_rises_is_shown_with_its_texts_and_can_be_hidden(
    browser: Browser, divided: Path
) -> None:
    with opened(browser, divided / PAGE) as page:
        word = page.locator('#periods .pick[data-word="renovated"]')
        word.click()
        assert page.locator("#detail h2").inner_text() == "renovated"
        assert page.locator("#detail mark").count() > 0
        assert page.locator("#periods .period").count() == 12
        page.evaluate("location.hash = 'hide=renovated'")
        word.wait_for(state="hidden")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("divided", {}),
        ("divided-phone-dark", {"viewport": PHONE, "color_scheme": "dark"}),
        ("divided-korean", {"locale": "ko-KR"}),
    ],
)
def test_everyone_can_read_groups_and_periods(
    browser: Browser, divided: Path, name: str, settings: dict[str, Any]
) -> None:
    with opened(browser, divided / PAGE, **settings) as page:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.locator("#periods details summary").click()
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        assert _serious(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]
        title = page.locator("#groups h2").inner_text()
        assert "shop" in title
        assert ("별" in title) == ("locale" in settings)


def test_shares_of_groups_are_true_to_scale(browser: Browser, divided: Path) -> None:
    with opened(browser, divided / PAGE, viewport=PHONE) as page:
        for card in page.locator("#groups article").all():
            parts = [box.bounding_box() for box in card.locator(".part-bar rect").all()]
            widths = [box["width"] for box in parts if box]
            told = [
                int(each.split()[-1][:-1])
                for each in card.locator(".part-shares li").all_inner_texts()
            ]
            assert np.allclose(100 * np.array(widths) / sum(widths), told, atol=1)


def test_a_phone_says_that_the_chart_goes_on(browser: Browser, divided: Path) -> None:
    for viewport, is_cut in ((PHONE, True), ({"width": 1280, "height": 900}, False)):
        with opened(browser, divided / PAGE, viewport=viewport) as page:
            sheet = ".chart-of-periods .sheet"
            hidden = page.eval_on_selector(sheet, "each => each.scrollWidth - each.clientWidth")
            assert (hidden > 1) == is_cut
            assert page.locator(".chart-of-periods .hint").is_visible() == is_cut


def test_all_words_are_printed(browser: Browser, divided: Path) -> None:
    with opened(browser, divided / PAGE) as page:
        page.locator("#groups label", has_text="positive").click()
        page.emulate_media(media="print")
        assert page.locator('#groups .pick[data-word="mould"]').is_visible()
        assert page.locator("#groups .controls").is_hidden()
