"""What starts quickly: no command and no function waits for libraries that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SAMPLE = ROOT / "samples/reviews-en.csv"
# Of these an analysis of an English CSV file needs none.
UNUSED = (
    "pandas numpy.ma matplotlib wordcloud rich boto3 kiwipiepy moodcloud.language.korean "
    "moodcloud.tabular.excel moodcloud.scoring.texts moodcloud.comparing"
)
# What a function imports while it fetches its first upload, or never.
LATER = (
    "numpy pandas PIL jinja2 fontTools aws_xray_sdk moodcloud.analysis moodcloud.reading "
    "moodcloud.drawing moodcloud.report.page moodcloud.lexicon"
)


def _imported(program: str, names: str) -> set[str]:
    """Return which of the modules `names` a program has imported when it ends."""
    program += f"\nimport sys; print(*set(sys.modules) & set({names.split()!r}))"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    environment.pop("AWS_XRAY_DAEMON_ADDRESS", None)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def _run(*arguments: str) -> str:
    return f"from moodcloud.cli import main; main({list(arguments)!r}, standalone_mode=False)"


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_help_waits_for_no_library(arguments: list[str]) -> None:
    assert not _imported(_run(*arguments), f"{UNUSED} duckdb numpy moodcloud.lexicon")


def test_an_analysis_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    program = _run("analyze", str(SAMPLE), "--out", str(tmp_path / "out"), "--quiet")
    assert not _imported(program, UNUSED)
    assert (tmp_path / "out/summary.json").is_file()


def test_a_function_is_ready_before_it_can_draw() -> None:
    assert not _imported("import analyze.app", LATER)
