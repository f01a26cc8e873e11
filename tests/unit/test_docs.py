"""The documentation tells the truth about what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.build_docs import errors_page, options_page

PAGES = [("errors", errors_page()), ("options", options_page())]


@pytest.mark.parametrize(("page", "content"), PAGES)
def test_pages_made_from_the_code_are_up_to_date(page: str, content: str) -> None:
    path = Path(ROOT) / "docs" / f"{page}.md"
    assert path.read_text("utf-8") == content, "run `make docs`"
