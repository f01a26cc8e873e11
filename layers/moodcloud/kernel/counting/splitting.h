/* Where tokens end: the regular expressions of counting/tokens.py, by hand. */
#ifndef MOODCLOUD_SPLITTING_H
#define MOODCLOUD_SPLITTING_H

#include "characters.h"

static inline uint8_t kinds_at(const uint8_t *p, const uint8_t *end, int *length) {
    if (p >= end) {
        *length = 0;
        return SPACE;
    }
    return kinds_of[character_at(p, length)];
}

/* Return the end of the letters, marks and digits at p. */
static inline const uint8_t *inside_end(const uint8_t *p, const uint8_t *end) {
    int length;
    for (;;) {
        while (p < end && byte_kinds[*p] & INSIDE) p++;
        if (p >= end || *p < 0x80 || !(kinds_at(p, end, &length) & INSIDE)) return p;
        p += length;
    }
}

/* [0-9A-Za-z_] */
static inline int is_word_byte(uint8_t c) {
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static inline int is_ascii_letter(uint8_t c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Return whether a word is over at p, as far as ASCII goes. */
static inline int is_over(const uint8_t *p, const uint8_t *end) { return p >= end || !is_word_byte(*p); }

/* _SIGNED: return the end of a word with a sign of its own at p (A/C, C++, C#, Disney+), or NULL. */
static const uint8_t *signed_end(const uint8_t *p, const uint8_t *end) {
    const uint8_t *sign = p;
    while (sign < end && is_ascii_letter(*sign)) sign++;
    if (sign == p || sign == end) return NULL;
    if (sign - p == 1) {
        if (*sign == '/' && end - sign >= 2 && is_ascii_letter(sign[1]) && is_over(sign + 2, end)) return sign + 2;
        if (*sign == '+' && end - sign >= 2 && sign[1] == '+' && is_over(sign + 2, end)) return sign + 2;
        if ((*sign == '+' || *sign == '#') && is_over(sign + 1, end)) return sign + 1;
    }
    return *sign == '+' && *p <= 'Z' && is_over(sign + 1, end) ? sign + 1 : NULL;
}

/* WORD_TOKEN: a letter, then what is inside words; apostrophes, hyphens and ampersands between letters;
   or a word with a sign of its own. */
static inline const uint8_t *word_end(const uint8_t *p, const uint8_t *end) {
    int length;
    const uint8_t *from = p;
    for (;;) {
        p = inside_end(p, end);
        if (p >= end) return p;
        if (*p == '/' || *p == '+' || *p == '#') {
            const uint8_t *signed_word = signed_end(from, end);
            return signed_word ? signed_word : p;
        }
        if ((*p != '\'' && *p != '-' && *p != '&') || !(kinds_at(p + 1, end, &length) & LETTER)) return p;
        p++;
    }
}

/* _NUMBER: digits with the unit, ending or counter after them; or a keycap. */
static inline const uint8_t *number_end(const uint8_t *p, const uint8_t *end) {
    int length;
    uint8_t kinds;
    while ((kinds = kinds_at(p, end, &length)) & NUMBER) p += length;
    if (kinds & UNIT) return inside_end(p + length, end);
    const uint8_t *cap = p;
    if (end - cap >= 3 && cap[0] == 0xef && cap[1] == 0xb8 && cap[2] == 0x8f) cap += 3; /* U+FE0F */
    if (end - cap >= 3 && cap[0] == 0xe2 && cap[1] == 0x83 && cap[2] == 0xa3) return cap + 3; /* U+20E3 */
    return p;
}

/* _MARKS: anything but letters, numbers and white space. */
static inline const uint8_t *marks_end(const uint8_t *p, const uint8_t *end) {
    int length;
    while (!(kinds_at(p, end, &length) & (LETTER | NUMBER | SPACE))) p += length;
    return p;
}

/* Return the end of the token at p, whose first character has these kinds, and is no white space. */
static inline const uint8_t *token_end(const uint8_t *p, const uint8_t *end, uint8_t kinds) {
    if (kinds & LETTER) return word_end(p, end);
    return kinds & NUMBER ? number_end(p, end) : marks_end(p, end);
}

#endif
