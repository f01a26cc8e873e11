/* What is known of texts as they were written: white space around them, mentions, apostrophes. What
   these are, tokens.py and plain_texts.py say. */
#ifndef MOODCLOUD_PLAIN_TEXTS_H
#define MOODCLOUD_PLAIN_TEXTS_H

#include "characters.h"
#include "finder.h"
#include "splitting.h"

typedef struct { const uint8_t *from, *end; } Text;

/* Return a text without the white space around it. */
static inline Text stripped(Text text) {
    int length;
    while (text.from < text.end && kinds_of[character_at(text.from, &length)] & BLANK) text.from += length;
    while (text.from < text.end) {
        const uint8_t *last = text.end - 1;
        while ((*last & 0xc0) == 0x80) last--;
        if (!(kinds_of[character_at(last, &length)] & BLANK)) break;
        text.end = last;
    }
    return text;
}

static inline int is_ascii(Text text) {
    uint64_t all = 0, eight;
    const uint8_t *p = text.from;
    for (; text.end - p >= 8; p += 8) {
        memcpy(&eight, p, 8);
        all |= eight;
    }
    for (; p < text.end; p++) all |= *p;
    return !(all & 0x8080808080808080ull);
}

/* SENTENCES: three words in small letters side by side. */
static inline int in_sentences(Text text) {
    int length, found = 0; /* found: how many letters and spaces of them; runs of letters are one */
    for (const uint8_t *p = text.from; p < text.end; p += length) {
        uint32_t c = character_at(p, &length);
        if (kinds_of[c] & SMALL) {
            if (found == 4) return 1;
            found = found == 2 || found == 3 ? 3 : 1;
        } else {
            found = c == ' ' && (found == 1 || found == 3) ? found + 1 : 0;
        }
    }
    return 0;
}

/* Return whether some character may be composed (NFC). */
static int may_be_composed(Text text) {
    int length;
    for (const uint8_t *p = text.from; p < text.end; p += length)
        if (kinds_of[character_at(p, &length)] & COMPOSED) return 1;
    return 0;
}

static inline int is_apostrophe(uint32_t c) {
    for (size_t i = 0; i < sizeof APOSTROPHES / sizeof *APOSTROPHES; i++)
        if (c == APOSTROPHES[i]) return 1;
    return 0;
}

/* [\w\p{L}], once apostrophes are of one kind */
static inline int in_mention(const uint8_t *p, const uint8_t *end, int *length) {
    if (p >= end) return 0;
    uint32_t c = character_at(p, length);
    return c < 0x80 ? is_word_byte((uint8_t)c) : kinds_of[c] & LETTER;
}

/* Return the end of what a mention has after its @, which is where it begins if that is none. */
static const uint8_t *mention_end(const uint8_t *p, const uint8_t *end) {
    int length;
    while (in_mention(p, end, &length)) p += length;
    return p;
}

/* Return where the retweet marker before a mention begins: \b(?i:RT)\s*:?\s*; or its end. */
static const uint8_t *marker_before(const uint8_t *from, const uint8_t *end) {
    const uint8_t *p = end;
    while (p > from && byte_kinds[p[-1]] & SPACE) p--;
    if (p > from && p[-1] == ':') p--;
    while (p > from && byte_kinds[p[-1]] & SPACE) p--;
    if (p - from < 2 || (p[-1] | 32) != 't' || (p[-2] | 32) != 'r') return end;
    return p - from > 2 && is_word_byte(p[-3]) ? end : p - 2;
}

/* Write a text with apostrophes of one kind; `out` has room for all of its bytes, or is where it is. */
static Text with_plain_apostrophes(Text text, uint8_t *out) {
    uint8_t *first = out;
    int length;
    for (const uint8_t *p = text.from; p < text.end; p += length) {
        uint32_t c = character_at(p, &length);
        if ((c >= 0x80 || c == '`') && is_apostrophe(c)) *out++ = '\'';
        else for (int i = 0; i < length; i++) *out++ = p[i];
    }
    return (Text){first, out};
}

#endif
