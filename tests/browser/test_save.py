"""What is seen can be taken along: tables and texts as CSV, pictures as PNG and SVG."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.browser.chromium import opened
from tests.browser.test_hidden import _hide

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "report.html"


def _saved(page: Page, selector: str) -> tuple[str, bytes]:
    with page.expect_download() as found:
        page.locator(f"{selector} >> visible=true").first.click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_is_saved_as_it_is_filtered_and_sorted(browser: Browser, korean: Path) -> None:
    with opened(browser, korean / PAGE) as page:
        page.locator("input[name=table-sentiment][value='2']").check()
        page.locator("#filter").fill("맛")
        name, content = _saved(page, ".below [data-save=save_csv]")
        assert name == "reviews-ko-negative-words.csv"
        header, *rows = _table(content)
        shown = page.locator("#sheet tbody .pick").all_inner_texts()
        assert [row[0] for row in rows][: len(shown)] == shown
        assert header[0] == "Word"
        assert all(float(row[-1]) <= 100 for row in rows)


def test_a_table_is_copied(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator(".below [data-save=copy]").press("Enter")
        page.locator(".below [data-save=copy]", has_text="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()").splitlines()
        shown = page.locator("#sheet tbody .pick").all_inner_texts()
        assert [line.split("\t")[0] for line in copied[1 : 1 + len(shown)]] == shown


def test_texts_are_saved_with_their_places_and_no_formula(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile / PAGE) as page:
        page.locator(".leading .pick").first.click()
        page.locator("#all-texts").click()
        texts = page.locator("#texts li").count()
        _, content = _saved(page, "#texts [data-save=save_csv]")
        rows = _table(content)
        assert rows[0] == ["Sentiment", "Place", "Text"]
        assert len(rows) == texts + 1
        assert all(row[1].startswith("line ") for row in rows[1:])
        assert not any(cell.startswith(("=", "+", "@", "-")) for row in rows for cell in row)


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}])
def test_a_cloud_is_saved_as_it_is_seen(
    browser: Browser, english: Path, settings: dict[str, str]
) -> None:
    with opened(browser, english / PAGE, **settings) as page:
        hidden = _hide(page, 0)
        name, content = _saved(page, ".picture:not(.aside) [data-save=save_svg]")
        assert name == "reviews-en-all-distinctive.svg"
        root = ElementTree.fromstring(content)
        words = {each.get("data-word") for each in root.iter() if each.get("data-word")}
        shown = page.locator(".picture:not(.aside) .word:not(.gone)")
        assert len(words) == shown.count() > 1
        assert hidden not in words
        assert b"url(" in content
        assert b"http" not in content.replace(b"http://www.w3.org/", b"")
        name, content = _saved(page, ".picture:not(.aside) [data-save=save_png]")
        assert name == "reviews-en-all-distinctive.png"
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        assert picture.width >= 1400
        corner = picture.getpixel((3, 3))
        assert isinstance(corner, tuple)
        assert (sum(corner) < 200) == bool(settings)
        assert len(picture.resize((200, 150)).getcolors(1 << 20) or ()) > 100


def test_the_map_is_saved(browser: Browser, english: Path) -> None:
    with opened(browser, english / PAGE) as page:
        name, content = _saved(page, "#map [data-save=save_svg]")
        assert name == "reviews-en-map-positive.svg"
        root = ElementTree.fromstring(content)
        assert sum(each.tag.endswith("circle") for each in root.iter()) > 100
