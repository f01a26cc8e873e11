"""The notebook runs from top to bottom, and is kept without what it showed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"


@pytest.fixture(scope="module")
def notebook() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_the_notebook_is_kept_without_outputs(notebook: Any) -> None:
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.slow
def test_the_notebook_runs_and_shows_results_clouds_and_what_rose(
    notebook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of it is left in the home folder.
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    ran = NotebookClient(notebook, timeout=300, resources=resources).execute()
    shown = [
        (kind, content)
        for cell in ran.cells
        for output in cell.get("outputs", ())
        for kind, content in output.get("data", {}).items()
    ]
    pages = [content for kind, content in shown if kind == "text/html"]
    assert any("Word cloud: positive" in page for page in pages)
    assert any("construction" in page for page in pages)
    assert sum(kind == "image/png" for kind, _ in shown) == 2
