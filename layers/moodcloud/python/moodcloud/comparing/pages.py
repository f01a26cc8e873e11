"""A comparison as files: `comparison.json`, the page, the cloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from moodcloud.comparing.cautions import STRINGS
from moodcloud.comparing.cloud import draw_differences
from moodcloud.comparing.compared import ComparedResults
from moodcloud.comparing.content import CLOUD, comparison_document
from moodcloud.comparing.document import ComparisonDocument
from moodcloud.comparing.page_content import listed_words, page_content
from moodcloud.comparing.side_quotes import quotes_of
from moodcloud.drawing import Clouds
from moodcloud.drawing.palettes import STRENGTHS, Tone, colour_of, meaning_of, own_colours
from moodcloud.drawing.wording import Wording
from moodcloud.lexicon.profanity import masked, masks
from moodcloud.options import Options
from moodcloud.report.files import write_cloud, write_json
from moodcloud.report.folders import COMPARISON, COMPARISON_PAGE, replace_set
from moodcloud.report.inline import colours_of, plain
from moodcloud.report.templates import (
    SHARED_SCRIPTS,
    policy,
    render,
    script_json,
    script_of,
    strings_of,
    style_of,
    translator,
)
from moodcloud.vocabulary.significance import RATE
from moodcloud.workspace import workspace

_STYLES: Final = (
    *(
        f"css/{name}"
        for name in ("base", "header", "lead", "clouds", "tables", "detail", "hidden", "print")
    ),
    "comparison/comparison",
)
_SCRIPTS: Final = (
    *("js/elements", "comparison/data", *SHARED_SCRIPTS),
    *("comparison/word", "comparison/cloud", "comparison/lists", "js/start"),
)
# The words and quotes of what rose, and of what fell, at the top of the page.
_LEADING: Final = 12
_QUOTED: Final = 3
_MOVES: Final = ("rose", "fell")


def write_comparison(
    compared: ComparedResults, folder: Path, options: Options
) -> ComparisonDocument:
    """Write a comparison to a folder, all of it or nothing; return what `comparison.json` holds.

    Args:
        compared: The sets of results.
        folder: Made if missing. An earlier comparison in it is replaced; other files in it stay.
        options: How the cloud looks; `mask_profanity` has the page, too, write swear words with
            stars.

    Raises:
        UploadError: `bad_mask` or `bad_font`; `out_full`, `out_taken`: what the folder held stays.
    """
    language = compared.b.typed_summary.input.language
    clouds = draw_differences(compared.comparison, compared.running_words, options, language)
    cloud = None if clouds is None else clouds.together[CLOUD]
    document = comparison_document(compared, cloud)
    with workspace() as staged:
        if cloud is not None:
            write_cloud(staged, CLOUD, cloud)
        page = render_comparison(compared, document, clouds, options)
        (staged / COMPARISON_PAGE).write_text(page, "utf-8", newline="\n")
        write_json(staged / COMPARISON, asdict(document))
        replace_set(staged, folder, COMPARISON)
    return document


def render_comparison(
    compared: ComparedResults, document: ComparisonDocument, clouds: Clouds | None, options: Options
) -> str:
    """Return the page of a comparison: self-contained, every value escaped."""
    data = page_content(compared, quotes_of(compared.sides, listed_words(compared)))
    if options.mask_profanity:
        data = _starred(data)
    look, program = _style(data, clouds, options), script_of(_SCRIPTS)
    cloud = None if clouds is None else clouds.together[CLOUD]
    strings = strings_of(STRINGS)
    return render(
        "comparison",
        t=translator([each["name"] for each in data["sentiments"]], strings),
        english=strings["en"],
        policy=policy(look, program, "font-src data:", "img-src data:"),
        style=Markup(look),
        script=Markup(program),
        strings=script_json(strings),
        data=script_json(data),
        language=data["language"],
        sides=data["sides"],
        sentiments=data["sentiments"],
        cautions=[{**each, "step": step} for step in data["steps"] for each in step["cautions"]],
        shares=_shares(compared, document),
        leads=[_lead(data, move) for move in _MOVES],
        tests=document.tests + sum(step.tests for step in document.steps),
        rate=f"{RATE:.0%}",
        cloud=None if cloud is None else Markup(cloud.page_svg),
        files=document.cloud,
        drawn=0 if cloud is None else len(cloud.drawn),
        dropped=[] if cloud is None else list(map(plain, cloud.dropped)),
    )


@dataclass(frozen=True)
class LeadOfMove:
    """What the page says first about what rose, or about what fell.

    Attributes:
        move: rose or fell.
        found: How many words and phrases.
        words: The first of them.
        quotes: Texts that hold them, each as what is before the word, the word, what is after.
    """

    move: str
    found: int
    words: list[str]
    quotes: list[tuple[str, str, str]]


def _lead(data: Mapping[str, Any], move: str) -> LeadOfMove:
    step = data["steps"][0]
    whole = step["scopes"][0]
    words = [row[0] for row in whole[move][:_LEADING]]
    # What rose is quoted from the later side, what fell from the earlier one.
    side = step["b" if move == "rose" else "a"]
    found = whole["found"][_MOVES.index(move)]
    return LeadOfMove(move, found, words, _quotes(data, words, side))


def _quotes(data: Mapping[str, Any], words: Sequence[str], side: int) -> list[tuple[str, str, str]]:
    """Return a quote of a side for each of the first words that have one, no text twice."""
    quotes: dict[int, tuple[str, str, str]] = {}
    for word in words:
        flat = data["examples"].get(word, ())
        for at in range(0, len(flat), 5):
            of, _, number, start, length = flat[at : at + 5]
            if of == side and number not in quotes:
                text, end = data["texts"][number], start + length
                quotes[number] = (text[:start], text[start:end], text[end:])
                break
        if len(quotes) == _QUOTED:
            break
    return list(quotes.values())


def _shares(compared: ComparedResults, document: ComparisonDocument) -> list[dict[str, Any]]:
    """Return each sentiment's share on every side, and whether the last differs from the first."""
    totals = [max(1, side.typed_summary.rows.counted) for side in compared.sides]
    return [
        {
            "shares": [
                side.typed_summary.sentiments[each.sentiment].rows / total
                if each.sentiment in side.typed_summary.sentiments
                else 0.0
                for side, total in zip(compared.sides, totals, strict=True)
            ],
            "points": 100 * (each.b.share - each.a.share),
            "significant": each.significant,
            "z": each.z,
        }
        for each in document.shares
    ]


