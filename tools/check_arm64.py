"""Run the program as built for arm64, on a machine that need not be one, and check its results.

Usage: python -m tools.check_arm64 FOLDER

QEMU runs Debian's Python for arm64 with the wheels of requirements/runtime.txt for it, and with
what the compiler of requirements/compiler.txt makes of the kernel. Results must have the bytes that
tests/results.json records. FOLDER keeps what was downloaded. It needs apt-get with Debian's
packages; none is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Final

from tools.check_wheels import requirements_with_wheels

ROOT: Final = Path(__file__).resolve().parent.parent
KERNEL: Final = ROOT / "layers" / "moodcloud" / "kernel"
COMPILER: Final = ROOT / ".venv-compiler" / "bin" / "python"
PYTHON: Final = "python3.11"
# An input in English: the Korean analyser takes minutes where each instruction is played.
INPUT: Final = "english"
_PACKAGES: Final = (
    f"{PYTHON}-minimal", f"lib{PYTHON}-minimal", f"lib{PYTHON}-stdlib", "libc6", "libgcc-s1",
    "libstdc++6", "zlib1g", "libexpat1", "libffi8", "libssl3", "libbz2-1.0", "liblzma5", "libuuid1",
    "libsqlite3-0", "libcrypt1", "libgomp1",
)  # fmt: skip
_SCRIPT: Final = """
import json, platform, sys, tempfile
from importlib import import_module
from pathlib import Path

modules = [import_module(name).__name__ for name in json.loads(sys.argv[1])]
from tools.set_version import INPUTS, digests, recorded

with tempfile.TemporaryDirectory() as folder:
    found = digests(INPUTS[sys.argv[2]], Path(folder))
expected = recorded()[1][sys.argv[2]]
differ = sorted(file for file in found | expected if found.get(file) != expected.get(file))
print(f"{platform.machine()}, {', '.join(modules)}: {len(found)} files, other bytes in", differ)
sys.exit(bool(differ))
"""


def main() -> None:
    """Fetch what is missing, build the kernel, run; exit with the status of that."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "fetched").exists():
        _fetch_system(folder)
        _fetch_libraries(folder / "libraries")
        (folder / "fetched").touch()
    package = folder / "package"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(
        ROOT / "layers/moodcloud/python", package, ignore=shutil.ignore_patterns("*.so")
    )
    modules = [_compiled(source, package) for source in sorted(KERNEL.glob("*/*.c"))]
    sys.exit(
        _run(folder, [package, folder / "libraries"], "-c", _SCRIPT, json.dumps(modules), INPUT)
    )


def _fetch_system(folder: Path) -> None:
    """Unpack QEMU, and Python and its libraries for arm64."""
    state = folder / "apt"
    for name in ("lists/partial", "archives/partial", "packages"):
        (state / name).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    foreign = [
        "-qq", "-oAPT::Architecture=arm64", "-oAPT::Architectures::=arm64",
        f"-oDir::State::lists={state}/lists", f"-oDir::State::status={state}/status",
        f"-oDir::Cache={state}", "-oAPT::Sandbox::User=root",
    ]  # fmt: skip
    packages = state / "packages"
    _do("apt-get", *foreign, "update")
    _do("apt-get", *foreign, "download", *_PACKAGES, cwd=packages)
    _do("apt-get", "-qq", "-oAPT::Sandbox::User=root", "download", "qemu-user-static", cwd=packages)
    for package in packages.glob("*.deb"):
        target = folder / ("system" if package.stem.endswith("_arm64") else "qemu")
        _do("dpkg-deb", "-x", str(package), str(target))


def _fetch_libraries(folder: Path) -> None:
    """Unpack the wheels of the libraries for arm64."""
    with tempfile.TemporaryDirectory() as name:
        _do(
            sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(folder),
            "--python-platform=aarch64-manylinux_2_34", f"--python-version={PYTHON[6:]}",
            "--no-deps", "--require-hashes", "--only-binary=:all:",
            "-r", str(requirements_with_wheels(Path(name))),
        )  # fmt: skip


def _compiled(source: Path, package: Path) -> str:
    """Compile a file of the kernel into the package; return the name of the module it becomes."""
    target = package / "moodcloud" / source.parent.name / f"_{source.stem}.abi3.so"
    headers = f"-I{sysconfig.get_path('include')}"
    _do(
        str(COMPILER), "-m", "ziglang", "cc", "-target", "aarch64-linux-gnu.2.34", "-O3", "-shared",
        "-fPIC", "-pthread", headers, "-idirafter", "/usr/include", str(source), "-o", str(target),
    )  # fmt: skip
    return f"moodcloud.{source.parent.name}._{source.stem}"


def _run(folder: Path, paths: list[Path], *arguments: str) -> int:
    # Last, for what is written in Python and needed by tests alone, the libraries of this machine.
    own = Path(sysconfig.get_path("purelib"))
    path = os.pathsep.join(map(str, (*paths, ROOT, own)))
    return subprocess.run(
        [
            str(folder / "qemu/usr/bin/qemu-aarch64-static"), "-L", str(folder / "system"),
            str(folder / "system/usr/bin" / PYTHON), *arguments,
        ],
        env=os.environ | {"PYTHONPATH": path}, check=False,
    ).returncode  # fmt: skip


def _do(*command: str, cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=cwd)


if __name__ == "__main__":
    main()
