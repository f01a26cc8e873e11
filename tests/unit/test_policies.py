"""The policies allow what the stack does, and nothing else: each statement is needed as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.policies.cloudformation import load
from tests.policies.matrix import SOURCES, Deployment, policies_of, surprises
from tests.policies.mutants import mutants
from tests.policies.requests import concerns, effects, is_allowed

TEMPLATE = load()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("has_key", [False, True])
def test_everybody_may_do_what_is_meant_and_nothing_else(source: str, has_key: bool) -> None:
    deployment = Deployment.of(TEMPLATE, source, has_key)
    assert list(surprises(list(deployment.requests()), policies_of(deployment))) == []


def test_no_statement_can_be_taken_away_or_widened_unnoticed() -> None:
    unnoticed, tried = [], set()
    for source in SOURCES:
        deployment = Deployment.of(TEMPLATE, source, has_key=True)
        found, every = policies_of(deployment), list(deployment.requests())
        for policy in found:
            others = [each for each in found if each is not policy]
            asked = [
                (request, meant, effects(request, others))
                for request, meant in every
                if concerns(policy, request)
            ]
            for name, changed in mutants(policy):
                # Most statements are the same whatever the source is.
                if name not in tried and not any(
                    is_allowed(rest | effects(request, [changed])) != meant
                    for request, meant, rest in asked
                ):
                    unnoticed.append(name)
                tried.add(name)
    assert unnoticed == []
    assert len(tried) > 150


def test_every_wildcard_is_explained_in_the_line_above_its_statement() -> None:
    lines = (ROOT / "template.yaml").read_text("utf-8").splitlines()
    starts = [n for n, line in enumerate(lines) if re.match(r" +- (Sid|&[a-z-]+$)", line)]
    allowing = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        statement = "\n".join(lines[start:end])
        if "Effect: Allow" in statement and re.search(r'(Resource: "|Action: .*)\*', statement):
            allowing.append(start)
    assert [lines[start] for start in allowing if "# " not in lines[start - 1]] == []
    assert len(allowing) == 3


@pytest.mark.slow
def test_cfn_lint_finds_nothing() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), ROOT / "template.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.stdout, linted.returncode) == ("", 0)
