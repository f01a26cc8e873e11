"""The header again: where files were put together it stands between the rows, and is none."""

from __future__ import annotations

from typing import Final

from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns, unique_names

REASON: Final = "the header again"
# Each of the files may begin with one.
_BYTE_ORDER_MARK: Final = "\ufeff"


def may_hold_header(account: Account, columns: Columns) -> bool:
    """Tell whether a row has for its label what its column is called."""
    name = columns.sentiment_name
    return name is not None and any(label.strip() == name for label in account.labels)


def is_header_again(fields: list[str], columns: Columns) -> bool:
    """Tell whether a row is the header: never where `may_hold_header` denies it."""
    label = columns.sentiment
    return (
        label is not None
        and fields[label].strip() == columns.names[label]
        and repeats(fields, columns.names)
    )


def repeats(fields: list[str], names: tuple[str, ...]) -> bool:
    """Tell whether a row holds the names of the columns."""
    held = [field.strip().lstrip(_BYTE_ORDER_MARK) for field in fields]
    # Names that are not unique have a number in `names`.
    return all(map(str.startswith, names, held)) and unique_names(held) == names
