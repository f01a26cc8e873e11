"""`moodcloud open`: results in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Final

import click

from moodcloud.readable import harmless

_PAGES: Final = ("report.html", "index.html")


@click.command("open")
@click.argument("place", metavar="DIR", type=click.Path(exists=True, path_type=Path))
def open_(place: Path) -> None:
    """Open the page of results in the browser.

    DIR is a folder of results, a folder with a gallery, or the page itself.

    \b
    Examples:
      moodcloud open reviews-moodcloud
      moodcloud open clouds/index.html
    """
    pages = [place] if place.is_file() else [place / name for name in _PAGES]
    page = next((page for page in pages if page.is_file()), None)
    if page is None:
        raise click.ClickException(
            harmless(
                f"There is no page in {place}: neither {' nor '.join(_PAGES)}. "
                f"`moodcloud gallery {place}` makes one of the results below it."
            )
        )
    if page.suffix.lower() not in (".html", ".htm"):
        raise click.ClickException(
            harmless(f"{page} is no page: name a folder of results, or report.html.")
        )
    if not _browse(page.resolve().as_uri()):
        click.echo(harmless(f"No browser was found. Open this file in one: {page.resolve()}"))


def _browse(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
