"""Options as keywords of Python become an `Options`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moodcloud.options import NAMES, Options, kind
from moodcloud.settings import Given, gather


def chosen_options(options: Options | None, settings: Mapping[str, Any]) -> Options:
    """Return options with settings on top of them, checked.

    Args:
        options: Those to begin with; defaults otherwise.
        settings: Values by the name of their option.

    Raises:
        TypeError: There is no such option, or one text is given as several.
        UploadError: `bad_option`: a value is not allowed.
    """
    unknown = sorted(set(settings) - set(NAMES))
    if unknown:
        raise TypeError(f"there is no option {unknown[0]}; the options are {', '.join(NAMES)}")
    options = options or Options()
    values = {name: getattr(options, name) for name in NAMES}
    read = {name: _value(name, value) for name, value in settings.items()}
    return gather(Given(read, str), Given(values, str))


def _value(name: str, value: Any) -> Any:
    """Return a setting in its option's type: a column's position as text, a list as a tuple.

    A dict is a list of `name=value`: `colour={"positive": "#0a7"}`. None is the default.

    Raises:
        TypeError: A setting that is one text is given as several.
    """
    if value is None:
        return getattr(Options(), name)
    if kind(name) is str and isinstance(value, Mapping | list | tuple | set):
        raise TypeError(f"{name} is one text, not a {type(value).__name__}")
    if kind(name) is str and isinstance(value, int):
        return str(value)
    if kind(name) is tuple and isinstance(value, Mapping):
        return tuple(f"{key}={each}" for key, each in value.items())
    if kind(name) is tuple and not isinstance(value, str):
        return tuple(str(each) for each in value)
    return value
