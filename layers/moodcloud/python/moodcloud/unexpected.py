"""What nobody expected, told so that no message quotes a file."""

from __future__ import annotations


class UnexpectedError(Exception):
    """What nobody expected, told by its kind: its message may quote the file.

    Args:
        error: What it was.

    Attributes:
        detail: Its message, for whoever sees the file anyway.
        whose: Where it comes from, for the message.
    """

    whose = ""

    def __init__(self, error: Exception) -> None:
        self.detail = str(error)
        super().__init__(f"{self.whose}{type(error).__name__} (its message may quote the file)")


class EngineError(UnexpectedError):
    """A fault of the counting engine, told by its kind."""

    whose = "the counting engine: "
