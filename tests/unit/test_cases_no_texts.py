"""What programs and people write where there is no text is no text, for the engine and the list."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.tabular.na_values import HAS_TEXT_SQL, LEFT_OUT_SQL, has_text

NO_TEXTS = [
    "[deleted]", "[removed]", "[Removed by Reddit]", "[ Removed by moderator ]", "<deleted>",
    "(no text)", "[no text]", "[empty]", "{blank}", "(none)", "NO COMMENT", "no comments",
    "No comment.",
    "No comments given", "no text", "no review", "n.a.", "N.A.", "n. a.", "N / A", "N/a", "n/a.",
    ".", "-", "--", "...", "…", "–", "—", "_", "[삭제됨]", "삭제된 댓글입니다.",
    "此用户没有填写评价。", "该用户未填写评价内容", " [DELETED] ", "\u3000-\u3000", "NA", "nan",
    "keine Angabe", "Keine Anmerkungen.", "rien à signaler", "RAS", "sin comentarios",
    "Sem comentários", "geen opmerkingen", "нет комментариев", "yorum yok", "없음",
    "특이사항 없음", "特になし", "無",
    "該用戶未填寫評價", "This comment has been removed", "[comment deleted]", "<Media omitted>",
    "[image]", "&nbsp;", "No answer", "Not applicable",
]  # fmt: skip
TEXTS = [
    "None", "none", "nothing", "No", "Na", "deleted", "removed", "No comment on this one",
    "no commentary", "no texture", "Nah", "no", "[great]", "[deleted] it again", ":-)", "-_-",
    "._.",
    "!!!", "?", "5", "👍", "없음이 많다", "keine", "RASEN", "좋아요...", "a.",
    "no reviews help here", "n.a.d.", "--great--",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TEXTS)
def test_a_placeholder_is_no_text(text: str) -> None:
    assert not has_text(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_may_be_said_is_a_text(text: str) -> None:
    assert has_text(text)


@pytest.mark.parametrize("condition", [f"NOT {HAS_TEXT_SQL}", LEFT_OUT_SQL])
def test_the_engine_leaves_out_the_same(
    connection: duckdb.DuckDBPyConnection, condition: str
) -> None:
    some = [each for text in NO_TEXTS + TEXTS for each in (text, text.upper(), text.title())]
    rows = "SELECT unnest($2::VARCHAR[]) AS text, unnest($1::VARCHAR[]) AS label"
    found = connection.execute(
        f"SELECT text FROM ({rows}) WHERE {condition}", [["x"] * len(some), some]
    ).fetchall()
    assert sorted(text for (text,) in found) == sorted(text for text in some if not has_text(text))


def test_deleted_comments_are_rows_without_a_text(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(
        "id,body,label\n"
        "1,The ferry left on time and the deck was clean,positive\n"
        "2,[deleted],negative\n3,[removed],positive\n4,[removed],negative\n"
        "5,Two hours late and nobody told us,negative\n6,NO COMMENT,negative\n7,.,positive\n",
        "utf-8",
    )
    table = read_table(path, Options(), tmp_path, connection)
    assert (table.rows.read, table.rows.counted, table.rows.empty) == (7, 2, 5)
    assert [(row.line, row.reason) for row in table.rejected] == [
        (line, "no text") for line in (3, 4, 5, 7, 8)
    ]
