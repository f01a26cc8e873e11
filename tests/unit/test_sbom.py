"""The bill of materials names what is pinned, and follows from it alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conftest import ROOT
from tools.build_sbom import BILL, bill, text


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BILL.read_text("utf-8"))
    return found


def test_the_bill_of_materials_is_up_to_date() -> None:
    assert BILL.read_text("utf-8") == text(), "run `make sbom`"


def test_every_pin_is_in_it_with_its_version_and_every_digest(written: dict[str, Any]) -> None:
    pinned = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    named = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", pinned, re.MULTILINE))
    base, *libraries = written["components"]
    assert {(each["name"], each["version"]) for each in libraries} == named
    assert base["name"].endswith("/lambda/python")
    digests = {
        digest["content"]
        for each in libraries
        for place in each["externalReferences"]
        for digest in place["hashes"]
    }
    assert digests == set(re.findall("sha256:([0-9a-f]{64})", pinned))


def test_everything_in_it_is_needed_by_the_project_or_by_what_it_needs(
    written: dict[str, Any],
) -> None:
    needs = {each["ref"]: each["dependsOn"] for each in written["dependencies"]}
    reached, ahead = set(), ["moodcloud"]
    while ahead:
        place = ahead.pop()
        if place not in reached:
            reached.add(place)
            ahead += needs.get(place, [])
    assert reached == {each["bom-ref"] for each in written["components"]} | {"moodcloud"}


def test_the_image_and_the_release_hold_it() -> None:
    assert "COPY requirements/sbom.cdx.json" in (ROOT / "Dockerfile").read_text("utf-8")
    release = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    assert "requirements/sbom.cdx.json" in release


def test_same_pins_same_bytes() -> None:
    pinned = "one==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via -r runtime.in\n"
    pinned += "two==2.0 \\\n    --hash=sha256:" + "1" * 64 + "\n    # via\n    #   one\n"
    made = bill(pinned, "ARG BASE=registry/image:3\n")
    assert made == bill(pinned, "ARG BASE=registry/image:3\n")
    assert made["dependencies"] == [
        {"ref": "moodcloud", "dependsOn": ["base-image", "pkg:pypi/one@1.0"]},
        {"ref": "pkg:pypi/one@1.0", "dependsOn": ["pkg:pypi/two@2.0"]},
    ]
