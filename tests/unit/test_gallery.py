"""The gallery as a page: what it holds, that nothing in it runs, and what it is made from."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import webbrowser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.analysis import analyze
from moodcloud.cli import main
from moodcloud.comparing.compared import compare_results
from moodcloud.drawing.painting import thumbnail
from moodcloud.options import Options
from moodcloud.report.contract import from_json
from moodcloud.report.folders import sets_in
from moodcloud.report.gallery import Entry, entries_on, entry_of, render_gallery
from moodcloud.report.gallery_parts import entries_in, is_part, part_of, parts_of, render_part
from moodcloud.report.results import Results
from moodcloud.report.summary import Summary
from PIL import Image, ImageChops

from tests.conftest import SAMPLES

EVIL = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>\u202e\u2028'&amp;.csv"
FULL = Entry(
    key=EVIL,
    version="0123456789abcdef",
    time="2026-02-03T04:05:06Z",
    language="en",
    read=3,
    counted=2,
    sentiments=((EVIL, 1), ("긍정", 1)),
    thumbnail=True,
)


@pytest.mark.slow
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_whatever_a_name_holds_the_page_gives_it_back(key: str, label: str) -> None:
    entry = Entry(key, sentiments=((label, 1),), message=label, code=label)
    assert entries_on(render_gallery([entry])) == [entry]
    assert entries_in(render_part([entry]).encode()) == {key: entry}


def test_names_from_users_are_data_never_markup() -> None:
    page = render_gallery([FULL])
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "alert(1)" not in re.sub(r'<script id="results".*?</script>', "", page)


def test_only_the_script_and_the_style_of_the_page_may_run() -> None:
    page = render_gallery([FULL])
    (escaped,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    policy = html.unescape(escaped)
    assert {"default-src 'none'", "img-src 'self' file:"} <= set(policy.split("; "))
    for text in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_same_entries_in_any_order_give_the_same_page() -> None:
    entries = [Entry(f"{number}.csv") for number in range(9)]
    assert render_gallery(entries) == render_gallery(reversed(entries))
    assert render_part(entries) == render_part(reversed(entries))


def test_what_is_no_part_and_no_page_holds_no_entries() -> None:
    assert entries_in(render_part([FULL]).encode()) == {EVIL: FULL}
    other = {"schema": "moodcloud-gallery/1", "columns": ["key"], "rows": [["a.csv"]]}
    damaged = {"schema": "moodcloud-gallery/2", "columns": ["key"], "rows": [["a.csv"]]}
    stored = [json.dumps(each).encode() for each in (other, damaged)]
    for content in (b"", b"[]", b"{}", b"\xff", *stored):
        assert entries_in(content) == {}
        assert entries_on(content.decode("utf-8", "replace")) == []
        assert parts_of(content) == []


def test_a_page_names_its_parts_and_may_run_no_other_scripts() -> None:
    page = render_gallery([], ["part-ff.js", "part-00.js"])
    assert parts_of(page.encode()) == ["part-00.js", "part-ff.js"]
    (escaped,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert re.search(r"script-src 'sha256-[^']*' 'self' file:;", html.unescape(escaped))
    assert "'self'" not in html.unescape(render_gallery([])).split("script-src")[1].split(";")[0]
    assert all(is_part(part_of(f"{number}.csv")) for number in range(300))
    assert not is_part("part-00.js/")


def test_a_refusal_is_shown_with_its_reason() -> None:
    error = {"code": "empty_file", "message": "a.csv is empty.", "remedy": "Upload another."}
    entry = entry_of(error, "a.csv", time="")
    assert (entry.code, entry.message) == ("empty_file", "a.csv is empty. Upload another.")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    analyze(SAMPLES / "reviews-en.csv", folder / "hotels" / "english", Options(width=400))
    return folder


@pytest.mark.slow
def test_a_set_has_a_small_picture(results: Path) -> None:
    path = results / "hotels" / "english" / "thumbnail.png"
    with Image.open(path) as picture:
        assert picture.size[0] <= 320
        assert picture.size[1] <= 180
    assert path.stat().st_size < 30_000


def test_a_small_picture_has_the_colours_of_its_cloud(results: Path) -> None:
    with (
        Image.open(results / "hotels" / "english" / "comparison.png") as cloud,
        Image.open(results / "hotels" / "english" / "thumbnail.png") as small,
    ):
        whole = cloud.convert("RGB")
        whole.thumbnail(small.size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        apart = ImageChops.difference(whole, small.convert("RGB"))
    assert np.asarray(apart).max() < 40


def test_a_small_cloud_is_not_made_larger() -> None:
    buffer = io.BytesIO()
    Image.new("P", (200, 100)).save(buffer, format="PNG")
    with Image.open(io.BytesIO(thumbnail(buffer.getvalue()))) as picture:
        assert picture.size == (200, 100)


def test_a_cloud_on_no_ground_is_shown_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (640, 360), (0, 0, 0, 0)).save(buffer, format="PNG")
    with Image.open(io.BytesIO(thumbnail(buffer.getvalue()))) as picture:
        assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_gallery_of_folders_lists_the_newest_results_below(results: Path) -> None:
    old, new = results / "up.csv" / "0" / "summary.json", results / "up.csv" / "1" / "summary.json"
    for path in (old, new):
        path.parent.mkdir(parents=True)
        path.write_bytes((results / "hotels" / "english" / "summary.json").read_bytes())
    (results / "up.csv" / "latest.json").write_text('{"version": "1", "file": "1/summary.json"}')
    (results / "else").mkdir()
    (results / "else" / "summary.json").write_text('{"rows": 3}')
    result = CliRunner().invoke(main, ["gallery", str(results)])
    assert result.exit_code == 0
    shown = entries_on((results / "index.html").read_text("utf-8"))
    assert [(entry.key, entry.version, entry.read) for entry in shown] == [
        ("hotels/english", "", 300),
        ("up.csv", "1", 300),
    ]


def test_comparisons_below_a_folder_are_listed_and_open_finds_them(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = Results(results / "hotels" / "english")
    compare_results(same, same).save(tmp_path / "changes" / "spring")
    result = CliRunner().invoke(main, ["gallery", str(tmp_path)])
    assert result.exit_code == 0
    (entry,) = entries_on((tmp_path / "index.html").read_text("utf-8"))
    assert entry.key == "changes/spring"
    assert entry.sides == (("reviews-en.csv", 300), ("reviews-en.csv", 300))
    assert (entry.changes, entry.thumbnail) == ((0, 0), False)
    opened: list[str] = []

    def note(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    assert CliRunner().invoke(main, ["open", str(tmp_path / "changes" / "spring")]).exit_code == 0
    assert opened == [(tmp_path / "changes" / "spring" / "comparison.html").as_uri()]


def test_sentiments_have_the_colours_of_their_page(results: Path) -> None:
    (entry,) = sets_in(results / "hotels")
    page = (results / "hotels" / "english" / "report.html").read_text("utf-8")
    assert list(entry.colours) == re.findall(r'"colour":"(#[0-9a-f]{6})"', page)


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["gallery", str(tmp_path)])
    assert result.exit_code == 1
    assert "no folder holds a summary.json" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_too_long_for_a_card_says_that_it_was_cut() -> None:
    label, fits = "l" * 41, "l" * 40
    content = {
        "input": {"language": "en"},
        "rows": {"read": 2, "counted": 2},
        "sentiments": {label: {"rows": 1}, fits: {"rows": 1}},
        "options": {},
        "files": [],
    }
    entry = entry_of(from_json(Summary, content), "a.csv", time="")
    assert entry.sentiments == (("l" * 39 + "…", 1), (fits, 1))
    fault = {"code": "c", "message": "m" * 400, "remedy": "r"}
    assert entry_of(fault, "a.csv", time="").message == "m" * 299 + "…"
