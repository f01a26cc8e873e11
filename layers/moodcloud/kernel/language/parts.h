/* Beginnings or endings of tokens in a table with open addressing, each with what is known of it.

   A part is looked up at every place of a token. So its hash is made letter by letter: forward of a
   beginning, backward of an ending, and the next longer part takes one step more. */
#ifndef MOODCLOUD_PARTS_H
#define MOODCLOUD_PARTS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NO_LETTERS 0xcbf29ce484222325ull

/* One way to read a part: the words, and how often or likely it is beside a morpheme of that tag. */
typedef struct {
    PyObject *words;
    double weight;
    int tag;
} Reading;

/* Its words are borrowed of the caller's objects, as all that is held here. */
typedef struct {
    uint64_t hash;
    size_t offset, first; /* of its letters and of its readings */
    uint32_t length, readings;
    int used;
    PyObject *closed; /* its words where it can be followed by another word; or NULL */
    PyObject *beside; /* its words beside an unknown part; or NULL */
    double share;     /* how likely those are */
} Part;

typedef struct {
    Part *slots;
    uint64_t mask;
    Py_UCS4 *letters;
    size_t letters_used, letters_room;
    Reading *readings;
    size_t readings_used, readings_room;
    uint32_t longest;
} Parts;

static inline uint64_t with_letter(uint64_t hash, Py_UCS4 letter) {
    hash = (hash ^ letter) * 0x9e3779b97f4a7c15ull;
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const Py_UCS4 *letters, size_t length, int backward) {
    uint64_t hash = NO_LETTERS;
    for (size_t i = 0; i < length; i++) hash = with_letter(hash, letters[backward ? length - 1 - i : i]);
    return hash;
}

static int parts_open(Parts *parts, size_t size) {
    memset(parts, 0, sizeof *parts);
    parts->mask = 15;
    while (parts->mask < size * 2) parts->mask = parts->mask * 2 + 1;
    parts->slots = calloc(parts->mask + 1, sizeof *parts->slots);
    return parts->slots != NULL;
}

static void parts_close(Parts *parts) {
    free(parts->slots);
    free(parts->letters);
    free(parts->readings);
}

/* Return the slot of a part, or the free slot where it belongs. */
static inline Part *parts_slot(const Parts *parts, const Py_UCS4 *letters, size_t length, uint64_t hash) {
    for (uint64_t at = hash & parts->mask;; at = (at + 1) & parts->mask) {
        Part *part = &parts->slots[at];
        if (!part->used) return part;
        if (part->hash == hash && part->length == length &&
            (!length || !memcmp(parts->letters + part->offset, letters, length * sizeof *letters)))
            return part;
    }
}

static inline const Part *parts_find(const Parts *parts, const Py_UCS4 *letters, size_t length, uint64_t hash) {
    const Part *part = parts_slot(parts, letters, length, hash);
    return part->used ? part : NULL;
}

/* Return memory with room for `more` beyond what is used, or NULL; the old one is kept then. */
static void *with_room(void *memory, size_t used, size_t more, size_t *room, size_t each) {
    if (memory && used + more <= *room) return memory;
    size_t wanted = (used + more) * 2 + 16;
    void *larger = realloc(memory, wanted * each);
    if (larger) *room = wanted;
    return larger;
}

/* Return a new part, whose letters are copied and whose readings are still to be added; or NULL. */
static Part *parts_add(Parts *parts, const Py_UCS4 *letters, size_t length, int backward) {
    Py_UCS4 *larger = with_room(parts->letters, parts->letters_used, length, &parts->letters_room, sizeof *larger);
    if (!larger) return NULL;
    parts->letters = larger;
    uint64_t hash = hash_of(letters, length, backward);
    Part *part = parts_slot(parts, letters, length, hash);
    if (length) memcpy(larger + parts->letters_used, letters, length * sizeof *letters);
    *part = (Part){.hash = hash, .offset = parts->letters_used, .first = parts->readings_used,
                   .length = (uint32_t)length, .used = 1};
    parts->letters_used += length;
    if (length > parts->longest) parts->longest = (uint32_t)length;
    return part;
}

/* Add a reading of the part that was added last. 0: the memory is used up. */
static int parts_read(Parts *parts, Part *part, Reading reading) {
    Reading *larger = with_room(parts->readings, parts->readings_used, 1, &parts->readings_room, sizeof *larger);
    if (!larger) return 0;
    parts->readings = larger;
    larger[parts->readings_used++] = reading;
    part->readings++;
    return 1;
}

#endif
