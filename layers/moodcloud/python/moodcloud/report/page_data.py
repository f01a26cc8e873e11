"""The data of the page: words, phrases and emoji with their statistics, and examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, zip_longest
from typing import Any, Final, TypeVar

from moodcloud.drawing import Clouds
from moodcloud.drawing.palettes import colours_shown
from moodcloud.insight.examples import Examples
from moodcloud.insight.quotes import Passage
from moodcloud.language import folded
from moodcloud.report.inline import plain
from moodcloud.report.page_texts import lines_data
from moodcloud.report.summarise import Forms
from moodcloud.report.summary import SentimentSummary, Summary
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.word_table import WordTable

Each = TypeVar("Each", int, str)

MOST_WORDS: Final = 1_500
MOST_PHRASES: Final = 400
MOST_EMOJI: Final = 100
_MOST_FORMS: Final = 5
# In 1.6 million tweets a word is written in hundreds of ways, nearly all of them once. Korean verbs
# are, too, but in many frequent ones: all words together then have fewer, in so many bytes.
_MOST_FOUND: Final = 60
_MOST_FOUND_BYTES: Final = 300_000
SEPARATOR: Final = "\n"
"""It is between the forms that find an entry; nobody can type it into the filter."""
# The words of each sentiment at the top of the page.
_WORDS: Final = 12


@dataclass(frozen=True)
class Quote:
    """A text in three parts: what comes before a word, the word, what comes after it."""

    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Lead:
    """The first words and quotes on the page about a sentiment.

    Attributes:
        rows: How many texts it has.
        words: The words.
        paler: Those of them that may be chance.
        quotes: The texts that say most.
    """

    rows: int
    words: list[str]
    paler: frozenset[str]
    quotes: list[Quote]


def leads_of(summary: Summary, passages: Mapping[str, Sequence[Passage]]) -> list[Lead]:
    """Return the lead of each sentiment, in their order.

    Args:
        summary: The summary of the set.
        passages: What is quoted of each sentiment.
    """
    return [
        _lead(sentiment, summary.keyness, passages[name])
        for name, sentiment in summary.sentiments.items()
    ]


def _lead(sentiment: SentimentSummary, several: bool, passages: Sequence[Passage]) -> Lead:
    telling = (sentiment.distinctive_words if several else sentiment.top_words)[:_WORDS]
    words = [entry.word for entry in telling]
    paler = frozenset(entry.word for entry in telling if several and not entry.significant)
    return Lead(sentiment.rows, words, paler, list(map(quote_of, passages)))


def quote_of(passage: Passage) -> Quote:
    """Return a passage in three parts."""
    text, end = passage.text, passage.start + passage.length
    return Quote(text[: passage.start], text[passage.start : end], text[end:])


@dataclass(frozen=True)
class Listed:
    """What the page lists.

    Attributes:
        words: Those drawn first, then the most telling of the rest.
        phrases: The most telling first.
        emoji: The most frequent first.
        mentioned: The words and phrases among them that other parts of the page show.
    """

    words: list[str]
    phrases: list[str]
    emoji: list[str]
    mentioned: list[str]


def listed_of(vocabulary: Vocabulary, clouds: Clouds, mentioned: Iterable[str] = ()) -> Listed:
    """Return what the page lists of a vocabulary.

    Args:
        vocabulary: The words and phrases.
        clouds: The words drawn, which are listed first.
        mentioned: Words and phrases that other parts of the page show; they are listed in any case.
    """
    pictures = [*clouds.distinctive.values(), *clouds.frequency.values(), *clouds.together.values()]
    drawn = _in_turns([list(picture.drawn) for picture in pictures])
    rest = _telling(vocabulary.words, vocabulary.sentiments, MOST_WORDS)
    phrases = _telling(vocabulary.phrases, vocabulary.sentiments, MOST_PHRASES)
    total: Counter[str] = Counter()
    for _, each, count in vocabulary.emoji:
        total[each] += count
    others = list(dict.fromkeys(mentioned))
    shown = list(dict.fromkeys([*drawn, *_of_table(vocabulary.words, others)]))
    return Listed(
        words=list(dict.fromkeys([*shown, *rest]))[: max(MOST_WORDS, len(shown))],
        phrases=list(dict.fromkeys([*phrases, *_of_table(vocabulary.phrases, others)])),
        # Equal ones stay in order.
        emoji=sorted(total, key=total.__getitem__, reverse=True)[:MOST_EMOJI],
        mentioned=others,
    )


def _of_table(table: WordTable, words: Iterable[str]) -> list[str]:
    """Return those of some words that a table has."""
    return [word for word in words if table.row(word) >= 0]


def page_data(
    summary: Summary, vocabulary: Vocabulary, listed: Listed, forms: Forms
) -> dict[str, Any]:
    """Return the data of the page, ready for JSON; `with_examples` adds the examples.

    Args:
        summary: The summary of the set.
        vocabulary: The words with their statistics.
        listed: What the page lists.
        forms: What `forms_of` returned.
    """
    names = vocabulary.sentiments
    options = summary.options
    colours = colours_shown(names, options["palette"], options["colour"])
    usual = _within(_MOST_FOUND_BYTES, {word: _usual(forms, word) for word in listed.words})
    return {
        "language": "" if vocabulary.language == "und" else vocabulary.language,
        "sentiments": [
            {
                "name": plain(name),
                "rows": sentiment.rows,
                "texts": sentiment.distinct_texts,
                "words": sentiment.words,
                "colour": colours[names.index(name)],
            }
            for name, sentiment in summary.sentiments.items()
        ],
        # Each entry is text, counts by sentiment, z by sentiment, sentiments it is significant in,
        # different texts that hold it by sentiment.
        "words": _entries(vocabulary.words, names, listed.words),
        "phrases": _entries(vocabulary.phrases, names, listed.phrases),
        # Each entry is emoji, counts by sentiment.
        "emoji": _emoji(vocabulary.emoji, names, listed.emoji),
        "forms": {word: few for word, own in usual.items() if (few := own[:_MOST_FORMS]) != [word]},
        # By what else each entry is found: its forms in lower case, and the lemma.
        "found": found_by(vocabulary, listed, usual),
        "texts": [],
        "examples": {},
    }


def found_by(
    vocabulary: Vocabulary, listed: Listed, usual: Mapping[str, list[str]]
) -> dict[str, str]:
    """Return what finds a word or phrase besides itself, all in one string, by entry.

    Args:
        vocabulary: The words and phrases with their lemmas.
        listed: What the page lists.
        usual: The most frequent forms of each word listed.
    """
    written = {word: set(forms) for word, forms in usual.items()}
    for phrase in listed.phrases:
        written.setdefault(phrase, set())
    for bigram, phrase in vocabulary.bigrams:
        if phrase in written:
            written[phrase].add(bigram)
    moved = dict(zip(vocabulary.moved_words.keys, vocabulary.moved_words.names, strict=True))
    found = {}
    for entry, each in written.items():
        keys = [tables.key(entry) for tables in (vocabulary.words, vocabulary.phrases)]
        # A word that only phrases have finds the first of them.
        if keys[0] and keys[1]:
            keys += [moved[part] for part in keys[0].split(" ") if part in moved]
        folds = {folded(form) for form in (*each, *keys) if form} - {folded(entry)}
        if folds:
            found[entry] = SEPARATOR.join(sorted(folds))
    return found


def with_examples(
    data: dict[str, Any], examples: Examples, sentiments: tuple[str, ...]
) -> dict[str, Any]:
    """Return the data with examples: by word, each as sentiment, text, start and length."""
    numbers = {name: number for number, name in enumerate(sentiments)}
    places = {
        word: list(chain.from_iterable((numbers[each.sentiment], *each[1:]) for each in found))
        for word, found in examples.of.items()
    }
    lines = lines_data(examples.lines)
    return {**data, "texts": examples.texts, "examples": places, "places": lines}


def _telling(table: WordTable, sentiments: tuple[str, ...], most: int) -> list[str]:
    """Return the most frequent and the most distinctive of each sentiment, taken in turns."""
    columns = (table.of(by, name) for by in ("count", "z") for name in sentiments)
    tops = [table.highest(column, most).tolist() for column in columns]
    return [table.names[row] for row in _in_turns(tops)[:most]]


def _in_turns(lists: list[list[Each]]) -> list[Each]:
    """Return the first of each list, then the second of each, and so on, each once."""
    turns = chain.from_iterable(zip_longest(*lists))
    return list(dict.fromkeys(each for each in turns if each is not None))


def _entries(table: WordTable, sentiments: tuple[str, ...], chosen: list[str]) -> list[list[Any]]:
    rows = table.rows(chosen)
    columns = [
        list(zip(*(table.of(by, name)[rows].tolist() for name in sentiments), strict=True))
        for by in ("count", "z", "significant", "texts")
    ]
    return [
        [
            word,
            [int(count) for count in counts],
            [round(float(z), 2) + 0.0 for z in zs],
            sum(1 << number for number, flag in enumerate(flags) if flag),
            [int(texts) for texts in held],
        ]
        for word, counts, zs, flags, held in zip(chosen, *columns, strict=True)
    ]


def _emoji(
    emoji: list[tuple[str, str, int]], sentiments: tuple[str, ...], chosen: list[str]
) -> list[list[Any]]:
    counts = {(each, sentiment): count for sentiment, each, count in emoji}
    return [[each, [counts.get((each, name), 0) for name in sentiments]] for each in chosen]


def _within(room: int, usual: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return as many forms of each word, the most frequent, as are within `room` bytes."""
    few, most = usual, _MOST_FOUND
    while most > _MOST_FORMS and len("".join(chain(*few.values())).encode()) > room:
        most -= _MOST_FORMS
        few = {word: own[:most] for word, own in usual.items()}
    return few


def _usual(forms: Forms, word: str) -> list[str]:
    """Return the most frequent forms of a word, in all sentiments together."""
    if word not in forms:
        return [word]
    ranked = ((-sum(counts.values()), form) for form, counts in forms[word].items())
    return [form for _, form in nsmallest(_MOST_FOUND, ranked)]


def shown_share(rows: int, total: int) -> str:
    """Return a share in percent, with decimals enough to tell some from none and most from all.

    >>> [shown_share(rows, 10_000) for rows in (0, 1, 4_567, 9_999, 10_000)]
    ['0%', '0.01%', '46%', '99.99%', '100%']
    """
    share, digits = rows / max(1, total), 0
    while 0 < share < 1 and float(f"{100 * share:.{digits}f}") in (0, 100):
        digits += 1
    return f"{share:.{digits}%}"
