"""Check that the image can be built without a compiler, for every processor that Lambda has.

Each pin of requirements/runtime.txt must have a wheel for Python 3.13 on glibc 2.34 (Amazon Linux
2023), as the index tells: nothing is downloaded. Those that are published as source only are listed
here; that they hold nothing to compile is proven by the image, in which there is no compiler.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

PINS: Final = Path(__file__).parents[1] / "requirements" / "runtime.txt"
SOURCE_ONLY: Final = frozenset({"kiwipiepy-model"})
ARCHITECTURES: Final = ("x86_64", "aarch64")


def pins(text: str) -> dict[str, str]:
    """Return each requirement of a pinned file, hashes and all, by the name of its project."""
    parts = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    found: dict[str, str] = {}
    for part in parts[1:]:
        name = re.split(r"[\[=<>!;\s]", part, maxsplit=1)[0].lower()
        found[name] = found.get(name, "") + part
    return found


def requirements_with_wheels(folder: Path) -> Path:
    """Write the pins that must have a wheel, with their hashes, to a file; return its path."""
    found = pins(PINS.read_text("utf-8"))
    listed = folder / "requirements.txt"
    listed.write_text("".join(found[name] for name in found if name not in SOURCE_ONLY), "utf-8")
    return listed


def main() -> None:
    """Check all pins; end with the status of the first check that finds one without a wheel."""
    with tempfile.TemporaryDirectory() as folder:
        listed = requirements_with_wheels(Path(folder))
        for architecture in ARCHITECTURES:
            asked = f"--python-platform={architecture}-manylinux_2_34 --python-version=3.13"
            options = ["--quiet", "--dry-run", "--no-deps", "--only-binary=:all:", *asked.split()]
            install = [sys.executable, "-m", "uv", "pip", "install", "--target", folder, *options]
            done = subprocess.run([*install, "-r", str(listed)], check=False)
            if done.returncode:
                sys.exit(done.returncode)
            print(f"{architecture}: every pin has a wheel")


if __name__ == "__main__":
    main()
