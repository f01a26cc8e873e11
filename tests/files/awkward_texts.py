"""Texts made of what is awkward to clean, to split and to count."""

from __future__ import annotations

import random
from typing import Final

# What texts are made of where rules of splitting meet.
_PIECES = r"""
    RT rt @ @a @아 : :// http https HTTP:// www. . .. + - -- _ a B z9 7 4th 5pm 10분만에 5️⃣ 9⃣ ² ½ Ⅷ ٣
    don't it’s l‘été ' '' ` ´ ʼ ＇ é 가 각 ㅋㅋ İ ẞ ǅ ﬁ ſ 😀 ❤️ 👍🏽 … — !!! #tag a@b.c x.y+z@d-e.co.
    @b.c a@b. good not movie GREAT the 방 ａＢ <3 <b <br> </b> &amp; &#39; \n \u00e9 [NAME] <url> XX
    -lrb- n't ca gon na （ ） / , 日本 ʻ ª ᴬ 𝒜 𝟘 ﬀ ㈀ Ⅳ Wi-Fi a-b- -a aа ΐ 豈
    @Name_x xRT .@f a@b w/ and/or x.com a.co.uk/x 1/2 :/ AT&T &amp xx XXX %ABC% USER_MENTION __A__
    전혀 하나도 없다 재미가 got ta wan want Не НЕ очень ОЧЕНЬ ᲂ "no ¡no No nʼt isn`t ſo
    &quot; &lt; &gt; &amp;lt; &amp;b; &LT; http://a.co/b https://x.y/gon WWW.z
    ftp://q na xX Xx 's 'll 'so .fm/
"""
# White space of all kinds, letters that composing changes, signs that are not seen, several words.
PIECES: Final = [
    *_PIECES.split(),
    "\t", "\n", "\r", "\x0b", "\x0c", "\x00", "\x1c", "\x85", "\u00a0", "\u2003", "\u200b",
    "\u200d", "\u3000", "\ufeff", "e\u0301", "\u1100\u1161", "\u0301", "\u212a", "\u2126", "\u1ff7",
    "RT @a", "rt : @b", "RT:@c", "RT\t@d", "ca n't", "it 's", "gon na", "재미가 하나도 없다",
    "배송이 안 돼요", "못 함 안 하",
    "no me gusta", "three small words", "a & b",
    " http://a.b/c ", " www.gon na ", " 'd ", " 'quoted' ",
]  # fmt: skip
# Words that are joined over others, and the others.
_NEGATED_WORDS = """
    not n't don't dont n’t isn`t cannot won't have NOT be been a an very so really as all that super
    good nice fun no não nao non ni nunca me la muy di nicht kein so sehr pas du tout ne fost nie za
    не очень так ei ole niin tidak terlalu e' e’ wo ca should do
"""
_NEGATED: Final = _NEGATED_WORDS.split()


def awkward_texts(seed: int, count: int) -> list[str | None]:
    """Return so many texts and a few special ones; the same for the same seed."""
    generator = random.Random(seed)
    texts = [_text(generator) for _ in range(count)]
    # Copies, with white space around them and without, and texts in sentences with names in them.
    texts += [*texts[: count // 10], *(f" {text}" for text in texts[: count // 20])]
    texts += [f"{text} " for text in texts[: count // 10]]
    texts += [text.strip() for text in texts[: count // 10]]
    texts += [f"we like to {text} here in {text}" for text in texts[: count // 10]]
    return [*texts, None, "", "long" * 50_000 + " word"]


def _text(generator: random.Random) -> str:
    pieces, parts = generator.choice(
        ((PIECES, ("", "", " ")), (_NEGATED, (" ", " ", " ", "  ", ", "))),
    )
    text = "".join(
        generator.choice(pieces) + generator.choice(parts) for _ in range(generator.randint(0, 14))
    )
    return generator.choice((text, text, text, text.upper(), text.title()))
