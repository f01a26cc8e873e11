"""What follows from the code is up to date."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES
from tools.build_docs import files

LIBRARY = ROOT / "layers" / "moodcloud" / "python"
WITH_EXAMPLES = [
    ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
    for path in sorted(LIBRARY.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize(("path", "content"), files().items())
def test_files_made_from_the_code_are_up_to_date(path: Path, content: str) -> None:
    assert path.read_text("utf-8") == content, "run `make docs`"


# Those that analyse the samples take seconds.
ANALYSING = {"moodcloud.notebook.api", "moodcloud.report.results"}


@pytest.mark.parametrize(
    "module",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in ANALYSING)) for name in WITH_EXAMPLES],
)
def test_examples_in_docstrings_give_what_they_say(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(import_module(module)).failed == 0
