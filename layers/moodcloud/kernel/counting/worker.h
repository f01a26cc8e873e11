/* What a thread counts: tokens and bigrams of texts, in each sentiment. */
#ifndef MOODCLOUD_WORKER_H
#define MOODCLOUD_WORKER_H

#include "bigrams.h"
#include "characters.h"
#include "kept.h"
#include "rows.h"
#include "seen.h"
#include "strings.h"
#include "taking.h"

/* Tokens looked up side by side, so that their cache misses overlap. */
#define AHEAD 64
/* The number before any token. */
#define NONE 0

/* What is known of a token once and for all. */
enum {
    WORD = 1,   /* it may be part of a bigram: no mark, no number, no stop word */
    CASED = 2,  /* it is not written in lower case */
    BEFORE = 4  /* it is no mark of ASCII, after which a capital would begin a sentence */
};

/* What all threads share. */
typedef struct {
    uint32_t sentiments;
    Finder rare; /* of strings that texts hold which are to be cleaned in SQL */
    Seen seen;
    Strings stops, lower;
    Bigrams bigrams;
    pthread_mutex_t lock; /* of `lower` */
    int file, error; /* of the words of different texts; what went wrong when they were written */
    pthread_mutex_t writing;
} Shared;

typedef struct {
    const uint8_t *at;
    Key key;
} Token;

/* What is counted of a token in a sentiment; of a token in all of them. */
typedef struct { uint32_t count, texts, capitals; } Tally;
typedef struct {
    uint32_t lower, flags; /* the number of its lower case */
    Tally tallies[];
} Entry;

/* A bigram, and the text that held it. */
typedef struct {
    uint64_t key;
    uint32_t text;
} Bigram;

/* Bytes that grow with the longest text. */
typedef struct {
    uint8_t *bytes;
    size_t size;
} Room;

/* What each thread has of its own. */
typedef struct {
    Shared *shared;
    Strings tokens;
    uint8_t *entries; /* of each token, by number - 1 */
    size_t room, width;
    uint32_t *seen; /* by the number of a lower case: the last text that held it */
    size_t seen_room;
    Bigram *pairs; /* a table with open addressing: the bigrams of the text, those of others are free */
    size_t pairs_mask, pairs_used;
    Room lower, plain; /* what is written of a token or a text: its lower case; a text that was cleaned */
    Occurrence (*handed)[HANDED];
    uint32_t filled[PARTS];
    Token held[AHEAD];
    uint32_t held_count, sentiment, text, last, last_flags; /* text: its number; last: the token before */
    int in_sentences, is_new; /* the text; is_new: no copy of one that was seen before */
    Kept kept; /* the words of different texts */
    Rows rare; /* what is to be cleaned in SQL */
    int failed;
} Worker;

static Entry *entry_of(Worker *worker, uint32_t number) {
    return (Entry *)(worker->entries + (number - 1) * worker->width);
}

/* Return room for twice so many bytes. NULL: the memory is used up. */
static uint8_t *room_for(Room *room, size_t bytes) {
    if (room->size >= bytes * 2) return room->bytes;
    uint8_t *larger = realloc(room->bytes, bytes * 4);
    if (!larger) return NULL;
    room->size = bytes * 4;
    return room->bytes = larger;
}

/* Find out what is known of a token. 0: the memory is used up. */
static int know(Worker *worker, const Token *token, Entry *entry) {
    Shared *shared = worker->shared;
    int length;
    uint8_t *lower = room_for(&worker->lower, token->key.length);
    if (!lower) return 0;
    uint32_t bytes = (uint32_t)write_lower(token->at, token->key.length, lower);
    Key key = key_of(lower, bytes);
    int stop = strings_find(&shared->stops, lower, &key)->number != 0;
    pthread_mutex_lock(&shared->lock);
    entry->lower = strings_number(&shared->lower, lower, &key);
    pthread_mutex_unlock(&shared->lock);
    if (kinds_of[character_at(token->at, &length)] & LETTER && !stop) entry->flags |= WORD;
    if (bytes != token->key.length || memcmp(lower, token->at, bytes)) entry->flags |= CASED;
    if (lower[0] >= 'a') entry->flags |= BEFORE;
    if (!entry->lower || entry->lower > MOST_WORDS) return 0;
    if (entry->lower >= worker->seen_room) {
        size_t larger_room = (size_t)entry->lower * 2;
        uint32_t *larger = realloc(worker->seen, larger_room * sizeof *larger);
        if (!larger) return 0;
        memset(larger + worker->seen_room, 0, (larger_room - worker->seen_room) * sizeof *larger);
        worker->seen = larger;
        worker->seen_room = larger_room;
    }
    return 1;
}

