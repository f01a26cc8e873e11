"""Write what the image holds of others, as a software bill of materials (CycloneDX 1.5, JSON).

It follows from the pins alone: same pins, same bytes. So it has no time, no serial number, and no
version of the project, which the image's tag tells. A library that is pinned at one version for
some Pythons and at another for others is in it with both.

Usage: python -m tools.build_sbom
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[1]
BILL: Final = _ROOT / "requirements" / "sbom.cdx.json"
_PINS: Final = _ROOT / "requirements" / "runtime.txt"
_IMAGE: Final = re.compile(r"^ARG BASE=(?P<name>[^\s:@]+):(?P<version>[^\s@]+)", re.MULTILINE)
_PROJECT: Final = "moodcloud"
_BASE: Final = "base-image"


def bill(requirements: str, dockerfile: str) -> dict[str, Any]:
    """Return the bill of materials.

    Args:
        requirements: The pins of the image, with hashes and with what each is needed by.
        dockerfile: What the image is built from.
    """
    found = sorted(re.findall(r"^([a-z0-9._-]+)(.+(?:\n .+)*)", requirements, re.MULTILINE))
    libraries = [_library(name, pin) for name, pin in found]
    needs: dict[str, list[str]] = {_PROJECT: [_BASE]}
    for library, (_, pin) in zip(libraries, found, strict=True):
        for user in _users(pin):
            users = [each["bom-ref"] for each in libraries if each["name"] == user]
            for place in users or [_PROJECT]:
                needs.setdefault(place, []).append(library["bom-ref"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": _PROJECT, "name": _PROJECT}},
        "components": [_base_image(dockerfile), *libraries],
        "dependencies": [
            {"ref": place, "dependsOn": sorted(needed)} for place, needed in sorted(needs.items())
        ],
    }


def _library(name: str, pin: str) -> dict[str, Any]:
    """Return a library with the digest of each file that it may be installed from."""
    version = re.findall(r"==([^\s;\\]+)", pin)[0]
    place = f"pkg:pypi/{name}@{version}"
    digests = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", pin))
    return {
        "type": "library",
        "bom-ref": place,
        "name": name,
        "version": version,
        "purl": place,
        "externalReferences": [
            {
                "type": "distribution",
                "url": place,
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
            }
        ],
    }


def _users(pin: str) -> list[str]:
    """Return what a library is needed by, as the comments after its pin say."""
    comments = re.findall(r"^ +# *(?:via)? *(.+)$", pin, re.MULTILINE)
    return [each.strip() for each in comments if each.strip() != "via"]


def _base_image(dockerfile: str) -> dict[str, Any]:
    image = _IMAGE.search(dockerfile)
    assert image, "the Dockerfile names no base image"
    return {
        "type": "container",
        "bom-ref": _BASE,
        "name": image["name"],
        "version": image["version"],
    }


def text() -> str:
    """Return the bill of materials of this checkout, as it is written."""
    made = bill(_PINS.read_text("utf-8"), (_ROOT / "Dockerfile").read_text("utf-8"))
    return json.dumps(made, indent=1) + "\n"


if __name__ == "__main__":
    BILL.write_text(text(), "utf-8")
    print(f"{BILL.relative_to(_ROOT)}: {len(json.loads(text())['components'])} components")
