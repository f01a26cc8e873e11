"""The kernel touches no memory that is not its own, and does nothing that C leaves undefined."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

SOURCE: Final = ROOT / "layers" / "moodcloud" / "kernel" / "counting" / "kernel.c"
FLAGS: Final = (
    "-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-shared", "-fPIC",
    "-pthread", f"-I{sysconfig.get_path('include')}",
)  # fmt: skip
# Counts awkward texts with the extension module named by its argument.
SCRIPT: Final = """
import importlib.util, sys, tempfile
from pathlib import Path
from types import SimpleNamespace
spec = importlib.util.spec_from_file_location("moodcloud.counting._kernel", sys.argv[1])
kernel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kernel)
from moodcloud.counting import by_kernel
from moodcloud.database import connect
from tests.files.awkward_texts import awkward_texts
by_kernel._kernel = kernel
with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
    texts = awkward_texts(7, 20_000)
    labels = [str(number % 3) for number in range(len(texts))]
    rows = "SELECT unnest($1) AS text, unnest($2) AS label"
    connection.execute(f"CREATE TABLE t AS {rows}", [texts, labels])
    sentiments = {"0": "negative", "1": "positive"}
    table = SimpleNamespace(relation="FROM t", unspaced=(), labels=sentiments)
    by_kernel._BUDGET = 1 << 20
    counts = by_kernel.count_by_kernel(connection, table, ("the", "not"))
    print('words', counts.running_words())
"""


def _library(compiler: str, name: str) -> Path:
    found = subprocess.run(
        [compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=True
    )
    return Path(found.stdout.strip())


@pytest.mark.slow
def test_the_kernel_runs_clean_under_sanitizers(tmp_path: Path) -> None:
    compiler = shutil.which("gcc")
    runtimes = (
        [_library(compiler, name) for name in ("libasan.so", "libubsan.so")] if compiler else []
    )
    if not runtimes or not all(path.is_absolute() for path in runtimes):
        pytest.skip("the kernel is run under sanitizers where gcc has them: install gcc")
    module = tmp_path / "_kernel.abi3.so"
    subprocess.run([str(compiler), *FLAGS, str(SOURCE), "-o", str(module)], check=True)
    # Python itself leaves memory to the end of the process.
    settings = {"LD_PRELOAD": " ".join(map(str, runtimes)), "ASAN_OPTIONS": "detect_leaks=0"}
    paths = {"PYTHONPATH": os.pathsep.join((str(ROOT / "layers/moodcloud/python"), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(module)],
        capture_output=True, text=True, check=False, env=os.environ | settings | paths,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    # The engine shows its progress before.
    assert int(done.stdout.rpartition("words")[2]) > 10_000
