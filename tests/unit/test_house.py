"""The code stays easy to enter: sizes of files, one name for one thing, plain English."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

PACKAGE: Final = ROOT / "layers" / "moodcloud" / "python" / "moodcloud"
FILES: Final = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "functions").rglob("*.py")])
MODULES: Final = [path for path in FILES if not path.name.startswith("__")]
MOST_LINES: Final = 400
# A word that was given up, and what is said instead (CONTRIBUTING.md).
RETIRED: Final = {
    "changing": "compare-and-swap",
    "measures": "metrics",
    "offers": "candidate words",
    "tallies": "occurrences",
    "understand": "inspect",
    "verdicts": "label words",
}
# Names that say nothing of a subject.
EMPTY: Final = {"common", "helpers", "misc", "util", "utils"}
# How a docstring, or what it says of an argument, does not begin: a fragment, no sentence.
FRAGMENT: Final = re.compile(r"^(?:\s*\w+: )?Of ", re.MULTILINE)


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in FILES]


def test_a_file_is_one_subject_of_at_most_400_lines() -> None:
    lines = {str(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {path: number for path, number in lines.items() if number > MOST_LINES} == {}


def test_a_module_has_a_name_of_its_own_that_says_its_subject() -> None:
    packages = {path.parent.name for path in PACKAGE.rglob("__init__.py")}
    names = Counter(path.stem for path in MODULES if PACKAGE in path.parents)
    assert [name for name, count in names.items() if count > 1 or name in packages | EMPTY] == []


def test_no_two_public_classes_share_a_name() -> None:
    names = Counter(
        node.name
        for _, tree in _trees()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_retired_words_name_nothing() -> None:
    names = {path.stem for path in MODULES}
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
    parts = {part for name in names for part in re.findall(r"[A-Z]?[a-z]+", name)}
    assert {part.lower() for part in parts} & set(RETIRED) == set()


def test_docstrings_are_sentences() -> None:
    fragments = []
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                fragments += [(path.name, line) for line in FRAGMENT.findall(text)]
    assert fragments == []
