"""How an outcome is made known: `error.json`, `latest.json`, and the gallery.

The gallery is an object for each upload, and a page that is made from them. The page repeats what
the objects hold, so that making it anew reads only those that changed. Each writer of an object
then makes the page from all of them, on the condition that the page is still the one it started
from. So the last of several pages written at once shows every entry, and what a page that could not
be written would have shown is on the next.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from moodcloud.aws.events import compare_sequencers
from moodcloud.aws.keys import RESULTS_PREFIX
from moodcloud.aws.metrics import logger, measure_refusal
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.s3 import at_once
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.report.file_names import ERROR

if TYPE_CHECKING:
    from moodcloud.report.gallery import Entry
    from moodcloud.report.summary import Summary

PAGE: Final = f"{RESULTS_PREFIX}index.html"
ENTRIES: Final = f"{RESULTS_PREFIX}gallery/"
_SUFFIX: Final = ".json"
# Seconds to go on trying to write the gallery where many uploads end at once.
_GALLERY_SECONDS: Final = 20.0


def refuse(
    error: UploadError, outcome: Outcome, storage: Storage, seconds: float | None = None
) -> str:
    """Write `error.json` and let `latest.json` point to it; return its key.

    Args:
        error: Why there are no results.
        outcome: The upload that has none.
        storage: Where the error goes.
        seconds: Seconds left; None for no limit.
    """
    new = storage.store_error(error, storage.set_prefix(outcome))
    logger.warning("upload refused", code=error.code, reason=str(error))
    if new:
        measure_refusal()
    return publish(error.as_dict(), outcome.ending_in(ERROR), storage, seconds)


def publish(
    told: Summary | Mapping[str, Any], outcome: Outcome, storage: Storage, seconds: float | None
) -> str:
    """Let `latest.json` and the gallery tell of an outcome; return the key of its main file.

    Args:
        told: The summary, or the content of `error.json`.
        outcome: How the upload ended.
        storage: Where the results are.
        seconds: Seconds left; None for no limit.
    """
    if storage.point_latest(outcome):
        _show(told, outcome, storage, seconds)
    else:
        logger.info("latest.json tells of another outcome, which stays")
    return f"{storage.prefix(outcome)}{outcome.file}"


def _show(
    told: Summary | Mapping[str, Any], outcome: Outcome, storage: Storage, seconds: float | None
) -> None:
    patience = _GALLERY_SECONDS if seconds is None else min(_GALLERY_SECONDS, seconds / 3)
    place = storage.prefix(outcome).removeprefix(RESULTS_PREFIX).rstrip("/")
    time = outcome.time or outcome.event_time
    try:
        # Imported here and below: a function is ready sooner without what draws pages.
        from moodcloud.report.gallery import entry_of

        entry = entry_of(told, place, outcome.version, time=time, sequencer=outcome.sequencer)
        show(entry, storage, patience)
    except Exception as error:  # of any kind: the upload has its results
        kind = type(error).__name__
        logger.warning("the gallery was not updated; the next upload will", reason=kind)


def show(entry: Entry, storage: Storage, patience: float) -> None:
    """Show the results of an upload in the gallery, unless it shows those of a later event.

    Args:
        entry: What to show.
        storage: Where the results are.
        patience: Seconds to go on trying while others write, too.

    Raises:
        ClientError: S3 refused, or others were faster until the time was up; nothing is lost.
    """
    from moodcloud.report.gallery import Entry

    content = json.dumps(entry.as_dict(), ensure_ascii=False, indent=1) + "\n"

    def newest(current: bytes | None) -> bytes | None:
        shown = Entry.read_from(current or b"")
        return None if shown is not None and _stays(shown, entry) else content.encode()

    key = f"{ENTRIES}{hashlib.sha256(entry.key.encode()).hexdigest()}{_SUFFIX}"
    storage.compare_and_swap(key, newest, patience=patience, ContentType="application/json")
    storage.compare_and_swap(
        PAGE,
        lambda page: _with_all(page, storage),
        patience=patience,
        ContentType="text/html; charset=utf-8",
        # A browser asks whether there is a newer one.
        CacheControl="no-cache",
    )


def _stays(shown: Entry, entry: Entry) -> bool:
    """Return whether the gallery shows what is later than an entry, or the results of its upload.

    An error that is written while another attempt succeeds hides no results.
    """
    if entry.sequencer and shown.sequencer:
        order = compare_sequencers(shown.sequencer, entry.sequencer)
    elif entry.time:
        order = (shown.time > entry.time) - (shown.time < entry.time)
    else:
        return False
    return order > 0 or (order == 0 and bool(entry.code) and not shown.code)


def _with_all(page: bytes | None, storage: Storage) -> bytes | None:
    """Return the page with every entry in the bucket; None if it shows them already."""
    from moodcloud.report.gallery import Entry, Shown, render_gallery, shown_in

    # The page was read before this: whatever it shows and is not listed was deleted. Folders below
    # are results of uploads whose keys start with `gallery/`.
    objects, _ = storage.below(ENTRIES)
    tags = {
        each["Key"]: each["ETag"].strip('"') for each in objects if each["Key"].endswith(_SUFFIX)
    }
    known = {shown.tag: shown for shown in shown_in((page or b"").decode("utf-8", "replace"))}
    fresh = [key for key, tag in tags.items() if tag not in known]
    if page is not None and not fresh and len(known) == len(set(tags.values())):
        return None
    for key, content in zip(fresh, at_once(storage.read, fresh), strict=True):
        # An entry may have been deleted since it was listed.
        if content is not None and (entry := Entry.read_from(content)) is not None:
            known[tags[key]] = Shown(entry, tags[key])
    return render_gallery(known[tag] for tag in tags.values() if tag in known).encode()
