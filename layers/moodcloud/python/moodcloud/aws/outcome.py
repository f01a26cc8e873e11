"""How an upload ends: what `latest.json` and the gallery say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from moodcloud.aws.download import Opened
from moodcloud.aws.events import Upload
from moodcloud.aws.gallery_entries import show
from moodcloud.aws.metrics import logger, measure_refusal
from moodcloud.aws.storage import TOKEN, Latest, Storage, version_of
from moodcloud.errors import UploadError
from moodcloud.report.files import ERROR
from moodcloud.report.gallery import entry_of
from moodcloud.report.summary import Summary
from moodcloud.settings import METADATA_PREFIX

_NO_CONTENT: Final = "missing"
# As long as this we try to get a word in where many uploads end at once.
_GALLERY_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Identity:
    """Which upload an outcome is of.

    Attributes:
        upload: The event's.
        version: The version of the results, or of the error in their place.
        token: The token of whoever uploaded the file; empty where there is none.
        time: When the object was stored; see `Latest`.
        etag: The object's ETag; see `Latest`.
    """

    upload: Upload
    version: str
    token: str = ""
    time: str = ""
    etag: str = ""

    @classmethod
    def of_event(cls, upload: Upload) -> Self:
        """Return what the event alone tells, for an upload that is gone."""
        # Without an ETag nobody can tell whether a later upload is gone, or one that has results.
        time = upload.time if upload.etag else ""
        return cls(upload, _NO_CONTENT, time=time, etag=upload.etag)

    @classmethod
    def of_object(cls, opened: Opened) -> Self:
        """Return what the object tells before its content is read."""
        version = version_of(f"etag {opened.etag}", settings_in(opened.metadata))
        token = opened.metadata.get(TOKEN, "")
        return cls(opened.upload, version, token, opened.time, opened.etag)

    def with_version(self, version: str) -> Self:
        """Return the same with the version that follows from the content."""
        return replace(self, version=version)

    @property
    def made_of(self) -> dict[str, str]:
        """What tells of which object results are made."""
        return {"etag": self.etag, "time": self.time, "token": self.token}

    @classmethod
    def of_set(cls, upload: Upload, version: str, made_of: Mapping[str, str]) -> Self:
        """Return what is known of an upload that is gone but for its results."""
        told = {name: made_of.get(name, "") for name in ("etag", "time", "token")}
        return cls(upload, version, **told)

    def outcome(self, file: str) -> Latest:
        """Return what `latest.json` says where the upload ended in a file."""
        return Latest(
            version=self.version,
            file=f"{self.version}/{file}",
            sequencer=self.upload.sequencer,
            token=self.token,
            time=self.time,
            etag=self.etag,
            bucket=self.upload.bucket,
            key=self.upload.key,
        )


def settings_in(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the options among an object's metadata, as they were given."""
    return {k: text for k, text in metadata.items() if k.lower().startswith(METADATA_PREFIX)}


def refuse(
    error: UploadError, identity: Identity, storage: Storage, seconds: float | None = None
) -> str:
    """Write `error.json` and let `latest.json` point to it; return its key.

    Args:
        error: Why there are no results.
        identity: Whose error it is.
        storage: Where it goes.
        seconds: Seconds left; None for no limit.
    """
    new = storage.store_error(error, f"{storage.prefix(identity.upload)}{identity.version}/")
    logger.warning("upload refused", code=error.code, reason=str(error))
    if new:
        measure_refusal()
    return show_outcome(error.as_dict(), ERROR, identity, storage, seconds)


def show_outcome(
    told: Summary | Mapping[str, Any],
    file: str,
    identity: Identity,
    storage: Storage,
    seconds: float | None,
) -> str:
    """Let `latest.json` and the gallery tell of an outcome; return the key of its first file.

    Args:
        told: The summary, or the content of `error.json`.
        file: Which of the two it is.
        identity: Whose outcome it is.
        storage: Where it is.
        seconds: Seconds left; None for no limit.
    """
    outcome = identity.outcome(file)
    if storage.point_latest(identity.upload, outcome):
        _show(told, identity, storage, seconds)
    else:
        logger.info("latest.json tells of another outcome, which stays")
    return f"{storage.prefix(identity.upload)}{outcome.file}"


def _show(
    told: Summary | Mapping[str, Any], identity: Identity, storage: Storage, seconds: float | None
) -> None:
    """Show results, by their `summary.json` or `error.json`, in the gallery."""
    patience = _GALLERY_SECONDS if seconds is None else min(_GALLERY_SECONDS, seconds / 3)
    upload = identity.upload
    place = storage.prefix(upload).partition("/")[2].rstrip("/")
    try:
        time = identity.time or upload.time
        entry = entry_of(told, place, identity.version, time=time, sequencer=upload.sequencer)
        show(entry, storage, patience)
    except Exception as error:  # whatever it is: the upload has its results
        kind = type(error).__name__
        logger.warning("the gallery was not updated; the next upload will", reason=kind)
