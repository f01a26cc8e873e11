"""Korean nouns that the analyser does not know, with the particles after them.

It may read such a noun in one token (세정력이), cut it in another (세정력은: 세 and 정력), and take
the particle for a part of it in a third (라프텔만). Other tokens of the table tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from moodcloud.language.korean_analyser import Morpheme

Words = tuple[str, ...]

# Particles with which a noun hardly ever ends, and others: 강아지, 전문가, 젊은이 are nouns.
_SURE: Final = frozenset(
    (
        "은", "는", "을", "를", "의", "에", "와", "과", "만", "으로", "까지", "부터", "보다",
        "보단", "에서", "에게", "한테", "이랑", "하고", "처럼", "조차", "마저", "이라", "이나",
        "밖에", "에는", "에도", "만은", "까지는", "에서는", "으로는", "이라는", "이라고",
    )
)  # fmt: skip
_PARTICLES: Final = _SURE | {"이", "가", "도", "로", "나", "랑", "라"}
_LONGEST_PARTICLE: Final = max(map(len, _PARTICLES))
_LAST_LETTERS: Final = frozenset(particle[-1] for particle in _PARTICLES)
_LEAST_PARTICLES: Final = 3
_SHORTEST_NOUN: Final = 2


def is_unsure(morphemes: Sequence[Morpheme]) -> bool:
    """Return whether a token was read as one noun that may be a noun with its particle."""
    if len(morphemes) != 1:
        return False
    _, tag, _, _, unknown = morphemes[0]
    return tag == "NNP" or (tag == "NNG" and unknown)


def whole_nouns(words: Mapping[str, Words], unsure: AbstractSet[str]) -> dict[str, Words]:
    """Return other readings of tokens: unknown nouns stay whole and lose their particles.

    What is before several particles, and is read as one noun before one of them, is a noun before
    all.

    Args:
        words: The words of each token.
        unsure: The tokens that were read as one noun and may end in a particle.
    """
    found: dict[str, Words] = {}
    for noun, tokens in _before_particles(words).items():
        if len(tokens) < _LEAST_PARTICLES - 1 and unsure.isdisjoint(tokens):
            continue  # most: a third of the time
        alone = words.get(noun)
        is_noun = alone == (noun,) or any(words[token] == (noun,) for token in tokens)
        if is_noun and len(tokens) + (alone is not None) >= _LEAST_PARTICLES:
            for token in [*tokens, noun]:
                if _is_cut(noun, words.get(token, (noun,))):
                    found[token] = (noun,)
        for token in tokens:
            kept = token in unsure and words[token] == (token,) and token not in found
            if kept and (is_noun or token[len(noun) :] in _SURE):
                found[token] = (noun,)
    return found


def _before_particles(words: Iterable[str]) -> dict[str, list[str]]:
    """Return what is before particles in tokens, with these tokens."""
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for token in words:
        if token[-1] not in _LAST_LETTERS:
            continue
        # The longest particle first: of two nouns the shorter is found first.
        for size in range(min(_LONGEST_PARTICLE, len(token) - _SHORTEST_NOUN), 0, -1):
            if token[-size:] in _PARTICLES:
                seen[token[:-size]].append(token)
    return seen


def _is_cut(noun: str, read: Words) -> bool:
    """Return whether words are pieces of a noun: no verb that looks like it, as 보다 for 보기."""
    if not read or read == (noun,) or not all(piece in noun for piece in read):
        return False
    # One piece at the beginning, and the rest is a particle: 주제가 is 주제 more often than a song.
    return len(read) > 1 or not noun.startswith(read[0])
