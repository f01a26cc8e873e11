"""What follows from the code is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.build_docs import files


@pytest.mark.parametrize(("path", "content"), files().items())
def test_files_made_from_the_code_are_up_to_date(path: Path, content: str) -> None:
    assert path.read_text("utf-8") == content, "run `make docs`"
