"""Texts made of what is awkward to split and to count."""

from __future__ import annotations

import random

# What texts are made of where rules of splitting meet.
_PIECES = r"""
    RT rt @ @a @아 : :// http https HTTP:// www. . .. + - -- _ a B z9 7 4th 5pm 10분만에 5️⃣ 9⃣ ² ½ Ⅷ ٣
    don't it’s l‘été ' '' ` ´ ʼ ＇ é 가 각 ㅋㅋ İ ẞ ǅ ﬁ ſ 😀 ❤️ 👍🏽 … — !!! #tag a@b.c x.y+z@d-e.co.
    @b.c a@b. good not movie GREAT the 방 ａＢ <3 <b <br> </b> &amp; &#39; \n \u00e9 [NAME] <url> XX
    -lrb- n't ca gon na （ ） / , 日本 ʻ ª ᴬ 𝒜 𝟘 ﬀ ㈀ Ⅳ Wi-Fi a-b- -a aа ΐ 豈
"""
# White space of all kinds, letters that composing changes, signs that are not seen.
PIECES = _PIECES.split()
PIECES += ["\t", "\n", "\r", "\x0b", "\x0c", "\x00", "\u00a0", "\u2003", "\u200d", "\ufeff"]
PIECES += ["e\u0301", "\u1100\u1161", "\u0301", "\u212a", "\u2126", "\u1ff7"]


def awkward_texts(seed: int, count: int) -> list[str | None]:
    """Return so many texts and a few special ones; the same for the same seed."""
    generator = random.Random(seed)
    texts = [
        "".join(
            generator.choice(PIECES) + generator.choice(("", "", " "))
            for _ in range(generator.randint(0, 14))
        )
        for _ in range(count)
    ]
    # Copies, one with white space around it, and texts in sentences with names in them.
    texts += [*texts[: count // 10], *(f" {text}" for text in texts[: count // 20])]
    texts += [f"we like to {text} here in {text}" for text in texts[: count // 10]]
    return [*texts, None, "", "long" * 50_000 + " word"]
