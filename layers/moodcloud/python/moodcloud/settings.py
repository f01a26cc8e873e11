"""Where options come from: flags or metadata, then the environment, then the defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from moodcloud.conditions import parted
from moodcloud.errors import UploadError
from moodcloud.options import LOCAL, NAMES, Options, check, flag, kind, separator

METADATA_PREFIX: Final = "moodcloud-"
"""An object's metadata `x-amz-meta-moodcloud-text-column` is the option `text_column`."""
VARIABLE_PREFIX: Final = "MOODCLOUD_"
"""The environment variable `MOODCLOUD_TEXT_COLUMN` is the option `text_column`."""
# An upload cannot name files of the machine that reads it.
FOR_UPLOADS: Final = tuple(name for name in NAMES if name not in LOCAL)
"""The options that can go with an upload: not those that name a file of this machine."""
_YES: Final = ("true", "yes", "on", "1")
_NO: Final = ("false", "no", "off", "0")


@dataclass(frozen=True)
class Given:
    """The options that one source gives.

    Attributes:
        values: Values by the name of the option, of its type, or text still to be read.
        called: Returns what the source calls an option, by its name.
    """

    values: Mapping[str, Any]
    called: Callable[[str], str]


def from_flags(values: Mapping[str, Any]) -> Given:
    """Return the options that the command line gives."""
    return Given(values, flag)


def from_environment(environment: Mapping[str, str]) -> Given:
    """Return the options that environment variables give; an empty one gives nothing."""
    called = {name: VARIABLE_PREFIX + name.upper() for name in NAMES}
    values = {name: environment.get(variable, "") for name, variable in called.items()}
    return Given({name: value for name, value in values.items() if value}, called.__getitem__)


def from_metadata(metadata: Mapping[str, str]) -> Given:
    """Return the options that an object's metadata gives; an empty value gives nothing.

    Metadata is ASCII: other letters are percent-encoded (`%EB%A6%AC%EB%B7%B0`), or encoded as in
    e-mail (`=?UTF-8?B?...?=`), which is how S3 returns metadata that is not ASCII.

    Args:
        metadata: The metadata as S3 gives it: names without `x-amz-meta-`.

    Raises:
        UploadError: `bad_option`: there is no such option.
    """

    def called(name: str) -> str:
        return f"x-amz-meta-{METADATA_PREFIX}{name.replace('_', '-')}"

    values = {}
    for key, value in sorted(metadata.items()):
        if key.lower().startswith(METADATA_PREFIX):
            name = _option_of(key[len(METADATA_PREFIX) :], value, called)
            values[name] = _decoded(value)
    return Given({name: value for name, value in values.items() if value}, called)


def from_manifest(options: Mapping[str, Any]) -> Given:
    """Return the options that a manifest gives; `null` and an empty text give nothing.

    Args:
        options: Values as JSON has them, by the names that metadata has, or with underscores.

    Raises:
        UploadError: `bad_option`: there is no such option, or it cannot have such a value.
    """

    def called(name: str) -> str:
        return f"the option {name.replace('_', '-')} of the manifest"

    values = {}
    for key, value in options.items():
        name = _option_of(key, value, called)
        parts = value if isinstance(value, list) else [value]
        if any(isinstance(part, dict | list) for part in parts):
            simple = "a text, a number, true, false, or a list of such"
            raise UploadError("bad_option", option=called(name), value="nested", bounds=simple)
        for part in parts if len(parts) > 1 or isinstance(value, list) else ():
            if separator(name) in str(part) and (name != "where" or len(parted(str(part))) > 1):
                bounds = f"a list of such, each without {separator(name)!r}"
                raise UploadError("bad_option", option=called(name), value=part, bounds=bounds)
        values[name] = separator(name).join(map(_as_text, parts))
    return Given({name: value for name, value in values.items() if value}, called)


def _as_text(value: Any) -> str:
    """Return a value of JSON as metadata would have it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _option_of(written: str, value: Any, called: Callable[[str], str]) -> str:
    """Return the name of the option that is written with hyphens, in any case."""
    name = written.lower().replace("-", "_")
    if name not in FOR_UPLOADS:
        options = ", ".join(each.replace("_", "-") for each in FOR_UPLOADS)
        raise UploadError(
            "bad_option", option=called(name), value=value, bounds=f"the options are {options}"
        )
    return name


def to_metadata(values: Mapping[str, Any]) -> dict[str, str]:
    """Return options as an object's metadata, which is ASCII: `from_metadata` reads it.

    Args:
        values: Values by the name of the option, of its type.
    """
    # Imported here, as below: most commands do without it.
    from urllib.parse import quote

    metadata = {}
    for name, value in values.items():
        if value is None:
            continue
        parting = separator(name)
        text = parting.join(value) if isinstance(value, tuple) else str(value)
        metadata[METADATA_PREFIX + name.replace("_", "-")] = quote(text, safe=parting)
    return metadata


def gather(*sources: Given) -> Options:
    """Return the options that sources give; the first source that gives an option decides.

    Raises:
        UploadError: `bad_option`, naming the option as its source does.
    """
    values: dict[str, Any] = {}
    names: dict[str, str] = {}
    for source in reversed(sources):
        for name, value in source.values.items():
            called = source.called(name)
            values[name] = _read(name, value, called) if isinstance(value, str) else value
            check(name, values[name], called)
            names[name] = called
    return Options(**values, called=names)


def _read(name: str, text: str, called: str) -> object:
    """Return the value of the option `name` that was given as text."""
    wanted = kind(name)
    if wanted is tuple:
        parts = parted(text) if name == "where" else text.split(separator(name))
        return tuple(part.strip() for part in parts if part.strip())
    if wanted is bool and text.strip().lower() in _YES + _NO:
        return text.strip().lower() in _YES
    if wanted in (int, float):
        try:
            return wanted(text)
        except ValueError:
            whole = "a whole number" if wanted is int else "a number"
            raise UploadError("bad_option", option=called, value=text, bounds=whole) from None
    if wanted is bool:
        raise UploadError("bad_option", option=called, value=text, bounds="true or false")
    return text


def _decoded(value: str) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header
    from urllib.parse import unquote

    with suppress(HeaderParseError, UnicodeError, LookupError):
        value = str(make_header(decode_header(value)))
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value
