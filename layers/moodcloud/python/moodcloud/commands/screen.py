"""What the commands print on: a terminal of any encoding, which obeys nothing it is shown."""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from moodcloud.readable import HARMFUL, harmless


class Terminal(Console):
    """Prints texts of strangers: what would steer the terminal is shown as a sign."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the parts of what is printed; those that are rich's own orders stay."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield segment._replace(text=harmless(segment.text))


def print_json(content: Any) -> None:
    """Print JSON that is whole in every encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    utf8 = codecs.lookup(encoding).name == "utf-8"
    text = json.dumps(content, ensure_ascii=not utf8, indent=1)
    click.echo(HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def allow_any_letter() -> None:
    """Print a question mark for a letter the terminal's encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
