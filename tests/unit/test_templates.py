"""Pages are rendered by templates that were compiled before, where they can be kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from moodcloud.report import templates

NAMES = {"report", "gallery", "comparison", "notebook"}


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    """Begin as a process does, and leave others nothing."""
    templates._environment.cache_clear()
    yield
    templates._environment.cache_clear()


def _refuse(*arguments: object, **options: object) -> str:
    raise AssertionError("a template was compiled again")


def test_templates_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(templates, "_COMPILED", str(tmp_path / "compiled"))
    templates.compile_templates()
    templates._environment.cache_clear()  # another process
    monkeypatch.setattr(Environment, "_generate", _refuse)
    for name in NAMES:
        templates._environment().get_template(f"{name}.html.j2")


def test_one_process_compiles_a_template_once_wherever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(templates, "_COMPILED", str(tmp_path / "compiled"))
    templates.compile_templates()
    monkeypatch.setattr(Environment, "_generate", _refuse)
    templates.compile_templates()


@pytest.mark.parametrize("folder", ["missing/compiled", "file/compiled"])
def test_where_nothing_can_be_kept_templates_are_compiled_each_time(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_text("not a folder", "utf-8")
    monkeypatch.setattr(templates, "_COMPILED", str(tmp_path / folder))
    templates.compile_templates()
    assert templates._environment().get_template("report.html.j2")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
