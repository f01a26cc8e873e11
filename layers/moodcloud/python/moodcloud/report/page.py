"""`report.html`: one self-contained page, which loads nothing but the texts beside it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from moodcloud.drawing import Clouds
from moodcloud.drawing.palettes import own_colours
from moodcloud.insight.about import About
from moodcloud.insight.concordance import MOST, build_concordance
from moodcloud.insight.examples import SampledPlaces, choose_examples
from moodcloud.insight.spots import find_spots
from moodcloud.report.divided_page import Shown, groups_view, periods_view
from moodcloud.report.file_names import TEXTS
from moodcloud.report.inline import colours_of, inline_clouds, plain
from moodcloud.report.masking import Masking
from moodcloud.report.page_data import Listed, leads_of, page_data, shown_share, with_examples
from moodcloud.report.page_subjects import subjects_of
from moodcloud.report.page_texts import LINED, nonce_of, texts_data, texts_script
from moodcloud.report.page_texts import MOST_BYTES as TEXTS_BYTES
from moodcloud.report.summarise import Forms
from moodcloud.report.summary import Summary
from moodcloud.report.templates import (
    as_json,
    english,
    policy,
    render,
    script,
    script_json,
    script_object,
    style,
    translator,
)
from moodcloud.vocabulary import Vocabulary

MOST_BYTES: Final = 1_400_000
"""The most bytes of a page; examples get what the rest leaves."""

_MOST_EXAMPLE_BYTES: Final = 500_000
# The most phrases, and the most emoji, that get examples.
_QUOTED_PHRASES: Final = 150
_QUOTED_EMOJI: Final = 30


class RenderedPage(NamedTuple):
    """The page, and the content of `texts.js` beside it: empty where texts are left out."""

    page: str
    texts: str


def render_page(
    summary: Summary,
    vocabulary: Vocabulary,
    clouds: Clouds,
    listed: Listed,
    forms: Forms,
    places: SampledPlaces,
    told: About,
) -> RenderedPage:
    """Return the page of a set of results; every value from the file is escaped.

    Args:
        summary: The summary of the set.
        vocabulary: The words.
        clouds: Their pictures.
        listed: What the page lists.
        forms: What `forms_of` returned, for the words listed at least.
        places: The places in texts for examples, where the options do not leave them out.
        told: What the table is about.
    """
    inlined = inline_clouds(clouds, summary)
    data = page_data(summary, vocabulary, listed, forms)
    own, _ = own_colours(summary.options["colour"], vocabulary.sentiments)
    colours = colours_of(inlined, summary.options["palette"], own)
    looks, program = style(clouds.font_styles, colours, data["sentiments"]), script()
    known: dict[str, tuple[Any, Markup]] = {}
    pieces = (
        script_object(data, known),
        looks,
        program,
        as_json(),
        *(cloud.svg for cloud in inlined),
    )
    room = min(_MOST_EXAMPLE_BYTES, MOST_BYTES - sum(len(each.encode()) for each in pieces))
    quoted, every = _wanted(listed, clouds), [*listed.words, *listed.phrases, *listed.emoji]
    means = _told_by(forms, vocabulary, {*quoted, *every})
    spots = find_spots(places.sample, vocabulary, means, every, MOST)
    examples = choose_examples(places, spots, quoted, vocabulary.sentiments, room)
    concordance = build_concordance(places, spots, every, vocabulary.sentiments, TEXTS_BYTES)
    data = with_examples(data, examples, vocabulary.sentiments)
    data["quoted"] = summary.options["examples"]
    data["lined"] = summary.input.format in LINED
    data["keys"] = [plain(each.column) for each in (summary.groups, summary.periods) if each]
    leads = leads_of(summary, told.quotes)
    shown: Shown = str
    if summary.options["mask_profanity"]:
        masking = Masking(vocabulary)
        data, inlined = masking.data(data), list(map(masking.cloud, inlined))
        leads = list(map(masking.lead, leads))
        concordance = masking.concordance(concordance)
        shown = masking.word
    texts = ""
    if places.sample.texts:
        texts = script_json(texts_data(concordance, vocabulary.sentiments))
    nonce = nonce_of(texts, script_object(data, known)) if texts else ""
    data["beside"] = {"file": TEXTS, "nonce": nonce} if texts else None
    page = render(
        "report",
        t=translator([each["name"] for each in data["sentiments"]]),
        english=english(),
        policy=policy(looks, program, "font-src data:", "img-src data:", nonce=nonce),
        style=Markup(looks),
        script=Markup(program),
        strings=as_json(),
        data=script_object(data, known),
        summary=summary,
        language=data["language"],
        several=summary.keyness,
        sentiments=_shares(summary),
        leads=leads,
        subjects=subjects_of(summary, shown),
        clouds=inlined,
        groups=groups_view(summary.groups, shown),
        periods=periods_view(summary.periods, shown),
        kinds=[kind for kind in ("words", "phrases", "emoji") if data[kind]],
    )
    return RenderedPage(page, texts_script(texts, nonce) if texts else "")


def _wanted(listed: Listed, clouds: Clouds) -> list[str]:
    """Return what gets examples: what the page shows, and the first phrases and emoji listed."""
    pictures = (*clouds.frequency.values(), *clouds.distinctive.values(), *clouds.together.values())
    drawn = {word for picture in pictures for word in picture.drawn}
    chosen = [word for word in listed.words if word in drawn]
    quoted = [*chosen, *listed.phrases[:_QUOTED_PHRASES], *listed.emoji[:_QUOTED_EMOJI]]
    return list(dict.fromkeys([*quoted, *listed.mentioned]))


def _told_by(forms: Forms, vocabulary: Vocabulary, wanted: Collection[str]) -> dict[str, list[str]]:
    """Return, by form and by bigram, the wanted words and phrases that it is an example of."""
    words: dict[str, list[str]] = {}
    for word in forms:
        if word in wanted:
            for form in forms[word]:
                words.setdefault(form, []).append(word)
    for bigram, phrase in vocabulary.bigrams:
        if phrase in wanted and phrase not in words.setdefault(bigram, []):
            words[bigram].append(phrase)
    return words


def _shares(summary: Summary) -> list[dict[str, Any]]:
    """Return each sentiment's texts, and their share of all."""
    rows = [each.rows for each in summary.sentiments.values()]
    return [{"rows": own, "share": shown_share(own, sum(rows))} for own in rows]
