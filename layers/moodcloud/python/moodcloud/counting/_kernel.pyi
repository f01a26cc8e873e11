"""The kernel: the part of counting that is in C."""

def counter(
    sentiments: int,
    stop_words: bytes,
    rare: bytes,
    rare_words: bytes,
    words_after: bytes,
    threads: int,
    budget: int,
    /,
) -> object: ...
def count(counter: object, stream: object, file: int, /) -> tuple[object | None, bool]: ...
def counted(counter: object, /) -> tuple[object, object, object]: ...
