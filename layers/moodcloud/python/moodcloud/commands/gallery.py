"""`moodcloud gallery`: one page over many folders of results."""

from __future__ import annotations

from pathlib import Path

import click

from moodcloud.commands.failing import in_plain_words
from moodcloud.readable import harmless


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
    with in_plain_words():
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
