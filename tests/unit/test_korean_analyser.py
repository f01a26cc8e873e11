"""The Korean analyser finds the same in a process of its own, and what becomes of that process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from itertools import islice
from pathlib import Path
from typing import Final

import pytest
from moodcloud.language import korean_analyser as module
from moodcloud.language import korean_context, lemmas, prepare_ahead
from moodcloud.language.korean_analyser import Analyser

pytest.importorskip("kiwipiepy")

TEXTS: Final = ["감독이", "정말 좋지않았어요 ㅋㅋ", "", "tv를", "유역비가"] * 3


@pytest.fixture(scope="module")
def here() -> Analyser:
    return Analyser(["멤버쉽"])


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Analyser:
    """Return an analyser in a process of its own, on any machine; it dies with the tests."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    analyser = Analyser(["멤버쉽"])
    assert analyser.start()
    return analyser


def _process(analyser: Analyser) -> subprocess.Popen[bytes]:
    assert analyser._process
    return analyser._process._process


@pytest.mark.slow
def test_a_process_finds_what_is_found_here_however_it_ends(
    here: Analyser, apart: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(here.analyse(TEXTS))
    loaded = here.load()
    monkeypatch.setattr(module, "_load", lambda _: loaded)
    assert list(apart.analyse(TEXTS)) == found
    assert list(apart.analyse([])) == []
    # Texts whose answers nobody waits for do not get mixed up with the next.
    assert list(islice(apart.analyse(TEXTS), 2)) == found[:2]
    assert list(apart.analyse(TEXTS)) == found
    assert _process(apart).returncode == -signal.SIGKILL
    assert not apart.start(), "the analyser is here now"


def test_a_process_that_was_killed_is_done_without(
    here: Analyser, apart: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = here.load()
    monkeypatch.setattr(module, "_load", lambda _: loaded)
    rest = apart.analyse(TEXTS)
    # It is killed while it loads, and this process waits for its answer.
    threading.Timer(0.05, _process(apart).kill).start()
    assert list(rest) == list(here.analyse(TEXTS))


def test_a_process_cannot_be_started_twice_and_not_on_one_processor(
    apart: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = _process(apart)
    assert apart.start()
    assert _process(apart) is running
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not Analyser([]).start()
    running.kill()
    running.wait()


@pytest.mark.slow
def test_a_process_ends_with_the_one_that_started_it_whatever_that_has_forked() -> None:
    code = (
        "import os, time; os.cpu_count = lambda: 2\n"
        "from moodcloud.language.korean_analyser import Analyser\n"
        "analyser = Analyser([]); analyser.start()\n"
        "started = analyser._process._process.pid; forked = os.fork()\n"
        "forked and print(started, forked, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        process, forked = map(int, parent.stdout.readline().split())
        parent.kill()
        try:
            while _is_alive(process):
                assert _is_alive(forked), "it ends with the last of both"
                threading.Event().wait(0.1)
        finally:
            os.kill(forked, signal.SIGKILL)


def test_a_fork_lets_go_of_the_process_and_does_its_own_work(
    apart: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is forked while another thread holds the lock.
    with apart._lock:
        child = os.fork()
    if not child:  # pragma: no cover - another process
        monkeypatch.setattr(module, "_load", lambda _: "loaded here")
        os._exit(apart._process is not None or apart.load() != "loaded here")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert apart._process, "this process keeps it"
    assert len(list(apart._process.analyse(["좋아요"]))) == 1


def test_threads_that_start_at_once_start_one_process_between_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting, started = threading.Barrier(4), []

    class Slow:
        def __init__(self, _: object) -> None:
            started.append(self)
            threading.Event().wait(0.05)

        def is_ours(self) -> bool:
            return True

    def start() -> None:
        meeting.wait()
        assert analyser.start()

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(module, "_Process", Slow)
    analyser = Analyser([])
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 1
    analyser._process = None


def _is_alive(process: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.parametrize(
    ("content", "starts"),
    [
        ("리뷰,평점\n정말 좋은 영화였어요,5\n".encode(), True),
        (("text,label\n" + "a lovely room,good\n" * 99 + "좋아요,good\n").encode(), False),
        (b"", False),
        ("리뷰,평점\n정말 좋은 영화였어요,5\n".encode("cp949"), False),
    ],
    ids=["Korean", "English with a Korean word", "empty", "an old encoding"],
)
def test_a_file_that_begins_with_korean_starts_the_analyser_before_it_is_read(
    content: bytes, starts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []
    monkeypatch.setattr(lemmas._korean().analyser, "start", lambda: started.append(True))
    path = tmp_path / "reviews.csv"
    path.write_bytes(content)
    prepare_ahead(path)
    assert bool(started) is starts


def test_a_pipe_is_left_to_the_one_that_reads_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    prepare_ahead(tmp_path / "pipe")  # would wait for ever
    prepare_ahead(tmp_path / "missing")
    prepare_ahead(tmp_path)


@pytest.mark.slow
def test_an_error_that_is_kept_as_notebooks_keep_it_keeps_no_lock(
    apart: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(korean_context, "words_from", interrupted)
    with pytest.raises(KeyboardInterrupt) as kept:
        korean_context.read_in_context(apart, [["좋아요"]] * 3, {})
    assert list(apart.analyse(["좋아요"]))
    assert kept.tb is not None