def _style(data: Mapping[str, Any], clouds: Clouds | None, options: Options) -> str:
    """Return the style: that of all pages, and the colours of this one."""
    tones = [
        f'[data-s="{number}"] {{ --hue: {each["colour"]}; }}\n'
        for number, each in enumerate(data["sentiments"])
    ]
    rows = [
        f'[data-side="{side}"] [data-s="{number}"] {{ --rows: {count}; }}\n'
        for side, each in enumerate(data["sides"])
        for number, count in enumerate(each["rows"])
    ]
    wording = Wording(data["language"])
    own, _ = own_colours(options.colour, [wording.say(move) for move in _MOVES])
    moves = [_move_tone(move, options.palette, own) for move in _MOVES]
    drawn = [] if clouds is None else list(clouds.together.values())
    font = "" if clouds is None else clouds.font_styles
    colours = colours_of(drawn, options.palette, own)
    return "".join((font, "\n", style_of(_STYLES), *tones, *rows, *moves, colours))


def _move_tone(move: str, palette: str, own: Mapping[str, str]) -> str:
    """Return the rule for the colour of what rose, or of what fell: that of the cloud."""
    meaning = meaning_of(move, _MOVES)
    colour = own.get(meaning) or colour_of(Tone(meaning, STRENGTHS - 2), palette)
    return f'[data-s="{move}"] {{ --hue: {colour}; }}\n'


def _starred(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of the page with stars for swear words; texts keep their lengths."""
    language = data["language"]
    stars = masks(data["uses"], language)

    def row(each: list[Any]) -> list[Any]:
        return [stars.get(each[0], each[0]), *each[1:]]

    steps = [
        {
            **step,
            "scopes": [
                {**scope, **{move: list(map(row, scope[move])) for move in _MOVES}}
                for scope in step["scopes"]
            ],
        }
        for step in data["steps"]
    ]
    named = {
        key: {stars.get(word, word): each for word, each in data[key].items()}
        for key in ("uses", "sayers", "examples")
    }
    return {**data, **named, "steps": steps, "texts": [masked(t, language) for t in data["texts"]]}
