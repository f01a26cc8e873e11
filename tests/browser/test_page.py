"""The page, used as people use it: pointing, choosing, sorting, filtering, printing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"


def _words(folder: Path, sentiment: str) -> dict[str, dict[str, float]]:
    entries = json.loads((folder / f"{sentiment}.json").read_text("utf-8"))["words"]
    return {entry["word"]: entry for entry in entries}


def _column(page: Page, number: int) -> list[str]:
    texts: list[str] = page.locator(f"#sheet tbody tr > :nth-child({number})").all_inner_texts()
    return texts


def test_pointing_at_a_word_shows_its_share_rate_and_z(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        page.locator("input[name=whose][value='0']").check()
        word = page.locator(".frame .word >> visible=true").first
        word.hover()
        name = word.get_attribute("data-word") or ""
        shown = page.locator("#tip").inner_text()
        entry = _words(english, "positive")[name]
        assert name in shown
        assert f"{entry['per_million']:,.0f}" in shown
        assert f"+{entry['z']:.1f}" in shown
        assert "%" in shown
        assert "Of the texts" in shown
        assert page.locator(".frame title").count() == 0  # no second tooltip, the browser's
        page.mouse.move(0, 0)
        assert page.locator("#tip").is_hidden()


def test_a_click_chooses_a_word_everywhere(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        name = page.locator(".leading .pick").first.inner_text()
        page.locator(f'.frame .word[data-word="{name}"] >> visible=true').first.click()
        marked = page.locator(f'[data-word="{name}"]')
        assert marked.count() > 4
        assert marked.count() == page.locator(f'[data-word="{name}"].chosen').count()
        assert page.locator("[data-word].chosen").count() == marked.count()
        for place in (".picture", "#chart", "#sheet", ".leading"):
            assert page.locator(f"{place} .chosen").count() > 0, place
        assert page.locator("#detail h2").inner_text() == name
        marks = page.locator("#detail mark").all_inner_texts()
        forms = _words(english, "positive")[name]["forms"]
        assert marks
        assert {mark.lower() for mark in marks} <= {form.lower() for form in forms}  # type: ignore[attr-defined]
        assert page.url.endswith(f"#word={name}")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.locator(".chosen").count() == 0
        assert page.locator("#detail").is_hidden()
        page.go_back()
        assert page.locator("#detail h2").inner_text() == name


def test_an_address_with_a_word_opens_on_it(browser: Browser, korean: Path) -> None:
    with opened(browser, korean / PAGE) as page:
        word = page.locator(".leading .pick").first.inner_text()
        page.evaluate("word => { location.hash = `word=${encodeURIComponent(word)}`; }", word)
        page.reload()
        assert page.locator("#detail h2").inner_text() == word
        page.evaluate("location.hash = 'word=%E0%A4%A'")  # no valid escape
        page.evaluate("location.hash = 'word=nowhere'")
        page.locator("#detail .note").wait_for()
        assert "nowhere" in page.locator("#detail .note").inner_text()


def test_a_korean_word_is_marked_in_the_form_it_was_written(browser: Browser, korean: Path) -> None:
    with opened(browser, korean / PAGE) as page:
        different = 0
        for pick in page.locator(".leading .pick").all():
            pick.click()
            word = pick.get_attribute("data-word") or ""
            for mark in page.locator("#detail mark").all_inner_texts():
                assert mark
                different += mark != word
        assert different > 5


def test_tables_sort_and_filter(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        z = [float(text.replace("−", "-").replace("+", "")) for text in _column(page, 5)]
        assert z == sorted(z, reverse=True)
        page.get_by_role("button", name="Count", exact=False).click()
        counts = [int(text.replace(",", "")) for text in _column(page, 3)]
        assert counts == sorted(counts, reverse=True)
        assert page.locator("th[data-key=count]").get_attribute("aria-sort") == "descending"
        page.locator("th[data-key=count] button").click()
        assert page.locator("th[data-key=count]").get_attribute("aria-sort") == "ascending"
        page.locator("th[data-key=text] button").click()
        words = [word.lower() for word in _column(page, 1)]
        assert words == sorted(words)
        page.locator("#filter").fill("BREAK")
        assert any("break" in word.lower() for word in _column(page, 1))
        assert len(_column(page, 1)) < 25
        page.locator("#filter").fill("no such word")
        assert _column(page, 1) == []
        assert page.locator("#found").inner_text() == "No word holds this."


def test_the_filter_and_a_link_find_a_word_by_any_form_of_it(
    browser: Browser, english: Path
) -> None:
    listed = _words(english, "positive")
    word, form = next(
        (word, form)
        for word, entry in listed.items()
        for form in entry["forms"]  # type: ignore[attr-defined]
        if form.islower() and form not in word and form not in listed
    )
    with opened(browser, english / PAGE) as page:
        page.locator("#filter").fill(form.upper())
        assert word in _column(page, 1)
        page.evaluate("form => { location.hash = `word=${encodeURIComponent(form)}`; }", form)
        page.locator("#detail h2").wait_for()
        assert page.locator("#detail h2").inner_text() == word
        assert page.locator(f'[data-word="{word}"].chosen').count() > 0


def test_phrases_and_emoji_of_each_sentiment_are_listed(browser: Browser, korean: Path) -> None:
    summary = json.loads((korean / "summary.json").read_text("utf-8"))
    with opened(browser, korean / PAGE) as page:
        page.locator("input[name=listed][value=emoji]").check()
        page.locator("input[name=table-sentiment][value='2']").check()
        page.locator("th[data-key=count] button").click()
        emoji = summary["sentiments"]["negative"]["top_emoji"][0]
        assert _column(page, 1)[0] == emoji["emoji"]
        assert _column(page, 2)[0] == str(emoji["count"])
        page.locator("input[name=listed][value=phrases]").check()
        assert all(" " in phrase for phrase in _column(page, 1))


def test_labels_of_the_map_stand_clear_of_each_other(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        boxes = page.evaluate(
            """() => [...document.querySelectorAll("#chart .labels text")].map((each) => {
                const { left, right, top, bottom } = each.getBoundingClientRect();
                return [left, top + 2, right, bottom - 2];
            })"""
        )
        assert len(boxes) > 10
        for number, one in enumerate(boxes):
            for other in boxes[:number]:
                assert (
                    one[0] >= other[2]
                    or one[2] <= other[0]
                    or one[1] >= other[3]
                    or one[3] <= other[1]
                )


@pytest.mark.parametrize("width", [320, 1280])
def test_titles_of_the_map_stand_clear_of_each_other(
    browser: Browser, english: Path, width: int
) -> None:
    with opened(browser, english / PAGE, viewport={"width": width, "height": 800}) as page:
        boxes = [each.bounding_box() for each in page.locator("#chart .title").all()]
        right, _, down = (box for box in boxes if box)
        beside = down["x"] + down["width"] <= right["x"]
        assert beside or down["y"] + down["height"] <= right["y"] + 3


def test_a_chosen_word_is_printed_in_its_place_and_hidden_ones_are_not(
    browser: Browser, english: Path
) -> None:
    with opened(browser, english / PAGE, viewport={"width": 718, "height": 500}) as page:
        picks = page.locator(".leading .pick")
        picks.nth(1).click()
        page.locator("#detail .actions button").first.click()
        picks.nth(0).click()
        page.emulate_media(media="print")
        cut = "each => [each.scrollHeight - each.clientHeight, getComputedStyle(each).boxShadow]"
        assert page.eval_on_selector("#detail", cut) == [0, "none"]
        gone = page.locator("svg.cloud .gone")
        assert gone.count() > 0
        assert gone.filter(visible=True).count() == 0
        assert page.locator(".hint >> visible=true").count() == 0


def test_the_page_prints_every_cloud(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE, color_scheme="dark") as page:
        everything = page.locator(".picture").count()
        assert page.locator(".picture >> visible=true").count() == 1
        printed = page.pdf()
        assert printed.startswith(b"%PDF")
        assert len(printed) > 50_000
        page.emulate_media(media="print")
        assert page.locator(".picture >> visible=true").count() == everything
        assert page.locator(".controls >> visible=true").count() == 0
        captions = page.locator("#printed caption >> visible=true").all_inner_texts()
        names = ("positive", "neutral", "negative")
        assert captions == [f"Words of \u2068{name}\u2069" for name in names]
        for table in page.locator("#printed table").all():
            assert table.locator("tbody tr").count() == 30
        assert (
            page.evaluate("getComputedStyle(document.querySelector('svg.cloud')).filter") == "none"
        )


def test_the_cloud_is_written_in_its_own_font(browser: Browser, korean: Path) -> None:
    with opened(browser, korean / PAGE) as page:
        assert page.evaluate(
            "document.fonts.ready.then(() => [...document.fonts].map(each => each.status))"
        ) == ["loaded"]
