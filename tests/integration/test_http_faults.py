"""Whatever becomes of a call of S3 on its way: it is made again, or Lambda tries again.

Never is a wrong count stored, or half a set.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import boto3
import pytest
from botocore.config import Config
from botocore.retries import standard
from moodcloud.aws import publishing, storage
from moodcloud.aws import s3 as module
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from tests.integration.conftest import RESULTS, UPLOADS, A, Invoke, empty, objects_in, s3_event
from tests.local_aws.striking import FAULTS, Network, network

pytestmark = pytest.mark.usefixtures("analysed_once")
KEY: Final = "a b.csv"
PICTURE: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PATH: Final = Config(s3={"addressing_style": "path"})
# A client that does not wait long for what hangs. On a machine that is slower it only tries again.
HURRIED: Final = Config(read_timeout=0.5, retries={"mode": "standard", "total_max_attempts": 2})
ATTEMPTS: Final = 6
Objects = dict[str, bytes]


@pytest.fixture(scope="module")
def between() -> Iterator[Network]:
    with network() as running:
        yield running


@pytest.fixture
def s3(between: Network, monkeypatch: pytest.MonkeyPatch) -> Any:
    """S3 without the faults of the network: what is stored, whatever happens between."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    for name, value in (("RESULTS_BUCKET", RESULTS), ("AWS_ENDPOINT_URL", between.endpoint)):
        monkeypatch.setenv(name, value)
    # Tries follow each other at once.
    monkeypatch.setattr(standard.ExponentialBackoff, "delay_amount", lambda *_: 0)
    monkeypatch.setattr(storage, "_LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(module, "CONFIG", module.CONFIG.merge(PATH))
    client = boto3.client("s3", endpoint_url=between.behind, config=PATH)
    s3_backends[DEFAULT_ACCOUNT_ID]["aws"].reset()
    for bucket in (UPLOADS, RESULTS):
        client.create_bucket(Bucket=bucket)
    return client


def is_sound(found: Objects, whole: Objects) -> bool:
    """Return whether a reader sees nothing wrong: whole sets, and `latest.json` leads to one."""
    sets = [key for key in found if key.endswith("/summary.json")]
    for key in sets:
        listed = json.loads(found[key])["files"]
        folder = key.removesuffix("summary.json")
        if any(found.get(folder + name) != whole.get(folder + name, b"") for name in listed):
            return False
    latest = [key for key in found if key.endswith("/latest.json")]
    return all(
        key.removesuffix("latest.json") + json.loads(found[key])["file"] in found for key in latest
    )


class Delivery:
    """An upload that is delivered on a network that fails."""

    def __init__(self, s3: Any, invoke: Invoke, between: Network, content: bytes) -> None:
        self.s3, self.invoke, self.between, self.content = s3, invoke, between, content
        self.whole: Objects = {}
        self.whole = self.undisturbed()
        self.calls = list(between.calls)

    def undisturbed(self) -> Objects:
        """Return what is stored where nothing fails, and note the calls."""
        self._forget()
        self.between.calls = []
        self.invoke(s3_event(KEY))
        return objects_in(RESULTS)

    def renew(self) -> None:
        """Let the function start anew, with another client."""
        sys.modules.pop("analyze.app", None)

    def _forget(self) -> None:
        empty(RESULTS)
        self.s3.put_object(Bucket=UPLOADS, Key=KEY, Body=self.content)

    def struck(self, fault: str, at: int, *, lasting: bool) -> int:
        """Deliver with a fault at a call; return how many attempts it took."""
        self._forget()
        self.between.strike(FAULTS[fault], at, lasting=lasting)
        for attempt in range(ATTEMPTS):
            try:
                self.invoke(s3_event(KEY))
                ended = True
            except Exception:  # Lambda tries again
                ended = False
            if not (self.between.heal() or attempt):
                # Where the machine is slow, a call before it may have seemed to hang.
                assert not ended, "nothing was struck"
                self.between.strike(FAULTS[fault], at, lasting=lasting)
            found = objects_in(RESULTS)
            assert is_sound(found, self.whole), (fault, at, self.calls[at])
            if ended:
                # The gallery may be late, and says so in the log.
                assert _results(found) == _results(self.whole)
                return attempt + 1
        pytest.fail(f"{ATTEMPTS} attempts failed: {fault} at {self.calls[at]}")


def _results(found: Objects) -> Objects:
    """Return the results of the upload: its time differs, and the gallery may be late."""
    kept = {key: found[key] for key in found if key.startswith(f"results/{KEY}/")}
    return {key: b"" if key.endswith("latest.json") else kept[key] for key in kept}


@pytest.fixture(params=[A, PICTURE], ids=["results", "a refusal"])
def delivery(s3: Any, invoke: Invoke, between: Network, request: Any) -> Delivery:
    return Delivery(s3, invoke, between, request.param)


def _telling(calls: list[str]) -> list[int]:
    """Return the numbers of calls that are made for reasons of their own.

    Files of a set are stored beside each other by the same code: the first and the last are enough.
    A refusal comes into the gallery as results do.
    """
    kinds = [_kind(call) for call in calls]
    files = [number for number, kind in enumerate(kinds) if kind == "file"]
    others = {"gallery"} if any("error.json" in call for call in calls) else set()
    alone = [number for number, kind in enumerate(kinds) if kind not in {"file", *others}]
    return sorted({*alone, *files[:1], *files[-1:]})


def _kind(call: str) -> str:
    if re.search("/index.html|gallery", call):
        return "gallery"
    return "file" if re.search(r"/[0-9a-f]{16}/(?!summary|error)", call) else "other"


@pytest.mark.slow
def test_a_fault_of_the_network_costs_a_try_and_nothing_else(
    s3: Any, invoke: Invoke, between: Network
) -> None:
    delivery = Delivery(s3, invoke, between, A)
    struck = {
        "GET": ["truncated", "slow", "reset"],
        "summary.json": ["truncated", "reset after it was done"],
        "latest.json": ["503", "500 after it was done"],
    }
    for name, faults in struck.items():
        # The last one: a summary is looked for before it is written.
        at = 0 if name == "GET" else max(n for n, c in enumerate(delivery.calls) if name in c)
        for fault in faults:
            assert delivery.struck(fault, at, lasting=False) == 1, (name, fault)
    # What Lambda hears of, and tries again.
    assert delivery.struck("503", 0, lasting=True) == 2
    assert delivery.struck("altered", 0, lasting=False) == 2


@pytest.mark.slow
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("fault", FAULTS)
def test_each_call_may_fail_in_every_way(
    delivery: Delivery, fault: str, lasting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lasting:  # whoever waits for another writer gives up sooner
        monkeypatch.setattr(publishing, "_GALLERY_SECONDS", 0.1)
        monkeypatch.setattr(storage, "_PATIENCE_SECONDS", 0.1)
    if fault == "hanging":
        monkeypatch.setattr(module, "CONFIG", module.CONFIG.merge(HURRIED))
        delivery.renew()
    telling = _telling(delivery.calls)
    assert len(telling) > 5
    for at in telling:
        delivery.struck(fault, at, lasting=lasting)
