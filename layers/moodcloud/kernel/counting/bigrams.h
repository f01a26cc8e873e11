/* Bigrams in a sentiment, counted: two numbers of words and one of a sentiment are one integer.

   They lie in parts with a lock each, so that threads count into the same table and nothing has to
   be merged. A thread hands over a thousand at a time. */
#ifndef MOODCLOUD_BIGRAMS_H
#define MOODCLOUD_BIGRAMS_H

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define PARTS 64
#define HANDED 1024
/* The highest number a word may have in a bigram; more words than that need gigabytes. */
#define MOST_WORDS ((1u << 28) - 1)

/* An occurrence of a bigram, and whether it adds a text to those that hold it. */
typedef struct {
    uint64_t key;
    uint32_t texts;
} Occurrence;

typedef struct { uint32_t count, texts; } BigramTally;

typedef struct {
    uint64_t *keys; /* 0: free */
    BigramTally *tallies;
    uint64_t mask, used;
    pthread_mutex_t lock;
} Part;

typedef struct { Part parts[PARTS]; } Bigrams;

static inline uint64_t bigram_key(uint32_t first, uint32_t second, uint32_t sentiment) {
    return (uint64_t)first << 36 | (uint64_t)second << 8 | (sentiment + 1);
}
static inline uint32_t bigram_first(uint64_t key) { return (uint32_t)(key >> 36); }
static inline uint32_t bigram_second(uint64_t key) { return (uint32_t)(key >> 8) & MOST_WORDS; }
static inline uint8_t bigram_sentiment(uint64_t key) { return (uint8_t)((key & 255) - 1); }

static inline uint64_t spread(uint64_t key) {
    key *= 0x9e3779b97f4a7c15ull;
    return key ^ key >> 29;
}
static inline uint32_t part_of(uint64_t key) { return (uint32_t)(spread(key) & (PARTS - 1)); }
static inline uint64_t place_of(uint64_t key) { return spread(key) >> 6; }

static int part_allocate(Part *part, uint64_t size) {
    part->mask = size - 1;
    part->used = 0;
    part->keys = calloc(size, sizeof *part->keys);
    part->tallies = calloc(size, sizeof *part->tallies);
    return part->keys && part->tallies;
}

static int bigrams_open(Bigrams *bigrams) {
    int allocated = 1;
    for (int i = 0; i < PARTS; i++) {
        pthread_mutex_init(&bigrams->parts[i].lock, NULL);
        allocated &= part_allocate(&bigrams->parts[i], 64);
    }
    return allocated;
}

static void bigrams_close(Bigrams *bigrams) {
    for (int i = 0; i < PARTS; i++) {
        free(bigrams->parts[i].keys);
        free(bigrams->parts[i].tallies);
        pthread_mutex_destroy(&bigrams->parts[i].lock);
    }
}

static inline void part_count(Part *part, uint64_t key, uint32_t times, uint32_t texts) {
    uint64_t at = place_of(key) & part->mask;
    while (part->keys[at] && part->keys[at] != key) at = (at + 1) & part->mask;
    if (!part->keys[at]) {
        part->keys[at] = key;
        part->used++;
    }
    part->tallies[at].count += times;
    part->tallies[at].texts += texts;
}

static int part_grow(Part *part) {
    Part old = *part;
    if (!part_allocate(part, (old.mask + 1) * 2)) {
        free(part->keys);
        free(part->tallies);
        part->keys = old.keys, part->tallies = old.tallies;
        part->mask = old.mask, part->used = old.used;
        return 0;
    }
    for (uint64_t i = 0; i <= old.mask; i++)
        if (old.keys[i]) part_count(part, old.keys[i], old.tallies[i].count, old.tallies[i].texts);
    free(old.keys);
    free(old.tallies);
    return 1;
}

/* Count `n` bigrams of one part. 0: the memory is used up. */
static int part_add(Part *part, const Occurrence *occurrences, uint32_t n) {
    int sound = 1;
    pthread_mutex_lock(&part->lock);
    for (uint32_t i = 0; i < n && sound; i++) {
        if (i + 8 < n) { /* their cache misses overlap */
            uint64_t ahead = place_of(occurrences[i + 8].key) & part->mask;
            __builtin_prefetch(&part->keys[ahead], 1);
            __builtin_prefetch(&part->tallies[ahead], 1);
        }
        if (part->used * 8 > part->mask * 5) sound = part_grow(part);
        if (sound) part_count(part, occurrences[i].key, 1, occurrences[i].texts);
    }
    pthread_mutex_unlock(&part->lock);
    return sound;
}

static size_t bigrams_memory(Bigrams *bigrams) {
    size_t bytes = 0;
    for (int i = 0; i < PARTS; i++) bytes += (size_t)(bigrams->parts[i].mask + 1) * (sizeof(uint64_t) + sizeof(BigramTally));
    return bytes;
}

#endif
