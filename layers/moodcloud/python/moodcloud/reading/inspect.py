"""What a file is taken for, before its rows are read: encoding, format, columns, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from moodcloud.errors import UploadError, brief, naming
from moodcloud.labels.scales import scale_of, sentiments_of, without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    is_known_name,
    names_texts,
    text_name_score,
)
from moodcloud.lexicon.label_words import LABEL_PREFIX, SENTIMENTS, folded_label
from moodcloud.options import Options
from moodcloud.reading.table import FileLeftOut
from moodcloud.reading.where import tests_of
from moodcloud.roles.alike import columns_alike, suggested_alike
from moodcloud.roles.candidates import Candidate, sentiment_candidate
from moodcloud.roles.choose import (
    choose_columns,
    columns_of_conditions,
    columns_of_keys,
    judge_columns,
)
from moodcloud.roles.groupings import key_columns
from moodcloud.roles.pairs import find_pair, opposite_names
from moodcloud.roles.suggestions import Suggestion, suggest
from moodcloud.roles.unnamed_numbers import lone_scale
from moodcloud.scoring import NSMC
from moodcloud.tabular.formats import open_reader
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.limits import MOST_COLUMNS
from moodcloud.tabular.reader import Job, Reader
from moodcloud.tabular.rows import Columns
from moodcloud.tabular.unpacking import Unpacked
from moodcloud.tabular.utf8 import Utf8File

# What tables of labelled texts hold.
HINTS: Final = Hints(
    known_name=is_known_name,
    text_name=lambda name: text_name_score(folded_name(name)) >= 1,
    opposite_names=opposite_names,
    names_texts=names_texts,
    label=lambda word: folded_label(word) in SENTIMENTS,
    labels=lambda rows: scale_of(without_na(rows), "label", sample=True) is not None,
    label_column=lambda values: sentiment_candidate("", False, values).score > 0,
    label_prefix=LABEL_PREFIX,
)


# Messages name so many columns that are alike.
_NAMED_ALIKE: Final = 4
_SHOWN_ROWS: Final = 5
_SHOWN_VALUES: Final = 3
_SHOWN_CHARACTERS: Final = 200


class OpenedFile(NamedTuple):
    """A file without its compression, the same as UTF-8 where its format is text, its reader."""

    unpacked: Unpacked
    file: Utf8File | None
    reader: Reader


@dataclass(frozen=True)
class Inspection:
    """What a file is taken for, judged by a sample of its rows.

    Attributes:
        unpacked: The upload without its compression.
        file: The same as UTF-8; None where the format has an encoding of its own.
        reader: Its format, column names and sample rows.
        texts: How well each column would do as texts, in column order.
        sentiments: How well each would do as sentiments.
        columns: The columns used; None where they could not be chosen.
        candidates: The columns considered for each role, best first.
        labels: The labels of the sample, the most frequent first: `label`, `rows` and its
            `sentiment` (None: it is not understood).
        suggestion: Where no column is taken for the sentiments, one that might be meant.
        alike: Other columns that would do as well as that of the sentiments; where none is taken,
            those that share the labels out, or that suggested and those that are like it.
        scorer: What scores the texts, where no column is taken for the sentiments.
        fault: Why the file cannot be analysed, as far as the sample shows.
        opened: Each of the files that are one table.
        files_left_out: The files of a folder that are no part of it.
    """

    unpacked: Unpacked
    file: Utf8File | None
    reader: Reader
    texts: list[Candidate]
    sentiments: list[Candidate]
    columns: Columns | None = None
    candidates: list[Candidate] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    suggestion: Suggestion | None = None
    alike: list[str] = field(default_factory=list)
    scorer: str | None = None
    fault: UploadError | None = None
    opened: tuple[OpenedFile, ...] = ()
    files_left_out: list[FileLeftOut] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """Return what results and `moodcloud columns` say of the file, by the same keys."""
        return {
            "format": self.reader.format,
            "compression": self.unpacked.compression,
            "member": self.unpacked.member,
            "sheet": self.reader.sheet,
            "sheets_alike": list(self.reader.sheets_alike),
            "record_path": self.reader.record_path,
            "lists_left_out": list(self.reader.lists_left_out),
            "encoding": self.file.encoding if self.file else None,
            "replaced_bytes": self.file.replaced_bytes if self.file else 0,
            "mended": self.file is not None and self.file.mended,
            "bytes": self.unpacked.bytes,
            "delimiter": self.reader.delimiter,
            "header": self.reader.header,
            **self._offered(),
        }

    def _offered(self) -> dict[str, list[str]]:
        """Return the columns that could say the group and the time of a row."""
        used = {self.reader.names[each] for each in self.columns.read} if self.columns else set()
        offered = key_columns(self.reader.names, self.reader.sample, {*used, *self.alike})
        return {"group_columns": offered.groups, "time_columns": offered.times}

    def first_rows(self) -> list[list[str]]:
        """Return some rows to show."""
        return self.reader.sample[:_SHOWN_ROWS]

    def values(self, position: int) -> list[str]:
        """Return the first different values of a column, to show."""
        filled = (row[position].strip()[:_SHOWN_CHARACTERS] for row in self.reader.sample)
        return list(dict.fromkeys(value for value in filled if value))[:_SHOWN_VALUES]

    def chosen(self) -> Columns:
        """Return the columns used.

        Raises:
            UploadError: They could not be chosen.
        """
        if self.columns is None:
            assert self.fault is not None
            raise self.fault
        return self.columns


def inspect(job: Job) -> Inspection:
    """Find out what a file is, and which of its columns would be used.

    Raises:
        UploadError: The file holds no table. Any later fault is in `Inspection.fault`.
    """
    opened = open_file(job)
    return judge(job, opened, (opened,))


def open_file(job: Job) -> OpenedFile:
    """Find out what a file is.

    Raises:
        UploadError: The file holds no table, or `too_many_columns`.
    """
    with naming(name=job.name):
        opened = OpenedFile(*open_reader(job, HINTS))
    if (count := len(opened.reader.names)) > MOST_COLUMNS:
        raise UploadError("too_many_columns", name=job.name, count=count, limit=MOST_COLUMNS)
    job.bounds.check_columns(count, job.name)
    return opened


def judge(job: Job, whole: OpenedFile, opened: tuple[OpenedFile, ...]) -> Inspection:
    """Find out which columns of a table would be used.

    Args:
        job: What the table is read for.
        whole: The table.
        opened: Each file that it is in.
    """
    unpacked, file, reader = whole
    texts, sentiments = judge_columns(reader.names, reader.header, reader.sample)
    found = Inspection(unpacked, file, reader, texts, sentiments, opened=opened)
    if not reader.has_rows:
        return replace(found, fault=UploadError("no_rows", name=job.name))
    try:
        known = (reader.names, reader.header)
        if pair := find_pair(*known, reader.sample, texts, sentiments, job.options):
            columns, considered = pair.columns, pair.considered()
            found = replace(found, texts=pair.texts, sentiments=pair.sentiments)
        else:
            columns, considered = choose_columns(*known, texts, sentiments, job.options)
            alike = columns_alike(*known, reader.sample, sentiments, columns.label)
            found = replace(found, alike=alike)
        columns = replace(
            columns,
            others=columns_of_conditions(*known, job.options),
            keys=columns_of_keys(*known, job.options),
        )
        if not columns.has_labels and not found.alike:
            found = _with_suggestion(found, columns.text)
        if not columns.has_labels:
            found = _with_scorer(found, columns, job)
        if not columns.has_labels and found.scorer is None:
            taken, considered = choose_columns(*known, found.texts, found.sentiments, job.options)
            columns = replace(columns, label=taken.label)
        found = replace(found, columns=columns, candidates=considered)
        return replace(found, labels=_labels(reader, columns, job.options))
    except UploadError as fault:
        # Whether there are too many labels, the whole file decides: the analysis looks again.
        column = found.columns.label_column if found.columns else None
        fault.about(column=brief(str(column)), name=job.name)
        return replace(found, fault=fault)


def _with_suggestion(found: Inspection, text: int) -> Inspection:
    """Add the column that might hold the sentiments, and those that are like it."""
    table = (found.reader.names, found.reader.header, found.reader.sample)
    suggestion = suggest(*table, text)
    alike = suggested_alike(*table, suggestion.column) if suggestion else []
    return replace(found, suggestion=suggestion, alike=alike)


def _with_scorer(found: Inspection, columns: Columns, job: Job) -> Inspection:
    """Add what scores the texts; where they are not English, rather take the one lone scale.

    Raises:
        UploadError: `unlabelled_language`: there is no such scale, and the texts cannot be scored.
    """
    sampled = (row[columns.text] for row in _chosen_rows(found.reader, columns, job.options))
    perhaps = ""
    if suggestion := found.suggestion:
        alike = [name for name in found.alike if name != suggestion.column][:_NAMED_ALIKE]
        perhaps = ", or ".join([str(suggestion), *(f'"{brief(name)}"' for name in alike)])
    try:
        # Imported here: most files have labels.
        from moodcloud.scoring.texts import scorer_of

        scorer = scorer_of(sampled, job.options.language, job.name, perhaps)
    except UploadError:
        if with_scale := _with_lone_scale(found, columns.text):
            return with_scale
        raise
    if scorer == NSMC and (with_scale := _with_lone_scale(found, columns.text)):
        return with_scale
    return replace(found, scorer=scorer)


def _with_lone_scale(found: Inspection, text: int) -> Inspection | None:
    """Take the one column of numbers on a scale for the sentiments, whatever its name.

    Return None where there is none, or several.
    """
    reader = found.reader
    columns = list(zip(*reader.sample, strict=True))
    position = lone_scale(reader.names, reader.header, columns, text)
    if position is None:
        return None
    sentiments = list(found.sentiments)
    reason = "the only column of numbers on a whole scale, and the texts are not English"
    sentiments[position] = replace(sentiments[position], score=1.0, reason=reason)
    return replace(found, sentiments=sentiments, suggestion=None, alike=[])


def _chosen_rows(reader: Reader, columns: Columns, options: Options) -> Iterator[list[str]]:
    """Yield those rows of the sample that meet all conditions."""
    tests = tests_of(reader, columns, options)
    for row in reader.sample:
        pairs = zip(tests, columns.others, strict=True)
        if all(test(row[position]).met for test, position in pairs):
            yield row


def _labels(reader: Reader, columns: Columns, options: Options) -> list[dict[str, Any]]:
    if columns.label is None:
        return []
    values = (row[columns.label].strip() for row in reader.sample)
    rows = Counter(value for value in values if value)
    sentiments = sentiments_of(rows, options, columns.label_name(reader.header))
    return [
        {"label": label, "rows": count, "sentiment": sentiments.get(label)}
        for label, count in sorted(rows.items(), key=lambda item: (-item[1], item[0]))
    ]
