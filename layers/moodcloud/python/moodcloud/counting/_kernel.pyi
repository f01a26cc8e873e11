from typing import Any

def count(
    stream: Any, sentiments: int, stop_words: bytes, threads: int, budget: int, /
) -> tuple[Any, Any, bool]: ...
