"""`moodcloud completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


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
