"""The `moodcloud` command, which holds all others."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from moodcloud import __version__
from moodcloud.cli.analyze import analyze
from moodcloud.cli.browse import gallery, open_
from moodcloud.cli.compare import compare
from moodcloud.cli.failing import allow_any_letter
from moodcloud.cli.show_columns import columns
from moodcloud.cli.upload import fetch, upload


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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moodcloud")
def main() -> None:
    """Word clouds and summaries for each sentiment in a file of labelled texts."""
    allow_any_letter()


for command in (analyze, columns, compare, completion, fetch, gallery, open_, upload):
    main.add_command(command)
