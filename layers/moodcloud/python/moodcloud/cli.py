"""The `moodcloud` command."""

from __future__ import annotations

import click

from moodcloud import __version__
from moodcloud.commands.analyze import analyze
from moodcloud.commands.columns import columns
from moodcloud.commands.compare import compare
from moodcloud.commands.completion import completion
from moodcloud.commands.demo import demo
from moodcloud.commands.fetch import fetch
from moodcloud.commands.gallery import gallery
from moodcloud.commands.open import open_
from moodcloud.commands.screen import allow_any_letter
from moodcloud.commands.upload import upload


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moodcloud")
def main() -> None:
    """Word clouds and summaries for each sentiment in a file of labelled texts."""
    allow_any_letter()


for command in (analyze, columns, compare, completion, demo, fetch, gallery, open_, upload):
    main.add_command(command)

if __name__ == "__main__":
    from moodcloud.__main__ import run

    run()
