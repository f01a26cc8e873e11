"""Every setting of an analysis: name, default, bounds, meaning. Nothing else configures it."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, get_type_hints

from moodcloud.conditions import EXAMPLES, SEPARATOR, is_condition
from moodcloud.errors import UploadError

LANGUAGES: Final[dict[str, str]] = {
    "en": "English", "ko": "Korean", "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish",
    "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "sw": "Swahili",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
    "ja": "Japanese", "th": "Thai",
}  # fmt: skip
"""Languages whose words are known, by ISO 639-1 code."""

# What Python calls an encoding, too, but no file of texts is written in.
_NO_ENCODINGS: Final = ("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined")


class Rule(NamedTuple):
    """What holds for the values of an option, and the same in words."""

    holds: Callable[[str], bool]
    words: str


@dataclass(frozen=True)
class _Setting:
    """What is declared of an option.

    Attributes:
        meaning: What the option means, in one line.
        bounds: The least and the greatest value of a number.
        choices: All values allowed.
        rule: What holds for the values allowed, where they are too many to list.
        metavar: The name of the value in the help of the command.
        separator: What parts the items of a list that comes as one text. Where it is no comma,
            items may hold commas, and each has a flag of its own on the command line.
        local: Whether the value is a path to a file, which an upload must not choose.
    """

    meaning: str
    bounds: tuple[float, float] | None = None
    choices: Collection[str] = ()
    rule: Rule | None = None
    metavar: str | None = None
    separator: str = ","
    local: bool = False

    def allows(self, value: object) -> bool:
        """Return whether a value of the option's type, or an item of it, is within its bounds."""
        if self.rule is not None:
            return value is None or (isinstance(value, str) and self.rule.holds(value))
        if self.bounds is not None:
            return isinstance(value, int | float) and self.bounds[0] <= value <= self.bounds[1]
        return value is None or not self.choices or value in self.choices


def _option(default: Any, meaning: str, **more: Any) -> Any:
    """Return the field of an option, which has the type of its default; see `_Setting`."""
    return field(default=default, metadata={"setting": _Setting(meaning, **more)})


def is_encoding(name: str) -> bool:
    """Return whether `name` is an encoding that a file of texts may be written in."""
    try:
        known = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return known.incrementaldecoder is not None and known.name not in _NO_ENCODINGS


def is_colour(text: str) -> bool:
    """Return whether a text gives one sentiment a colour, as in `positive=#0a7`."""
    return _COLOUR.fullmatch(text.strip()) is not None


