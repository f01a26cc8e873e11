"""Histories of uploads, lived through in memory: the code of aws/ against a world that goes wrong.

S3, Lambda, its queues, its disk and its clock are models; the handlers and all they call in aws/
are the real ones; an analysis writes a small set that follows from the content. A number makes a
history, the same one each time, of what people and machines do to uploads: they replace, delete
and repeat, and calls are refused, slow, cut off, or the last thing that a process does. While it
runs and when all is quiet again, what docs/guarantees.md promises is checked.

    python -m tests.simulation --first 0 --histories 10000
    python -m tests.simulation --show 4711
"""
