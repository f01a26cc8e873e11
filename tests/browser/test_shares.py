"""The bar of shares is true to scale on every screen; the smallest share has its number."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.gallery import Entry, render_gallery

from tests.browser.chromium import opened
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS: Final = (320, 390, 768, 1360)
# For people to look at; git knows nothing of them.
SHOTS: Final = ROOT / "out" / "screenshots"
_TOPICS: Final = (
    "delivery", "price", "app", "returns and refunds", "배송", "고객 서비스", "packaging of gifts",
    "sizes", "Kundenbetreuung am Telefon", "staff", "website", "other",
)  # fmt: skip
CASES: Final[dict[str, dict[str, int]]] = {
    "two": {"positive": 9_999, "negative": 1},
    "two-even": {"positive": 50, "negative": 50},
    "three": {"positive": 16, "neutral": 21, "negative": 63},
    "three-uneven": {"positive": 1, "neutral": 9_998, "negative": 1},
    "five": {"1": 5, "2": 10, "3": 40, "4": 45, "very long label of a group " * 2: 100},
    "twelve": dict.fromkeys(_TOPICS, 10),
    "twelve-uneven": {topic: 9_989 if topic == "price" else 1 for topic in _TOPICS},
    "twelve-growing": {topic: 3 * number**2 + 1 for number, topic in enumerate(_TOPICS)},
}
Analysed = Callable[[str], tuple[Path, dict[str, int]]]


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """From the name of a case to its page, and the rows of its sentiments in their order."""
    found: dict[str, tuple[Path, dict[str, int]]] = {}

    def of(case: str) -> tuple[Path, dict[str, int]]:
        if case not in found:
            found[case] = _analysed(tmp_path_factory.mktemp(case), CASES[case])
        return found[case]

    return of


def _analysed(folder: Path, rows: dict[str, int]) -> tuple[Path, dict[str, int]]:
    path = folder / "shares.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("text", "label"))
        for label, number in rows.items():
            table.writerows((f"breakfast of {n % 40} words was fine", label) for n in range(number))
    options = Options(text_column="text", sentiment_column="label")
    summary = analyze(path, folder / "out", options).summary
    sentiments = {name: each.rows for name, each in summary.sentiments.items()}
    assert sorted(sentiments.values()) == sorted(rows.values())
    return folder / "out" / "report.html", sentiments


def _is_true_to_scale(page: Page, parts: str, rows: list[int]) -> None:
    """Check that parts fill their bar, each as wide as its share of the rows."""
    widths: list[float] = page.eval_on_selector_all(
        parts, "all => all.map(each => each.getBoundingClientRect().width)"
    )
    bar: float = page.eval_on_selector(parts, "one => one.parentElement.clientWidth")
    assert sum(widths) == pytest.approx(bar, abs=0.5)
    wanted = [bar * each / sum(rows) for each in rows]
    # Browsers place boxes in steps of 1/64 of a pixel.
    assert widths == pytest.approx(wanted, rel=0.01, abs=0.05)


def _everything_fits(page: Page) -> None:
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    for item in page.locator(".shares li").all():
        box: Any = item.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= wide[1]
        assert item.evaluate("each => each.scrollWidth <= Math.ceil(each.clientWidth)")


@pytest.mark.parametrize("case", CASES)
def test_shares_are_drawn_true_to_scale_on_every_screen(
    browser: Browser, analysed: Analysed, case: str
) -> None:
    path, rows = analysed(case)
    with opened(browser, path) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            _is_true_to_scale(page, ".share-bar span", list(rows.values()))
            _everything_fits(page)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_every_group_is_named_with_its_share_and_its_texts(
    browser: Browser, analysed: Analysed, case: str, locale: str
) -> None:
    path, rows = analysed(case)
    with opened(browser, path, locale=locale, viewport={"width": 320, "height": 900}) as page:
        told = page.locator(".shares li").all_inner_texts()
        assert len(told) == len(rows)
        for (name, number), text in zip(rows.items(), told, strict=True):
            if name not in ("positive", "neutral", "negative"):
                assert name.strip() in text
            percent = float(text.rpartition("%")[0].rpartition(" ")[2])
            assert percent == pytest.approx(100 * number / sum(rows.values()), abs=0.5)
            assert (percent > 0, percent < 100) == (True, True)
            assert f"{number:,}" in text.rpartition("%")[2]


def test_one_text_of_many_is_told_in_the_singular(browser: Browser, analysed: Analysed) -> None:
    with opened(browser, analysed("two")[0]) as page:
        assert page.locator(".shares li").all_inner_texts() == [
            "positive 99.99% 9,999 texts",
            "negative 0.01% 1 text",
        ]


@pytest.mark.parametrize(
    ("name", "cases", "settings"),
    [
        ("light", ("two", "three", "twelve-growing"), {}),
        ("dark", ("five", "twelve-uneven"), {"color_scheme": "dark"}),
        ("phone", ("three-uneven", "twelve"), {"viewport": {"width": 390, "height": 844}}),
        (
            "korean-phone-dark",
            ("two-even", "twelve-growing"),
            {"locale": "ko-KR", "color_scheme": "dark", "viewport": {"width": 320, "height": 844}},
        ),
    ],
)
def test_shares_can_be_looked_at(
    browser: Browser, analysed: Analysed, name: str, cases: tuple[str, ...],
    settings: dict[str, Any],
) -> None:  # fmt: skip
    SHOTS.mkdir(parents=True, exist_ok=True)
    for case in cases:
        with opened(browser, analysed(case)[0], **settings) as page:
            assert page.locator(".share-bar").is_visible()
            page.locator("body > header").screenshot(path=SHOTS / f"shares-{case}-{name}.png")


def test_shares_of_the_gallery_are_drawn_true_to_scale(browser: Browser, tmp_path: Path) -> None:
    for case, rows in CASES.items():
        total = sum(rows.values())
        entry = Entry(f"{case}.csv", "", "", "", "en", total, total, tuple(rows.items()))
        path = tmp_path / f"{case}.html"
        path.write_text(render_gallery([entry]), "utf-8")
        with opened(browser, path) as page:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                _is_true_to_scale(page, ".card .bar span", list(rows.values()))
                texts = page.locator(".counts li").all_inner_texts()
                assert [f"{label.strip()} {number:,}" for label, number in rows.items()] == [
                    text.strip() for text in texts
                ]
