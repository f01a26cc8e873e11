"""Every fault of an upload: a closed list of codes, each with a message and a remedy.

Most faults are permanent: the same bytes with the same options fail in the same way, so nothing is
tried again. Some are faults of the moment: there was not enough room, memory or time. The function
tries those again, and they are final when its last attempt fails. Either way an `UploadError` ends
in `error.json` (function) or exit status 2 (command).

People other than the owner of a file read messages, in logs and in the gallery. So messages hold
counts, options, and names of columns, sheets and files, but never a text or a label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Self

# The longest name of a column in the data of the benchmarks has 28 characters.
_MOST_CHARACTERS: Final = 40


@dataclass(frozen=True)
class Fault:
    """One kind of fault.

    Attributes:
        message: What is wrong, with fields (`{name}`) for what was found.
        remedy: What to do about it, with such fields, too.
        passing: Whether another attempt may succeed.
    """

    message: str
    remedy: str
    passing: bool = False


def _option(name: str, value: str = "NAME") -> str:
    """Return how an option is set, on the command line and for an upload."""
    return f"--{name} {value} (for an upload: metadata moodcloud-{name})"


FAULTS: Final[dict[str, Fault]] = {
    "missing_upload": Fault(
        "The upload {key} is not in the bucket {bucket}.",
        "It was deleted or moved before it was read. Upload it again.",
    ),
    "archived_upload": Fault(
        "The upload {key} is in the storage class {storage_class}, which S3 does not hand out at "
        "once.",
        "Restore it and copy it onto itself in the class STANDARD, or upload it again in that "
        "class.",
    ),
    "encrypted_upload": Fault(
        "The upload {key} is encrypted with a key that may not be used to read it: {what}.",
        "Allow the function's role to use the key (kms:Decrypt), or upload the file with the "
        "encryption of the bucket.",
    ),
    "bad_manifest": Fault(
        "{name} is no manifest that can be followed: {what}.",
        'A manifest is a JSON object such as {{"files": ["march.csv", "april.csv"]}} or '
        '{{"prefix": "2026/"}}, with the keys of files in its bucket, and "options" where they are '
        "needed. Upload a table under a name that does not end in .manifest.json.",
    ),
    "bad_part": Fault(
        "{name} leads to {key}, which {what}.",
        "Upload the files before the manifest that names them, let the function's role read them, "
        "and upload the manifest again.",
    ),
    "part_replaced": Fault(
        "{key} was replaced or deleted while the files of the manifest {name} were read.",
        "Upload the manifest again once its files stay as they are.",
        passing=True,
    ),
    "larger_than_disk": Fault(
        "{name} has {size:,.0f} MB; the disk has {room:,.0f} MB in all.",
        "Split the file, or give it more room: for the function, a larger EphemeralStorage in "
        "the stack; or run `moodcloud analyze` on a machine with more disk.",
    ),
    "not_finished": Fault(
        "{name} was not finished: {what}.",
        "Upload it again. If that fails, too, whoever runs the stack finds the reason in its log, "
        "and the event in its queue of failed events.",
    ),
    "empty_file": Fault(
        "{name} is empty.",
        "Use a file with at least one row holding a text and a sentiment.",
    ),
    "not_text": Fault(
        "{name} is {what}, not a table of texts.",
        "Save the table as CSV or TSV (in Excel: Save as, CSV UTF-8) and use that file; unpack "
        "what is packed.",
    ),
    "broken_archive": Fault(
        "{name} is a {kind} file that cannot be unpacked: {problem} "
        "({written:,} bytes came out before).",
        "It was cut off or changed on its way, or packed in a way that is not known here. Pack the "
        "table again as .gz or .zip, or use it unpacked.",
    ),
    "encrypted_archive": Fault(
        "{name} is protected by a password.",
        "Use the table unpacked, or in an archive without a password.",
    ),
    "several_files": Fault(
        "{name} holds more than one file: {members}.",
        f"Name the file to read: {_option('member')}.",
    ),
    "unknown_member": Fault(
        "{name} has no file {wanted} in it, which {option} asks for. Files found: {members}.",
        "Use one of the names found.",
    ),
    "nested_archive": Fault(
        "{name} is packed more than {limit} times over.",
        "Use the table unpacked, or packed once.",
    ),
    "archive_bomb": Fault(
        "{name} is not unpacked: it holds {problem}, as no table does.",
        "Use the table unpacked, or in parts.",
    ),
    "disk_full": Fault(
        "{name} needs more room than there is in {place}, the folder for temporary files.",
        "Set TMPDIR to a folder on a larger disk, or split the file. The function has as much room "
        "as EphemeralStorage in the stack says.",
        passing=True,
    ),
    "out_full": Fault(
        "The disk that holds {place} is full: there is no room for the results.",
        "Free some space, or name a folder on another disk with --out. Until then the folder "
        "keeps what it held.",
    ),
    "out_taken": Fault(
        "{place} holds a {marker}, one of whose files has the name of a new one: {file}.",
        "Name another folder with --out: results and comparisons do not share one.",
    ),
    "not_a_file": Fault(
        "{place} is {what}, not a file.",
        "Write what it holds to a file, and name that.",
    ),
    "broken_file": Fault(
        "{name} is {what}, but cannot be read: {reason}.",
        "It may have been cut off on its way, or edited by hand. Export or copy it again, or "
        "save the table as CSV.",
    ),
    "protected_file": Fault(
        "{name} is protected by a password or a key.",
        "Save a copy without protection, or save the table as CSV, and use that file.",
    ),
    "too_large_workbook": Fault(
        "{name} is too large for a workbook ({size}; the limit is {limit}).",
        "Save the sheet as CSV (in Excel: Save as, CSV UTF-8) and use that file: a CSV file "
        "may have any size.",
    ),
    "too_many_columns": Fault(
        "{name} has {count:,} columns; the limit is {limit:,}.",
        "Save the columns of the texts and of the sentiments, and those that groups and conditions "
        "are about, as a file of their own, and use that.",
    ),
    "unknown_sheet": Fault(
        "{name} has no sheet {wanted}, which {option} asks for. Sheets found: {sheets}.",
        "Use one of the names found, or a position counted from 1.",
    ),
    "no_records": Fault(
        "{name} is JSON, but no table: no objects one a line, one after the other or in an "
        "array, and no columns beside each other.",
        "Write one object for each text, with a key for the text and a key for its label, one "
        "object a line.",
    ),
    "no_rows": Fault(
        "{name} holds a header but no rows.",
        "Use a file with at least one row holding a text and a sentiment.",
    ),
    "no_text_column": Fault(
        "No column of {name} looks like texts. Columns found: {columns}.",
        f"Name the column that holds the texts: {_option('text-column')}.",
    ),
    "no_sentiment_column": Fault(
        "Labels are named, but no column of {name} looks like a sentiment. "
        "Columns found: {columns}.",
        f"Name the column that holds the sentiment: {_option('sentiment-column')}.",
    ),
    "unlabelled_language": Fault(
        "{name} has no column of sentiments and its texts are {language}: texts without labels "
        "can be scored in English and Korean only.",
        "Add a column of labels (for example 1 and 0, or positive and negative). If there is one, "
        f"name it: {_option('sentiment-column')}.{{perhaps}} If the texts are English or Korean "
        "after all, say so: --language en, --language ko.",
    ),
    "other_columns": Fault(
        "{name} has no column {wanted}, which the other files have. Columns found: {columns}.",
        "Give the column the name it has in the other files, or leave the file out. Columns are "
        "matched by name; those of a file without a header by position, where another has as many.",
    ),
    "no_files": Fault(
        "{place} holds no file that can be read as a table: {what}.",
        "Name the files themselves, or a folder that holds them: files in the folders within it "
        "are not read.",
    ),
    "unknown_column": Fault(
        "{name} has no column {wanted}, which {option} asks for. Columns found: {columns}.",
        "Use one of the names found, or a position counted from 1.",
    ),
    "same_column": Fault(
        "Texts and sentiments are both asked for in the column {column} of {name}.",
        "Name two different columns with --text-column and --sentiment-column.",
    ),
    "too_many_labels": Fault(
        "The column {column} of {name} holds {count} different values; a sentiment column holds "
        "at most {limit}.",
        "Name another column with --sentiment-column, or group the values with --positive and "
        "--negative.",
    ),
    "nothing_to_count": Fault(
        "No row of {name} has both a text and a sentiment: {rows}.",
        "Check the columns: texts were looked for in {text_column}, sentiments in "
        "{sentiment_column}. Name others with --text-column and --sentiment-column.",
    ),
    "no_row_meets": Fault(
        "None of the {rows:,} rows of {name} meets {option} {conditions}.",
        "Give a value as the file has it (case does not matter, other letters do; numbers and "
        "dates are compared as such), or leave the condition out.",
    ),
    "no_words": Fault(
        "The texts of {name} hold no words.",
        "Check the column: texts were looked for in {text_column}. Name another with "
        "--text-column.",
    ),
    "too_large": Fault(
        "{name} has {size:,.0f} MB; there is room for {room:,.0f} MB.",
        "Split the file, or give it more room: for the function, a larger EphemeralStorage in "
        "the stack; or run `moodcloud analyze` on a machine with more disk.",
        passing=True,
    ),
    "over_bound": Fault(
        "{name} has {found:,.0f} {what}; an upload may have {most:,.0f}.",
        "Split the file, or leave out what is not needed. Whoever runs the stack sets the bound: "
        "its parameter {parameter}. `moodcloud analyze` on a machine of your own has none.",
    ),
    "out_of_proportion": Fault(
        "{name} was not finished after {seconds:,.0f} seconds, the most for an upload of "
        "{size:,.1f} MB.",
        "Check what the file holds: tables of that size take far less. Whoever runs the stack sets "
        "the bound: its parameter SecondsPerMB. `moodcloud analyze` on a machine of your own has "
        "none.",
    ),
    "out_of_memory": Fault(
        "{name} needs more memory than there is: {why}.",
        "Give the function more (MemorySize of the stack), split the file, or run "
        "`moodcloud analyze` on a larger machine. Where most of the words are IDs or hashes, leave "
        "them out.",
        passing=True,
    ),
    "out_of_time": Fault(
        "{name} was not finished when the time was nearly up, after {seconds:,.0f} seconds.",
        "Give the function more time or memory (Timeout and MemorySize of the stack: processors "
        "come with memory), split the file, or run `moodcloud analyze` on any machine.",
        passing=True,
    ),
    "no_results": Fault(
        "{place} holds no results: {what}.",
        "Name the folder that `moodcloud analyze` wrote; analyse the file again if its results "
        "are of another version.",
    ),
    "not_comparable": Fault(
        "{a} and {b} cannot be compared: {why}.",
        "Analyse both in the same way; --language sets the language.",
    ),
    "bad_option": Fault(
        "{option} is {value}, which is not allowed: {bounds}.",
        "Give {option} a value that is allowed.",
    ),
    "bad_mask": Fault(
        "{path} cannot be the mask of a cloud: {what}.",
        "Give --mask a picture (PNG, JPEG, ...) whose dark or opaque part is where words go.",
    ),
    "bad_font": Fault(
        "{path} cannot be the font of a cloud: {what}.",
        "Give --font a TrueType or OpenType file (.ttf, .otf) with the letters of the texts. "
        "Arabic, Hebrew and the scripts of India cannot be drawn.",
    ),
}


def brief(name: str) -> str:
    """Return the name of a column as messages write it: a long name may be a text of the file."""
    return name if len(name) <= _MOST_CHARACTERS else f"{name[:_MOST_CHARACTERS]}…"


# What messages say until it is known which file and which column are meant.
_NOT_YET_TOLD: Final = {"name": "the file", "column": "of sentiments"}


class UploadError(Exception):
    """A fault of an upload or its options, or too little room, memory or time for it.

    Args:
        code: A key of `FAULTS`.
        **found: What was found: it fills the fields of the message and the remedy.

    Attributes:
        values: Values of the file, to show to its owner; the message does not hold them.

    Raises:
        KeyError: `code` is not in the list, or the message needs something not given.
    """

    values: tuple[str, ...] = ()

    def __init__(self, code: str, **found: Any) -> None:
        self.code = code
        self.passing = FAULTS[code].passing
        self._tell(found)

    def about(self, **found: Any) -> None:
        """Name the file, or its column, where the code that found the fault did not know it."""
        fault = FAULTS[self.code]
        wanted = {key: found[key] for key in found if f"{{{key}}}" in fault.message + fault.remedy}
        self._tell(wanted | self.found)

    def _tell(self, found: dict[str, Any]) -> None:
        fault, said = FAULTS[self.code], _NOT_YET_TOLD | found
        self.found = found
        self.message = fault.message.format(**said)
        self.remedy = fault.remedy.format(**said)
        self.args = (f"{self.message} {self.remedy}",)

    def say(self, otherwise: Callable[[str], str]) -> None:
        """Put the message and the remedy into other words."""
        self.message, self.remedy = otherwise(self.message), otherwise(self.remedy)
        self.args = (f"{self.message} {self.remedy}".rstrip(),)

    def as_dict(self) -> dict[str, Any]:
        """Return the content of `error.json`."""
        return {
            "schema": "moodcloud-error/1",
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "found": self.found,
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Self:
        """Return the error in an `error.json`, which may be from a version with another list."""
        error = cls.__new__(cls)
        error.code = str(content.get("code", "unknown"))
        error.passing = error.code in FAULTS and FAULTS[error.code].passing
        error.message = str(content.get("message", "The upload was refused."))
        error.remedy = str(content.get("remedy", ""))
        found = content.get("found", {})
        error.found = dict(found) if isinstance(found, Mapping) else {}
        error.args = (f"{error.message} {error.remedy}".rstrip(),)
        return error


@contextmanager
def naming(**found: Any) -> Iterator[None]:
    """Name the file, or its column, in an `UploadError` that is raised in the `with` block."""
    try:
        yield
    except UploadError as error:
        error.about(**found)
        raise


class UnexpectedError(Exception):
    """An error that nobody expected, named by its kind: its own message may quote the file.

    Args:
        error: The error.

    Attributes:
        detail: Its own message, to show to the owner of the file.
        whose: Where it comes from, for the message.
    """

    whose = ""

    def __init__(self, error: Exception) -> None:
        self.detail = str(error)
        super().__init__(f"{self.whose}{type(error).__name__} (its message may quote the file)")


class EngineError(UnexpectedError):
    """An error of the counting engine, named by its kind."""

    whose = "the counting engine: "
