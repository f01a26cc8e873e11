"""`report.html`: one self-contained page that loads nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from moodcloud.drawing import Clouds
from moodcloud.insight.examples import Examples, find_examples
from moodcloud.insight.sample import Sample
from moodcloud.report import templates as assets
from moodcloud.report import templates as strings
from moodcloud.report.inline import InlineCloud, colours_of, inline_clouds, plain
from moodcloud.report.page_data import (
    leads_of,
    listed_emoji,
    listed_phrases,
    listed_words,
    page_data,
    with_examples,
)
from moodcloud.report.templates import policy, script_json, templates
from moodcloud.report.words import Forms
from moodcloud.vocabulary import Vocabulary

MOST_BYTES: Final = 1_400_000
"""What a page takes at most; examples get what is left of it."""

_MOST_EXAMPLE_BYTES: Final = 500_000
# Phrases and emoji with examples.
_QUOTED_PHRASES: Final = 150
_QUOTED_EMOJI: Final = 30


@dataclass(frozen=True)
class _Parts:
    """What the page is made of, without examples."""

    data: dict[str, Any]
    clouds: list[InlineCloud]
    style: str
    script: str
    wanted: list[str]

    @property
    def bytes(self) -> int:
        """About what they take."""
        pieces = [script_json(self.data), self.style, self.script, strings.as_json()]
        return sum(len(piece.encode()) for piece in (*pieces, *(c.svg for c in self.clouds)))


def render_page(
    summary: dict[str, Any],
    vocabulary: Vocabulary,
    clouds: Clouds,
    forms: Forms,
    sample: Sample | None,
) -> str:
    """Return the page of a set of results; every value from the file is escaped.

    Args:
        summary: Of `summary_of`.
        vocabulary: The words.
        clouds: Their pictures.
        forms: Of `forms_of`, with those of `listed_words`.
        sample: Of the texts, for examples; None leaves all texts out.
    """
    parts = _parts(summary, vocabulary, clouds, forms)
    examples = Examples()
    if sample is not None:
        room = min(_MOST_EXAMPLE_BYTES, MOST_BYTES - parts.bytes)
        told = _told_by(forms, vocabulary, set(parts.wanted))
        examples = find_examples(sample, vocabulary, told, parts.wanted, room)
    data = with_examples(parts.data, examples, vocabulary.sentiments)
    data["quoted"] = sample is not None
    names = [each["name"] for each in data["sentiments"]]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            t=strings.translator(names),
            english=strings.english(),
            policy=policy(parts.style, parts.script, "font-src data:"),
            style=Markup(parts.style),
            script=Markup(parts.script),
            strings=strings.as_json(),
            data=script_json(data),
            summary=summary,
            language=data["language"],
            several=len(names) > 1,
            sentiments=_shares(data),
            leads=leads_of(summary, examples),
            clouds=parts.clouds,
            kinds=[kind for kind in ("words", "phrases", "emoji") if data[kind]],
        )
    )


def _environment() -> Environment:
    environment = templates()
    environment.filters["plain"] = plain
    return environment


def _parts(summary: dict[str, Any], vocabulary: Vocabulary, clouds: Clouds, forms: Forms) -> _Parts:
    words, phrases = listed_words(vocabulary, clouds), listed_phrases(vocabulary)
    emoji = listed_emoji(vocabulary)
    rows = {name: each["rows"] for name, each in summary["sentiments"].items()}
    palette = summary["options"]["palette"]
    data = page_data(vocabulary, rows, words, phrases, emoji, forms, palette)
    inlined = inline_clouds(clouds, summary)
    colours = colours_of(inlined, palette)
    return _Parts(
        data=data,
        clouds=inlined,
        style=assets.style(clouds.font_styles, colours, data["sentiments"]),
        script=assets.script(),
        wanted=_wanted(words, phrases, emoji, clouds),
    )


def _wanted(words: list[str], phrases: list[str], emoji: list[str], clouds: Clouds) -> list[str]:
    """Return what is to have examples: all that is drawn, and the head of the tables."""
    pictures = (*clouds.frequency.values(), *clouds.distinctive.values(), *clouds.together.values())
    drawn: Collection[str] = {word for picture in pictures for word in picture.drawn}
    chosen = [word for word in words if word in drawn]
    return list(dict.fromkeys([*chosen, *phrases[:_QUOTED_PHRASES], *emoji[:_QUOTED_EMOJI]]))


def _told_by(forms: Forms, vocabulary: Vocabulary, wanted: Collection[str]) -> dict[str, list[str]]:
    """Return the wanted words that each form, or bigram, tells of."""
    words: dict[str, list[str]] = {}
    for word in forms:
        if word in wanted:
            for form in forms[word]:
                words.setdefault(form, []).append(word)
    columns = (vocabulary.bigrams[each].tolist() for each in ("bigram", "phrase"))
    for bigram, phrase in zip(*columns, strict=True):
        if phrase in wanted and phrase not in words.setdefault(bigram, []):
            words[bigram].append(phrase)
    return words


def _shares(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each sentiment's texts, and their share of all."""
    rows = [each["rows"] for each in data["sentiments"]]
    return [{"rows": own, "share": _share(own, sum(rows))} for own in rows]


def _share(rows: int, total: int) -> str:
    """Return a share in percent, with as many decimals as keep some from none and most from all.

    >>> [_share(rows, 10_000) for rows in (0, 1, 4_567, 9_999, 10_000)]
    ['0%', '0.01%', '46%', '99.99%', '100%']
    """
    share, digits = rows / max(1, total), 0
    while 0 < share < 1 and float(f"{100 * share:.{digits}f}") in (0, 100):
        digits += 1
    return f"{share:.{digits}%}"
