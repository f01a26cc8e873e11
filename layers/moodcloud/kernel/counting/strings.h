/* Strings, each numbered once, in a table with open addressing. */
#ifndef MOODCLOUD_STRINGS_H
#define MOODCLOUD_STRINGS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What tells a string from others: its length, and 16 bytes, which are all of most words. */
typedef struct { uint64_t head, tail, hash; uint32_t length; } Key;

typedef struct { uint64_t head, tail, offset; uint32_t length, number; } Slot; /* number 0: free */

typedef struct {
    Slot *slots;
    uint64_t mask;
    uint32_t count;
    uint8_t *bytes; /* all strings, in the order of their numbers */
    size_t used, room;
} Strings;

static inline uint64_t mixed(uint64_t a, uint64_t b) {
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t bytes_8(const uint8_t *p) {
    uint64_t bytes;
    memcpy(&bytes, p, 8);
    return bytes;
}
static inline uint64_t bytes_4(const uint8_t *p) {
    uint32_t bytes;
    memcpy(&bytes, p, 4);
    return bytes;
}

/* Reads of a fixed size, which overlap where a string is shorter, spare most tokens a call of memcpy. */
static inline Key key_of(const uint8_t *p, uint32_t n) {
    Key key = {0, 0, 0, n};
    if (n >= 16) key.head = bytes_8(p), key.tail = bytes_8(p + 8);
    else if (n >= 8) key.head = bytes_8(p), key.tail = bytes_8(p + n - 8);
    else if (n >= 4) key.head = bytes_4(p) | bytes_4(p + n - 4) << 32;
    else if (n) key.head = p[0] | (uint64_t)p[n / 2] << 8 | (uint64_t)p[n - 1] << 16;
    uint64_t hash = mixed(key.head ^ 0x9e3779b97f4a7c15ull, key.tail ^ 0xe7037ed1a0b428dbull ^ n);
    for (uint32_t i = 16; i < n; i += 8) {
        uint64_t word = 0;
        memcpy(&word, p + i, n - i < 8 ? n - i : 8);
        hash = mixed(hash ^ word, 0xa0761d6478bd642full);
    }
    key.hash = hash;
    return key;
}

static int strings_open(Strings *strings) {
    memset(strings, 0, sizeof *strings);
    strings->mask = (1u << 12) - 1;
    strings->slots = calloc(strings->mask + 1, sizeof(Slot));
    return strings->slots != NULL;
}

static void strings_close(Strings *strings) {
    free(strings->slots);
    free(strings->bytes);
    memset(strings, 0, sizeof *strings);
}

static int same(const Strings *strings, const Slot *slot, const uint8_t *p, const Key *key) {
    return slot->head == key->head && slot->tail == key->tail && slot->length == key->length &&
           (key->length <= 16 ||
            !memcmp(strings->bytes + slot->offset + 16, p + 16, key->length - 16));
}

/* Return the slot of a string, or the free slot where it belongs. */
static inline Slot *strings_find(const Strings *strings, const uint8_t *p, const Key *key) {
    for (uint64_t at = key->hash & strings->mask;; at = (at + 1) & strings->mask) {
        Slot *slot = &strings->slots[at];
        if (!slot->number || same(strings, slot, p, key)) return slot;
    }
}

static int strings_grow(Strings *strings) {
    Slot *old = strings->slots;
    uint64_t size = strings->mask + 1;
    Slot *slots = calloc(size * 2, sizeof(Slot));
    if (!slots) return 0;
    strings->slots = slots;
    strings->mask = size * 2 - 1;
    for (uint64_t i = 0; i < size; i++) {
        if (!old[i].number) continue;
        const uint8_t *p = strings->bytes + old[i].offset;
        Key key = key_of(p, old[i].length);
        *strings_find(strings, p, &key) = old[i];
    }
    free(old);
    return 1;
}

/* Return the number of a string, from 1; a new one is added. 0: the memory is used up. */
static inline uint32_t strings_number(Strings *strings, const uint8_t *p, const Key *key) {
    Slot *slot = strings_find(strings, p, key);
    if (slot->number) return slot->number;
    if (strings->used + key->length + 1 > strings->room) {
        size_t room = (strings->used + key->length + 1) * 2;
        uint8_t *bytes = realloc(strings->bytes, room);
        if (!bytes) return 0;
        strings->bytes = bytes;
        strings->room = room;
    }
    memcpy(strings->bytes + strings->used, p, key->length);
    *slot = (Slot){key->head, key->tail, strings->used, key->length, ++strings->count};
    strings->used += key->length;
    uint32_t number = strings->count;
    if ((uint64_t)number * 2 > strings->mask && !strings_grow(strings)) return 0;
    return number;
}

/* Add strings, each on a line of its own. 0: the memory is used up. */
static int strings_add_lines(Strings *strings, const uint8_t *lines, size_t bytes) {
    for (size_t from = 0, to; from < bytes; from = to + 1) {
        for (to = from; to < bytes && lines[to] != '\n'; to++) {}
        Key key = key_of(lines + from, (uint32_t)(to - from));
        if (to > from && !strings_number(strings, lines + from, &key)) return 0;
    }
    return 1;
}

/* Return where each string begins, by number - 1, and at its end the end of the last; or NULL. */
static inline uint64_t *strings_offsets(const Strings *strings) {
    uint64_t *offsets = malloc(((size_t)strings->count + 1) * sizeof *offsets);
    if (!offsets) return NULL;
    for (uint64_t i = 0; i <= strings->mask; i++)
        if (strings->slots[i].number) offsets[strings->slots[i].number - 1] = strings->slots[i].offset;
    offsets[strings->count] = strings->used;
    return offsets;
}

static inline size_t strings_memory(const Strings *strings) {
    return (strings->mask + 1) * sizeof(Slot) + strings->room;
}

#endif
