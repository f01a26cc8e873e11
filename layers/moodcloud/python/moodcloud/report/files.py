"""A set of results as files: all others first, `summary.json` last."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from moodcloud.database import one_thread, quoted
from moodcloud.drawing import Cloud, Clouds
from moodcloud.insight.about import Seen
from moodcloud.insight.divide import Divided
from moodcloud.options import Options
from moodcloud.patterns import lazy_pattern
from moodcloud.reading import RejectedRow, Table
from moodcloud.report.divided_page import words_shown
from moodcloud.report.divided_pictures import write_chart
from moodcloud.report.divided_summary import divided_summary
from moodcloud.report.file_names import (
    REJECTED,
    REPORT,
    SUMMARY,
    TEXTS,
    THUMBNAIL,
    WORDS,
    file_names,
)
from moodcloud.report.page import render_page
from moodcloud.report.page_data import listed_of
from moodcloud.report.summarise import (
    candidate_words,
    forms_of,
    sentiment_file,
    share_of,
    summary_of,
)
from moodcloud.report.summary import Summary
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.word_table import Columns, WordTable

# Words have no g2, phrases no moved and negated.
_STATISTICS: Final = (
    "count", "texts", "share", "per_million", "z", "p", "significant", "moved", "negated", "g2",
)  # fmt: skip

# The most rows that go to the engine together.
_PART_ROWS: Final = 50_000

# Where a cell may begin: at the start of the content, and after whatever separates cells in the
# spreadsheet of another country. Quotes and white space before the sign make no difference.
_FORMULA: Final = lazy_pattern(
    "(^|[;\t\r\n])((?:[^\\S\t\r\n]|[\"'\u200b\u2060\ufeff])*)([=+@\uff1d\uff0b\uff0d\uff20-])"
)
_CONTROL: Final = ("\t", "\r", "\n")


def write_results(
    table: Table,
    vocabulary: Vocabulary,
    clouds: Clouds,
    seen: Seen,
    options: Options,
    folder: Path,
    divided: Divided,
    grouped: Sequence[list[str]],
) -> Summary:
    """Write a set of results without `words.parquet`, and return its summary.

    Args:
        table: The table that was read.
        vocabulary: Its words.
        clouds: Its pictures.
        seen: What was seen in some of its texts.
        options: The options used.
        folder: The folder to write to; it holds what `group_pieces` wrote and nothing else.
        divided: The table by group and over time.
        grouped: What the pieces of `group_pieces` returned.
    """
    names = file_names(vocabulary.sentiments)
    by_group = {name: own for name, own in zip(names, grouped, strict=False) if own}
    chart = write_chart(folder, divided, vocabulary.sentiments, options)
    said = divided_summary(table, divided, by_group, chart)
    sample, told, places = seen
    listed = listed_of(vocabulary, clouds, [*words_shown(said), *told.mentioned])
    candidates = (word for name in names for word in candidate_words(clouds, name))
    forms = forms_of(vocabulary, {*listed.words, *candidates})
    for name, stem in names.items():
        write_cloud(folder, stem, clouds.frequency[name])
        if name in clouds.distinctive:
            write_cloud(folder, f"{stem}-distinctive", clouds.distinctive[name])
        words = sentiment_file(vocabulary, clouds, forms, name, sample.distinct[name])
        _write_words(folder / f"{stem}.json", words)
    for name, cloud in clouds.together.items():
        write_cloud(folder, name, cloud)
    (folder / THUMBNAIL).write_bytes(clouds.thumbnail)
    if table.rejected:
        write_rejected(table.rejected, folder / REJECTED)
    written = [path.name for path in folder.iterdir()]
    file_list = sorted([*written, WORDS, REPORT, SUMMARY, *[TEXTS] * bool(places.sample.texts)])
    known = (table, vocabulary, clouds, sample.distinct, told, options, names, file_list)
    summary = summary_of(*known, said)
    page, texts = render_page(summary, vocabulary, clouds, listed, forms, places, told)
    (folder / REPORT).write_text(page, "utf-8", newline="\n")
    if texts:
        (folder / TEXTS).write_text(texts, "utf-8", newline="\n")
    write_json(folder / SUMMARY, asdict(summary))
    return summary


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write `content` as people and programs read it: UTF-8, indented, keys as given."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", "utf-8", newline="\n")


def _write_words(path: Path, content: dict[str, Any]) -> None:
    """Write a file of words, one a line, which takes a tenth of the time of indenting."""
    parts = []
    for key, value in content.items():
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        if value and isinstance(value, list):
            lines = (json.dumps(each, ensure_ascii=False, allow_nan=False) for each in value)
            text = "[\n  " + ",\n  ".join(lines) + "\n ]"
        parts.append(f" {json.dumps(key)}: {text}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8", newline="\n")


def write_cloud(folder: Path, stem: str, cloud: Cloud) -> None:
    """Write a cloud as PNG and as SVG, both named `stem`."""
    (folder / f"{stem}.png").write_bytes(cloud.png)
    (folder / f"{stem}.svg").write_text(cloud.svg, "utf-8", newline="\n")


def write_vocabulary(
    connection: duckdb.DuckDBPyConnection,
    vocabulary: Vocabulary,
    distinct: Mapping[str, int],
    folder: Path,
) -> Path:
    """Write `words.parquet` by the counting engine, and return its path.

    A part at a time goes to the engine, which may put it on the disk: all sentiments of a large
    vocabulary side by side would take more memory than the vocabulary itself. Those of a small one
    are one part: each takes 5 ms, however few words it has.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        vocabulary: The words and phrases.
        distinct: How many distinct texts each sentiment has.
        folder: Where to write the file.
    """
    # A row is a word or phrase in a sentiment.
    connection.execute(
        """
        CREATE TEMP TABLE vocabulary (
            kind VARCHAR, text VARCHAR, sentiment VARCHAR, count BIGINT, texts BIGINT, share DOUBLE,
            per_million DOUBLE, z DOUBLE, p DOUBLE, significant BOOLEAN, moved BIGINT,
            negated BIGINT, g2 DOUBLE, key VARCHAR
        )
        """
    )
    # An empty row, which is not written, lets every column of the file hold nulls.
    connection.execute("INSERT INTO vocabulary (kind) VALUES (NULL)")
    for table in (vocabulary.words, vocabulary.moved_words, vocabulary.phrases):
        together = max(1, _PART_ROWS // max(len(table), 1))
        for at in range(0, len(vocabulary.sentiments) * bool(table), together):
            names = vocabulary.sentiments[at : at + together]
            _add_part(connection, table, [_told_of(table, name, distinct[name]) for name in names])
    rest = vocabulary.rest.occurrences
    connection.execute(
        """
        INSERT INTO vocabulary (kind, text, sentiment, count)
        SELECT 'rest', '', unnest($1::VARCHAR[]), unnest($2::BIGINT[])
        """,
        [list(rest), list(rest.values())],
    )
    path = folder / WORDS
    # Two threads take 120 MB more for 0.7 million rows, and a tenth more of processors, which are
    # busy with pictures.
    with one_thread(connection):
        connection.execute(
            f"""
            COPY (
                FROM vocabulary
                WHERE count > 0 OR z < 0 OR moved > 0
                ORDER BY kind DESC, sentiment, count DESC, text
            )
            TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)
            """
        )
    connection.execute("DROP TABLE vocabulary")
    return path


def _told_of(table: WordTable, sentiment: str, distinct: int) -> dict[str, Columns]:
    """Return what a table says of one sentiment, by column."""
    own = {name: table.of(name, sentiment) for name in table.statistics}
    own["share"] = share_of(own["texts"], distinct)
    told = (own["count"] > 0) | (own["z"] < 0) | (own.get("moved", own["count"]) > 0)
    part = {name: column[told] for name, column in own.items()}
    part["text"], part["key"] = (
        np.array(names, object)[told] for names in (table.names, table.keys)
    )
    part["sentiment"] = np.full(len(part["text"]), sentiment, object)
    return part


def _add_part(
    connection: duckdb.DuckDBPyConnection,
    table: WordTable,
    sentiments: Sequence[Mapping[str, Columns]],
) -> None:
    """Add what a table says of some sentiments to the engine's table `vocabulary`."""
    part = {name: np.concatenate([own[name] for own in sentiments]) for name in sentiments[0]}
    connection.register("part", part)
    columns = [name if name in part else f"NULL AS {name}" for name in _STATISTICS]
    connection.execute(
        f"INSERT INTO vocabulary SELECT $1, text, sentiment, {', '.join(columns)}, key FROM part",
        [table.kind],
    )
    connection.unregister("part")


def write_rejected(rows: Sequence[RejectedRow], path: Path) -> None:
    """Write the rows left out, one a line: where it starts, why it is left out, its content.

    Where several files were read, the name of the file comes first.
    """
    named = bool(rows[0].file)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow((*["file"] * named, "line", "reason", "content"))
        for row in rows:
            file = [inert(row.file)] * named
            writer.writerow((*file, row.line, row.reason, inert(row.content)))


def inert(content: str) -> str:
    """Return the content so that no spreadsheet takes it, or a part of it, for a formula.

    An apostrophe before what would begin a formula makes it text, as OWASP advises for CSV.
    """
    safe = _FORMULA.sub(r"\1'\2\3", content)
    return "'" + safe if safe.startswith(_CONTROL) else safe
