/* The tokens of a text, one after the other. What takes them is known where this is compiled, so that
   no call is made for each. */
#ifndef MOODCLOUD_TAKING_H
#define MOODCLOUD_TAKING_H

#include "cleaning.h"
#include "splitting.h"

#define INLINED static inline __attribute__((always_inline))

/* Takes a token, which is the bytes between two places, for a taker. */
typedef void (*Take)(void *taker, const uint8_t *from, const uint8_t *to);

INLINED void each_token(Text text, Take take, void *taker) {
    for (const uint8_t *p = text.from; p < text.end;) {
        int length;
        uint8_t kinds = kinds_at(p, text.end, &length);
        const uint8_t *from = p;
        if (kinds & SPACE) {
            p += length;
            continue;
        }
        p = token_end(p, text.end, kinds);
        take(taker, from, p);
    }
}

/* Take the tokens of a text with mentions, of each of which the @ is one. */
INLINED void each_between_mentions(Text text, Take take, void *taker) {
    const uint8_t *from = text.from, *at = from;
    while ((at = memchr(at, '@', (size_t)(text.end - at)))) {
        const uint8_t *end = mention_end(at + 1, text.end);
        if (end > at + 1) {
            each_token((Text){from, marker_before(from, at)}, take, taker);
            take(taker, at, at + 1);
            from = end;
        }
        at = end;
    }
    each_token((Text){from, text.end}, take, taker);
}

#endif
