"""What must hold at each write, after each attempt, and when all is quiet again."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from moodcloud.aws.outcome import Outcome
from moodcloud.report.gallery_parts import entries_in, parts_of

from tests.simulation.content import GOOD, HEAVY, REFUSED, fate_of, set_of
from tests.simulation.process import Process
from tests.simulation.s3 import Stored
from tests.simulation.world import KEYS, RESULTS, UPLOADS, World, event_in

_GALLERY: Final = "results/gallery/"
_PAGE: Final = "results/index.html"
_DEFAULT_WORDS: Final = 200
# The codes of errors that follow from the file itself.
_FINAL: Final = {"no_rows", "bad_option"}


class BrokenPromiseError(AssertionError):
    """A promise was broken."""


def hold(promise: str, kept: bool, *found: object) -> None:
    """Make sure that a promise is kept."""
    if not kept:
        raise BrokenPromiseError(f"{promise}: {', '.join(map(str, found))}")


class Promises:
    """Watches a world.

    Args:
        world: The world.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.writes = 0
        self._broken: list[BrokenPromiseError] = []
        world.s3.watchers[RESULTS] = self.on_write
        world.after_attempt = self.on_attempt

    def on_write(self, new: Stored, old: Stored | None) -> None:
        """Check an object that was just stored in the bucket of results."""
        self.writes += 1
        try:
            self._check_write(new, old)
        except BrokenPromiseError as broken:
            # Handlers catch what is raised below them.
            self._broken.append(broken)

    def _check_write(self, new: Stored, old: Stored | None) -> None:
        if new.key.startswith(_GALLERY) or new.key == _PAGE:
            _check_part(new, old)
            return
        folder, _, name = new.key.rpartition("/")
        if name == "latest.json":
            self._check_latest(new, old)
            return
        summary = self._json(f"{folder}/summary.json")
        if name == "error.json":
            hold("a set and an error never share a folder", summary is None, new.key)
        elif summary is not None:
            self._check_set(folder, summary)

    def on_attempt(self, process: Process, ended: str) -> None:
        """Check what an attempt wrote, and what it left on the disk."""
        for broken in self._broken:
            raise broken
        left = {*process.disk.files, *process.disk.folders}
        # An attempt that had nothing to do needs no folder, and clears none.
        fine = ended == "killed" or not process.made_folder or not left
        hold("an attempt leaves nothing on the disk", fine, *left)

    def _check_set(self, folder: str, summary: dict[str, Any]) -> None:
        """Check that the set in a folder is whole, and of one upload."""
        sha256, words = summary["input"]["sha256"], summary["options"]["max_words"]
        whole = set_of(sha256, words)
        found = {name: self._body(f"{folder}/{name}") for name in whole}
        hold("a reader never sees half a set", found == whole, folder)
        made = {
            (hashlib.sha256(each.body or b"").hexdigest(), _words(each))
            for _, each in self._world.uploads
        }
        hold("results are those of one upload", (sha256, words) in made, folder)

    def _check_latest(self, new: Stored, old: Stored | None) -> None:
        """Check that `latest.json` leads somewhere, and did not go back."""
        outcome = Outcome.parse(new.body)
        hold("latest.json can be read", outcome is not None, new.key)
        assert outcome is not None
        place = new.key.removesuffix("latest.json")
        hold("latest.json leads to an outcome", self._body(place + outcome.file) is not None)
        if outcome.is_good:
            self._check_origin(outcome, self._json(place + outcome.file) or {})
        before = Outcome.parse(old.body) if old else None
        if before is None or not (before.sequencer and outcome.sequencer):
            return
        order = compare_sequencers_plainly(outcome.sequencer, before.sequencer)
        hold("an older upload never takes the place of a newer", order >= 0, before, outcome)
        hidden = order == 0 and before.is_good and not outcome.is_good
        hold("an error never takes the place of results of its upload", not hidden, outcome)

    def _check_origin(self, outcome: Outcome, summary: dict[str, Any]) -> None:
        """Check that content, options, token and ETag are those of one upload."""
        told = (outcome.etag, outcome.token, summary["options"]["max_words"])
        made = [
            each
            for each in self._world.uploads_of(outcome.bucket, outcome.key)
            if told == (each.etag.strip('"'), each.metadata.get("upload-token"), _words(each))
            and summary["input"]["sha256"] == hashlib.sha256(each.body or b"").hexdigest()
        ]
        hold("content, options and token are of one upload", bool(made), outcome)

    def check_outcomes(self, final: bool) -> None:
        """Check that each upload ended in a result or an error, the newest of a key in its own.

        Args:
            final: Whether what failed was handed in again, and nothing was lacking.
        """
        for bucket, key in KEYS:
            if uploads := self._world.uploads_of(bucket, key):
                self._check_newest(bucket, uploads[-1], final)

    def _check_newest(self, bucket: str, upload: Stored, final: bool) -> None:
        outcome, told = self.shown(bucket, upload.key)
        hold("every upload ends in a result or an error", outcome is not None, bucket, upload.key)
        assert outcome is not None
        if self._world.setting.sequenced:
            own = outcome.sequencer == upload.sequencer
            hold("the newest upload wins", own, outcome, upload.sequencer)
        if self._world.s3.find(bucket, upload.key, upload.version) is not upload:
            found = outcome.version != "missing" or not (final and self._has_set(bucket, upload))
            hold("results of an upload that is gone are found", found, outcome)
            return
        hold("the newest upload wins", outcome.etag == upload.etag.strip('"'), outcome, upload)
        hold("its token is told", outcome.token == upload.metadata["upload-token"], outcome)
        fate = fate_of(upload.body or b"", dict(upload.metadata))
        good = fate == GOOD or fate in HEAVY
        if not final:
            return
        hold("an upload ends as it must", outcome.is_good is good, fate, outcome, told)
        if fate == REFUSED:
            hold("a refusal says why", told.get("code") in _FINAL, told)

    def _has_set(self, bucket: str, upload: Stored) -> bool:
        """Return whether there are results of what an upload held."""
        sets = self._world.s3.below(RESULTS, _prefix(bucket, upload.key))
        etag = upload.etag.strip('"')
        return any(
            each.key.endswith("/summary.json") and each.metadata["etag"] == etag for each in sets
        )

    def check_events(self) -> None:
        """Check that no event is lost, and that those that name no upload wait for people."""
        world = self._world
        failed = [event_in(body) for body in world.failed.messages]
        for each in world.taken:
            kept = each.is_done or each.event in failed
            hold("a failed event waits", kept, each.event)
            hold("a malformed event waits", not each.waits or each.event in failed, each.event)

    def check_gallery(self) -> None:
        """Check that the gallery shows what each `latest.json` tells."""
        parts = [entries_in(self._body(_GALLERY + name)) for name in parts_of(self._body(_PAGE))]
        entries = [entry for part in parts for entry in part.values()]
        shown = {each.key: (each.version, each.code) for each in entries}
        told = {}
        for bucket, key in KEYS:
            outcome, content = self.shown(bucket, key)
            if outcome is not None:
                place = _prefix(bucket, key).removeprefix("results/").rstrip("/")
                told[place] = (outcome.version, content.get("code", ""))
        hold("the gallery shows every outcome", shown == told, shown, told)

    def shown(self, bucket: str, key: str) -> tuple[Outcome | None, dict[str, Any]]:
        """Return what a reader sees of an upload: its outcome, and the content of its file."""
        prefix = _prefix(bucket, key)
        outcome = Outcome.parse(self._body(f"{prefix}latest.json"))
        return outcome, (self._json(prefix + outcome.file) or {}) if outcome else {}

    def _body(self, key: str) -> bytes | None:
        found = self._world.s3.find(RESULTS, key)
        return None if found is None else found.body

    def _json(self, key: str) -> dict[str, Any] | None:
        body = self._body(key)
        return None if body is None else dict(json.loads(body))


def _check_part(new: Stored, old: Stored | None) -> None:
    """Check that what the gallery shows of no upload went back, or is gone."""
    if old is None or new.key == _PAGE:
        return
    now, before = entries_in(new.body), entries_in(old.body)
    hold("the gallery loses no entry", set(before) <= set(now), new.key)
    for key, was in before.items():
        if now[key].sequencer and was.sequencer:
            order = compare_sequencers_plainly(now[key].sequencer, was.sequencer)
            hold("the gallery never goes back", order >= 0, was, now[key])
            hidden = order == 0 and now[key].code and not was.code
            hold("the gallery hides no results", not hidden, was, now[key])


def compare_sequencers_plainly(a: str, b: str) -> int:
    """Compare two sequencers as numbers of 32 hexadecimal digits."""
    first, second = (int(text.ljust(32, "0"), 16) for text in (a, b))
    return (first > second) - (first < second)


def _prefix(bucket: str, key: str) -> str:
    return f"results/{key}/" if bucket == UPLOADS else f"results/@{bucket}/{key}/"


def _words(upload: Stored) -> int:
    """Return how many words the options of an upload ask for."""
    given = upload.metadata.get("moodcloud-max-words", "")
    return int(given) if given.isdecimal() else _DEFAULT_WORDS
