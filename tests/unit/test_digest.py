"""Results have the bytes of the version that they are filed under."""

from __future__ import annotations

import re
from pathlib import Path

import moodcloud
import pytest

from tests.conftest import ROOT
from tests.files.inputs import INPUTS
from tools.set_version import digests, recorded


def test_the_record_is_of_this_version_and_of_every_input() -> None:
    version, results = recorded()
    assert version == moodcloud.__version__, "run `make version VERSION=...`"
    assert list(results) == list(INPUTS), "run `make version VERSION=...`"


# A small input tells in a second what a sample tells in five. These differ in what is counted and
# drawn; the others in how they are read, which has tests of its own.
QUICK = ("english", "korean", "unlabelled", "rows left out", "options for words")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name not in QUICK)) for name in INPUTS],
)
def test_other_bytes_need_another_version(name: str, tmp_path: Path) -> None:
    before, after = recorded()[1][name], digests(INPUTS[name], tmp_path)
    changed = sorted(file for file in before | after if before.get(file) != after.get(file))
    assert not changed, (
        f"{', '.join(changed)} of {name!r} have other bytes than {moodcloud.__version__} gave them:"
        " run `make version VERSION=...` with the next version"
    )


def test_the_changelog_begins_with_this_version_and_its_date() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert re.fullmatch(rf"{re.escape(moodcloud.__version__)} – \d{{4}}-\d\d-\d\d", headings[0])
