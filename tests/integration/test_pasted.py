"""Commands and Python in README and guide work when pasted."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from moodcloud import analysis
from moodcloud.analysis import Analysis
from moodcloud.cli import main
from moodcloud.options import Options

from tests.conftest import ROOT, SAMPLES
from tests.integration.conftest import SMALL

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.slow

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"\$ (\.venv/bin/)?moodcloud ")
README, GUIDE = "README.md", pytest.param("docs/guide.md", marks=pytest.mark.slow)
_BUCKETS = ("bucket", "my-bucket")
# What needs a stack or opens a window has tests of its own.
_ELSEWHERE = ("UPLOADS_BUCKET", "moodcloud open ", "march/")


def _blocks(page: str, language: str) -> list[str]:
    found = _BLOCK.findall((ROOT / page).read_text("utf-8"))
    return [content for name, content in found if name == language]


def _commands(page: str) -> list[list[str]]:
    lines = (line for block in _blocks(page, "console") for line in block.splitlines())
    ours = (line.removeprefix("$ ") for line in lines if _OURS.match(line))
    return [shlex.split(line) for line in ours if not any(each in line for each in _ELSEWHERE)]


@pytest.fixture(autouse=True)
def _small_clouds(monkeypatch: pytest.MonkeyPatch, analyze_once: Callable[..., Analysis]) -> None:
    def small(path: Path, out: Path, options: Options | None = None, **more: Any) -> Analysis:
        width, height = SMALL.width, SMALL.height
        options = replace(options or Options(), width=width, height=height)
        return analyze_once(path, out, options, **more)

    monkeypatch.setattr(analysis, "analyze", small)


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, s3: S3Client) -> None:
    """Stand in a folder with the samples; the buckets hold the file that is uploaded there."""
    shutil.copytree(SAMPLES, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    for bucket in _BUCKETS:
        s3.create_bucket(Bucket=bucket)
        for key in ("reviews.csv", "2026/march.csv"):
            s3.upload_file(str(SAMPLES / "reviews-en.csv"), bucket, key)


@pytest.mark.parametrize("page", [README, GUIDE])
def test_every_command_of_ours_works(page: str) -> None:
    commands = _commands(page)
    assert len(commands) >= 4
    for _, *arguments in commands:
        given = arguments[-1] if "<" in arguments else None
        own = arguments[: arguments.index("<")] if given else arguments
        content = Path(given).read_bytes() if given else None
        result = CliRunner().invoke(main, own, input=content)
        assert result.exit_code == 0, (arguments, result.output)


@pytest.mark.parametrize("page", [README, GUIDE])
def test_every_line_of_python_works(page: str) -> None:
    blocks = _blocks(page, "python")
    assert blocks
    exec("\n".join(blocks), {})


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_every_picture_and_page_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert links
    assert not missing