/* Return the number of a token, from 1. 0: the memory is used up. */
static uint32_t token_number(Worker *worker, const Token *token) {
    uint32_t before = worker->tokens.count;
    uint32_t number = strings_number(&worker->tokens, token->at, &token->key);
    if (!number || number <= before) return number;
    if (number > worker->room) {
        size_t room = worker->room * 2;
        uint8_t *larger = realloc(worker->entries, room * worker->width);
        if (!larger) return 0;
        memset(larger + worker->room * worker->width, 0, (room - worker->room) * worker->width);
        worker->entries = larger;
        worker->room = room;
    }
    return know(worker, token, entry_of(worker, number)) ? number : 0;
}

static void hand_over(Worker *worker, uint32_t part) {
    Part *shared = &worker->shared->bigrams.parts[part];
    if (!part_add(shared, worker->handed[part], worker->filled[part])) worker->failed = 1;
    worker->filled[part] = 0;
}

/* Return the place of a bigram among those of the text, or the free one where it belongs. */
static Bigram *pair_at(const Worker *worker, uint64_t key) {
    for (uint64_t at = spread(key) >> 6 & worker->pairs_mask;; at = (at + 1) & worker->pairs_mask) {
        Bigram *pair = &worker->pairs[at];
        if (pair->text != worker->text || pair->key == key) return pair;
    }
}

/* Return whether a bigram is the first of its kind in the text. */
static int first_in_text(Worker *worker, uint64_t key) {
    Bigram *pair = pair_at(worker, key);
    if (pair->text == worker->text) return 0;
    *pair = (Bigram){key, worker->text};
    if (++worker->pairs_used * 2 <= worker->pairs_mask) return 1;
    Bigram *old = worker->pairs, *larger = calloc((worker->pairs_mask + 1) * 2, sizeof *larger);
    if (!larger) {
        worker->failed = 1;
        return 1;
    }
    size_t size = worker->pairs_mask + 1;
    worker->pairs = larger;
    worker->pairs_mask = size * 2 - 1;
    for (size_t i = 0; i < size; i++)
        if (old[i].text == worker->text) *pair_at(worker, old[i].key) = old[i];
    free(old);
    return 1;
}

static inline void count_bigram(Worker *worker, uint32_t second) {
    uint64_t key = bigram_key(worker->last, second, worker->sentiment);
    uint32_t part = part_of(key);
    Occurrence *occurrence = &worker->handed[part][worker->filled[part]++];
    *occurrence = (Occurrence){key, worker->is_new && first_in_text(worker, key)};
    if (worker->filled[part] == HANDED) hand_over(worker, part);
}

/* Keep a word, or that there is none, of a text that is no copy. */
static inline void keep_word(Worker *worker, const Entry *entry) {
    int kept = entry->flags & WORD ? kept_add(&worker->kept, entry->lower) : kept_gap(&worker->kept);
    if (!kept) worker->failed = 1;
}

/* Write the words that a thread has kept. */
static void write_kept(Worker *worker) {
    Shared *shared = worker->shared;
    if (kept_write(&worker->kept, shared->file, &shared->writing)) return;
    shared->error = errno;
    worker->failed = 1;
}

/* Count the tokens held, and the bigrams they are part of. */
static void count_held(Worker *worker) {
    uint32_t numbers[AHEAD], count = worker->held_count;
    worker->held_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = token_number(worker, &worker->held[i]);
        if (!numbers[i]) {
            worker->failed = 1;
            return;
        }
        __builtin_prefetch(entry_of(worker, numbers[i]), 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        Entry *entry = entry_of(worker, numbers[i]);
        Tally *tally = &entry->tallies[worker->sentiment];
        tally->count++;
        if (worker->is_new && worker->seen[entry->lower] != worker->text) {
            worker->seen[entry->lower] = worker->text;
            tally->texts++;
        }
        if (worker->in_sentences && worker->last_flags & BEFORE && entry->flags & CASED) tally->capitals++;
        if (worker->last_flags & entry->flags & WORD) count_bigram(worker, entry->lower);
        if (worker->is_new) keep_word(worker, entry);
        worker->last = entry->lower;
        worker->last_flags = entry->flags;
    }
}

