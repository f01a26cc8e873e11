/* What is cleaned here of a text, so that it need not be cleaned in SQL: four entities, links that are
   between white space, apostrophes. 11 of 100 tweets hold some, and SQL takes 20 times as long. */
#ifndef MOODCLOUD_CLEANING_H
#define MOODCLOUD_CLEANING_H

#include "plain_texts.h"

/* Return what an entity at p stands for, and in *bytes how many it has. 0: it is none of these, which
   are nine in ten of all; the finder takes the others for rare. */
static uint8_t entity_at(const uint8_t *p, const uint8_t *end, int *bytes) {
    static const struct { const char *name; int bytes; uint8_t sign; } ENTITIES[] = {
        {"&amp;", 5, '&'}, {"&quot;", 6, '"'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}};
    for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++) {
        *bytes = ENTITIES[i].bytes;
        if (end - p >= *bytes && !memcmp(p, ENTITIES[i].name, (size_t)*bytes)) return ENTITIES[i].sign;
    }
    return 0;
}

/* Write a text with these entities resolved once: one that was escaped twice still holds an entity. */
static Text without_entities(Text text, uint8_t *out) {
    uint8_t *first = out;
    int bytes;
    for (const uint8_t *p = text.from; p < text.end;) {
        uint8_t sign = *p == '&' ? entity_at(p, text.end, &bytes) : 0;
        *out++ = sign ? sign : *p;
        p += sign ? bytes : 1;
    }
    return (Text){first, out};
}

/* Return whether there is something at p, in small or capital letters. */
static int begins(const uint8_t *p, const uint8_t *end, const char *small) {
    for (; *small; small++, p++)
        if (p == end || (*p >= 'A' && *p <= 'Z' ? *p | 32 : *p) != (uint8_t)*small) return 0;
    return 1;
}

/* Return the end of a link at p, which is at the beginning of a text or after white space; NULL: there
   is none. (?i:https?://|ftp://|www\.)\S+ */
static const uint8_t *link_end(const uint8_t *p, const uint8_t *end) {
    static const char *const BEFORE[] = {"http://", "https://", "ftp://", "www."};
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        if (!begins(p, end, BEFORE[i])) continue;
        const uint8_t *first = p += strlen(BEFORE[i]);
        while (p < end && !(byte_kinds[*p] & SPACE)) p++;
        return p > first ? p : NULL;
    }
    return NULL;
}

/* Return the end of the link that p is in, where nothing in it could be an escape or a tag; or NULL. */
static const uint8_t *end_of_link_around(const uint8_t *from, const uint8_t *p, const uint8_t *end) {
    while (p > from && !(byte_kinds[p[-1]] & SPACE)) p--;
    const uint8_t *last = link_end(p, end);
    for (; last && p < last; p++)
        if (*p == '<' || *p == '\\' || *p == '&') return NULL;
    return last;
}

/* Return whether an apostrophe at p, after a space, begins the end of a contraction:
   '(?:s|re|ve|ll|d|m)\b. Most of them begin what is quoted. */
static int ends_contraction(const uint8_t *p, const uint8_t *end) {
    static const char *const ENDS_OF[] = {"'s", "'re", "'ve", "'ll", "'d", "'m"};
    for (size_t i = 0; i < sizeof ENDS_OF / sizeof *ENDS_OF; i++)
        if (begins(p, end, ENDS_OF[i]) && is_over(p + strlen(ENDS_OF[i]), end)) return 1;
    return 0;
}

/* Return whether a rare string that ends at p is harmless for a reason the byte itself shows: an `x`
   after another, which are a placeholder in capitals only; a `/` after letters that no dot is before;
   an apostrophe after a space that ends no contraction, where no other kind could end one. */
static int is_harmless(const uint8_t *from, const uint8_t *p, const uint8_t *end, int as_is) {
    if (p == from || p == end) return 0;
    if (as_is && (*p == 'x' || *p == 'X') && (p[-1] | 32) == 'x') return *p == 'x' || p[-1] == 'x';
    if (as_is && *p == '\'' && p[-1] == ' ') return !ends_contraction(p, end);
    if (*p != '/' || !is_ascii_letter(p[-1])) return 0;
    do p--;
    while (p > from && is_ascii_letter(p[-1]));
    return p == from || p[-1] != '.';
}

/* Return whether a text is rare; in *links whether it holds links.

   as_is: it is in ASCII as it was written, with one kind of apostrophe. Elsewhere its letters are small. */
static int holds_rare(const Finder *finder, Text text, int as_is, int *links) {
    const uint8_t *past = text.from; /* the end of the last link */
    uint32_t state = 0;
    *links = 0;
    for (const uint8_t *p = text.from; (p = finder_next(finder, &state, text.from, p, text.end)); p++) {
        if (p < past || is_harmless(text.from, p, text.end, as_is)) continue;
        past = p < text.end ? end_of_link_around(text.from, p, text.end) : NULL;
        if (!past || p >= past) return 1;
        *links = 1;
    }
    return 0;
}

/* Write a text with ` @ ` in place of links; `out` may be where it is. */
static Text without_links(Text text, uint8_t *out) {
    uint8_t *first = out;
    int after_space = 1;
    for (const uint8_t *p = text.from; p < text.end;) {
        const uint8_t *end = after_space ? link_end(p, text.end) : NULL;
        after_space = byte_kinds[*p] & SPACE;
        if (end) {
            memcpy(out, " @ ", 3);
            out += 3;
            p = end;
        } else {
            *out++ = *p++;
        }
    }
    return (Text){first, out};
}

/* Clean a text, or return 0 where SQL is to clean it. `lower` has room for twice its bytes, `plain`
   for all. */
static int cleaned(const Finder *finder, Text *text, uint8_t *lower, uint8_t *plain) {
    int ascii = is_ascii(*text), links;
    size_t bytes = (size_t)(text->end - text->from);
    Text small;
    if (!bytes) return 1;
    if (memchr(text->from, '&', bytes)) *text = without_entities(*text, plain);
    if (!ascii && may_be_composed(*text)) return 0;
    small = *text;
    if (!ascii) small = (Text){lower, lower + write_lower(text->from, (size_t)(text->end - text->from), lower)};
    int as_is = ascii && !memchr(text->from, '`', (size_t)(text->end - text->from));
    if (holds_rare(finder, small, as_is, &links)) return 0;
    if (links) *text = without_links(*text, plain);
    if (!as_is) *text = with_plain_apostrophes(*text, plain);
    return 1;
}

#endif