KEY_OPTIONS: Final = ("group_by", "time_column")
"""The options that name columns of groups and of the time."""
LIST: Final = "A,B"
"""The metavar of options that take a list."""
FILE_OR_LIST: Final = "FILE|A,B"
"""The metavar of options that take a list, or on the command line a file with one item a line."""
BACKGROUNDS: Final = ("light", "dark", "transparent")
COPIES: Final = ("count", "once")
PALETTES: Final = ("default", "vivid", "earth", "grey")
"""Colours of clouds; see drawing/palettes.py."""
ORIENTATIONS: Final = ("mixed", "horizontal")
# A name holds no colour: two colours with a comma between them are not one.
_COLOUR: Final = re.compile(r"(?!.*=\s*#.*=).*\S.*=\s*#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
A_FILE: Final = Rule(os.path.isfile, "a file that is there")


@dataclass(frozen=True)
class Options:
    """The settings of one analysis.

    Raises:
        UploadError: `bad_option`, when a value is outside its bounds.
    """

    text_column: str | None = _option(
        None, "column that holds the texts: its name, or its position counted from 1",
        metavar="NAME",
    )  # fmt: skip
    sentiment_column: str | None = _option(
        None, "column that holds the sentiment: its name, or its position counted from 1",
        metavar="NAME",
    )  # fmt: skip
    sheet: str | None = _option(
        None, "sheet of a workbook to read: its name, or its position counted from 1",
        metavar="NAME",
    )  # fmt: skip
    positive: tuple[str, ...] = _option((), "labels to read as positive", metavar=LIST)
    negative: tuple[str, ...] = _option((), "labels to read as negative", metavar=LIST)
    encoding: str | None = _option(
        None, "encoding of the file (utf-8, cp949, shift_jis, ...); recognised by its bytes",
        rule=Rule(is_encoding, "an encoding such as utf-8, utf-16, cp1252, cp949, shift_jis"),
        metavar="NAME",
    )  # fmt: skip
    member: str | None = _option(None, "file inside an archive to read", metavar="NAME")
    where: tuple[str, ...] = _option(
        (), "condition on the rows to count (airline=United, stars>=4, date<2024-03); several: all",
        rule=Rule(is_condition, EXAMPLES), metavar="CONDITION", separator=SEPARATOR,
    )  # fmt: skip
    group_by: str | None = _option(
        None, "column whose values are compared as groups: its name, or its position from 1",
        metavar="NAME",
    )  # fmt: skip
    time_column: str | None = _option(
        None, "column that holds the date of each row: its name, or its position from 1",
        metavar="NAME",
    )  # fmt: skip
    language: str | None = _option(
        None, "language of the texts as ISO 639-1 code (en, ko, fr, ...); told by the words",
        choices=LANGUAGES, metavar="CODE",
    )  # fmt: skip
    stopwords: tuple[str, ...] = _option(
        (), "words to leave out, besides the stop words", metavar=FILE_OR_LIST
    )
    keep: tuple[str, ...] = _option(
        (), "words to keep although they are stop words", metavar=FILE_OR_LIST
    )
    copies: str = _option(
        "count", "copies of a text: count them all, or each text of a sentiment once",
        choices=COPIES,
    )  # fmt: skip
    phrase_g2: float = _option(
        10.83, "least G2 of a phrase; 10.83 is chance once in a thousand", bounds=(0.0, 1e9)
    )
    phrase_share: float = _option(
        0.5,
        "share of its rarer word's occurrences from which a phrase takes the place of its words",
        bounds=(0.01, 1.0),
    )
    max_words: int = _option(200, "words offered to each cloud", bounds=(1, 1000))
    width: int = _option(1600, "width of a cloud in pixels", bounds=(200, 8000))
    height: int = _option(900, "height of a cloud in pixels", bounds=(200, 8000))
    background: str = _option("light", "background of a cloud", choices=BACKGROUNDS)
    palette: str = _option(
        "default", "colours of a cloud; grey is for print on white", choices=PALETTES
    )
    colour: tuple[str, ...] = _option(
        (), "colour of a sentiment in clouds, such as positive=#0a7 or negative=#cc3300",
        rule=Rule(is_colour, "a sentiment and a colour of 3 or 6 hexadecimal digits, such as "
                  "positive=#0a7 or negative=#cc3300"),
        metavar="NAME=#HEX", separator=";",
    )  # fmt: skip
    orientation: str = _option(
        "mixed", "how words of a cloud are written: some upright, or all horizontal",
        choices=ORIENTATIONS,
    )  # fmt: skip
    title: str | None = _option(None, "title above each cloud", metavar="TEXT")
    source_line: bool = _option(
        False, "name the file and the number of its texts in a line below each cloud"
    )
    mask_profanity: bool = _option(
        False, "write swear words with stars (f**k) in clouds and in report.html"
    )
    mask: str | None = _option(
        None, "picture whose dark or opaque part is where the words of a cloud go",
        rule=A_FILE, metavar="FILE", local=True,
    )  # fmt: skip
    font: str | None = _option(
        None, "TrueType or OpenType font of a cloud", rule=A_FILE, metavar="FILE", local=True
    )
    prior_mass: float = _option(
        1000.0, "total prior mass a_0 of the keyness statistic, in words", bounds=(1.0, 1e9)
    )
    max_rejected: int = _option(
        10_000, "rows listed in rejected.csv; the rest are counted", bounds=(0, 10_000_000)
    )

    examples: bool = _option(
        True, "quote texts in report.html as examples; no text of the file is shown without it"
    )

    called: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """What the sources of the options call them, for messages; the others are called by flag."""

    def __post_init__(self) -> None:
        for name in NAMES:
            check(name, getattr(self, name), self.name_of(name))

    def name_of(self, name: str) -> str:
        """Return what the source of the option `name` calls it."""
        return self.called.get(name, flag(name))

    def as_dict(self) -> dict[str, Any]:
        """Return every setting by name, ready for JSON; for a file, the digest of what it holds."""
        values = {name: getattr(self, name) for name in NAMES}
        values |= {name: _digest(Path(values[name])) for name in LOCAL if values[name] is not None}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


_SETTINGS: Final[dict[str, _Setting]] = {
    each.name: each.metadata["setting"] for each in fields(Options) if each.metadata
}
NAMES: Final = tuple(_SETTINGS)
LOCAL: Final = tuple(name for name, setting in _SETTINGS.items() if setting.local)
"""Options that are paths: only the command line, the environment and the notebook give them."""
_HINTS: Final = get_type_hints(Options)
_KINDS: Final[dict[object, type]] = {int: int, float: float, bool: bool, tuple[str, ...]: tuple}


def meaning(name: str) -> str:
    """Return what the option `name` means, in one line."""
    return _SETTINGS[name].meaning


def choices(name: str) -> tuple[str, ...]:
    """Return all values of the option `name`; none where they are not listed."""
    return tuple(_SETTINGS[name].choices)


def metavar(name: str) -> str | None:
    """Return the name of the value of the option `name` in the help of the command."""
    return _SETTINGS[name].metavar


def separator(name: str) -> str:
    """Return what parts the items of the option `name`, a list, where it comes as one text."""
    return _SETTINGS[name].separator


def kind(name: str) -> type:
    """Return the type of the option `name`: str, int, float, bool or tuple (of str)."""
    return _KINDS.get(_HINTS[name], str)


def flag(name: str) -> str:
    """Return the option `name` as a flag of the command."""
    return "--" + name.replace("_", "-")


def allowed(name: str) -> str | None:
    """Return the bounds of the option `name` in words; None where there are none."""
    setting = _SETTINGS[name]
    if setting.rule is not None:
        return setting.rule.words
    if setting.bounds is not None:
        least, greatest = (int(bound) if bound == int(bound) else bound for bound in setting.bounds)
        return f"from {least:,} to {greatest:,}"
    return "one of " + ", ".join(setting.choices) if setting.choices else None


def check(name: str, value: object, called: str) -> None:
    """Make sure that a value of the option `name` is within its bounds.

    Args:
        name: The name of a field of `Options`.
        value: A value of the field's type.
        called: What the source of the value calls the option.

    Raises:
        UploadError: `bad_option`.
    """
    if isinstance(value, str | tuple) and "\0" in "".join(value):
        # No name of or in a file holds one.
        raise UploadError("bad_option", option=called, value=repr(value), bounds="no zeros")
    setting = _SETTINGS[name]
    for each in value if setting.rule and isinstance(value, tuple) else (value,):
        if not setting.allows(each):
            raise UploadError("bad_option", option=called, value=each, bounds=allowed(name))


def _digest(path: Path) -> str:
    # Imported here: `moodcloud --help` need not wait for it.
    import hashlib

    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
