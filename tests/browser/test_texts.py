"""All sampled texts of a word, from the file beside the page, or the few that the page has."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import opened
from tests.browser.test_access import PHONE, SHOTS, _serious
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"


def _choose(page: Page, word: str) -> None:
    page.evaluate("word => { location.hash = `word=${encodeURIComponent(word)}`; }", word)
    page.locator("#all-texts").wait_for()


def _texts(sample: str, column: str) -> dict[int, str]:
    """Return the texts of a sample by the line they start on."""
    texts: dict[int, str] = {}
    with (ROOT / "samples" / sample).open(encoding="utf-8", newline="") as stream:
        rows, line = csv.DictReader(stream), 2
        for row in rows:
            texts[line], line = " ".join(row[column].split()), rows.line_num + 1
    return texts


def _line(told: str) -> int:
    return int("".join(each for each in told if each.isdigit()))


@pytest.mark.parametrize(
    ("sample", "word", "column"), [("english", "room", "review"), ("korean", "맛", "리뷰")]
)
def test_all_texts_of_a_word_are_shown_with_their_lines(
    browser: Browser, request: pytest.FixtureRequest, sample: str, word: str, column: str
) -> None:
    folder: Path = request.getfixturevalue(sample)
    texts = _texts("reviews-en.csv" if sample == "english" else "reviews-ko.csv", column)
    with opened(browser, folder / PAGE) as page:
        _choose(page, word)
        few = page.locator("#texts li").count()
        page.locator("#all-texts").click()
        items = page.locator("#texts li")
        assert items.count() > few
        assert page.evaluate("document.activeElement.id") == "search"
        for item in items.all():
            if item.locator(".whole").count():
                item.locator(".whole").click()
            line = _line(item.locator(".where").inner_text())
            assert item.locator("span").first.inner_text() == texts[line]
        if sample == "english":
            wanted = [text for text in texts.values() if "room" in text.lower().split()]
            assert items.count() >= len(wanted)


def test_texts_are_searched(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        _choose(page, "room")
        page.locator("#all-texts").press("Enter")
        every = page.locator("#texts li").all_inner_texts()
        page.keyboard.type("BREAKFAST")
        found = page.locator("#texts li").all_inner_texts()
        assert found == [text for text in every if "breakfast" in text.lower()]
        assert 0 < len(found) < len(every)
        assert page.locator("#texts .note").inner_text() == f"{len(found)} of {len(every)} texts"
        page.locator("#search").fill("no such thing")
        assert page.locator("#texts li").count() == 0


def test_without_the_file_beside_it_the_page_has_its_few_texts(
    browser: Browser, english: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(english / PAGE, tmp_path))
    with opened(browser, path, expected="ERR_FILE_NOT_FOUND") as page:
        page.locator(".leading .pick").first.click()
        page.wait_for_timeout(200)
        assert 0 < page.locator("#texts li").count() <= 15
        assert page.locator("#all-texts").count() == 0
        assert page.locator("#texts .where").count() == page.locator("#texts li").count()


def test_a_script_that_is_not_of_this_page_is_not_run(
    browser: Browser, english: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(english / PAGE, tmp_path))
    (tmp_path / "texts.js").write_text("window.harmed = true;", "utf-8")
    with opened(browser, path, expected="Content Security Policy") as page:
        page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.src = "./texts.js";
                document.head.append(script);
            }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.harmed") is None


def test_texts_of_another_page_are_not_taken(
    browser: Browser, english: Path, korean: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(english / PAGE, tmp_path))
    shutil.copy(korean / "texts.js", tmp_path)
    with opened(browser, path) as page:
        page.locator(".leading .pick").first.click()
        page.wait_for_timeout(200)
        assert page.locator("#texts li").count() > 0
        assert page.locator("#all-texts").count() == 0


@pytest.mark.parametrize("name", ["desktop", "korean-phone-dark"])
def test_all_texts_can_be_looked_at_by_everyone(
    browser: Browser, english: Path, korean: Path, name: str
) -> None:
    phone = {"locale": "ko-KR", "viewport": PHONE, "color_scheme": "dark"}
    settings: dict[str, Any] = phone if "phone" in name else {}
    folder, word = (korean, "맛") if settings else (english, "room")
    with opened(browser, folder / PAGE, **settings) as page:
        _choose(page, word)
        page.locator("#all-texts").click()
        page.screenshot(path=SHOTS / f"texts-{name}.png")
        assert _serious(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_the_file_is_listed_and_holds_texts_of_listed_words(english: Path) -> None:
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    assert "texts.js" in summary["files"]
    content = (english / "texts.js").read_text("utf-8")
    data = json.loads(content.partition(",")[2].removesuffix(");\n"))
    words = dict(data["words"])
    top = [entry["word"] for entry in summary["sentiments"]["negative"]["top_words"]]
    assert set(top) <= words.keys()
    for word in top:
        for at in range(0, len(words[word]), 3):
            text, start, length = words[word][at : at + 3]
            assert data["texts"][text][start : start + length].strip()
