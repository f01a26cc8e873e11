"""The terminal that commands print on: of any encoding, and no text printed can control it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from moodcloud.readable import harmless

if TYPE_CHECKING:
    from moodcloud.stages import Stage


class Terminal(Console):
    """A console for texts of strangers: what would control the terminal becomes a visible sign."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the parts of what is printed, made harmless except for rich's own control codes."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield segment._replace(text=harmless(segment.text))

    def say(self, text: str, style: str = "") -> None:
        """Print a line as it is: nothing in it is markup, and only the terminal wraps it."""
        self.print(Text(text, style=style), soft_wrap=True)


@contextmanager
def stage_lines(size: int, name: str) -> Iterator[Callable[[Stage], None]]:
    """Show in a terminal each stage as it runs, and how long it took.

    The first stage shown is the loading of the libraries.

    Args:
        size: The bytes that are analysed, which tell how fast they are read.
        name: What messages call it.

    Yields:
        A function to call when a stage starts and when it ends.
    """
    console = Terminal(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    megabytes = size / 1e6

    def show(stage: Stage) -> None:
        if stage.seconds is None:
            status.update(f"{stage.name} …")
            return
        detail = "" if stage.rows is None else f"{stage.rows:>12,} rows"
        if stage.name in ("reading", "counting"):
            detail += f"{megabytes / max(stage.seconds, 1e-3):>9,.0f} MB/s"
        console.print(
            f"  [green]✓[/] {stage.name:<11}{stage.seconds:>7.2f} s {detail}", highlight=False
        )

    with console.status(Text(f"loading ({name})")) as status:
        yield show


def new_table(
    title: str | Text, columns: Sequence[str] = (), numbers: Collection[str] = ()
) -> Table:
    """Return an empty table; those of its columns that hold numbers are aligned on the right."""
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, justify="right" if name in numbers else "left")
    return table
