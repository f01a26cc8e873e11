"""Results have the same bytes with the compiled modules and without them."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from tests.compiled.modules import PACKAGE, SOURCES, all_are_built, environment_with
from tests.compiled.outcomes import outcomes_in, write_uploads
from tests.files.inputs import INPUTS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all_are_built(), reason="the kernel is not built: install a C compiler, then make"
    ),
]
# Of the real reviews in Korean: enough for every path, few enough for SQL.
KOREAN_ROWS: Final = 2_000


def _built() -> dict[str, Path]:
    return {name: (PACKAGE / name.replace(".", "/")).with_suffix(".abi3.so") for name in SOURCES}


def _differences(folder: Path) -> list[tuple[str, str]]:
    """Return the uploads of a folder, and which of their results have other bytes."""
    names = sorted(path.name for path in (folder / "uploads").iterdir())
    environments = []
    for kind, compiled in (("with", _built()), ("without", {})):
        (folder / kind).mkdir()
        environments.append(environment_with(compiled, folder / kind))
    with ThreadPoolExecutor(2) as pool:
        run = partial(outcomes_in, folder=folder / "uploads", names=names)
        first, second = pool.map(run, environments)
    assert list(first) == list(second) == names
    return [
        (name, file)
        for name in names
        for file in sorted(first[name] | second[name])
        if first[name].get(file) != second[name].get(file)
    ]


def test_without_compiled_modules_none_is_found(tmp_path: Path) -> None:
    script = "\n".join(
        f"try: import {name}\nexcept ImportError: pass\nelse: print({name!r})" for name in SOURCES
    )
    found = {
        kind: subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, env=environment_with(compiled, tmp_path),
        ).stdout.split()
        for kind, compiled in (("with", _built()), ("without", {}))
    }  # fmt: skip
    assert found == {"with": list(SOURCES), "without": []}


@pytest.mark.parametrize(
    "names",
    [list(INPUTS), ["awkward-3"], [f"damaged-{number}" for number in range(40)]],
    ids=["inputs of every kind", "awkward texts", "damaged files"],
)
def test_results_have_the_same_bytes(names: list[str], tmp_path: Path) -> None:
    write_uploads(names, tmp_path / "uploads")
    assert _differences(tmp_path) == []


def test_results_of_real_data_have_the_same_bytes(real_data: Path, tmp_path: Path) -> None:
    for name in ("airline-tweets.csv", "amazon-alexa.tsv", "korean.tsv"):
        (tmp_path / "uploads" / name).mkdir(parents=True)
        if name != "korean.tsv":
            (tmp_path / "uploads" / name / name).symlink_to(real_data / name)
    with subprocess.Popen(
        ["zstd", "-dc", real_data / "nsmc-200k.tsv.zst"], stdout=subprocess.PIPE
    ) as unpacking:
        assert unpacking.stdout
        korean = tmp_path / "uploads" / "korean.tsv" / "korean.tsv"
        korean.write_bytes(b"".join(islice(unpacking.stdout, KOREAN_ROWS)))
    assert _differences(tmp_path) == []
