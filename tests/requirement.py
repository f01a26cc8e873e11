"""Tests that need more than Python: skipped with one line where it is missing, or an error."""

import os
from pathlib import Path

import pytest


def skip_without(
    tests: list[pytest.Item], folder: Path, missing: str | None, required: str
) -> None:
    """Skip the tests of a folder where something is missing; stop where it must not be.

    One test is skipped for all of them: the reason is read once.

    Args:
        tests: All tests collected; those skipped are taken out.
        folder: The folder of the tests.
        missing: What is missing, in one line; None where all is there.
        required: Environment variable that makes it an error when it is `1`, as CI=true does.
    """
    affected = [test for test in tests if folder in test.path.parents]
    if missing is None or not affected:
        return
    if os.environ.get("CI") == "true" or os.environ.get(required) == "1":
        raise pytest.UsageError(f"{folder.name} tests cannot run: {missing}")
    first, *others = affected
    first.add_marker(pytest.mark.skip(reason=f"all {len(affected)} {folder.name} tests: {missing}"))
    first.config.hook.pytest_deselected(items=others)
    tests[:] = [test for test in tests if test not in others]
