"""The page of a comparison: words to choose, texts of both sides, languages, dark, phone, keys."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import moodcloud
import pandas as pd
import pytest
from PIL import Image

from tests.browser.chromium import opened
from tests.browser.test_access import SHOTS, _serious
from tests.browser.test_save import _saved, _table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
PHONE = {"width": 390, "height": 844}
SMALL: dict[str, Any] = {"language": "en", "width": 800, "height": 450}


def _plain(text: str) -> str:
    """Return a text without the marks that keep the direction of names to themselves."""
    return re.sub("[\u2066-\u2069]", "", text).strip()


def _month(word: str, label: str = "positive") -> moodcloud.Results:
    """Return the results of 80 texts, of which those of a label hold a word."""
    texts = [
        f"the room number {number} was {'good' if number % 2 else 'cold'}" for number in range(80)
    ]
    labels = [("positive", "negative")[number % 2] for number in range(80)]
    said = [
        f"{text}. There is the {word}." if own == label else text
        for text, own in zip(texts, labels, strict=True)
    ]
    frame = pd.DataFrame({"text": said, "sentiment": labels})
    return moodcloud.analyze(frame, name=f"{word}{EVIL}.csv", **SMALL)


@pytest.fixture(scope="module")
def page_of_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    months = [_month("breakfast"), _month("constructor", "negative"), _month("parking", "negative")]
    return moodcloud.compare(*months).save(tmp_path_factory.mktemp("three")) / "comparison.html"


@pytest.fixture(scope="module")
def page_without_changes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    month = _month("breakfast")
    return moodcloud.compare(month, month).save(tmp_path_factory.mktemp("same")) / "comparison.html"


def test_a_word_tells_its_figures_and_texts_and_is_kept_in_the_link(
    browser: Browser, page_of_three: Path
) -> None:
    with opened(browser, page_of_three) as page:
        page.locator('.leading .pick[data-word="parking"]').click()
        assert page.locator("#detail h2").inner_text() == "parking"
        assert page.locator("#detail .uses tbody tr").count() == 3
        # How many of the texts of each side say it comes first.
        shares = page.locator("#detail .uses tbody td:nth-child(3)").all_inner_texts()
        assert shares[:2] == ["0 %", "0 %"]
        assert float(shares[2].rstrip(" %")) > 10
        scope = _plain(page.locator("#detail .scope").first.inner_text())
        assert "Rose from A to C: all new" in scope
        # Only C has it.
        assert page.locator("#detail .of-side .letter").all_inner_texts() == ["C"]
        assert "parking" in page.locator("#detail .quotes mark").first.inner_text()
        address = page.url
    with opened(browser, page_of_three) as page:
        page.goto(address)
        assert page.locator("#detail h2").inner_text() == "parking"
        page.keyboard.press("Escape")
        assert page.locator("#detail").is_hidden()


def test_steps_and_sentiments_are_chosen_and_those_without_changes_are_not_offered(
    browser: Browser, page_of_three: Path
) -> None:
    with opened(browser, page_of_three) as page:
        steps = page.locator("#steps label")
        assert [_plain(text) for text in steps.all_inner_texts()] == [
            "A and C",
            "A and B",
            "B and C",
        ]
        steps.nth(0).locator("input").focus()
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.value") == "2"
        steps.nth(1).click()
        rows = page.locator("[data-move=rose] tbody .pick").all_inner_texts()
        # A word that scripts know, too.
        assert "constructor" in rows
        page.fill("#filter", "BREAK")
        assert page.locator("[data-move=rose]").count() == 0
        found = page.locator("[data-move=fell] tbody .pick").all_inner_texts()
        assert "breakfast" in found
        assert all("breakfast" in text for text in found)
        page.fill("#filter", "nothing like it")
        assert page.locator("#nothing").inner_text() != ""
        assert page.locator("#lists table").count() == 0


def test_what_is_saved_says_what_the_page_says(browser: Browser, page_of_three: Path) -> None:
    with opened(browser, page_of_three) as page:
        _, picture = _saved(page, "[data-save=save_png]")
        assert Image.open(io.BytesIO(picture)).width > 100
        _, content = _saved(page, "[data-move=rose] [data-save=save_csv]")
        header, *rows = _table(content)
        assert header[1] == "A, of the texts"
        assert header[3] == "A, in a million words"
        shown = page.locator("[data-move=rose] tbody tr").first.locator("td")
        assert {row[5] for row in rows} >= {"new"}
        assert "Infinity" not in content.decode()
        assert rows[0][5] == shown.nth(4).inner_text().strip()


def test_lists_are_sorted_by_the_share_of_the_texts_that_say_a_word(
    browser: Browser, page_of_three: Path
) -> None:
    with opened(browser, page_of_three) as page:
        shown = page.locator('[data-move=rose] td[data-key="share1"]')
        page.click('[data-move=rose] th[data-key="share1"] button')
        down = [float(each.removesuffix(" %") or -1) for each in shown.all_inner_texts()]
        assert down == sorted(down, reverse=True)
        assert down[0] > 0
        word = page.locator("[data-move=rose] .pick").first
        word.click()
        detail = page.locator("#detail .uses tbody td:nth-child(3)").all_inner_texts()
        assert detail[-1] == shown.first.inner_text()


def test_where_nothing_changed_there_are_no_empty_tables(
    browser: Browser, page_without_changes: Path
) -> None:
    with opened(browser, page_without_changes) as page:
        assert page.locator("#lists table").count() == 0
        assert "Nothing rose or fell" in page.locator("#nothing").inner_text()
        assert page.locator("figure").count() == 0
        assert "A and B are the same file" in _plain(page.locator(".caution").inner_text())


def test_the_page_speaks_korean_and_its_cloud_is_dark_in_the_dark(
    browser: Browser, page_of_three: Path
) -> None:
    with opened(browser, page_of_three, locale="ko-KR", color_scheme="dark") as page:
        assert page.locator("#changed-title").inner_text() == "늘어난 말, 줄어든 말"
        paper = "element => getComputedStyle(element).fill"
        assert page.locator(".cloud .paper").evaluate(paper) == "none"
        page.click("#language")
        assert page.locator("#changed-title").inner_text() == "What rose, what fell"
        page.click("#theme")
        assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_words_of_the_cloud_are_reached_by_keyboard(browser: Browser, page_of_three: Path) -> None:
    with opened(browser, page_of_three) as page:
        page.locator(".picture .frame").focus()
        page.keyboard.press("ArrowRight")
        word = page.locator(".picture .here").get_attribute("data-word") or ""
        assert word in page.locator("#tip").inner_text()
        assert word in page.locator("#spoken").inner_text()
        page.keyboard.press("Enter")
        assert page.locator("#detail h2").inner_text() == word
        assert page.evaluate("document.activeElement.id") == "detail"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.matches('.picture .frame')")


def test_an_address_with_no_word_chooses_none(browser: Browser, page_of_three: Path) -> None:
    with opened(browser, page_of_three) as page:
        page.goto(f"{page.url}#word=")
        page.reload()
        assert page.locator("#detail").is_hidden()


def test_a_narrow_phone_shows_the_change_and_says_what_it_does_not_show(
    browser: Browser, page_of_three: Path
) -> None:
    with opened(
        browser, page_of_three, viewport={"width": 320, "height": 700}, locale="ko-KR"
    ) as page:
        table = page.locator(".shares-of-sides")
        for cell in table.locator("tr > :last-child").all():
            box = cell.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= 320
        hidden = page.eval_on_selector(
            ".picture .frame", "each => each.scrollWidth - each.clientWidth"
        )
        assert page.locator(".picture .hint").is_visible() == (hidden > 1)
        assert "그림" in (page.locator(".picture .hint").text_content() or "")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("comparison", {}),
        ("comparison-dark", {"color_scheme": "dark"}),
        ("comparison-phone", {"viewport": PHONE}),
        ("comparison-korean-phone", {"locale": "ko-KR", "viewport": PHONE}),
    ],
)
def test_axe_reports_nothing_serious_on_the_page_of_a_comparison(
    browser: Browser, page_of_three: Path, name: str, settings: dict[str, Any]
) -> None:
    with opened(browser, page_of_three, **settings) as page:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        assert _serious(page) == []
        page.locator(".leading .pick").first.click()
        assert _serious(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_what_a_reader_chose_is_in_the_link(browser: Browser, page_of_three: Path) -> None:
    with opened(browser, page_of_three) as page:
        page.locator("#steps label").nth(2).click()
        page.locator("#scopes label").nth(1).click()
        page.locator("[data-move=rose] th[data-key=rate1] button").click()
        page.locator("[data-move=rose] th[data-key=rate1] button").click()
        page.locator("[data-move=rose] tbody .pick[data-word=parking]").click()
        page.locator("#detail .actions button").first.click()
        pick = page.locator("#lists tbody .pick").first
        word = pick.get_attribute("data-word")
        pick.click()
        shown, url = page.locator("#lists").inner_text(), page.url
        assert page.locator("#lists .pick[data-word=parking]").count() == 0
    with opened(browser, page_of_three) as page:
        page.goto(url)
        page.reload()
        assert page.locator("#lists").inner_text() == shown
        assert page.locator("#detail h2").inner_text() == word
        assert page.url == url
        page.locator("#hidden .all").click()
        assert page.locator("#lists .pick[data-word=parking]").count() == 1
        page.go_back()
        assert page.locator("#hidden").is_visible()


def test_paper_has_every_word_of_the_lists(browser: Browser, page_of_three: Path) -> None:
    with opened(browser, page_of_three) as page:
        listed = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
        first, *others = (scope for step in listed["steps"] for scope in step["scopes"])
        rows = len(first["rose"]) + len(first["fell"])
        # Nothing can be chosen there: the first words of every other list follow.
        more = sum(min(30, len(scope[move])) for scope in others for move in ("rose", "fell"))
        assert more
        page.emulate_media(media="print")
        page.wait_for_function(
            f"document.querySelectorAll('#lists tbody tr').length === {rows + more}"
        )
        titles = page.locator("#lists h3").all_inner_texts()
        letters = [re.sub("[\u2068\u2069]", "", each) for each in titles]
        assert letters[0] == "A and C: all"
        assert "B and C: negative" in letters
        assert not page.locator(".controls").is_visible()
        # A word has room for its letters.
        narrow = "cells => Math.min(...cells.map(each => each.clientWidth))"
        assert page.locator("#lists tbody th").evaluate_all(narrow) > 50
        page.emulate_media(media="screen")
        page.locator("#lists h3").first.wait_for(state="detached")
        assert page.locator("#lists tbody tr").count() == rows
