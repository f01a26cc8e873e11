"""What the environment tells a function: checked when it starts, told in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from moodcloud.aws.environment import EnvironmentVariableError, FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.bounds import VARIABLES, Bounds

CLIENT: Any = None


def _settings(*required: str, **environment: str) -> FunctionSettings:
    return FunctionSettings.from_environment(*required, environment=environment)


def test_without_variables_results_go_beside_the_uploads() -> None:
    settings = _settings()
    assert (settings.memory_mb, settings.traced, settings.options.values) == (None, False, {})
    assert settings.storage(CLIENT, "any").bucket == "any"


@pytest.mark.parametrize(
    ("variables", "home"),
    [
        ({"RESULTS_BUCKET": "mine"}, None),
        ({"RESULTS_BUCKET": "mine", "UPLOADS_BUCKET": "theirs"}, "theirs"),
        ({"RESULTS_BUCKET": "mood-results-1-eu"}, "mood-uploads-1-eu"),
    ],
)
def test_the_results_bucket_belongs_to_a_bucket_of_uploads(
    variables: dict[str, str], home: str | None
) -> None:
    storage = _settings(**variables).storage(CLIENT, "any")
    assert (storage.bucket, storage.home) == (variables["RESULTS_BUCKET"], home)


def test_the_options_of_all_uploads_are_kept_as_they_are_given() -> None:
    assert _settings(MOODCLOUD_MAX_WORDS="many").options.values == {"max_words": "many"}


def test_the_memory_is_a_number_of_mib() -> None:
    assert _settings(AWS_LAMBDA_FUNCTION_MEMORY_SIZE="2048").memory_mb == 2048
    with pytest.raises(EnvironmentVariableError, match="FUNCTION_MEMORY_SIZE is no number: '2 GB'"):
        _settings(AWS_LAMBDA_FUNCTION_MEMORY_SIZE="2 GB")


@pytest.mark.parametrize("environment", [{}, {"RESULTS_BUCKET": ""}])
def test_a_missing_variable_is_named_with_its_meaning(environment: dict[str, str]) -> None:
    with pytest.raises(EnvironmentVariableError) as caught:
        _settings("RESULTS_BUCKET", **environment)
    assert "RESULTS_BUCKET of the function is not set: the bucket that results go" in str(
        caught.value
    )


def test_bounds_come_from_variables_and_an_empty_one_sets_none() -> None:
    given = {"LARGEST_UPLOAD_MB": "500", "MOST_ROWS": "1000", "MOST_COLUMNS": "20"}
    bounds = _settings(**given, MOST_WORDS="", SECONDS_PER_MB="2.5").bounds
    assert bounds == Bounds(upload_mb=500, rows=1000, columns=20, words=0, seconds_per_mb=2.5)
    assert _settings().bounds == Bounds()


@pytest.mark.parametrize("variable", VARIABLES.values())
@pytest.mark.parametrize("value", ["many", "-1", "nan", "inf"])
def test_a_bound_that_is_no_number_is_named(variable: str, value: str) -> None:
    with pytest.raises(EnvironmentVariableError, match=variable):
        _settings(**{variable: value})


def test_an_upload_larger_than_it_may_be_is_for_no_slices() -> None:
    settings = _settings(STATE_MACHINE="arn", SLICES_FROM_MB="500", LARGEST_UPLOAD_MB="1000")
    found = [settings.is_for_slices(Upload("b", "a", size=mb * 10**6)) for mb in (1, 900, 1100)]
    assert found == [False, True, False]
