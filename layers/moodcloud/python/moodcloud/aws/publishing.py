"""How an outcome is made known: `error.json`, `latest.json`, and the gallery.

The gallery is a page that loads 256 parts. Each is an object with the entries of the uploads whose
keys lead to it. A writer changes one part, on the condition that nobody else did meanwhile, and the
page only where it does not name that part yet. So an upload costs the same however many results
there are. Where S3 refuses, the event fails and is handed in again: an entry is late, but not lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from moodcloud.aws.events import compare_sequencers
from moodcloud.aws.keys import RESULTS_PREFIX
from moodcloud.aws.metrics import logger, measure_refusal
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.report.file_names import ERROR

if TYPE_CHECKING:
    from moodcloud.report.gallery import Entry
    from moodcloud.report.summary import Summary

PAGE: Final = f"{RESULTS_PREFIX}index.html"
PARTS: Final = f"{RESULTS_PREFIX}gallery/"
# A browser asks whether there is a newer one.
_ASKED_FOR: Final = "no-cache"
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
    shown = storage.point_latest(outcome)
    if shown is None:
        logger.info("latest.json tells of another outcome, which stays")
    else:
        _show(told, shown, storage, seconds)
    return f"{storage.prefix(outcome)}{outcome.file}"


def show_latest(outcome: Outcome, storage: Storage) -> None:
    """Show in the gallery what `latest.json` tells, if it does not yet.

    Whoever wrote it may have been killed before the gallery told of it.

    Args:
        outcome: What `latest.json` tells.
        storage: Where the results are.
    """
    told: Summary | Mapping[str, Any] | None
    if outcome.is_good:
        told = storage.stored_summary(storage.set_prefix(outcome))
    else:
        told = json.loads(storage.read(storage.prefix(outcome) + outcome.file) or b"null")
    if told:
        _show(told, outcome, storage, None)


def _show(
    told: Summary | Mapping[str, Any], outcome: Outcome, storage: Storage, seconds: float | None
) -> None:
    # Imported here and below: a function is ready sooner without what draws pages.
    from moodcloud.report.gallery import entry_of

    patience = _GALLERY_SECONDS if seconds is None else min(_GALLERY_SECONDS, seconds / 3)
    time = outcome.time or outcome.event_time
    place = _place(outcome, storage)
    entry = entry_of(told, place, outcome.version, time=time, sequencer=outcome.sequencer)
    show(entry, storage, patience)


def show_under_way(outcome: Outcome, storage: Storage) -> None:
    """Show in the gallery that an upload is worked on; its results take the place of that.

    Until then it shows those of the upload before under the same key, if there are any.

    Args:
        outcome: The upload.
        storage: Where its results will be.
    """
    from moodcloud.report.gallery import UNDER_WAY, Entry

    time = outcome.time or outcome.event_time
    place = _place(outcome, storage)
    entry = Entry(place, outcome.version, time, outcome.sequencer, code=UNDER_WAY)
    show(entry, storage, _GALLERY_SECONDS)


def _place(outcome: Outcome, storage: Storage) -> str:
    return storage.prefix(outcome).removeprefix(RESULTS_PREFIX).rstrip("/")


def show(entry: Entry, storage: Storage, patience: float) -> None:
    """Show the results of an upload in the gallery, unless it shows those of a later event.

    Args:
        entry: What to show.
        storage: Where the results are.
        patience: Seconds to go on trying while others write, too.

    Raises:
        ClientError: S3 refused, or others were faster until the time was up.
    """
    from moodcloud.report.gallery import in_place_of
    from moodcloud.report.gallery_parts import entries_in, part_of, render_part

    def newest(part: bytes | None) -> bytes | None:
        entries = entries_in(part)
        shown = entries.get(entry.key)
        later, earlier = entry, shown
        if shown is not None and stays(shown, entry):
            later, earlier = shown, entry
        new = in_place_of(earlier, later)
        if new == shown:
            return None
        return render_part({**entries, entry.key: new}.values()).encode()

    name = part_of(entry.key)
    write_part(storage, name, newest, patience)
    write_page(storage, lambda page: _naming(page, name, storage), patience)


def write_page(
    storage: Storage,
    changed: Callable[[bytes | None], bytes | None],
    patience: float = _GALLERY_SECONDS,
) -> None:
    """Change the page of the gallery; arguments are as for `Storage.compare_and_swap`."""
    storage.compare_and_swap(
        PAGE,
        changed,
        patience=patience,
        ContentType="text/html; charset=utf-8",
        CacheControl=_ASKED_FOR,
    )


def write_part(
    storage: Storage,
    name: str,
    changed: Callable[[bytes | None], bytes | None],
    patience: float = _GALLERY_SECONDS,
) -> None:
    """Change a part of the gallery; arguments are as for `Storage.compare_and_swap`."""
    storage.compare_and_swap(
        f"{PARTS}{name}",
        changed,
        patience=patience,
        ContentType="text/javascript; charset=utf-8",
        CacheControl=_ASKED_FOR,
    )


def _naming(page: bytes | None, name: str, storage: Storage) -> bytes:
    """Return the page, which names a part; where it did not, it names all that there are."""
    from moodcloud.report.gallery import render_gallery
    from moodcloud.report.gallery_parts import parts_of

    parts = parts_of(page)
    if name not in parts:
        parts = stored_parts(storage)
    return render_gallery((), parts).encode()


def stored_parts(storage: Storage) -> list[str]:
    """Return the names of all parts of the gallery."""
    from moodcloud.report.gallery_parts import is_part

    # Folders below are results of uploads whose keys start with `gallery/`.
    objects, _ = storage.below(PARTS)
    return [name for each in objects if is_part(name := each["Key"].removeprefix(PARTS))]


def stays(shown: Entry, entry: Entry) -> bool:
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
