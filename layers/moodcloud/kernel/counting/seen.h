/* Which texts were seen already, by keys of 64 bits, in parts with a lock each. */
#ifndef MOODCLOUD_SEEN_H
#define MOODCLOUD_SEEN_H

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define SEEN_PARTS 64

typedef struct {
    uint64_t *keys; /* a table with open addressing; 0: free */
    uint64_t mask, used;
    pthread_mutex_t lock;
} SeenPart;

typedef struct { SeenPart parts[SEEN_PARTS]; } Seen;

static int seen_open(Seen *seen) {
    int sound = 1;
    for (int i = 0; i < SEEN_PARTS; i++) {
        SeenPart *part = &seen->parts[i];
        part->mask = 63;
        part->used = 0;
        part->keys = calloc(part->mask + 1, sizeof *part->keys);
        pthread_mutex_init(&part->lock, NULL);
        sound &= part->keys != NULL;
    }
    return sound;
}

static void seen_close(Seen *seen) {
    for (int i = 0; i < SEEN_PARTS; i++) {
        free(seen->parts[i].keys);
        pthread_mutex_destroy(&seen->parts[i].lock);
    }
}

/* Return the place of a key, or the free one where it belongs. */
static inline uint64_t *seen_place(const SeenPart *part, uint64_t key) {
    uint64_t at = key >> 6 & part->mask;
    while (part->keys[at] && part->keys[at] != key) at = (at + 1) & part->mask;
    return &part->keys[at];
}

static int seen_grow(SeenPart *part) {
    SeenPart larger = *part;
    larger.mask = part->mask * 2 + 1;
    larger.keys = calloc(larger.mask + 1, sizeof *larger.keys);
    if (!larger.keys) return 0;
    for (uint64_t i = 0; i <= part->mask; i++)
        if (part->keys[i]) *seen_place(&larger, part->keys[i]) = part->keys[i];
    free(part->keys);
    part->keys = larger.keys;
    part->mask = larger.mask;
    return 1;
}

/* Return 1 where a key is new, 0 where it was seen before, -1 where the memory is used up. */
static int seen_add(Seen *seen, uint64_t key) {
    SeenPart *part = &seen->parts[key & (SEEN_PARTS - 1)];
    if (!key) key = 1;
    pthread_mutex_lock(&part->lock);
    uint64_t *place = seen_place(part, key);
    int is_new = !*place;
    *place = key;
    part->used += (uint64_t)is_new;
    if (part->used * 3 > part->mask * 2 && !seen_grow(part)) is_new = -1;
    pthread_mutex_unlock(&part->lock);
    return is_new;
}

#endif
