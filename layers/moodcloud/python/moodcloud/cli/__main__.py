"""`python -m moodcloud.cli`: the same as `python -m moodcloud`."""

from moodcloud.__main__ import run

run()
