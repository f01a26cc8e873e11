"""The gallery in a bucket: an object for each upload, and the page that is made from them.

The page repeats what the objects hold, so that making it anew reads only those that changed.
Whoever wrote an object then makes the page from all of them, on the condition that the page is
still the one it started from. So the last page of several written at once shows every entry; and
one that could not be written is made good by the next.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from moodcloud.aws.events import is_older
from moodcloud.aws.keys import RESULTS_PREFIX
from moodcloud.aws.s3 import at_once
from moodcloud.aws.storage import Storage
from moodcloud.report.gallery import Entry, Shown, render_gallery, shown_in

PAGE: Final = f"{RESULTS_PREFIX}index.html"
ENTRIES: Final = f"{RESULTS_PREFIX}gallery/"
_SUFFIX: Final = ".json"


def show(entry: Entry, storage: Storage, patience: float) -> None:
    """Show the results of an upload in the gallery, unless it shows those of a later event.

    Args:
        entry: What to show.
        storage: Where the results are.
        patience: Seconds to try for where others do the same.

    Raises:
        ClientError: S3 refused, or others came first until the end; nothing is lost.
    """
    content = json.dumps(entry.as_dict(), ensure_ascii=False, indent=1) + "\n"

    def newest(current: bytes | None) -> bytes | None:
        shown = Entry.read_from(current or b"")
        return None if shown is not None and _is_later(shown, entry) else content.encode()

    key = f"{ENTRIES}{hashlib.sha256(entry.key.encode()).hexdigest()}{_SUFFIX}"
    storage.change(key, newest, patience=patience, ContentType="application/json")
    storage.change(
        PAGE,
        lambda page: _with_all(page, storage),
        patience=patience,
        ContentType="text/html; charset=utf-8",
        # A browser asks whether there is a newer one.
        CacheControl="no-cache",
    )


def _is_later(shown: Entry, entry: Entry) -> bool:
    """Tell whether what is shown is of a later upload than an entry."""
    if entry.sequencer and shown.sequencer:
        return is_older(entry.sequencer, shown.sequencer)
    return bool(entry.time) and entry.time < shown.time


def _with_all(page: bytes | None, storage: Storage) -> bytes | None:
    """Return the page with every entry of the bucket; None where it has them already."""
    # The page was read before this: whatever it shows and is not listed was deleted.
    tags = _listed(storage)
    known = {shown.tag: shown for shown in shown_in((page or b"").decode("utf-8", "replace"))}
    fresh = [key for key, tag in tags.items() if tag not in known]
    if page is not None and not fresh and len(known) == len(set(tags.values())):
        return None
    for key, entry in zip(fresh, at_once(lambda key: _entry(key, storage), fresh), strict=True):
        if entry is not None:
            known[tags[key]] = Shown(entry, tags[key])
    return render_gallery(known[tag] for tag in tags.values() if tag in known).encode()


def _listed(storage: Storage) -> dict[str, str]:
    """Return the tag of each entry's content, by key."""
    pages = storage.client.get_paginator("list_objects_v2").paginate(
        # Below are results of uploads whose keys start with `gallery/`.
        Bucket=storage.bucket,
        Prefix=ENTRIES,
        Delimiter="/",
    )
    listed = [each for page in pages for each in page.get("Contents", [])]
    return {
        each["Key"]: each["ETag"].strip('"') for each in listed if each["Key"].endswith(_SUFFIX)
    }


def _entry(key: str, storage: Storage) -> Entry | None:
    content = storage.read(key)
    return None if content is None else Entry.read_from(content)
