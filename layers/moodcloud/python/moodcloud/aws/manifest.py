"""A manifest: an upload that names files of its bucket, which are then read as one table.

It is a small JSON object, and its key ends in `.manifest.json`:

    {"files": ["2026/march.csv", "2026/april.xlsx"], "options": {"where": ["stars>=4"]}}
    {"prefix": "2026/spring/", "options": {"max-words": 100}}

It cannot name another bucket: what the function may read is what the manifest may name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from moodcloud.errors import UploadError

_ENDING: Final = ".manifest.json"
_FIELDS: Final = ("files", "prefix", "options")
_MOST_BYTES: Final = 1 << 20
# Each file is opened and scanned by itself, which takes about a tenth of a second.
_MOST_FILES: Final = 1_000
_SHOWN: Final = 40


def is_manifest(key: str) -> bool:
    """Return whether the name of an upload says that it is a manifest."""
    return key.lower().endswith(_ENDING)


@dataclass(frozen=True)
class Manifest:
    """What a manifest says.

    Attributes:
        name: What the manifest is called.
        keys: The keys of the files, in the order in which they are read; empty where there is a
            prefix.
        prefix: What the keys of the files begin with; None where they are named.
        options: Options of the analysis as they are written: by name, with hyphens or underscores.
    """

    name: str
    keys: tuple[str, ...] = ()
    prefix: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """What results call the table: the name of the manifest without its ending."""
        return self.name[: -len(_ENDING)] or self.name

    @classmethod
    def parse(cls, content: bytes, name: str) -> Self:
        """Return what the content of a manifest says.

        Args:
            content: The content.
            name: What messages call the manifest.

        Raises:
            UploadError: `bad_manifest`: it says nothing that can be understood.
        """
        try:
            said = _said(content)
            _check(said)
        except ValueError as error:
            raise UploadError("bad_manifest", name=name, what=str(error)) from None
        return cls(
            name, tuple(said.get("files", ())), said.get("prefix"), said.get("options") or {}
        )


def too_many(found: int, manifest: Manifest) -> UploadError | None:
    """Return the fault of a manifest that leads to more files than one table is read from."""
    if found <= _MOST_FILES:
        return None
    what = f"it leads to {found:,} files, and one table is read from {_MOST_FILES:,} at most"
    return UploadError("bad_manifest", name=manifest.name, what=what)


def _said(content: bytes) -> dict[str, Any]:
    """Return the object that a manifest is; ValueError says why it is none."""
    if len(content) > _MOST_BYTES:
        raise ValueError(f"it has {len(content):,} bytes, a manifest at most {_MOST_BYTES:,}")
    try:
        said = json.loads(content.decode("utf-8-sig"))
        # Halves of a pair of surrogates, which JSON can write, are no text.
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON (line {error.lineno}: {error.msg})") from None
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON that can be read") from None
    if not isinstance(said, dict):
        raise ValueError("it is JSON, but no object")
    return said


def _check(said: Mapping[str, Any]) -> None:
    unknown = [name for name in said if name not in _FIELDS]
    if unknown:
        raise ValueError(f"it has a field {unknown[0][:_SHOWN]!r}, which is unknown")
    if ("files" in said) == ("prefix" in said):
        raise ValueError('it has both "files" and "prefix"' if "files" in said else "it names none")
    files, prefix, options = said.get("files", [""]), said.get("prefix", ""), said.get("options")
    if not isinstance(prefix, str) or (prefix and not prefix.endswith("/")):
        raise ValueError('"prefix" is not a text that ends in a slash')
    if not isinstance(files, list) or not all(isinstance(key, str) for key in files):
        raise ValueError('"files" is not a list of keys')
    if not files:
        raise ValueError('"files" is empty')
    for key in files:
        if key.lower().startswith("s3://"):
            raise ValueError(
                '"files" holds an address; keys of the bucket of the manifest go there'
            )
    if options is not None and not isinstance(options, dict):
        raise ValueError('"options" is not an object')
