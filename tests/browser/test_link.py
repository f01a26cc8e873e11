"""What a reader has chosen is in the link, and Back undoes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from tests.browser.chromium import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"


def _told(page: Page) -> dict[str, list[str]]:
    return parse_qs(page.url.partition("#")[2], strict_parsing="#" in page.url)


def _checked(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "main input:checked", "all => all.map((each) => `${each.name}=${each.value}`)"
    )
    return found


def test_a_page_as_it_opens_has_no_more_in_its_address(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        assert "#" not in page.url
        page.locator(".leading .pick").first.click()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert "#" not in page.url


def test_a_copied_link_shows_the_same_page(browser: Browser, korean: Path) -> None:
    with opened(browser, korean / PAGE) as page:
        page.locator("input[name=whose][value='2']").check()
        page.locator("input[name=kind][value=frequency]").check()
        page.locator("input[name=listed][value=phrases]").check()
        page.locator("input[name=table-sentiment][value='1']").check()
        page.locator("#filter").fill("안")
        page.locator("#most").fill("30")
        pick = page.locator(".leading .pick")
        pick.nth(1).click()
        page.locator(".actions button").first.click()
        pick.nth(0).click()
        told, checked, url = _told(page), _checked(page), page.url
        assert told == {
            "word": [pick.nth(0).get_attribute("data-word")],
            "hide": [pick.nth(1).get_attribute("data-word")],
            "whose": ["negative"],
            "kind": ["frequency"],
            "most": ["30"],
            "listed": ["phrases"],
            "table-sentiment": ["neutral"],
            "filter": ["안"],
        }
    with opened(browser, korean / PAGE, locale="ko-KR") as page:
        page.goto(url)
        page.reload()
        assert _checked(page) == checked
        assert page.locator("#detail h2").inner_text() == told["word"][0]
        assert page.locator("#filter").input_value() == "안"
        assert page.locator("#sheet caption").inner_text() == "\u2068중립\u2069의 구"
        assert page.locator(".picture:not(.aside) .word >> visible=true").count() == 30
        assert page.locator(".leading .pick").nth(1).is_hidden()
        assert page.url == url


def test_back_takes_back_one_step_after_the_other(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        page.locator("input[name=whose][value='0']").check()
        page.locator("input[name=whose][value='2']").check()
        page.locator("#filter").press_sequentially("room")
        page.locator(".leading .pick").first.click()
        page.go_back()
        assert page.locator("#detail").is_hidden()
        assert page.locator("#filter").input_value() == "room"
        page.go_back()
        assert page.locator("input[name=whose][value='0']").is_checked()
        page.go_back()
        assert page.locator("input[name=whose][value=all]").is_checked()
        page.go_forward()
        assert page.locator("input[name=whose][value='0']").is_checked()


def test_a_link_to_a_part_of_the_page_leaves_what_is_chosen(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE, reduced_motion="reduce") as page:
        page.locator(".leading .pick").first.click()
        url = page.url
        page.locator("nav a[href='#map']").press("Enter")
        assert page.url == url
        assert page.evaluate("document.activeElement.id") == "map"
        top = "document.querySelector('#map').getBoundingClientRect().top"
        assert 0 <= page.evaluate(top) < 400


def test_a_link_that_says_what_is_not_there_opens_the_page(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        before = _checked(page)
        most = page.locator("#most").input_value()
        address = page.url
        for told in ("most=nine&listed=&hide=nowhere&=%E0%A4%A", "most=&word=&hide=", "sort=a%0Ab"):
            page.goto(f"{address}#whose=nobody&{told}")
            page.reload()
            assert _checked(page) == before
            assert page.locator("#most").input_value() == most
            assert page.locator("#hidden").is_hidden()
            assert page.locator("#detail").is_hidden()


def test_how_a_table_is_sorted_and_all_texts_of_a_word_are_in_the_link(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE) as page:
        title = page.locator("#sheet th[data-key=count] button")
        title.click()
        title.click()
        page.locator(".leading .pick").first.click()
        page.locator("#all-texts").click()
        page.locator("#search").fill("the")
        page.wait_for_function("location.hash.endsWith('texts=all&search=the&sort=-count')")
        rows, texts, url = (
            page.locator("#sheet tbody").inner_text(),
            page.locator("#texts .quotes li").count(),
            page.url,
        )
    with opened(browser, english / PAGE) as page:
        page.goto(url)
        page.reload()
        page.locator("#search").wait_for()
        assert page.locator("#sheet tbody").inner_text() == rows
        assert page.locator("#search").input_value() == "the"
        assert page.locator("#texts .quotes li").count() == texts
        page.click("#language")
        assert page.locator("#search").input_value() == "the"
        assert page.url == url
        page.locator("#sheet th[data-key=z] button").click()
        page.go_back()
        assert page.locator("#sheet tbody").inner_text() == rows


def test_the_caption_says_how_many_words_are_shown(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        page.locator("#most").fill("12")
        caption = page.locator(".picture:not(.aside) figcaption")
        assert "12 words" in caption.inner_text()
        page.click("#language")
        assert "단어 12개" in caption.inner_text()


@pytest.mark.parametrize("width", [769, 900, 1000, 1199, 1360])
def test_the_panel_of_a_word_covers_no_control(browser: Browser, english: Path, width: int) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, english / PAGE, viewport=size, reduced_motion="reduce") as page:
        page.locator(".leading .pick").first.click()
        for control in page.locator("main .controls:visible, #sheet:visible").all():
            control.evaluate("each => each.scrollIntoView({block: 'start'})")
            box, panel = control.bounding_box(), page.locator("#detail").bounding_box()
            assert box is not None
            assert panel is not None
            assert box["x"] + box["width"] <= panel["x"] or box["y"] < panel["y"] - 100
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        end, panel = page.locator("footer").bounding_box(), page.locator("#detail").bounding_box()
        assert end is not None
        assert panel is not None
        assert end["x"] + end["width"] <= panel["x"] or end["y"] + end["height"] <= panel["y"] + 1
