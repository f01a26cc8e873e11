/* Whether a text holds one of many strings, in one pass over its bytes: the automaton of Aho and
   Corasick. Small texts of a hundred strings would take a hundred passes, expressions of RE2 five
   times as long. */
#ifndef MOODCLOUD_FINDER_H
#define MOODCLOUD_FINDER_H

#include <stdlib.h>

#include "characters.h"
#include "strings.h"

/* What ends at a state: a string; or a word, which counts where no letter is before it and one of
   certain words after it. */
#define ANYWHERE 255
#define LONGEST_WORD 32
/* Set beside the number of a state where something ends. */
#define ENDS (1u << 31)

typedef struct {
    uint8_t classes[256]; /* of each byte; 0: no string has it; capitals are like small letters */
    uint32_t width, states;
    uint32_t *next; /* by state * width + class: the next state * width, and whether something ends */
    uint8_t *ending; /* by state: 0, ANYWHERE, or how many bytes a word has that ends */
    Strings after;
} Finder;

/* Lines of text, and how many bytes they have together. */
typedef struct {
    const uint8_t *lines;
    size_t bytes;
} Lines;

static void finder_close(Finder *finder) {
    free(finder->next);
    free(finder->ending);
    strings_close(&finder->after);
    *finder = (Finder){0};
}

/* Give each byte of the strings a class. */
static void finder_classes(Finder *finder, Lines strings) {
    for (size_t i = 0; i < strings.bytes; i++) {
        uint8_t byte = strings.lines[i];
        if (byte != '\n' && !finder->classes[byte]) finder->classes[byte] = (uint8_t)++finder->width;
    }
}

/* Add strings to the tree of all strings. 0: a word is too long. */
static int finder_add(Finder *finder, Lines strings, int words) {
    for (size_t from = 0, to; from < strings.bytes; from = to + 1) {
        uint32_t state = 0;
        for (to = from; to < strings.bytes && strings.lines[to] != '\n'; to++) {
            uint32_t *next = &finder->next[state * finder->width + finder->classes[strings.lines[to]]];
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

/* Open a finder of strings and of words; all in small letters. 0: the memory is used up. */
static int finder_open(Finder *finder, Lines strings, Lines words, Lines after) {
    size_t most = strings.bytes + words.bytes + 1;
    *finder = (Finder){0};
    finder_classes(finder, strings);
    finder_classes(finder, words);
    finder->width++;
    for (int c = 'A'; c <= 'Z'; c++) finder->classes[c] = finder->classes[c | 32];
    finder->next = calloc(most * finder->width, sizeof *finder->next);
    finder->ending = calloc(most, 1);
    return finder->next && finder->ending && finder_add(finder, strings, 0) && finder_add(finder, words, 1) && finder_link(finder) &&
           strings_open(&finder->after) && strings_add_lines(&finder->after, after.lines, after.bytes);
}

/* Return whether there is a letter before p. */
static int letter_before(const uint8_t *from, const uint8_t *p) {
    int length;
    if (p == from) return 0;
    do p--;
    while (p > from && (*p & 0xc0) == 0x80);
    return (kinds_of[character_at(p, &length)] & LETTER) != 0;
}

/* Return whether p begins with one of the words after others, and a space or the end. */
static int word_after(const Finder *finder, const uint8_t *p, const uint8_t *end) {
    uint8_t word[LONGEST_WORD];
    uint32_t length = 0;
    for (; p < end && *p != ' '; p++) {
        if (length == LONGEST_WORD) return 0;
        word[length++] = *p >= 'A' && *p <= 'Z' ? *p | 32 : *p;
    }
    Key key = key_of(word, length);
    return strings_find(&finder->after, word, &key)->number != 0;
}

/* Return the last byte of the next string that a text, with a space after it, holds at p or after it;
   NULL: there is none. Beyond ASCII its letters are small ones already. */
static inline const uint8_t *finder_next(const Finder *finder, uint32_t *at, const uint8_t *from, const uint8_t *p, const uint8_t *end) {
    uint32_t state = *at;
    for (; p <= end; p++) {
        state = finder->next[state + finder->classes[p < end ? *p : ' ']];
        if (!(state & ENDS)) continue;
        state &= ~ENDS;
        uint8_t ending = finder->ending[state / finder->width];
        if (ending == ANYWHERE || (!letter_before(from, p + 1 - ending) && word_after(finder, p + 1, end))) {
            *at = state;
            return p;
        }
    }
    return NULL;
}

#endif
