/* The words of different texts, in order, written to a file of numbers of 32 bits, so that they can be
   looked at again when it is known which words are one.

   A text begins with KEPT_TEXT and the number of its sentiment; its words follow, each as the number of
   its lower case. 0 is in place of what parts bigrams: marks, numbers, stop words. */
#ifndef MOODCLOUD_KEPT_H
#define MOODCLOUD_KEPT_H

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#define KEPT_TEXT (1u << 31)
#define KEPT_GAP 0u
/* Numbers that a thread writes at a time. */
#define KEPT_AT_ONCE (1u << 16)

/* What a thread has not written yet. */
typedef struct {
    uint32_t *numbers;
    size_t used, room;
} Kept;

static inline int kept_add(Kept *kept, uint32_t number) {
    if (kept->used == kept->room) {
        size_t room = kept->room ? kept->room * 2 : KEPT_AT_ONCE * 2;
        uint32_t *larger = realloc(kept->numbers, room * sizeof *larger);
        if (!larger) return 0;
        kept->numbers = larger;
        kept->room = room;
    }
    kept->numbers[kept->used++] = number;
    return 1;
}

static inline int kept_text(Kept *kept, uint32_t sentiment) { return kept_add(kept, KEPT_TEXT | sentiment); }

/* Keep what parts bigrams; several in a row are one. */
static inline int kept_gap(Kept *kept) {
    return kept->used && kept->numbers[kept->used - 1] == KEPT_GAP ? 1 : kept_add(kept, KEPT_GAP);
}

/* Write what is kept: whole texts. 0: it failed, and errno says why. */
static inline int kept_write(Kept *kept, int file, pthread_mutex_t *lock) {
    const char *from = (const char *)kept->numbers, *end = from + kept->used * sizeof *kept->numbers;
    int sound = 1;
    pthread_mutex_lock(lock);
    while (sound && from < end) {
        ssize_t written = write(file, from, (size_t)(end - from));
        if (written > 0) from += written;
        else sound = written < 0 && errno == EINTR;
    }
    pthread_mutex_unlock(lock);
    kept->used = 0;
    return sound;
}

#endif
