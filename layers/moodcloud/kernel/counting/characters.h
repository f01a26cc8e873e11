/* Characters: what kind each is, and its lower case, exactly as the counting engine (DuckDB) has
   them: the ranges in character_ranges.h were asked of it by tools/build_character_ranges.py. */
#ifndef MOODCLOUD_CHARACTERS_H
#define MOODCLOUD_CHARACTERS_H

#include <stdint.h>
#include <string.h>

/* The kinds that counting/tokens.py names in its regular expressions. */
enum {
    LETTER = 1,       /* \p{L} */
    INSIDE = 2,       /* [\p{L}\p{M}\p{N}] */
    NUMBER = 4,       /* \p{N} */
    UNIT = 8,         /* [\p{Latin}\p{Hangul}]: begins what belongs to the number before it */
    SPACE = 16,       /* \s */
    COMPOSED = 32,    /* may be composed */
    SMALL = 64,       /* \p{Ll} */
    BLANK = 128       /* white space as Unicode has it */
};

typedef struct { uint32_t first, last; uint8_t kinds; } KindRange;
typedef struct { uint32_t first, last, step; int32_t shift; } LowerRange;

#include "character_ranges.h"

#define CHARACTERS 0x110000

/* Flat tables: only the pages that texts ask for are ever touched. */
static uint8_t kinds_of[CHARACTERS];
static int32_t shift_of[CHARACTERS];

static void fill_characters(void) {
    for (size_t i = 0; i < sizeof KIND_RANGES / sizeof *KIND_RANGES; i++) {
        const KindRange *range = &KIND_RANGES[i];
        memset(kinds_of + range->first, range->kinds, range->last - range->first + 1);
    }
    for (size_t i = 0; i < sizeof LOWER_RANGES / sizeof *LOWER_RANGES; i++) {
        const LowerRange *range = &LOWER_RANGES[i];
        for (uint32_t c = range->first; c <= range->last; c += range->step) shift_of[c] = range->shift;
    }
}

/* Return the character at p, and in *length how many bytes it has. The text is valid UTF-8. */
static inline uint32_t character_at(const uint8_t *p, int *length) {
    uint32_t c = *p;
    if (c < 0x80) { *length = 1; return c; }
    if (c < 0xe0) { *length = 2; return (c & 31) << 6 | (p[1] & 63u); }
    if (c < 0xf0) { *length = 3; return (c & 15) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u); }
    *length = 4;
    return (c & 7) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
}

/* Write a character as UTF-8 and return how many bytes it has. */
static inline int write_character(uint32_t c, uint8_t *out) {
    if (c < 0x80) { out[0] = (uint8_t)c; return 1; }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xc0 | c >> 6); out[1] = (uint8_t)(0x80 | (c & 63)); return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xe0 | c >> 12); out[1] = (uint8_t)(0x80 | (c >> 6 & 63));
        out[2] = (uint8_t)(0x80 | (c & 63)); return 3;
    }
    out[0] = (uint8_t)(0xf0 | c >> 18); out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 63)); out[3] = (uint8_t)(0x80 | (c & 63)); return 4;
}

/* Write the lower case of a text and return its length; `out` has room for twice the bytes. */
static inline size_t write_lower(const uint8_t *p, size_t n, uint8_t *out) {
    size_t written = 0;
    for (size_t i = 0; i < n;) {
        int length;
        uint32_t c = character_at(p + i, &length);
        written += (size_t)write_character((uint32_t)((int32_t)c + shift_of[c]), out + written);
        i += (size_t)length;
    }
    return written;
}

#endif
