"""The `moodcloud` command."""

from moodcloud.cli.commands import main

__all__ = ["main"]
