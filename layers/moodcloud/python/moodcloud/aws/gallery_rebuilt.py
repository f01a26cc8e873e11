"""The gallery of a bucket, made anew from each `latest.json` and what that leads to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from moodcloud.aws.keys import RESULTS_PREFIX, Location
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.publishing import PARTS, stays, stored_parts, write_page, write_part
from moodcloud.aws.s3 import at_once, reach
from moodcloud.aws.storage import LATEST, Storage
from moodcloud.report.contract import from_json
from moodcloud.report.gallery import Entry, entry_of, render_gallery
from moodcloud.report.gallery_parts import entries_in, part_of, render_part
from moodcloud.report.summary import Summary

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_LATEST: Final = f"/{LATEST}"


def rebuild(location: Location) -> int:
    """Make the gallery of a bucket anew, and return how many entries it has.

    Entries that no `latest.json` tells of are left out. Uploads that end meanwhile are kept.

    Args:
        location: The results bucket.

    Raises:
        RemoteError: S3 refused.
    """
    with reach(location, "s3:ListBucket, s3:GetObject and s3:PutObject") as client:
        storage = Storage(client, location.bucket)
        places = sorted(_places(client, location.bucket))
        # Read before the objects that tell what should be there.
        names = sorted({*map(part_of, places), *stored_parts(storage)})
        shown = {name: entries_in(storage.read(f"{PARTS}{name}")) for name in names}
        known = {key: entry for part in shown.values() for key, entry in part.items()}
        found = at_once(lambda place: _entry(storage, place, known.get(place)), places)
        entries = [entry for entry in found if entry is not None]
        for name in names:
            _write(storage, name, {each.key: each for each in entries if part_of(each.key) == name})
        write_page(storage, lambda _: render_gallery((), stored_parts(storage)).encode())
        return len(entries)


def _places(client: S3Client, bucket: str) -> Iterator[str]:
    """Yield the key of each upload that has an outcome, as its folder of results has it."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=RESULTS_PREFIX)
    for page in pages:
        for each in page.get("Contents", []):
            if each["Key"].endswith(_LATEST):
                yield each["Key"].removeprefix(RESULTS_PREFIX).removesuffix(_LATEST)


def _entry(storage: Storage, place: str, known: Entry | None) -> Entry | None:
    """Return the entry of an upload: as it is known, or from what is stored; None without one."""
    folder = f"{RESULTS_PREFIX}{place}/"
    outcome = Outcome.parse(storage.read(folder + LATEST))
    if outcome is None:
        return None
    told_by_latest = (outcome.version, outcome.is_good, outcome.sequencer)
    if known and (known.version, not known.code, known.sequencer) == told_by_latest:
        return known
    try:
        content = json.loads(storage.read(folder + outcome.file) or b"")
        told = from_json(Summary, content) if outcome.is_good else content
        return entry_of(
            told, place, outcome.version, time=outcome.time, sequencer=outcome.sequencer
        )
    except (ValueError, KeyError, TypeError):
        return None  # the set was deleted, or is not whole


def _write(storage: Storage, name: str, entries: dict[str, Entry]) -> None:
    """Write a part with the entries that were found, and those that came after that."""

    def rebuilt(part: bytes | None) -> bytes:
        late = {
            key: shown
            for key, shown in entries_in(part).items()
            if (stays(shown, entries[key]) if key in entries else _has_outcome(storage, key))
        }
        return render_part({**entries, **late}.values()).encode()

    write_part(storage, name, rebuilt)


def _has_outcome(storage: Storage, place: str) -> bool:
    return storage.read(f"{RESULTS_PREFIX}{place}/{LATEST}") is not None
