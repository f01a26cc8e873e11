"""The documentation tells the truth about what is there."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES
from tools.build_api import api_page
from tools.build_docs import errors_page, options_page

PAGES = [("errors", errors_page()), ("options", options_page()), ("api", api_page())]
LIBRARY = ROOT / "layers" / "moodcloud" / "python"
WITH_EXAMPLES = [
    ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
    for path in sorted(LIBRARY.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize(("page", "content"), PAGES)
def test_pages_made_from_the_code_are_up_to_date(page: str, content: str) -> None:
    path = Path(ROOT) / "docs" / f"{page}.md"
    assert path.read_text("utf-8") == content, "run `make docs`"


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_in_docstrings_give_what_they_say(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(import_module(module))
    assert (found.failed, found.attempted > 0) == (0, True)
