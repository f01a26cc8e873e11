/* Whether a text holds one of many strings, in one pass over its bytes: the automaton of Aho and
   Corasick. Small texts of a hundred strings would take a hundred passes, expressions of RE2 five
   times as long. */
#ifndef MOODCLOUD_FINDER_H
#define MOODCLOUD_FINDER_H

#include <stdlib.h>

#include "characters.h"

/* What ends at a state: a string; or a word, which counts where no letter is before it. */
#define ANYWHERE 255
/* Set beside the number of a state where something ends. */
#define ENDS (1u << 31)

typedef struct {
    uint8_t classes[256]; /* of each byte; 0: no string has it; capitals are like small letters */
    uint32_t width, states;
    uint32_t *next; /* by state * width + class: the next state * width, and whether something ends */
    uint8_t *ending; /* by state: 0, ANYWHERE, or how many bytes a word has that ends */
} Finder;

static void finder_close(Finder *finder) {
    free(finder->next);
    free(finder->ending);
    *finder = (Finder){0};
}

/* Give each byte of the strings a class. */
static void finder_classes(Finder *finder, const uint8_t *strings, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        if (strings[i] != '\n' && !finder->classes[strings[i]]) finder->classes[strings[i]] = (uint8_t)++finder->width;
}

/* Add strings, each on a line of its own, to the tree of all strings. 0: a word is too long. */
static int finder_add(Finder *finder, const uint8_t *strings, size_t bytes, int words) {
    for (size_t from = 0, to; from < bytes; from = to + 1) {
        uint32_t state = 0;
        for (to = from; to < bytes && strings[to] != '\n'; to++) {
            uint32_t *next = &finder->next[state * finder->width + finder->classes[strings[to]]];
            if (!*next) *next = ++finder->states;
            state = *next;
        }
        if (words && to - from >= ANYWHERE) return 0;
        if (to > from && finder->ending[state] != ANYWHERE) finder->ending[state] = words ? (uint8_t)(to - from) : ANYWHERE;
    }
    return 1;
}

/* Make an automaton of the tree, nearest states first: where a string cannot go on, the longest end
   of what was read that begins another one goes on. */
static int finder_link(Finder *finder) {
    uint32_t states = finder->states + 1, width = finder->width, read = 0, queued = 0;
    uint32_t *queue = malloc(states * sizeof *queue), *shorter = calloc(states, sizeof *shorter);
    int sound = queue && shorter;
    if (sound) queue[queued++] = 0;
    while (read < queued) {
        uint32_t state = queue[read++];
        for (uint32_t class = 0; class < width; class++) {
            uint32_t *next = &finder->next[state * width + class];
            uint32_t otherwise = state ? finder->next[shorter[state] * width + class] : 0;
            if (!*next) {
                *next = otherwise;
                continue;
            }
            shorter[*next] = otherwise;
            uint8_t *ending = &finder->ending[*next], also = finder->ending[otherwise];
            /* Of two words the longer: before the other one is a letter of it. */
            if (!*ending || also == ANYWHERE) *ending = also;
            queue[queued++] = *next;
        }
    }
    free(queue);
    free(shorter);
    for (uint32_t i = 0; sound && i < states * width; i++)
        finder->next[i] = finder->next[i] * width | (finder->ending[finder->next[i]] ? ENDS : 0);
    return sound;
}

/* Open a finder of strings and of words, each in small letters on a line. 0: the memory is used up. */
static int finder_open(Finder *finder, const uint8_t *strings, size_t bytes, const uint8_t *words, size_t word_bytes) {
    *finder = (Finder){0};
    finder_classes(finder, strings, bytes);
    finder_classes(finder, words, word_bytes);
    finder->width++;
    for (int c = 'A'; c <= 'Z'; c++) finder->classes[c] = finder->classes[c | 32];
    finder->next = calloc((bytes + word_bytes + 1) * finder->width, sizeof *finder->next);
    finder->ending = calloc(bytes + word_bytes + 1, 1);
    if (finder->next && finder->ending && finder_add(finder, strings, bytes, 0) && finder_add(finder, words, word_bytes, 1) && finder_link(finder))
        return 1;
    finder_close(finder);
    return 0;
}

/* Return whether there is a letter before p. */
static int letter_before(const uint8_t *from, const uint8_t *p) {
    int length;
    if (p == from) return 0;
    do p--;
    while (p > from && (*p & 0xc0) == 0x80);
    return (kinds_of[character_at(p, &length)] & LETTER) != 0;
}

/* Return whether a text, with a space after it, holds one of the strings. Beyond ASCII its letters
   are small ones already. */
static int finder_finds(const Finder *finder, const uint8_t *from, const uint8_t *end) {
    uint32_t state = 0;
    for (const uint8_t *p = from; p <= end; p++) {
        state = finder->next[state + finder->classes[p < end ? *p : ' ']];
        if (!(state & ENDS)) continue;
        state &= ~ENDS;
        uint8_t ending = finder->ending[state / finder->width];
        if (ending == ANYWHERE || !letter_before(from, p + 1 - ending)) return 1;
    }
    return 0;
}

#endif
