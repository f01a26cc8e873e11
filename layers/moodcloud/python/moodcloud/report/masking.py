"""The page with stars for swear words; the files of words beside it have none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from moodcloud.insight.concordance import Concordance
from moodcloud.lexicon.profanity import masked, masks
from moodcloud.report.inline import InlineCloud
from moodcloud.report.page_data import Lead, Quote
from moodcloud.vocabulary import Vocabulary

_LISTS: Final = ("words", "phrases")


class Masking:
    """Writes what a page shows with stars.

    The words of its clouds have stars already: `drawing` gives them the same ones.

    Args:
        vocabulary: The words of the page.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._language = vocabulary.language
        self._words = masks(vocabulary.words.names, self._language)

    def word(self, word: str) -> str:
        """Return a word or a phrase as clouds write it."""
        return self._words.get(word) or self._text(word)

    def _text(self, text: str) -> str:
        return masked(text, self._language)

    def data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the data of a page with stars; texts keep their lengths."""
        lists = {kind: [[self.word(each[0]), *each[1:]] for each in data[kind]] for kind in _LISTS}
        forms = {self.word(word): list(map(self._text, own)) for word, own in data["forms"].items()}
        found = {self.word(word): self._text(own) for word, own in data["found"].items()}
        examples = {self.word(word): places for word, places in data["examples"].items()}
        texts = list(map(self._text, data["texts"]))
        keyed = {"forms": forms, "found": found, "examples": examples}
        return {**data, **lists, **keyed, "texts": texts}

    def concordance(self, found: Concordance) -> Concordance:
        """Return a concordance with stars; texts keep their lengths."""
        places = {self.word(word): places for word, places in found.places.items()}
        return replace(found, texts=list(map(self._text, found.texts)), places=places)

    def lead(self, lead: Lead) -> Lead:
        """Return the first words and quotes about a sentiment with stars."""
        words, quotes = map(self.word, lead.words), map(self._quote, lead.quotes)
        return replace(lead, words=list(words), quotes=list(quotes))

    def cloud(self, cloud: InlineCloud) -> InlineCloud:
        """Return a cloud that names the words it has no room for with stars."""
        return replace(cloud, dropped=tuple(map(self.word, cloud.dropped)))

    def _quote(self, quote: Quote) -> Quote:
        # The whole text is masked: a swear word may go on beyond the word that is quoted.
        text = self._text(quote.before + quote.word + quote.after)
        start, end = len(quote.before), len(quote.before) + len(quote.word)
        return Quote(text[:start], text[start:end], text[end:])
