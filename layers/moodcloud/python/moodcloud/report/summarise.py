"""What was read, counted and drawn becomes a summary, and the content of a sentiment's file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

import numpy as np

from moodcloud.counting.counts import Rest
from moodcloud.drawing import Cloud, Clouds
from moodcloud.drawing.palettes import LEGIBLE, PAPERS, contrast, own_colours
from moodcloud.insight.about import About
from moodcloud.language import UNKNOWN, unsplit
from moodcloud.options import Options
from moodcloud.reading import Table
from moodcloud.report.divided_summary import DividedSummary
from moodcloud.report.subjects import aspect_stat, theme_stat
from moodcloud.report.summary import (
    SCHEMA_NAME,
    CloudFile,
    EmojiCount,
    Input,
    NoteCode,
    PhraseStat,
    RareWords,
    Rows,
    SentimentSummary,
    Summary,
    WordStat,
)
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import summed
from moodcloud.vocabulary.typical import typical
from moodcloud.vocabulary.word_table import Columns, WordTable

TOP: Final = 20
_MOST_PHRASES: Final = 200
# A note is of what concerns more than this share of the words.
_MANY: Final = 0.1

Forms = dict[str, dict[str, dict[str, int]]]
"""For each word, and each form of it, the count in each sentiment that has the form."""
Stat = TypeVar("Stat", WordStat, PhraseStat)


def summary_of(
    table: Table,
    vocabulary: Vocabulary,
    clouds: Clouds,
    distinct: Mapping[str, int],
    told: About,
    options: Options,
    names: Mapping[str, str],
    file_list: list[str],
    divided: DividedSummary,
) -> Summary:
    """Return the summary of a set of results.

    Args:
        table: The table that was read.
        vocabulary: Its words.
        clouds: Its pictures.
        distinct: How many distinct texts each sentiment has.
        told: What it is about.
        options: The options used.
        names: The file name of each sentiment, without ending.
        file_list: The names of all files of the set.
        divided: What is said by group and over time.
    """
    rows = table.rows
    # Where each text is counted once, no copies are among those counted.
    copies = rows.copies + rows.counted - sum(distinct.values())
    several = len(vocabulary.sentiments) > 1
    return Summary(
        schema=SCHEMA_NAME,
        input=Input(**vars(table.input), language=vocabulary.language),
        rows=Rows(read=rows.read, **{**vars(rows), "copies": copies}),
        rejected_listed=len(table.rejected),
        keyness=several,
        sentiments={
            name: SentimentSummary(
                rows=table.sentiments[name],
                distinct_texts=distinct[name],
                words=vocabulary.running_words[name],
                distinct_words=_distinct(vocabulary, name),
                top_words=_top(WordStat, vocabulary.words, name, distinct[name]),
                distinctive_words=_distinctive(vocabulary, name, distinct[name]) if several else [],
                top_phrases=_top(PhraseStat, vocabulary.phrases, name, distinct[name]),
                top_emoji=_top_emoji(vocabulary.emoji, name),
                clouds=_clouds_of(clouds, name, names[name]),
                sampled_texts=told.sampled[name],
                themes=list(map(theme_stat, told.themes[name])),
            )
            for name in vocabulary.sentiments
        },
        clouds={name: cloud_file(cloud, name) for name, cloud in clouds.together.items()},
        options=options.as_dict(),
        files=file_list,
        notes=[*_notes(table, vocabulary, clouds), *_about_colours(options, vocabulary.sentiments)],
        aspects=list(map(aspect_stat, told.aspects)),
        groups=divided.groups,
        periods=divided.periods,
        rest=rest_of(vocabulary.rest),
    )


def rest_of(rest: Rest) -> RareWords | None:
    """Return what is said of words that are too rare to be told one by one, where there are."""
    if not rest.distinct:
        return None
    return RareWords(rest.distinct, sum(rest.occurrences.values()), rest.least)


def _notes(table: Table, vocabulary: Vocabulary, clouds: Clouds) -> Iterator[NoteCode]:
    """Yield what is in the way of good words."""
    if vocabulary.language == UNKNOWN:
        yield "unknown_language"
    forms, clause = vocabulary.forms, re.compile(f"[{unsplit(table.unspaced)}]")
    names = (*forms.written, *forms.bigrams)
    counts = summed(forms.rows.form, forms.rows.counts, len(names))
    clauses = sum(
        count
        for name, count in zip(names, counts.tolist(), strict=True)
        if not name.isascii() and clause.search(name)
    )
    if clauses > _MANY * counts.sum():
        yield "words_not_split"
    own = clouds.frequency.values()
    unwritable = sum(len(each.unwritable) for each in own)
    if unwritable > _MANY * sum(len(each.drawn) + len(each.dropped) for each in own):
        yield "letters_missing"


def _about_colours(options: Options, sentiments: tuple[str, ...]) -> Iterator[NoteCode]:
    """Yield what is wrong with the colours that the user chose."""
    own, unknown = own_colours(options.colour, sentiments)
    if unknown:
        yield "colour_of_none"
    paper = PAPERS[options.background]
    # A colour is judged as people read its contrast, with one digit.
    if paper and any(round(contrast(colour, paper), 1) < LEGIBLE for colour in own.values()):
        yield "colour_illegible"


def sentiment_file(
    vocabulary: Vocabulary, clouds: Clouds, forms: Forms, name: str, distinct: int
) -> dict[str, Any]:
    """Return `<sentiment>.json`: every word and phrase of its clouds, with the forms.

    Args:
        vocabulary: The words of the table.
        clouds: Its pictures.
        forms: What `forms_of` returned.
        name: The sentiment.
        distinct: How many distinct texts it has.
    """
    words = vocabulary.words
    rows = words.rows(candidate_words(clouds, name))
    rows = rows[np.argsort(-words.of("count", name)[rows], kind="stable")]
    moved = words.of("moved", name)[rows].tolist()
    stats = _stats(WordStat, words, name, rows, distinct)
    return {
        "schema": SCHEMA_NAME,
        "sentiment": name,
        "words": [
            {
                **vars(each),
                "counted_elsewhere": elsewhere,
                "forms": _forms_in(forms.get(each.word, {}), name),
            }
            for each, elsewhere in zip(stats, moved, strict=True)
        ],
        "phrases": [
            vars(each)
            for each in _top(PhraseStat, vocabulary.phrases, name, distinct, _MOST_PHRASES)
        ],
    }


def candidate_words(clouds: Clouds, name: str) -> list[str]:
    """Return the candidate words of the clouds of a sentiment, drawn or not."""
    own = [kind[name] for kind in (clouds.frequency, clouds.distinctive) if name in kind]
    return list(dict.fromkeys(word for each in own for word in (*each.drawn, *each.dropped)))


def cloud_file(cloud: Cloud, stem: str) -> CloudFile:
    """Return the entry in the summary of a cloud whose files are named `stem`."""
    return CloudFile(
        f"{stem}.png", f"{stem}.svg", len(cloud.drawn), list(cloud.dropped), list(cloud.paler)
    )


def forms_of(vocabulary: Vocabulary, words: Collection[str]) -> Forms:
    """Return the forms of `words` with their counts, in one pass over the vocabulary."""
    wanted, rows, found = set(words), vocabulary.forms.rows, Forms()
    which = np.array([name in wanted for name in vocabulary.shown], bool)[rows.unit]
    columns = (column[which].tolist() for column in rows[:4])
    for unit, form, sentiment, count in zip(*columns, strict=True):
        forms = found.setdefault(vocabulary.shown[unit], {})
        counts = forms.setdefault(vocabulary.forms.name(form), {})
        name = vocabulary.sentiments[sentiment]
        counts[name] = counts.get(name, 0) + count
    return found


def _forms_in(forms: dict[str, dict[str, int]], sentiment: str) -> dict[str, int]:
    """Return the forms of a word in one sentiment, the most frequent first."""
    counts = {form: each[sentiment] for form, each in forms.items() if sentiment in each}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _top(
    kind: type[Stat], table: WordTable, sentiment: str, distinct: int, most: int = TOP
) -> list[Stat]:
    """Return the most frequent words or phrases of a sentiment of so many distinct texts."""
    rows = table.highest(table.of("count", sentiment), most)
    return _stats(kind, table, sentiment, rows, distinct)


def _distinctive(vocabulary: Vocabulary, sentiment: str, distinct: int) -> list[WordStat]:
    """Return the words that set a sentiment apart most, those that stand out before others."""
    words = vocabulary.words
    return _stats(WordStat, words, sentiment, typical(words, sentiment, TOP), distinct)


def share_of(texts: Columns, distinct: int) -> Columns:
    """Return the share of texts in so many distinct ones."""
    return texts / max(distinct, 1)


def _stats(
    kind: type[Stat], table: WordTable, sentiment: str, rows: Ints, distinct: int
) -> list[Stat]:
    names = ("count", "texts", "per_million", "z", "p", "significant")
    columns = [table.of(name, sentiment)[rows].tolist() for name in names]
    shares = share_of(table.of("texts", sentiment)[rows], distinct)
    further = [table.of("g2", sentiment)[rows].tolist()] if kind is PhraseStat else []
    return [
        kind(
            table.names[row],
            count,
            texts,
            round(share, 6),
            round(per_million, 2),
            round(z, 4),
            float(f"{p:.6g}"),
            significant,
            *(round(each, 4) for each in more),
        )
        for row, share, count, texts, per_million, z, p, significant, *more in zip(
            rows.tolist(), shares.tolist(), *columns, *further, strict=True
        )
    ]


def _distinct(vocabulary: Vocabulary, name: str) -> int:
    return int((vocabulary.words.of("count", name) > 0).sum())


def _top_emoji(emoji: list[tuple[str, str, int]], name: str) -> list[EmojiCount]:
    own = (EmojiCount(each, count) for sentiment, each, count in emoji if sentiment == name)
    return list(islice(own, TOP))


def _clouds_of(clouds: Clouds, name: str, stem: str) -> dict[str, CloudFile]:
    files = {"frequency": cloud_file(clouds.frequency[name], stem)}
    if name in clouds.distinctive:
        files["distinctive"] = cloud_file(clouds.distinctive[name], f"{stem}-distinctive")
    return files
