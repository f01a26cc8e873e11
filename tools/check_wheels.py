"""Check that the image can be built without a compiler, for every processor that Lambda has.

Each pin of requirements/runtime.txt must have a wheel for Python 3.13 on glibc 2.34 (Amazon Linux
2023); those that are published as source only are listed here and may hold nothing to compile.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

PINS: Final = Path(__file__).parents[1] / "requirements" / "runtime.txt"
SOURCE_ONLY: Final = frozenset({"kiwipiepy-model"})
ARCHITECTURES: Final = ("x86_64", "aarch64")
_GLIBC: Final = range(17, 35)
_COMPILED: Final = frozenset(
    {".c", ".cc", ".cpp", ".cxx", ".cu", ".f", ".f90", ".go", ".h", ".hpp", ".i", ".m"}
    | {".pxd", ".pyx", ".rs", ".s", ".swift", ".zig"}
)


def pins(text: str) -> dict[str, str]:
    """Return each requirement of a pinned file, hashes and all, by the name of its project."""
    parts = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    found: dict[str, str] = {}
    for part in parts[1:]:
        name = re.split(r"[\[=<>!;\s]", part, maxsplit=1)[0].lower()
        found[name] = found.get(name, "") + part
    return found


def to_compile(names: Iterable[str]) -> list[str]:
    """Return those of a source package's files that only a compiler can make use of."""
    return sorted(name for name in names if PurePath(name).suffix.lower() in _COMPILED)


def _download(requirements: str, folder: Path, *options: str) -> None:
    listed = folder / "requirements.txt"
    listed.write_text(requirements, "utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    checked = ["--no-deps", "--require-hashes", "-r", str(listed), "-d", str(folder)]
    subprocess.run([*pip, *checked, *options], check=True)


def _wheels(requirements: str, architecture: str, folder: Path) -> int:
    platforms = [f"--platform=manylinux_2_{minor}_{architecture}" for minor in reversed(_GLIBC)]
    platforms += [f"--platform=manylinux2014_{architecture}"]
    _download(requirements, folder, "--only-binary=:all:", "--python-version=3.13", *platforms)
    return len(list(folder.glob("*.whl")))


def _sources_to_compile(requirements: str, folder: Path) -> list[str]:
    _download(requirements, folder, "--no-binary=:all:", "--no-build-isolation")
    found = []
    for archive in folder.glob("*.tar.gz"):
        with tarfile.open(archive) as sources:
            found += to_compile(sources.getnames())
    return found


def main() -> None:
    """Check all pins; end with status 1 if one needs a compiler."""
    found = pins(PINS.read_text("utf-8"))
    wheels = "".join(text for name, text in found.items() if name not in SOURCE_ONLY)
    sources = "".join(found[name] for name in sorted(SOURCE_ONLY))
    for architecture in ARCHITECTURES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{architecture}: {_wheels(wheels, architecture, Path(folder))} wheels")
    with tempfile.TemporaryDirectory() as folder:
        compiled = _sources_to_compile(sources, Path(folder))
    print(f"source only: {', '.join(sorted(SOURCE_ONLY))}; files to compile: {len(compiled)}")
    if compiled:
        sys.exit(f"these need a compiler: {', '.join(compiled)}")


if __name__ == "__main__":
    main()
