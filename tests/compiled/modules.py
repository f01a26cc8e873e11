"""Which modules are compiled, and environments in which Python finds others in their place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

PACKAGE: Final = ROOT / "layers" / "moodcloud" / "python"
# kernel/counting/kernel.c becomes moodcloud.counting._kernel.
SOURCES: Final = {
    f"moodcloud.{source.parent.name}._{source.stem}": source
    for source in sorted((ROOT / "layers" / "moodcloud" / "kernel").glob("*/*.c"))
}
# Python imports it before all else, in every process that the program starts, too.
_SITE: Final = """
import sys
from importlib.util import spec_from_file_location

COMPILED = {compiled!r}


class Instead:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in COMPILED:
            return None
        if not COMPILED[name]:
            raise ModuleNotFoundError(name, name=name)
        return spec_from_file_location(name, COMPILED[name])


sys.meta_path.insert(0, Instead)
"""
# A sanitizer maps terabytes of addresses, which are more than the process may that reads workbooks.
_UNBOUNDED: Final = """
import resource

resource.setrlimit = lambda *_: None
"""
_SANITIZED: Final = (
    "-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-shared", "-fPIC",
    "-pthread", f"-I{sysconfig.get_path('include')}",
)  # fmt: skip
# C++ libraries throw exceptions through the runtimes, which must find the library that throws.
_RUNTIMES: Final = ("libasan.so", "libubsan.so", "libstdc++.so")


def all_are_built() -> bool:
    """Check whether every module has been compiled."""
    return all(find_spec(name) is not None for name in SOURCES)


def environment_with(
    compiled: Mapping[str, Path], folder: Path, *, sanitizing: bool = False
) -> dict[str, str]:
    """Return an environment in which Python finds compiled modules in `compiled` and nowhere else.

    Args:
        compiled: The file of each module; those that are missing cannot be imported.
        folder: An empty folder for what makes Python do so.
        sanitizing: Whether they were compiled by `sanitized`.
    """
    files = {name: str(compiled.get(name, "")) for name in SOURCES}
    site = _SITE.format(compiled=files) + (_UNBOUNDED if sanitizing else "")
    (folder / "sitecustomize.py").write_text(site, "utf-8")
    paths = os.pathsep.join(map(str, (folder, PACKAGE, ROOT)))
    # Python itself leaves memory to the end of the process. What was given back is kept a while, so
    # that its use is found: gigabytes of it by default.
    options = "detect_leaks=0:quarantine_size_mb=32:thread_local_quarantine_size_kb=256"
    runtimes = {"LD_PRELOAD": " ".join(_runtimes()), "ASAN_OPTIONS": options}
    return os.environ | {"PYTHONPATH": paths} | (runtimes if sanitizing else {})


def sanitized(folder: Path) -> dict[str, Path] | None:
    """Compile every module with sanitizers into `folder`; None where gcc has none of them."""
    if not _runtimes():
        return None

    def compiled(source: Path) -> Path:
        target = folder / source.parent.name / f"_{source.stem}.abi3.so"
        target.parent.mkdir(exist_ok=True)
        subprocess.run(["gcc", *_SANITIZED, str(source), "-o", str(target)], check=True)
        return target

    with ThreadPoolExecutor() as pool:
        return dict(zip(SOURCES, pool.map(compiled, SOURCES.values()), strict=True))


def _runtimes() -> list[str]:
    if shutil.which("gcc") is None:
        return []
    found = [
        subprocess.run(
            ["gcc", f"-print-file-name={name}"], capture_output=True, text=True, check=True
        ).stdout.strip()
        for name in _RUNTIMES
    ]
    return found if all(Path(path).is_absolute() for path in found) else []
