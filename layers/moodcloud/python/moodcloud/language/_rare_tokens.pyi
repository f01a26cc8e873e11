from typing import Any

def words_of(
    tokens: list[str],
    beginnings: dict[str, Any],
    endings: dict[str, Any],
    least: float,
    shortest_noun: int,
    longest_ending: int,
    /,
) -> list[tuple[str, ...]]: ...
