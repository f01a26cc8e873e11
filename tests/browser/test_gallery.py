"""The gallery in the browser: found, sorted, turned, reachable for everyone, and inert."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from moodcloud.drawing.palettes import colours_shown
from moodcloud.report.gallery import UNDER_WAY, Entry, render_gallery
from moodcloud.report.gallery_parts import render_part
from PIL import ImageColor

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

EVIL = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202egnp.csv'
MANY = 2_000
PHONE = {"width": 390, "height": 844}
SHOTS = ROOT / "out" / "screenshots"


def _entry(number: int) -> Entry:
    day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}T00:00:00Z"
    key = f"{('', '매장 리뷰/', 'a b+c/%20/')[number % 3]}week {number}.csv"
    if number % 100 == 0:
        return Entry(key, "missing", day, code="empty_file", message=f"week {number} is empty.")
    moods = (("positive", number), ("negative", 7), ("아주 나쁨", 1))
    return Entry(key, f"{number:016x}", day, "", "en", number + 9, number + 8, moods)


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    entries = [_entry(number) for number in range(MANY)]
    evil = Entry(
        EVIL, "v", "2027-01-01T00:00:00Z", "", "en", 2, 2, ((EVIL, 1), ("title", 1)), thumbnail=True
    )
    path = tmp_path_factory.mktemp("gallery") / "index.html"
    path.write_text(render_gallery([*entries, evil]), "utf-8")
    return path


@contextmanager
def _opened(browser: Browser, path: Path, **settings: Any) -> Iterator[Page]:
    """Open the page; nothing it does may be more than to look for pictures below it."""
    complaints: list[str] = []
    context = browser.new_context(**{"locale": "en-US", **settings})
    try:
        page = context.new_page()
        page.on("dialog", lambda dialog: _note(complaints, dialog))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on(
            "request",
            lambda request: complaints.extend(
                [] if request.url.startswith(path.parent.as_uri()) else [request.url]
            ),
        )
        page.goto(path.as_uri())
        yield page
        page.wait_for_timeout(50)
    finally:
        context.close()
    # The pictures are not there.
    assert [each for each in complaints if "ERR_FILE_NOT_FOUND" not in each] == []


def _note(complaints: list[str], dialog: Dialog) -> None:
    complaints.append(dialog.message)
    dialog.dismiss()


def _names(page: Page) -> list[str]:
    names: list[str] = page.locator(".card h3").all_inner_texts()
    return names


def test_search_finds_folders_names_labels_and_faults(browser: Browser, gallery: Path) -> None:
    with _opened(browser, gallery) as page:
        assert len(_names(page)) == 24
        assert page.inner_text("#total") == "2,001 of 2,001"
        page.fill("#search", "매장 WEEK 1997")
        assert _names(page) == []
        page.fill("#search", "%20 WEEK 1997")
        assert _names(page) == ["week 1997.csv"]
        link = page.locator(".card a").get_attribute("href")
        assert link == f"./a%20b%2Bc/%2520/week%201997.csv/{1997:016x}/report.html"
        page.fill("#search", "")
        page.select_option("#show", "errors")
        assert page.inner_text("#total") == "20 of 2,001"
        assert "empty_file: week" in page.locator(".card .fault").first.inner_text()
        fault = page.locator(".card a").first.get_attribute("href")
        assert fault is not None
        assert fault.endswith("/error.json")


def test_sorting_grouping_and_turning_pages(browser: Browser, gallery: Path) -> None:
    with _opened(browser, gallery) as page:
        page.select_option("#sort", "rows")
        assert _names(page)[0] == "week 1999.csv"
        page.get_by_role("button", name="Next page").click()
        assert "Page 2 of 84" in page.inner_text("#pages")
        assert _names(page)[0] == "week 1975.csv"
        page.check("#group")
        assert page.locator("h2").first.inner_text() == "not in a folder"
        assert "Page 1 of 84" in page.inner_text("#pages")


def test_names_that_would_do_harm_are_text_and_lead_nowhere_else(
    browser: Browser, gallery: Path
) -> None:
    with _opened(browser, gallery) as page:
        card = page.locator(".card").first
        assert "<script>alert(1)</" in card.inner_text()
        assert "\u202e" not in card.inner_text()
        assert "title 1" in card.inner_text()
        assert page.evaluate("document.querySelectorAll('script').length") == 2
        address = page.locator(".card a").first.evaluate("link => link.href")
        assert address.startswith(gallery.parent.as_uri())


def test_parts_beside_the_page_are_loaded_and_one_that_is_missing_does_no_harm(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "gallery").mkdir()
    entries = [_entry(number) for number in range(30)]
    evil = Entry(EVIL, "v", "2027-01-01T00:00:00Z", "", "en", 2, 2, ((EVIL, 2),))
    for name, part in (("part-00.js", entries[:10]), ("part-01.js", [*entries[10:], evil])):
        (tmp_path / "gallery" / name).write_text(render_part(part), "utf-8")
    page = tmp_path / "index.html"
    page.write_text(render_gallery([], ["part-00.js", "part-01.js", "part-ff.js"]), "utf-8")
    with _opened(browser, page) as opened:
        assert opened.inner_text("#total") == "31 of 31"
        assert "<script>alert(1)</" in opened.locator(".card").first.inner_text()


def test_comparisons_are_listed_and_groups_have_the_colours_of_their_pages(
    browser: Browser, tmp_path: Path
) -> None:
    airlines = ("Virgin America", "United", "Southwest", "Delta", "US Airways", "American")
    colours = tuple(colours_shown(airlines))
    results = Entry("a", sentiments=tuple((name, 9) for name in airlines), colours=colours)
    both = Entry("b", sides=(("march.csv", 90), ("april.csv", 80)), changes=(4, 2))
    page = tmp_path / "index.html"
    page.write_text(render_gallery([results, both]), "utf-8")
    with _opened(browser, page) as opened:
        shown = "parts => parts.map(part => getComputedStyle(part).backgroundColor)"
        drawn = opened.locator(".bar .tone").evaluate_all(shown)
        assert drawn == [f"rgb({', '.join(map(str, ImageColor.getrgb(each)))})" for each in colours]
        assert len(set(drawn)) == len(airlines)
        opened.select_option("#show", "comparisons")
        text = opened.locator(".card").inner_text()
        assert "march.csv → april.csv" in text
        assert "4 rose, 2 fell" in text
        assert opened.locator(".card a").get_attribute("href") == "./b/comparison.html"


def test_the_page_speaks_korean_to_koreans(browser: Browser, gallery: Path) -> None:
    with _opened(browser, gallery, locale="ko-KR") as page:
        assert page.inner_text("h1") == "결과"
        assert page.get_attribute("html", "lang") == "ko"
        assert "긍정" in page.inner_text("#list")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("gallery", {}),
        ("gallery-dark-phone", {"color_scheme": "dark", "viewport": PHONE}),
        ("gallery-korean", {"locale": "ko-KR"}),
    ],
)
def test_axe_reports_nothing_serious_and_nothing_is_cut_off(
    browser: Browser, gallery: Path, name: str, settings: dict[str, Any]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with _opened(browser, gallery, **settings) as page:
        page.check("#group")
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")
        found = Axe().run(page).response["violations"]
        assert [each for each in found if each["impact"] in ("serious", "critical")] == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert page.evaluate(wide) is False


def test_an_upload_that_is_worked_on_says_so_and_leads_nowhere(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "index.html"
    entry = Entry("week 7.csv", "v", "2027-01-01T00:00:00Z", code=UNDER_WAY)
    path.write_text(render_gallery([entry, _entry(100)]), "utf-8")
    with _opened(browser, path) as page:
        waiting = page.locator(".card", has_text="week 7.csv")
        assert "Results follow." in waiting.inner_text()
        assert waiting.locator("a").count() == 0
        page.select_option("#show", "errors")
        assert page.locator(".card").count() == 1
        assert waiting.count() == 0
        page.select_option("#show", "underWay")
        assert waiting.count() == page.locator(".card").count() == 1


def test_earlier_results_are_shown_with_the_upload_that_will_take_their_place(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "index.html"
    earlier = replace(_entry(7), code=UNDER_WAY)
    path.write_text(render_gallery([earlier, _entry(100), _entry(8)]), "utf-8")
    with _opened(browser, path) as page:
        for show, cards in (("results", 2), ("underWay", 1)):
            page.select_option("#show", show)
            assert page.locator(".card").count() == cards
            card = page.locator(".card", has_text="week 7.csv")
            assert "A new upload is still being counted." in card.inner_text()
            assert "positive 7" in card.inner_text()
            address = card.locator("a").get_attribute("href")
            assert address is not None
            assert address.endswith(f"{7:016x}/report.html")


def test_a_link_shows_what_was_chosen(browser: Browser, gallery: Path) -> None:
    with _opened(browser, gallery) as page:
        page.select_option("#sort", "rows")
        page.fill("#search", "week 1")
        page.check("#group")
        page.get_by_role("button", name="Next page").click()
        names, address = _names(page), page.url
        assert address.endswith("#search=week+1&sort=rows&group=1&page=2")
        page.goto("about:blank")
        page.goto(address)
        assert _names(page) == names
        page.evaluate("location.hash = 'show=nothing&page=-3'")
        page.wait_for_function("document.querySelector('#total').innerText == '2,001 of 2,001'")
