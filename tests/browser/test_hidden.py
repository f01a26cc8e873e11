"""Words that a reader hides are nowhere on the page, until they are shown again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import opened
from tests.browser.test_access import PHONE, SHOTS, _serious

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"


def _hide(page: Page, number: int) -> str:
    pick = page.locator(".leading .pick").nth(number)
    word = pick.get_attribute("data-word") or ""
    pick.click()
    page.locator("#detail .actions button").first.click()
    return word


def test_a_hidden_word_leaves_the_page_and_fades_in_the_clouds(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE) as page:
        word = _hide(page, 0)
        own = f'[data-word="{word}"]'
        assert page.locator("#detail").is_hidden()
        for place in (".leading", "#chart", "#sheet"):
            assert page.locator(f"{place} {own} >> visible=true").count() == 0, place
        marks = page.locator(".columns mark >> visible=true").all_inner_texts()
        assert word not in [mark.lower() for mark in marks]
        clouds = page.locator(f"svg.cloud {own}")
        assert clouds.count() == page.locator(f"svg.cloud {own}.gone").count() > 0
        page.locator("#filter").fill(word)
        assert word not in page.locator("#sheet .pick").all_inner_texts()


def test_hidden_words_come_back_one_by_one_or_all_together(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        words = [_hide(page, number) for number in (0, 1, 2)]
        strip = page.locator("#hidden")
        assert "3" in strip.inner_text()
        strip.get_by_role("button", name=words[1]).click()
        assert page.locator(".leading .pick").nth(1).is_visible()
        assert page.locator(".leading .pick").nth(0).is_hidden()
        assert words[1] not in page.url
        strip.locator(".all").press("Enter")
        assert strip.is_hidden()
        assert "hide" not in page.url
        assert page.locator(".gone").count() == 0
        page.go_back()
        assert page.locator(".leading .pick").nth(0).is_hidden()


@pytest.mark.parametrize(
    ("name", "sample", "settings"),
    [
        ("desktop", "english", {}),
        ("korean-phone-dark", "korean",
         {"locale": "ko-KR", "viewport": PHONE, "color_scheme": "dark"}),
    ],
)  # fmt: skip
def test_the_words_hidden_are_told_to_everyone(
    browser: Browser, request: pytest.FixtureRequest, name: str, sample: str,
    settings: dict[str, Any],
) -> None:  # fmt: skip
    folder: Path = request.getfixturevalue(sample)
    with opened(browser, folder / PAGE, **settings) as page:
        for number in (0, 1):
            _hide(page, number)
        page.locator(".leading .pick >> visible=true").first.click()
        page.screenshot(path=SHOTS / f"hidden-{name}.png")
        assert _serious(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_the_clouds_show_as_many_words_as_wanted(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        page.locator("input[name=whose][value='0']").check()
        page.locator("input[name=kind][value=frequency]").check()
        seen = page.locator(".picture:not(.aside) .word >> visible=true")
        assert seen.count() > 50
        biggest = seen.first.get_attribute("data-word")
        page.locator("#most").focus()
        page.keyboard.press("Home")
        assert seen.count() == 5
        assert seen.first.get_attribute("data-word") == biggest
        page.keyboard.press("ArrowRight")
        assert seen.count() == 6
        assert page.locator("#most-shown").inner_text() == "6"
