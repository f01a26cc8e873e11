"""`moodcloud demo`: the function on sample files, with an S3 emulator in this process."""

from __future__ import annotations

from pathlib import Path

import click

from moodcloud.commands.screen import Terminal
from moodcloud.commands.terminal import print_summary


@click.command()
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder of the results.",
)
def demo(out: Path) -> None:
    """Upload two sample files to an S3 emulator in this process and fetch the results.

    Runs from a checkout of the project: the handler that AWS would call is called with the event
    that AWS would send. Needs no account and no network.
    """
    try:
        from moodcloud.demo import run_demo
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"the demo needs {error.name}: run `make demo` in a checkout, or "
            "`pip install 'moto[server]' 'moodcloud[aws]'`"
        ) from error
    for summary, folder in run_demo(out):
        print_summary(Terminal(), summary, folder)
