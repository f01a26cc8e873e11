"""Flags of the command, made from the options: what `options.py` declares is all there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from moodcloud.commands.arguments import labels, words
from moodcloud.options import FILE_OR_LIST, NAMES, Options, flag, kind, meaning, metavar
from moodcloud.settings import from_environment, from_flags, gather

Command = TypeVar("Command", bound=Callable[..., Any])


def option_flags(names: Iterable[str] = NAMES) -> Callable[[Command], Command]:
    """Return a decorator that gives a command a flag for each of the options `names`."""

    def decorate(command: Command) -> Command:
        for name in reversed(tuple(names)):
            command = _flag(name)(command)
        return command

    return decorate


def _flag(name: str) -> Callable[[Command], Command]:
    default = getattr(Options, name)
    help_text = meaning(name)[:1].upper() + meaning(name)[1:] + "."
    if kind(name) is bool:
        return click.option(f"{flag(name)}/--no-{flag(name)[2:]}", default=default, help=help_text)
    if kind(name) is tuple:
        read = words if metavar(name) == FILE_OR_LIST else labels
        return click.option(flag(name), metavar=metavar(name), callback=read, help=help_text)
    return click.option(
        flag(name),
        type=kind(name),
        metavar=metavar(name),
        help=help_text,
        default=default,
        show_default=default is not None,
    )


def chosen_options(context: click.Context, values: dict[str, Any]) -> Options:
    """Return the options of a command: its flags, then the environment, then the defaults.

    Args:
        context: Of the command.
        values: Of all its flags; those nobody gave decide nothing.

    Raises:
        UploadError: `bad_option`.
    """
    return gather(from_flags(given(context, values)), from_environment(os.environ))


def given(context: click.Context, values: dict[str, Any]) -> dict[str, Any]:
    """Return those of a command's flags that somebody gave."""
    source = context.get_parameter_source
    return {
        name: value for name, value in values.items() if source(name) is ParameterSource.COMMANDLINE
    }
