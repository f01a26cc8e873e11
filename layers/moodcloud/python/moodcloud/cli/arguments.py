"""How the command reads its arguments: flags from the options, lists, files here or in S3."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from moodcloud.aws.keys import Location
from moodcloud.errors import UploadError
from moodcloud.options import (
    FILE_OR_LIST,
    NAMES,
    Options,
    choices,
    flag,
    kind,
    meaning,
    metavar,
    separator,
)
from moodcloud.report.file_names import SUMMARY
from moodcloud.settings import from_environment, from_flags, from_manifest, gather

Command = TypeVar("Command", bound=Callable[..., Any])
Complete = Callable[[click.Context, click.Parameter, str], list[str]]

# The most bytes a name may have on nearly every file system.
_LONGEST_NAME: Final = 255
# How the names of files with words in them end.
_ENDINGS: Final = (".txt", ".csv", ".tsv", ".lst", ".list", ".dat", ".json", ".md", ".text")


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
    if kind(name) is tuple and separator(name) != ",":
        help_text += " May be given several times."
        return click.option(flag(name), metavar=metavar(name), multiple=True, help=help_text)
    if kind(name) is tuple:
        read = None if metavar(name) == FILE_OR_LIST else _labels
        return click.option(flag(name), metavar=metavar(name), callback=read, help=help_text)
    listed = f"[{'|'.join(choices(name))}]" if choices(name) else None
    if listed and metavar(name):
        help_text += f"  {listed}"
    return click.option(
        flag(name),
        type=kind(name),
        metavar=metavar(name) or listed,
        # The options themselves refuse what is not listed.
        shell_complete=_completed(choices(name)),
        help=help_text,
        default=default,
        show_default=default is not None,
    )


def _completed(values: tuple[str, ...]) -> Complete | None:
    """Return what completes one of `values` in a shell; None where there are none to list."""

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
        return [value for value in values if value.startswith(begun)]

    return complete if values else None


def _labels(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return _parts(value) if value else ()


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


_NO_FILE: Final = (
    "there is no such file here; list the words with commas between them, or name a file that is "
    "there"
)


def _words(name: str, value: str) -> tuple[str, ...]:
    """Return the words in a file, if there is one of this name, or in a list.

    Raises:
        UploadError: `bad_option`: there is no such file, or its bytes are no UTF-8.
    """
    if not Path(value).is_file():
        if _names_a_file(value):
            raise _no_words(name, value, _NO_FILE)
        return _parts(value)
    try:
        lines = Path(value).read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise _no_words(name, value, "a file in UTF-8, with one word a line") from None
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _names_a_file(value: str) -> bool:
    """Return whether a value looks like a path; "and/or,he/she" is a list all the same."""
    separated = "," not in value and any(mark in value for mark in "/\\")
    return separated or value.strip().lower().endswith(_ENDINGS)


def _no_words(name: str, value: str, bounds: str) -> UploadError:
    return UploadError("bad_option", option=flag(name), value=value, bounds=bounds)


def chosen_options(
    context: click.Context, values: dict[str, Any], of_manifest: Mapping[str, Any] | None = None
) -> Options:
    """Return the options of a command: its flags, then a manifest, the environment, the defaults.

    Args:
        context: The context of the command.
        values: The values of all its flags; those that are defaults decide nothing.
        of_manifest: The options that a manifest gives, as it writes them.

    Raises:
        UploadError: `bad_option`.
    """
    flags = from_flags(given(context, values))
    return gather(flags, from_manifest(of_manifest or {}), from_environment(os.environ))


def given(context: click.Context, values: dict[str, Any]) -> dict[str, Any]:
    """Return the flags that were given on the command line.

    Raises:
        UploadError: `bad_option`.
    """
    source = context.get_parameter_source
    return {
        name: _words(name, value) if metavar(name) == FILE_OR_LIST else value
        for name, value in values.items()
        if source(name) is ParameterSource.COMMANDLINE
    }


class PathOrAddress(click.Path):
    """A local path, with what `click.Path` checks, or an address in S3.

    Args:
        needs_key: Whether an address must name an object, or a prefix, not only a bucket.
        **checks: What `click.Path` is to check of local paths.
    """

    def __init__(self, *, needs_key: bool = False, **checks: Any) -> None:
        super().__init__(path_type=Path, **checks)
        self._needs_key = needs_key

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a `Location` for `s3://…`, a `Path` otherwise."""
        location = Location.parse(value) if isinstance(value, str) else None
        if location is None:
            return super().convert(value, param, ctx)
        if not location.bucket:
            self.fail(f"{value} names no bucket: s3://BUCKET/KEY.", param, ctx)
        if self._needs_key and not (location.name or (self.dir_okay and location.key)):
            self.fail(f"{value} names no object: s3://BUCKET/KEY.", param, ctx)
        return location


@contextmanager
def at_hand(source: Path | Location, target: Path | Location) -> Iterator[tuple[Path, Path]]:
    """Yield a local file and a local folder; store the folder at the end, if it belongs in S3.

    Nothing is stored where the work in between fails.

    Raises:
        UploadError: `missing_upload`.
        OSError: S3 could not be read from or written to.
        ModuleNotFoundError: The libraries that S3 needs are not installed.
    """
    if isinstance(source, Path) and isinstance(target, Path):
        yield source, target
        return
    # Imported here: a local file needs none of it, nor does `moodcloud --help`.
    from moodcloud.aws import remote
    from moodcloud.workspace import workspace

    with workspace() as temporary:
        if isinstance(target, Location):
            # Checked before the work, not after it.
            remote.require_target(target)
        path = remote.fetch(source, temporary) if isinstance(source, Location) else source
        folder = temporary / "results" if isinstance(target, Location) else target
        yield path, folder
        if isinstance(target, Location):
            remote.store(folder, target)


def results_at_hand(place: Path | Location, folder: Path) -> Path | None:
    """Return a folder with a set of results, as far as it can be compared; None without one.

    Args:
        place: The set; or a file, or a folder of files.
        folder: Where to download a set that is in S3.

    Raises:
        OSError: S3 could not be read from.
    """
    if isinstance(place, Path):
        return place if (place / SUMMARY).is_file() else None
    from moodcloud.aws.remote import fetch_words

    return folder if fetch_words(place, folder) else None


def default_folder(name: str) -> Path:
    """Return where results of a file go by default: a folder of its name without the ending."""
    return folder_of(Path(name).stem)


def folder_of(name: str) -> Path:
    """Return the folder of the results of what has a name.

    Args:
        name: The name; cut where that of the folder would be too long for a disk.
    """
    stem, more = os.fsencode(name), "-moodcloud"
    kept = stem[: _LONGEST_NAME - len(more)]
    # A letter that was cut in two is left out.
    while kept != stem and kept and stem[len(kept)] & 0xC0 == 0x80:
        kept = kept[:-1]
    return Path(os.fsdecode(kept) + more)
