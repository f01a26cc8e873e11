"""Options come from the command line or metadata, then the environment, then the defaults."""

from __future__ import annotations

from email.header import Header
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.options import NAMES, Options, meaning
from moodcloud.settings import from_environment, from_flags, from_metadata, gather


def test_the_first_source_that_gives_an_option_decides() -> None:
    environment = from_environment({"MOODCLOUD_WIDTH": "800", "MOODCLOUD_HEIGHT": "450"})
    options = gather(from_flags({"width": 1000}), environment)
    assert (options.width, options.height, options.max_words) == (1000, 450, Options.max_words)


def test_an_empty_value_gives_nothing() -> None:
    assert gather(from_environment({"MOODCLOUD_LANGUAGE": ""})) == Options()
    assert gather(from_metadata({"moodcloud-encoding": ""})) == Options()


def test_options_know_what_their_source_calls_them() -> None:
    metadata = from_metadata({"moodcloud-text-column": "said"})
    environment = from_environment({"MOODCLOUD_SHEET": "May", "MOODCLOUD_TEXT_COLUMN": "text"})
    options = gather(metadata, environment)
    assert options.name_of("text_column") == "x-amz-meta-moodcloud-text-column"
    assert options.name_of("sheet") == "MOODCLOUD_SHEET"
    assert options.name_of("member") == "--member"
    assert options == Options(text_column="said", sheet="May")


@pytest.mark.parametrize("name", ["sheet", "text_column", "positive"])
def test_zeros_are_in_no_value(name: str) -> None:
    with pytest.raises(UploadError) as caught:
        gather(from_metadata({f"moodcloud-{name.replace('_', '-')}": "a%00b"}))
    assert caught.value.code == "bad_option"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", "9"),
        ("width", "wide"),
        ("phrase_share", "nan"),
        ("language", "klingon"),
        ("orientation", "upright"),
        ("colour", "positive=green"),
        ("colour", "#0a7"),
        ("colour", "positive=#0a7f"),
        ("colour", "=#0a7"),
        ("colour", "positive=#0a7,negative=#c30"),
        ("mask_profanity", "perhaps"),
    ],
)
@pytest.mark.parametrize("source", ["environment", "metadata"])
def test_a_value_out_of_bounds_is_refused_by_the_name_its_source_has_for_it(
    source: str, name: str, value: str
) -> None:
    called = {
        "environment": f"MOODCLOUD_{name.upper()}",
        "metadata": f"x-amz-meta-moodcloud-{name.replace('_', '-')}",
    }[source]
    key = called.removeprefix("x-amz-meta-")
    read = {"environment": from_environment, "metadata": from_metadata}[source]
    with pytest.raises(UploadError, match="not allowed") as caught:
        gather(read({key: value}))
    assert caught.value.code == "bad_option"
    assert caught.value.message.startswith(f"{called} is {value}")


@pytest.mark.parametrize("item", ["positive=#0a7", "Seoul, Korea = #00AA77", "a=b=#0a7", "#1=#123"])
def test_any_name_can_have_a_colour(item: str) -> None:
    assert Options(colour=(item,)).colour == (item,)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_metadata_holds_any_name_of_a_column(name: str) -> None:
    encoded = {"moodcloud-text-column": quote(name)}
    assert gather(from_metadata(encoded)).text_column == name
    as_mail = {"moodcloud-text-column": Header(quote(name), "utf-8").encode(maxlinelen=None)}
    assert gather(from_metadata(as_mail)).text_column == name


def test_metadata_of_others_is_none_of_our_business() -> None:
    assert gather(from_metadata({"owner": "me", "Moodcloud-Positive": "yes, ok"})) == Options(
        positive=("yes", "ok")
    )


def test_every_option_says_what_it_means() -> None:
    assert all(meaning(name) for name in NAMES)


@pytest.mark.parametrize("name", ["mask", "font"])
def test_an_upload_cannot_name_files_of_the_machine_that_reads_it(name: str) -> None:
    with pytest.raises(UploadError, match="the options are") as caught:
        from_metadata({f"moodcloud-{name}": __file__})
    assert caught.value.code == "bad_option"
    assert getattr(gather(from_environment({f"MOODCLOUD_{name.upper()}": __file__})), name)
