"""What texts are about, on the page: words lead to their texts, bars are true, hidden words go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import opened
from tests.browser.test_access import PHONE, SHOTS, _serious

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = "report.html"


def _aspects(folder: Path) -> list[dict[str, Any]]:
    aspects: list[dict[str, Any]] = json.loads((folder / "summary.json").read_text())["aspects"]
    return aspects


def test_each_word_of_it_opens_its_texts_and_is_kept_in_the_link(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE) as page:
        for pick in page.locator("#about .pick").all():
            pick.press("Enter")
            word = pick.get_attribute("data-word")
            assert page.locator("#detail-word").inner_text() == word
            assert page.locator("#detail mark").count() > 0, word
            assert pick.get_attribute("aria-pressed") == "true"
            page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [320, 1360])
def test_bars_show_the_shares_of_the_sentiments(
    browser: Browser, english: Path, width: int
) -> None:
    aspects = _aspects(english)
    with opened(browser, english / PAGE, viewport={"width": width, "height": 800}) as page:
        rows = page.locator(".aspects tbody tr").all()
        assert len(rows) == len(aspects)
        for row, aspect in zip(rows, aspects, strict=True):
            bar = row.locator("svg").bounding_box()
            assert bar
            total = sum(aspect["texts"].values())
            for part, texts in zip(
                row.locator("rect").all(), aspect["texts"].values(), strict=True
            ):
                box = part.bounding_box() if texts else {"width": 0}
                assert box
                assert abs(box["width"] / bar["width"] - texts / total) < 0.01


def test_an_aspect_that_is_hidden_leaves_its_row_and_comes_back(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE) as page:
        row = page.locator(".aspects tbody tr").first
        row.locator("th .pick").click()
        page.locator("#detail .actions button").first.click()
        assert row.is_hidden()
        page.locator("#hidden .all").click()
        assert row.is_visible()


@pytest.mark.parametrize(
    ("name", "sample", "settings"),
    [
        ("desktop", "english", {}),
        ("korean-phone-dark", "korean",
         {"locale": "ko-KR", "viewport": PHONE, "color_scheme": "dark"}),
    ],
)  # fmt: skip
def test_it_is_there_for_everyone(
    browser: Browser, request: pytest.FixtureRequest, name: str, sample: str,
    settings: dict[str, Any],
) -> None:  # fmt: skip
    folder = request.getfixturevalue(sample)
    with opened(browser, folder / PAGE, **settings) as page:
        about = page.locator("#about")
        about.screenshot(path=SHOTS / f"about-{name}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not _serious(page)
