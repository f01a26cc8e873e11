from moodcloud.drawing.placing import Floats, Grid, Pixels, Sums

def nearest(
    taken: Sums,
    shut: Sums | None,
    distances: Floats,
    length: int,
    rows: tuple[int, int],
    columns: tuple[int, int],
    box: tuple[int, int],
    air: tuple[int, int],
    /,
) -> int: ...
def mark(
    taken: Grid,
    sums: Sums,
    columns: int,
    ink: Pixels,
    corner: tuple[int, int],
    inset: tuple[int, int],
    size: tuple[int, int],
    cell: int,
    growth: int,
    /,
) -> None: ...
