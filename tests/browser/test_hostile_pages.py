"""Nothing of the hostile uploads runs in a page, and none of it becomes markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.gallery import entry_of, render_gallery

from tests.browser.chromium import opened
from tests.files.hostile import HARM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_COUNT: Final = "selector => document.querySelectorAll(selector).length"
_ACTIVE: Final = "img, iframe, object, embed, base, meta[http-equiv=refresh], math"
_HANDLERS: Final = "[onerror], [onload], [onmouseover], [onfocus], [autofocus], [srcdoc]"
# So many sentiments a file may have.
_A_PAGE: Final = 12
_NAMES: Final = ("prototype", "constructor", "null", "dot", "summary", "page", "script", "svg")
_REST: Final = [HARM[name] for name in HARM if name not in _NAMES]
# Names as they are; the rest in pairs, for fewer pages.
_LABELS: Final = [f"{one} {other}" for one, other in zip(_REST[::2], _REST[1::2], strict=False)]
_BATCHES: Final = [
    [HARM[name] for name in _NAMES],
    *(_LABELS[n : n + _A_PAGE] for n in range(0, len(_LABELS), _A_PAGE)),
]


def _page(folder: Path, labels: list[str]) -> Path:
    """Return the results of a file in which every label meets every text."""
    path = folder / "re<img src=x onerror=harm()>views.json"
    rows = [
        {"text": f"{text} {others} breakfast {text}", "mood<svg onload=harm()>": label}
        for number, label in enumerate(labels)
        for text in HARM.values()
        for others in ("lovely room", "cold soup")[: 1 + number % 2]
    ]
    path.write_text(json.dumps(rows), "utf-8")
    options = Options(
        text_column="text",
        sentiment_column="mood<svg onload=harm()>",
        max_words=60,
        width=480,
        height=270,
    )
    return analyze(path, folder / "out", options).folder


def _is_harmless(page: Page) -> None:
    page.evaluate("() => { window.harm = () => { window.harmed = true; }; }")
    for word in page.locator(".leading .pick").all()[:3]:
        word.click()
    for radio in page.locator(".segments input").all():
        radio.check()
    filtering = page.locator("#filter")
    if filtering.count():
        for harm in ("<script>", "__proto__", "constructor"):
            filtering.fill(harm)
    assert page.evaluate("window.harmed") is None
    assert page.evaluate(_COUNT, _ACTIVE) == 0
    assert page.evaluate(_COUNT, _HANDLERS) == 0
    assert page.evaluate(_COUNT, "[href^=javascript], [href^=data], [src^=javascript]") == 0


@pytest.mark.parametrize("labels", _BATCHES, ids=[f"page {n + 1}" for n in range(len(_BATCHES))])
def test_nothing_runs_in_a_page_of_hostile_labels_and_texts(
    browser: Browser, tmp_path: Path, labels: list[str]
) -> None:
    folder = _page(tmp_path, labels)
    with opened(browser, folder / "report.html") as page:
        assert page.locator("h1").is_visible()
        _is_harmless(page)
    drawn = sorted(folder.glob("*.svg"))[0]
    with opened(browser, drawn) as page:
        assert page.evaluate(_COUNT, "script, a, foreignObject, image") == 0


def test_nothing_runs_in_a_gallery_of_hostile_keys(browser: Browser, tmp_path: Path) -> None:
    told = {"code": "bad_option", "message": "no", "remedy": "", "found": {}}
    entries = [
        entry_of({**told, "message": harm}, harm, "1", time="2026-01-01T00:00:00Z")
        for harm in HARM.values()
    ]
    path = tmp_path / "index.html"
    path.write_bytes(render_gallery(entries).encode("utf-8", "replace"))
    with opened(browser, path) as page:
        _is_harmless(page)
