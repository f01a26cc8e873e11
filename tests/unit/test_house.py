"""The rules of the house that no import proves: how long files are, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT

LIBRARY = ROOT / "layers" / "moodcloud" / "python" / "moodcloud"
MODULES = sorted(LIBRARY.rglob("*.py"))
SUBJECTS = [path for path in MODULES if not path.stem.startswith("__")]
ROOMS = [path.parent for path in MODULES if path.name == "__init__.py" and path.parent != LIBRARY]


@pytest.mark.parametrize("path", SUBJECTS, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_one_subject_fits_in_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_a_name_of_a_module_says_what_it_is_about() -> None:
    stems = {path.stem for path in SUBJECTS}
    assert not stems & {"utils", "util", "helpers", "common", "misc"}
    assert not stems & {room.name for room in ROOMS}, "a module is named as a room is"
