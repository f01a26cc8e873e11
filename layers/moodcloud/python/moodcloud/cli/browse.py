"""`moodcloud open` and `moodcloud gallery`: results in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import PathOrAddress
from moodcloud.cli.failing import exit_on_fault
from moodcloud.readable import harmless

_PAGES: Final = ("report.html", "index.html", "comparison.html")


@click.command("open")
@click.argument("place", metavar="DIR", type=click.Path(exists=True, path_type=Path))
def open_(place: Path) -> None:
    """Open the page of results in the browser.

    DIR is a folder of results, of a comparison, or with a gallery; or the page itself.

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
                f"There is no page in {place}: no {' and no '.join(_PAGES)}. "
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
@click.argument("place", metavar="DIR", type=PathOrAddress(exists=True, file_okay=False))
def gallery(place: Path | Location) -> None:
    """Write DIR/index.html: a page that lists all results and comparisons below DIR.

    Where DIR is the address of a bucket of results, its gallery, which every upload brings up to
    date, is made anew from what is stored: after results were deleted, or an earlier version.

    \b
    Examples:
      moodcloud gallery clouds
      moodcloud gallery s3://RESULTS_BUCKET
      aws s3 sync s3://RESULTS_BUCKET/results/ clouds/ && moodcloud open clouds
    """
    with exit_on_fault():
        if isinstance(place, Location):
            from moodcloud.aws.gallery_rebuilt import rebuild
            from moodcloud.aws.publishing import PAGE

            found, page = rebuild(place), f"s3://{place.bucket}/{PAGE}"
        else:
            found, page = _write(place), str(place / "index.html")
        click.echo(harmless(f"{found:,} results in {page}"))


def _write(folder: Path) -> int:
    """Write the page of what is below a folder; return how many entries it has."""
    # Imported here: `moodcloud --help` need not wait for pandas.
    from moodcloud.report.folders import sets_in
    from moodcloud.report.gallery import render_gallery

    found = list(sets_in(folder))
    if not found:
        raise click.ClickException(
            harmless(f"There are no results below {folder}: no folder holds a summary.json.")
        )
    (folder / "index.html").write_text(render_gallery(found), "utf-8", newline="\n")
    return len(found)
