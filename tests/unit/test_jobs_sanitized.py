"""Whole jobs under sanitizers: compiled modules touch no memory but their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.compiled.modules import environment_with, sanitized
from tests.compiled.outcomes import Outcomes, outcomes_in, write_uploads

# The other inputs differ from these by what no compiled module sees.
SOUND: Final = ("english", "korean", "german stars", "japanese", "rows left out", "awkward-7")
DAMAGED: Final = [f"damaged-{number}" for number in range(120)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that has every module with sanitizers."""
    compiled = sanitized(tmp_path_factory.mktemp("sanitized"))
    if compiled is None:
        pytest.skip("compiled modules are run under sanitizers where gcc has them: install gcc")
    return environment_with(compiled, tmp_path_factory.mktemp("site"), sanitizing=True)


# What a sanitizer finds ends the process, and says where it is.
@pytest.mark.slow
@pytest.mark.parametrize("names", [SOUND, DAMAGED], ids=["sound files", "damaged files"])
def test_modules_run_clean_under_sanitizers(
    names: Sequence[str], environment: dict[str, str], tmp_path: Path
) -> None:
    write_uploads(names, tmp_path)
    shares = [names[each :: os.cpu_count()] for each in range(os.cpu_count() or 1)]
    with ThreadPoolExecutor() as pool:
        run = partial(outcomes_in, environment, tmp_path)
        ended: list[Outcomes] = list(pool.map(run, filter(None, shares)))
    assert sum(map(len, ended)) == len(names)
