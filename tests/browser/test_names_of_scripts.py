"""Words, phrases, emoji and sentiments that a script knows by itself are words like any other."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.file_names import TEXTS
from moodcloud.report.gallery import Entry, render_gallery

from tests.browser.chromium import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What every object of a script has without being given it.
NAMES: Final = (
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "__proto__",
    "valueOf",
    "__defineGetter__",
    "__lookupSetter__",
)
# Words stand for the names until the page is there: they come out of an analysis in small letters.
ONE_FORM: Final = ("zebra", "camel", "tiger", "horse", "panda", "eagle", "koala", "otter", "raven")
TWO_FORMS: Final = ("river", "castle", "tower", "ladder", "candle", "ribbon", "garden", "bottle")
EMOJI: Final = ("🦓", "🐫", "🐯", "🐴", "🐼", "🦅", "🐨", "🦦", "🐻", "🐷")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of texts with words in one form, words in two forms, and emoji."""
    folder = tmp_path_factory.mktemp("names")
    path = folder / "words.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("text", "label"))
        for number in range(8):
            for word in ONE_FORM:
                rows.writerow((f"once{number} {word} here{number}", "positive"))
            for word in TWO_FORMS:
                written = f"{word}s" if number % 2 else word
                rows.writerow((f"then{number} {written} there{number}", "negative"))
            for emoji in EMOJI:
                rows.writerow((f"so{number} {emoji} it{number}", "negative"))
    analyze(path, folder / "out", Options(language="en"))
    return (folder / "out" / "report.html").read_text("utf-8")


def _page(template: str, words: Iterable[str], path: Path) -> Path:
    """Write the page with the names in place of words."""
    for word, name in zip(words, NAMES, strict=False):
        template = template.replace(word, name)
    path.write_text(template, "utf-8")
    path.with_name(TEXTS).touch()  # the page looks for it
    return path


def _opened(browser: Browser, path: Path) -> AbstractContextManager[Page]:
    """Open a page without the texts beside it, which are those of the words as they were."""
    return opened(browser, path, expected="ERR_FILE_NOT_FOUND")


def _detail(page: Page, word: str) -> str:
    """Choose a word of the table and return what is told of it."""
    page.locator("#filter").fill(word)
    page.locator(f'#sheet .pick[data-word="{word}"]').click()
    assert page.locator("#detail h2").inner_text() == word
    assert page.locator("#detail .bars").count() == 1
    return page.locator("#detail").inner_text()


def test_words_that_scripts_know_are_shown_with_their_texts(
    browser: Browser, template: str, tmp_path: Path
) -> None:
    with _opened(browser, _page(template, ONE_FORM, tmp_path / "report.html")) as page:
        for name, _ in zip(NAMES, ONE_FORM, strict=False):
            detail = _detail(page, name)
            assert "here" in detail
            assert "Written" not in detail


def test_the_ways_to_write_such_words_are_shown(
    browser: Browser, template: str, tmp_path: Path
) -> None:
    with _opened(browser, _page(template, TWO_FORMS, tmp_path / "report.html")) as page:
        page.locator("input[name=table-sentiment][value='1']").check()
        for name, _ in zip(NAMES, TWO_FORMS, strict=False):
            detail = _detail(page, name)
            assert f"{name}s" in detail
            assert "there" in detail


def test_emoji_that_scripts_know_are_shown_with_their_texts(
    browser: Browser, template: str, tmp_path: Path
) -> None:
    with _opened(browser, _page(template, EMOJI, tmp_path / "report.html")) as page:
        page.locator("input[name=table-sentiment][value='1']").check()
        page.locator("input[name=listed][value=emoji]").check()
        for name in NAMES:
            assert " it" in _detail(page, name)


def test_an_address_with_a_name_that_no_text_holds_says_so(
    browser: Browser, template: str, tmp_path: Path
) -> None:
    with _opened(browser, _page(template, (), tmp_path / "report.html")) as page:
        for name in NAMES:
            page.evaluate("name => { location.hash = `word=${name}`; }", name)
            page.locator("#detail .note", has_text=name).wait_for()
            assert page.locator("#detail .bars").count() == 0


def test_sentiments_that_scripts_know_are_shown_like_others(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "classes.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("text", "sentiment"))
        for number in range(20):
            for label in NAMES:
                rows.writerow((f"The constructor of {label} returns {number} things", label))
    options = Options(text_column="text", sentiment_column="sentiment")
    summary = analyze(path, tmp_path / "out", options).summary
    assert set(summary.sentiments) == set(NAMES)
    with opened(browser, tmp_path / "out" / "report.html") as page:
        for korean in range(2):
            assert set(page.locator(".columns h3").all_inner_texts()) == set(NAMES), korean
            for radio in page.locator(".segments input").all():
                radio.check()
            page.evaluate("() => { location.hash = 'word=constructor'; }")
            page.locator("#detail .bars").wait_for()
            assert set(page.locator("#detail .bars tbody th").all_inner_texts()) == set(NAMES)
            page.locator("#language").click()


def test_the_gallery_shows_labels_folders_and_faults_that_scripts_know(
    browser: Browser, tmp_path: Path
) -> None:
    shown = [
        Entry(f"{name}/{name}", "", "2026-01-01T00:00:00Z", "", name, 9, 8, ((name, 8),))
        for name in NAMES
    ]
    faults = [Entry(f"{name}.csv", code=name, message=name) for name in NAMES]
    path = tmp_path / "index.html"
    path.write_text(render_gallery([*shown, *faults]), "utf-8")
    with opened(browser, path) as page:
        assert set(page.locator(".card h3").all_inner_texts()) >= set(NAMES)
        assert page.locator(".counts").all_inner_texts()
        page.locator("#group").check()
        assert {f"{name}/" for name in NAMES} <= set(page.locator("h2").all_inner_texts())
        page.locator("#search").fill("constructor")
        assert page.locator(".card").count() == 2
