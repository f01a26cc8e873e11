"""A file that wants to do harm does none: not on the page, not in the pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import opened
from tests.browser.evil import LABELS, OVERRIDE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_COUNT = "selector => document.querySelectorAll(selector).length"


def test_nothing_of_a_hostile_file_runs_or_becomes_markup(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile / "report.html") as page:
        page.evaluate("() => { window.harm = () => { window.harmed = true; }; }")
        assert page.evaluate(_COUNT, "img, iframe, object, embed, link, base") == 0
        assert page.evaluate(_COUNT, "script") == 3
        assert page.evaluate(_COUNT, "style") == 1
        assert page.evaluate(_COUNT, "[onerror], [onload], [onmouseover], [onfocus]") == 0
        assert page.evaluate(_COUNT, "[href^=javascript]") == 0
        # All is shown and chosen, so that every value passes through the page.
        for word in page.locator(".leading .pick").all()[:12]:
            word.hover()
            word.click()
        for radio in page.locator(".segments input").all():
            radio.check()
        page.locator("#language").click()
        page.locator("#filter").fill("<script>")
        assert page.locator("h1").is_visible()
        assert page.evaluate("window.harmed") is None
        assert page.evaluate(_COUNT, "script, img") == 3


def test_a_hostile_text_is_quoted_as_it_stands(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile / "report.html") as page:
        page.locator(".leading .pick").first.click()
        assert "<script>harm()</script>" in page.locator("main").inner_text()


def test_a_hostile_name_cannot_turn_the_page_around(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile / "report.html") as page:
        assert OVERRIDE not in page.content()
        assert LABELS[0] in page.locator(".columns").inner_text()


def test_the_policy_stops_what_would_get_through(browser: Browser, hostile: Path) -> None:
    policy = "Content Security Policy"
    with opened(browser, hostile / "report.html", expected=policy) as page:
        stopped = page.evaluate(
            """() => new Promise((resolve) => {
                document.addEventListener("securitypolicyviolation", () => resolve(true));
                setTimeout(() => resolve(false), 2000);
                const added = document.createElement("div");
                added.setAttribute("onclick", "window.harmed = true");
                document.body.append(added);
                added.click();
            })"""
        )
        assert stopped
        assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize("kind", ["comparison.svg", "shared.svg"])
def test_the_pictures_of_a_hostile_file_are_pictures(
    browser: Browser, hostile: Path, kind: str
) -> None:
    if not (hostile / kind).exists():
        kind = sorted(path.name for path in hostile.glob("*.svg"))[0]
    with opened(browser, hostile / kind) as page:
        assert page.evaluate(_COUNT, "script, a, foreignObject, image") == 0
        assert page.evaluate("document.documentElement.tagName") == "svg"
