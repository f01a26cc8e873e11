"""`moodcloud open` and `moodcloud gallery`: results in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from moodcloud.cli.failing import exit_on_fault
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
    """Show an address in the browser; return whether there is a browser."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def gallery(folder: Path) -> None:
    """Write DIR/index.html: a page that lists all results below DIR.

    \b
    Examples:
      moodcloud gallery clouds
      aws s3 sync s3://RESULTS_BUCKET/results/ clouds/ && moodcloud open clouds
    """
    with exit_on_fault():
        # Imported here: `moodcloud --help` need not wait for pandas.
        from moodcloud.report.folders import sets_in
        from moodcloud.report.gallery import Shown, render_gallery

        found = [Shown(entry) for entry in sets_in(folder)]
        if not found:
            raise click.ClickException(
                harmless(f"There are no results below {folder}: no folder holds a summary.json.")
            )
        page = folder / "index.html"
        page.write_text(render_gallery(found), "utf-8", newline="\n")
        click.echo(harmless(f"{len(found)} results in {page}"))