static inline void take(void *taker, const uint8_t *from, const uint8_t *to) {
    Worker *worker = taker;
    Token *token = &worker->held[worker->held_count++];
    token->at = from;
    token->key = key_of(from, (uint32_t)(to - from));
    __builtin_prefetch(&worker->tokens.slots[token->key.hash & worker->tokens.mask]);
    if (worker->held_count == AHEAD) count_held(worker);
}

static void take_tokens(Worker *worker, Text text) { each_token(text, take, worker); }

static void take_between_mentions(Worker *worker, Text text) { each_between_mentions(text, take, worker); }

/* Count the tokens that `taken` takes of a text. The key tells it from texts that are no copies of it. */
static void count_text(Worker *worker, Text text, uint64_t key, void (*taken)(Worker *, Text)) {
    worker->is_new = seen_add(&worker->shared->seen, mixed(key, 0x9e3779b97f4a7c15ull * (worker->sentiment + 1)));
    if (worker->is_new < 0) worker->failed = 1;
    worker->last = NONE;
    worker->last_flags = 0;
    worker->pairs_used = 0;
    worker->text++;
    if (worker->is_new > 0 && !kept_text(&worker->kept, worker->sentiment)) worker->failed = 1;
    taken(worker, text);
    count_held(worker); /* the text may be gone after it */
    if (worker->kept.used > KEPT_AT_ONCE) write_kept(worker);
}

/* Count a text as it was written, or keep it where it is to be cleaned in SQL. */
static void count_written(Worker *worker, Text written) {
    const Text whole = stripped(written);
    Text text = whole;
    size_t bytes = (size_t)(text.end - text.from), all = (size_t)(written.end - written.from);
    uint8_t *lower = room_for(&worker->lower, bytes), *plain = room_for(&worker->plain, bytes), *kept;
    if (!bytes) return;
    if (!lower || !plain) {
        worker->failed = 1;
    } else if (cleaned(&worker->shared->rare, &text, lower, plain)) {
        worker->in_sentences = in_sentences(whole);
        count_text(worker, text, key_of(whole.from, (uint32_t)bytes).hash, take_between_mentions);
    } else {
        kept = rows_add(&worker->rare, worker->sentiment, all, 0, 0, 0);
        if (kept) memcpy(kept, written.from, all);
        else worker->failed = 1;
    }
}

static int worker_open(Worker *worker, Shared *shared) {
    *worker = (Worker){.shared = shared, .room = 1024, .pairs_mask = 1023};
    worker->width = sizeof(Entry) + shared->sentiments * sizeof(Tally);
    worker->entries = calloc(worker->room, worker->width);
    worker->handed = malloc(PARTS * sizeof *worker->handed);
    worker->pairs = calloc(worker->pairs_mask + 1, sizeof *worker->pairs);
    return strings_open(&worker->tokens) && worker->entries && worker->handed && worker->pairs;
}

static void worker_close(Worker *worker) {
    strings_close(&worker->tokens);
    rows_close(&worker->rare);
    free(worker->kept.numbers);
    free(worker->entries);
    free(worker->seen);
    free(worker->pairs);
    free(worker->handed);
    free(worker->lower.bytes);
    free(worker->plain.bytes);
    *worker = (Worker){0};
}

static size_t worker_memory(const Worker *worker) {
    return strings_memory(&worker->tokens) + worker->room * worker->width + worker->seen_room * sizeof *worker->seen + worker->rare.bytes;
}

/* Add what was counted of tokens by another thread. 0: the memory is used up. */
static int add_tokens(Worker *worker, const Worker *other) {
    const Strings *tokens = &other->tokens;
    for (uint64_t i = 0; i <= tokens->mask; i++) {
        const Slot *slot = &tokens->slots[i];
        if (!slot->number) continue;
        Token token = {tokens->bytes + slot->offset, key_of(tokens->bytes + slot->offset, slot->length)};
        uint32_t number = token_number(worker, &token);
        if (!number) return 0;
        Tally *tallies = entry_of(worker, number)->tallies;
        const Tally *added = entry_of((Worker *)other, slot->number)->tallies;
        for (uint32_t s = 0; s < worker->shared->sentiments; s++) {
            tallies[s].count += added[s].count;
            tallies[s].texts += added[s].texts;
            tallies[s].capitals += added[s].capitals;
        }
    }
    return 1;
}

#endif
