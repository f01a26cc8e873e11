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

KERNEL: Final = ROOT / "layers" / "moodcloud" / "kernel"
FLAGS: Final = (
    "-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-shared", "-fPIC",
    "-pthread", f"-I{sysconfig.get_path('include')}",
)  # fmt: skip
# Loads the extension module named by its arguments.
LOAD: Final = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location(sys.argv[1], sys.argv[2])
kernel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kernel)
"""
# Counts awkward texts.
COUNT: Final = """
import tempfile
from pathlib import Path
from types import SimpleNamespace
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
    counts = by_kernel.count_by_kernel(connection, table, ("the", "not"))
    print('words', counts.running_words())
"""
# Reads random tokens, and what is none, by random parts.
READ: Final = """
import random
from contextlib import suppress
chance = random.Random(7)
def string(most):
    return "".join(chance.choices("가나다😀", k=chance.randint(0, most)))
def part():
    words = tuple(string(3) for _ in range(chance.randint(0, 2)))
    readings = [(chance.choice("NVJ"), chance.random(), words) for _ in range(chance.randint(0, 3))]
    return readings, chance.choice([None, (chance.random(), words)]), chance.choice([None, words])
found = 0
for _ in range(300):
    sides = [{string(4): part() for _ in range(chance.randint(0, 60))} for _ in "be"]
    found += sum(map(len, kernel.words_of([string(40) for _ in range(60)], *sides, 1e-4, 2, 4)))
for given in [[1]], [["가"], {1: part()}], [["가"], {"가": ()}], [["가"], {"가": ([1], 0, None)}]:
    with suppress(TypeError, SystemError):
        kernel.words_of(*given, *[{}] * (3 - len(given)), 0.5, 2, 4)
print('words', found)
"""
# Draws clouds of random words.
DRAW: Final = """
from moodcloud.drawing import canvas
canvas.nearest, canvas.mark = kernel.nearest, kernel.mark
from tests.unit.test_placing import places
found = [place for seed in range(60) for place in places(seed, 60, seed % 3 == 0)[0]]
print('words', len(found))
"""

# Looks at bytes of mixed encodings, cut at any place, as `tabular.odd_lines` does.
DECODE: Final = """
import random
from contextlib import suppress
from tests.files.mixed_bytes import mixed_bytes
found, chance = 0, random.Random(3)
for seed in range(2_000):
    content = mixed_bytes(seed, 40)[chance.randint(0, 30):][: chance.randint(600, 2_000)]
    for final in (False, True):
        flags, replaced, end = kernel.look(content, final)
        found += end
    for utf8 in (False, True):
        odd = kernel.odd_lines(content, utf8)
        made = odd.replace(b"\\r\\n", b"\\n").replace(b"\\r", b"\\n")
        found += len(kernel.with_lines(content, utf8, made))
        for wrong in (made + b"\\n", made[:-1]):
            with suppress(ValueError):
                kernel.with_lines(content, utf8, wrong)
print('words', found)
"""
# Looks for lines and quotes in the same bytes, and in some with more quotes.
FIND: Final = """
import random
from tests.files.mixed_bytes import mixed_bytes
found, chance = 0, random.Random(3)
for seed in range(2_000):
    content = bytearray(mixed_bytes(seed, 40)[: chance.randint(600, 2_000)])
    for _ in range(60):
        content[chance.randrange(len(content))] = chance.choice(b' ",\\\\\\n')
    content = bytes(content)
    for newline in (b"\\n", b"\\r\\n"):
        found += sum(kernel.count(content, newline))
    for backslash in (False, True):
        kernel.keeps_quotes(content, 44, 34, backslash, chance.random() < 0.5)
        place = (0, 0)
        while place := kernel.opened(content, place[1], 44, 34, backslash, True):
            found += 1
print('words', found)
"""


def _library(compiler: str, name: str) -> Path:
    found = subprocess.run(
        [compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=True
    )
    return Path(found.stdout.strip())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "script", "least"),
    [
        ("counting/kernel.c", COUNT, 10_000),
        ("language/rare_tokens.c", READ, 1),
        ("drawing/placing.c", DRAW, 1_000),
        ("tabular/decoding.c", DECODE, 10_000),
        ("tabular/lines.c", FIND, 10_000),
    ],
)
def test_the_kernel_runs_clean_under_sanitizers(
    source: str, script: str, least: int, tmp_path: Path
) -> None:
    compiler = shutil.which("gcc")
    runtimes = (
        [_library(compiler, name) for name in ("libasan.so", "libubsan.so")] if compiler else []
    )
    if not runtimes or not all(path.is_absolute() for path in runtimes):
        pytest.skip("the kernel is run under sanitizers where gcc has them: install gcc")
    module = tmp_path / f"_{Path(source).stem}.abi3.so"
    subprocess.run([str(compiler), *FLAGS, str(KERNEL / source), "-o", str(module)], check=True)
    room, _, name = source.removesuffix(".c").partition("/")
    # Python itself leaves memory to the end of the process.
    settings = {"LD_PRELOAD": " ".join(map(str, runtimes)), "ASAN_OPTIONS": "detect_leaks=0"}
    paths = {"PYTHONPATH": os.pathsep.join((str(ROOT / "layers/moodcloud/python"), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", LOAD + script, f"moodcloud.{room}._{name}", str(module)],
        capture_output=True, text=True, check=False, env=os.environ | settings | paths,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    # The engine shows its progress before.
    assert int(done.stdout.rpartition("words")[2]) > least
