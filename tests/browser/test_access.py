"""The page for everyone: keyboard, screen reader, phone, dark, English and Korean."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import opened
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"
PHONE = {"width": 390, "height": 844}
# For people to look at; git knows nothing of them.
SHOTS = ROOT / "out" / "screenshots"


def _serious(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(
    ("name", "sample", "settings"),
    [
        ("desktop", "english", {}),
        ("dark", "english", {"color_scheme": "dark"}),
        ("phone", "english", {"viewport": PHONE}),
        ("korean", "korean", {"locale": "ko-KR"}),
        (
            "korean-phone-dark",
            "korean",
            {"locale": "ko-KR", "viewport": PHONE, "color_scheme": "dark"},
        ),
    ],
)
def test_axe_reports_nothing_serious_and_nothing_is_cut_off(
    browser: Browser,
    request: pytest.FixtureRequest,
    name: str,
    sample: str,
    settings: dict[str, Any],
) -> None:
    folder: Path = request.getfixturevalue(sample)
    with opened(browser, folder / PAGE, **settings) as page:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        # What a choice opens comes on top of all that there is without.
        page.locator(".leading .pick").first.click()
        page.screenshot(path=SHOTS / f"{name}-chosen.png")
        assert _serious(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_everything_can_be_reached_by_keyboard(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:

        def tab_to(selector: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
            raise AssertionError(f"Tab never comes to {selector}")

        tab_to(".skip")
        tab_to(".leading .pick")
        assert page.locator("#tip").is_visible()
        tab_to(".picture .frame")
        page.keyboard.press("ArrowRight")
        first = page.locator(".picture .here >> visible=true").get_attribute("data-word") or ""
        assert first in page.locator("#tip").inner_text()
        assert first in page.locator("#spoken").inner_text()
        page.keyboard.press("ArrowDown")
        second = page.locator(".picture .here >> visible=true").get_attribute("data-word") or ""
        assert second != first
        page.keyboard.press("Enter")
        assert page.locator("#detail h2").inner_text() == second
        assert page.evaluate("document.activeElement.id") == "detail"
        page.keyboard.press("Escape")
        assert page.locator("#detail").is_hidden()
        assert page.evaluate("document.activeElement.matches('.picture .frame')")
        # Arrows go on from the word that was left.
        page.keyboard.press("ArrowUp")
        third = page.locator(".picture .here >> visible=true").get_attribute("data-word") or ""
        page.keyboard.press("ArrowDown")
        assert third != second
        tab_to("#chart")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.locator("#chart circle.here").count() == 1
        tab_to("#filter")
        tab_to("th[data-key=count] button")
        page.keyboard.press("Enter")
        assert page.locator("th[data-key=count]").get_attribute("aria-sort") == "descending"
        assert page.evaluate("document.activeElement.matches('th[data-key=count] button')")


def test_a_word_chosen_by_a_key_takes_the_focus_to_its_texts_and_back(
    browser: Browser, english: Path
) -> None:
    active = "document.activeElement.id || document.activeElement.dataset.word"
    with opened(browser, english / PAGE) as page:
        picks = page.locator(".leading .pick")
        for number in (0, 1):
            picks.nth(number).press("Enter")
            assert page.evaluate(active) == "detail"
        page.keyboard.press("Escape")
        assert page.locator("#detail").is_hidden()
        assert page.evaluate(active) == picks.nth(1).get_attribute("data-word")
        picks.nth(0).click()
        assert page.evaluate(active) == picks.nth(0).get_attribute("data-word")


def test_without_scripts_nothing_is_offered_that_does_nothing(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE, java_script_enabled=False) as page:
        assert page.locator("noscript .note").is_visible()
        assert page.locator(".switches, .controls").count() > 1
        for each in page.locator(".switches, .controls").all():
            assert each.is_hidden()


def test_focus_is_seen(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


@pytest.mark.parametrize(
    ("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en"), ("fr-FR", "en")]
)
def test_the_page_speaks_the_language_of_the_browser(
    browser: Browser, english: Path, locale: str, language: str
) -> None:
    with opened(browser, english / PAGE, locale=locale) as page:
        assert page.evaluate("document.documentElement.lang") == language
        said = [
            *page.locator("[data-t]:not([data-t=file])").all_inner_texts(),
            page.locator("caption").last.inner_text(),
        ]
        hangul = [
            bool(re.search("[가-힣]", text)) for text in said if re.search("[^\\W\\d]{3}", text)
        ]
        assert all(hangul) if language == "ko" else not any(hangul)
        # What comes from the file keeps its language.
        assert page.locator(".leading").first.get_attribute("lang") == "en"
        page.locator("#language").click()
        assert page.evaluate("document.documentElement.lang") == (
            "en" if language == "ko" else "ko"
        )


def test_both_languages_say_the_same_things(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        strings = page.evaluate("JSON.parse(document.getElementById('strings').textContent)")
    assert strings["en"].keys() == strings["ko"].keys()
    for key, text in strings["en"].items():
        braces = re.findall(r"\{\w+\}", text)
        assert sorted(braces) == sorted(re.findall(r"\{\w+\}", strings["ko"][key])), key


def test_dark_and_light_as_the_system_has_it_or_as_chosen(browser: Browser, english: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, english / PAGE, color_scheme="dark") as page:
        dark = page.evaluate(paper)
        page.locator("#theme").click()
        assert page.evaluate(paper) != dark
        page.reload()
        assert page.evaluate(paper) != dark
        page.locator("#theme").click()
        assert page.evaluate(paper) == dark


def test_a_phone_says_what_it_does_not_show(browser: Browser, english: Path) -> None:
    frame = ".picture:not(.aside) .frame"
    for viewport, is_cut in ((PHONE, True), ({"width": 1360, "height": 900}, False)):
        with opened(browser, english / PAGE, viewport=viewport) as page:
            hidden = page.eval_on_selector(frame, "each => each.scrollWidth - each.clientWidth")
            assert (hidden > 1) == is_cut
            assert page.locator(".picture:not(.aside) .hint").is_visible() == is_cut
            header = page.locator("header").bounding_box()
            assert header is not None
            assert header["height"] < 420
