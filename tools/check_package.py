"""Build the source package and the wheel, and use the wheel where nothing else is installed.

Usage: python -m tools.check_package [--python 3.13]

The wheel is tried with the newest and with the oldest libraries that it says it works with; the
source package must hold the tests and the pages.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "dist"
_SOURCE: Final = ("tests/conftest.py", "docs/results.md", "samples/reviews-ko.csv", "CHANGELOG.md")
# As pip chooses, and the oldest of what pyproject.toml allows.
_RESOLUTIONS: Final = ("highest", "lowest-direct")


def build() -> tuple[Path, Path]:
    """Build both packages anew; return the source package and the wheel."""
    for old in (*OUT.glob("*.tar.gz"), *OUT.glob("*.whl")):
        old.unlink()
    _uv("build", "--quiet", "--out-dir", OUT, ROOT)
    (source,), (wheel,) = OUT.glob("*.tar.gz"), OUT.glob("*.whl")
    return source, wheel


def check_source(source: Path) -> None:
    """Make sure the source package holds what it takes to test it and to read about it."""
    with tarfile.open(source) as package:
        names = {name.partition("/")[2] for name in package.getnames()}
    missing = sorted(set(_SOURCE) - names)
    if missing:
        sys.exit(f"{source.name} lacks {', '.join(missing)}")


def check_wheel(wheel: Path, python: str, resolution: str) -> None:
    """Install the wheel in an environment of its own, and use it there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder, "environment")
        interpreter, empty = environment / "bin" / "python", Path(folder, "empty")
        empty.mkdir()
        _uv("venv", "--quiet", "--python", python, environment)
        options = ("--quiet", "--python", interpreter, "--resolution", resolution)
        _uv("pip", "install", *options, f"{wheel}[aws]")
        outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        smoke = [str(interpreter), str(ROOT / "tools" / "smoke.py"), str(ROOT / "samples")]
        subprocess.run(smoke, check=True, cwd=empty, env=outside)


def _uv(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "uv", *map(str, arguments)], check=True)


def main() -> None:
    """Build and check; stop at the first thing that is wrong."""
    parser = argparse.ArgumentParser(description="Build the packages, and use the wheel.")
    parser.add_argument("--python", default=sys.executable)
    python = parser.parse_args().python
    source, wheel = build()
    check_source(source)
    for resolution in _RESOLUTIONS:
        print(f"{wheel.name}, {resolution}:", end=" ", flush=True)
        check_wheel(wheel, python, resolution)


if __name__ == "__main__":
    main()
