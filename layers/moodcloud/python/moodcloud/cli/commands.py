"""The `moodcloud` command, which holds all others."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click
from click.shell_completion import get_completion_class

from moodcloud import __version__
from moodcloud.cli.failing import allow_any_letter

# The module of each command, and what it is called there.
_HOMES: Final = {
    "analyze": ("analyze", "analyze"),
    "columns": ("show_columns", "columns"),
    "compare": ("compare", "compare"),
    "completion": ("commands", "completion"),
    "doctor": ("doctor", "doctor"),
    "fetch": ("upload", "fetch"),
    "gallery": ("browse", "gallery"),
    "open": ("browse", "open_"),
    "replay": ("replay", "replay"),
    "upload": ("upload", "upload"),
}


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, /, shell: str) -> None:
    """Print a script that completes commands and options in your shell.

    \b
    Add to the file named:
      ~/.bashrc                   eval "$(moodcloud completion bash)"
      ~/.zshrc                    eval "$(moodcloud completion zsh)"
      ~/.config/fish/config.fish  moodcloud completion fish | source
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"click knows no completion for {shell}")
    root = context.find_root()
    click.echo(kind(root.command, {}, "moodcloud", "_MOODCLOUD_COMPLETE").source())


class _Commands(click.Group):
    """Commands that are imported when they are asked for, one by one."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        module, name = _HOMES[cmd_name]
        command: click.Command = getattr(import_module(f"moodcloud.cli.{module}"), name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="moodcloud")
def main() -> None:
    """Word clouds and summaries for each sentiment in a file of labelled texts."""
    allow_any_letter()
