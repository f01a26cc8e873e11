"""Each promise of docs/guarantees.md is proven by tests that exist."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "guarantees.md").read_text("utf-8")
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^\s*def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
}


def test_every_test_that_a_promise_names_exists() -> None:
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - TESTS == set()


def test_every_promise_and_every_fault_has_a_test_or_a_reason() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    promises = [
        (told, proof)
        for told, proof in rows
        if proof not in ("tests", "test, or why there is none")
    ]
    assert len(promises) > 40
    for told, proof in promises:
        assert "`test_" in proof or proof.endswith("."), told
