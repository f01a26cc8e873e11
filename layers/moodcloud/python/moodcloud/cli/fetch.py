"""`moodcloud fetch`: results from S3 to a folder here."""

from __future__ import annotations

from pathlib import Path

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import Place, default_folder, remote
from moodcloud.cli.terminal import Terminal, in_plain_words, print_summary
from moodcloud.readable import harmless


@click.command()
@click.argument("source", metavar="s3://BUCKET/KEY", type=Place(exists=True))
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results, made if missing.  [default: the upload's name + -moodcloud, here]",
)
@click.option("--results-bucket", metavar="BUCKET", help="Where the results of an upload are.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def fetch(
    source: Path | Location, out: Path | None, results_bucket: str | None, quiet: bool
) -> None:
    """Download results: all files of a set, or none.

    The address is that of an upload (its newest results are fetched, from the results bucket of its
    stack), or of results: their folder, or their summary.json.

    \b
    Examples:
      moodcloud fetch s3://UPLOADS_BUCKET/reviews.csv --out clouds
      moodcloud fetch s3://RESULTS_BUCKET/results/reviews.csv/
      moodcloud fetch s3://bucket/clouds/summary.json
    """
    if not isinstance(source, Location):
        raise click.BadParameter(harmless(f"{source} is no address in S3: s3://BUCKET/KEY."))
    with in_plain_words():
        fetching = remote("fetching")
        target = out or default_folder(_name(source))
        summary = fetching.fetch_results(source, target, results_bucket)
        if not quiet:
            print_summary(Terminal(), summary, target)


def _name(source: Location) -> str:
    """Return the name of the upload, as far as the address tells it."""
    parts = [part for part in source.key.split("/") if part not in ("", "summary.json")]
    return parts[-1] if parts else source.bucket
