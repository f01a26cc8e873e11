"""The analyser of Korean (kiwipiepy, in C++), in a process of its own or in this one.

It takes 1.3 s to load, for most of which it holds Python's lock, and so it does for two thirds of
its work. In a process of its own it loads while a table is read and counted, and works while this
process learns from what it has found. This file is also the program of that process, so it imports
next to nothing.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakSet

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

Morpheme = tuple[str, str, int, int, bool]
"""Text, tag, start and end in the token, and whether the analyser does not know it."""

_DICTIONARY: Final = Path(__file__).with_name("korean_user.txt")
# So many texts are answered at a time: enough that it costs nothing, few enough that this process
# works on them while the other goes on.
_BATCH: Final = 1_000
_FAULTS: Final = (OSError, EOFError, pickle.UnpicklingError)


_ANALYSERS: Final[WeakSet[Analyser]] = WeakSet()


def _let_go() -> None:
    for analyser in list(_ANALYSERS):
        analyser.let_go()


os.register_at_fork(after_in_child=_let_go)


class Analyser:
    """Finds the morphemes of texts."""

    def __init__(self, spellings: Sequence[str]) -> None:
        """Take the spellings of nouns that the analyser may not know; nothing is loaded yet."""
        self._spellings = spellings
        self._here: Kiwi | None = None
        self._process: _Process | None = None
        self._lock = threading.Lock()
        _ANALYSERS.add(self)

    def start(self) -> bool:
        """Start loading in a process of its own; return whether there is such a process now.

        There is none where the analyser is loaded here already, and where a second process would
        have no processor.
        """
        # Threads that come at once start one between them.
        with self._lock:
            if self._here or (os.cpu_count() or 1) == 1:
                return False
            if not self._runs():
                with suppress(OSError):
                    self._process = _Process(self._spellings)
            return self._runs()

    def load(self) -> Kiwi:
        """Return the analyser of this process, loaded at the first call."""
        with self._lock:
            if self._here is None:
                self._here = _load(self._spellings)
            return self._here

    def analyse(self, texts: Sequence[str]) -> Generator[list[Morpheme], None, None]:
        """Yield the morphemes of each text.

        The process may end at any time, as for want of memory: what it has not done is done here.
        """
        done = 0
        if texts and self._process and self._process.is_ours():
            with suppress(*_FAULTS), closing(self._process.analyse(texts)) as analyses:
                for morphemes in analyses:
                    yield morphemes
                    done += 1
        if done < len(texts):
            yield from _analyse(self.load(), texts[done:])

    def _runs(self) -> bool:
        return self._process is not None and self._process.is_ours()

    def let_go(self) -> None:
        """Leave the process to the one that forked this one: it would live for as long as both."""
        self._lock = threading.Lock()  # another thread, which is not here, may hold it
        if self._process:
            self._process.let_go()
            self._process = None


class _Process:
    """A process with an analyser, which lives as long as this one: loading it is most of its work.

    It ends when its input ends, however this process ends. The kernel's signal for that would come
    when the thread ends that started it.
    """

    def __init__(self, spellings: Sequence[str]) -> None:
        from moodcloud.processes import program

        command, env = program(__file__)
        # What goes wrong in it is told by this process, when it does the work itself.
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, env=env)
        self._given, self._answers = cast(Any, self._process.stdin), cast(Any, self._process.stdout)
        self._lock = threading.Lock()
        self._owner = os.getpid()
        with suppress(OSError):  # it has ended already
            # Not as arguments: their encoding may lack Hangul.
            _send(self._given, list(spellings))
        # Nobody waits until its memory is freed: 0.05 s.
        atexit.register(self._kill)

    def is_ours(self) -> bool:
        """Return whether it runs, and this process started it, not one that forked this one."""
        return self._owner == os.getpid() and self._process.poll() is None

    def end(self) -> None:
        """End it, and whatever it is at."""
        self._kill()
        self._process.wait()
        for pipe in (self._given, self._answers):
            with suppress(OSError):  # what it has not read
                pipe.close()
        atexit.unregister(self._kill)

    def let_go(self) -> None:
        """Close the ends of its pipes that a fork has copied, whatever is still to be written."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for pipe in (self._given, self._answers):
            os.dup2(nothing, pipe.fileno())
        os.close(nothing)

    def _kill(self) -> None:
        if self._owner == os.getpid():
            self._process.kill()

    def analyse(self, texts: Sequence[str]) -> Generator[list[Morpheme], None, None]:
        """Yield the morphemes of each text; raise one of _FAULTS where it ends early."""
        with self._lock:
            if not self.is_ours():  # another thread has found that it ended
                raise EOFError
            left = len(texts)
            try:
                _send(self._given, list(texts))
                while left:
                    batch: list[list[Morpheme]] = pickle.load(self._answers)
                    yield from batch
                    left -= len(batch)
            finally:
                if left:  # the rest of its answers would be taken for those of the next texts
                    self.end()


def _send(pipe: Any, what: object) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _load(spellings: Sequence[str]) -> Kiwi:
    """Return an analyser that is ready: it takes 1.3 s and 330 MB."""
    from kiwipiepy import Kiwi  # only where there is Hangul

    # The dictionary of names of several words is of no use for single tokens, and takes half of the
    # time to load.
    analyser = Kiwi(num_workers=os.cpu_count() or 1, load_multi_dict=False)
    analyser.load_user_dictionary(str(_DICTIONARY))
    for spelling in spellings:
        analyser.add_user_word(spelling, "NNG", 3)
    list(_analyse(analyser, ["좋아요"]))  # half of the loading is done at the first text
    return analyser


def _analyse(analyser: Kiwi, texts: Sequence[str]) -> Iterator[list[Morpheme]]:
    for morphemes in analyser.tokenize(texts, match_options=0):
        yield [(each.form, each.tag, each.start, each.end, bool(each.oov)) for each in morphemes]


def _work(texts: Any, answers: Any) -> None:
    """Answer texts with their morphemes, until the other end is closed; spellings come first."""
    analyser = _load(pickle.load(texts))
    with suppress(*_FAULTS):
        while True:
            analyses = _analyse(analyser, pickle.load(texts))
            while batch := list(islice(analyses, _BATCH)):
                _send(answers, batch)


if __name__ == "__main__":
    from moodcloud.processes import collect_seldom

    collect_seldom()
    # The parent handles an interrupt from the keyboard, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # With PYTHONUNBUFFERED the stream of sys.stdout may write a part of an answer.
    with open(1, "wb", closefd=False) as output:
        _work(sys.stdin.buffer, output)
    os._exit(0)  # freeing the analyser's memory piece by piece takes longer than all at once
