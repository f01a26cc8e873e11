"""The image needs no compiler: what tools/check_wheels.py makes of pins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

from tests.conftest import ROOT
from tools.check_wheels import PINS, SOURCE_ONLY, pins


def test_pins_keep_their_hashes_and_the_versions_of_each_python() -> None:
    text = """a[extra]==1 \\
    --hash=sha256:00
    # via -r runtime.in
b==1 ; python_full_version < '3.12' \\
    --hash=sha256:01
b==2 ; python_full_version >= '3.12' \\
    --hash=sha256:02
"""
    found = pins(text)
    assert list(found) == ["a", "b"]
    assert "".join(found.values()) == text


def test_every_package_that_is_source_only_is_pinned() -> None:
    found = pins(PINS.read_text("utf-8"))
    assert set(found) >= SOURCE_ONLY
    assert all("--hash=sha256:" in requirement for requirement in found.values())


def test_the_image_holds_what_the_package_needs_but_what_people_draw_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = _names([*project["dependencies"], *extras["aws"], *extras["th"]])
    lines = (ROOT / "requirements" / "runtime.in").read_text("utf-8").splitlines()
    installed = _names(line for line in lines if not line.startswith("#"))
    # `to_wordcloud` alone imports it, which is for notebooks.
    assert declared - installed == {"wordcloud"}
    assert installed <= declared
    heavy = {"wordcloud", "matplotlib", "kiwisolver", "contourpy", "cycler", "pyparsing", "nltk"}
    assert not heavy & set(pins(PINS.read_text("utf-8")))


def _names(requirements: Iterable[str]) -> set[str]:
    """Return the names of requirements, without the versions they ask for."""
    return {re.split(r"[\[<>=; ]", requirement)[0] for requirement in requirements}
