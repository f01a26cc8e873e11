"""`moodcloud upload` and `moodcloud fetch`: files into the bucket of a stack, results back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from moodcloud.aws.keys import Location
from moodcloud.cli.arguments import Place, chosen_options, default_folder, given, option_flags
from moodcloud.cli.failing import exit_on_fault
from moodcloud.readable import encodable, harmless, refuse_other
from moodcloud.settings import FOR_UPLOADS, to_metadata

_INTERRUPTED: Final = 130


def _bucket(_: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return the name of a bucket, given with s3:// or without."""
    location = Location.parse(value) or Location(value, "")
    if location.key or "/" in location.bucket or not location.bucket:
        raise click.BadParameter("name a bucket only; folders go to --prefix.", param=parameter)
    return location.bucket


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--bucket",
    "-b",
    required=True,
    callback=_bucket,
    help="The bucket for uploads: UploadsBucketName among the outputs of the stack.",
)
@click.option("--prefix", "-p", default="", help="Folder in the bucket.")
@click.option(
    "--results-bucket",
    metavar="BUCKET",
    help="Where results appear.  [default: the results bucket of the same stack]",
)
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results; of several files, each has one in it.  "
    "[default: FILE's name + -moodcloud, here]",
)
@click.option("--wait/--no-wait", default=True, help="Wait for the results and fetch them.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=1200.0,
    show_default=True,
    help="Seconds to wait.",
)
@option_flags(FOR_UPLOADS)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def upload(
    context: click.Context,
    /,
    files: Sequence[Path],
    bucket: str,
    prefix: str,
    results_bucket: str | None,
    out: Path | None,
    wait: bool,
    timeout: float,
    quiet: bool,
    **settings: Any,
) -> None:
    """Upload each FILE to a stack, wait for its results and fetch them.

    Options of the analysis go with the file; all others are the function's.

    \b
    Examples:
      moodcloud upload reviews.csv --bucket UPLOADS_BUCKET
      moodcloud upload 2026/*.csv -b UPLOADS_BUCKET --prefix 2026 --out clouds
      moodcloud upload tweets.csv -b UPLOADS_BUCKET --text-column tweet --no-wait
    """
    targets = {file: Location(bucket, _key(prefix, file)) for file in files}
    if len(set(targets.values())) < len(files):
        raise click.UsageError("Two files have the same name: upload them with two --prefix.")
    with exit_on_fault():
        # Before anything is sent: what the function would refuse is refused here.
        chosen_options(context, settings)
        for file in files:
            refuse_other(file)
        from moodcloud.cli.uploading import Uploading

        run = Uploading(targets, to_metadata(given(context, settings)), results_bucket, quiet)
        try:
            if not wait:
                run.send()
                return
            folders = {file: _folder(file, out, several=len(targets) > 1) for file in targets}
            sys.exit(run.send_and_fetch(folders, timeout))
        except KeyboardInterrupt:
            run.say_what_is_left()
            sys.exit(_INTERRUPTED)


def _key(prefix: str, file: Path) -> str:
    folder = prefix.strip("/")
    name = encodable(file.name)
    return f"{folder}/{name}" if folder else name


def _folder(file: Path, out: Path | None, *, several: bool) -> Path:
    if out is None:
        return default_folder(file.name)
    return out / file.name if several else out


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
    target = out or default_folder(_name(source))
    with exit_on_fault():
        from moodcloud.aws.transfer import fetch_results

        summary = fetch_results(source, target, results_bucket)
        if not quiet:
            from moodcloud.cli.tables import print_summary

            print_summary(summary, target)


def _name(source: Location) -> str:
    """Return the name of the upload, as far as the address tells."""
    parts = [part for part in source.key.split("/") if part not in ("", "summary.json")]
    return parts[-1] if parts else source.bucket
