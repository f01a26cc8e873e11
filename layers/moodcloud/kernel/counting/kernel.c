/* Counts tokens and bigrams of texts in each sentiment, on all processors, without Python's lock.

   It reads a relation of the engine as a stream of Arrow batches: a text, the number of its
   sentiment, whether it is written in sentences, and which share of a text it counts (one of two
   copies is a half). The texts are cleaned already; what a token is, and what is counted of it, is
   what tokens.py and by_sql.py say in SQL, which the tests hold this file against. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <pthread.h>

#include "arrow.h"
#include "bigrams.h"
#include "characters.h"
#include "splitting.h"
#include "strings.h"

#define MOST_SENTIMENTS 254
#define MOST_THREADS 64
/* Rows that a thread takes of a batch at a time. */
#define CHUNK 4096
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

typedef struct {
    struct ArrowArray array;
    int64_t next, done;
} Batch;

/* The columns of a batch. */
enum { TEXT, SENTIMENT, IN_SENTENCES, SHARE, GIVEN };

/* What all threads share. */
typedef struct {
    struct ArrowArrayStream *stream;
    int wide; /* whether the offsets of texts have 64 bits */
    uint32_t sentiments;
    size_t budget, tokens_memory; /* bytes that all tables may have; that the tokens of all threads have */
    Strings stops, lower;
    Bigrams bigrams;
    pthread_mutex_t words_lock, stream_lock;
    Batch *batch;
    int ended, full, failed; /* of the stream; of the budget; for want of memory or by the engine */
} Count;

typedef struct {
    const uint8_t *at;
    Key key;
} Token;

/* What is counted of a token in a sentiment; of a token in all of them. */
typedef struct {
    uint32_t count, capitals;
    double texts;
} Tally;
typedef struct {
    uint32_t lower, flags; /* the number of its lower case */
    Tally tallies[];
} Entry;

/* A bigram, and the text that held it. */
typedef struct {
    uint64_t key;
    uint32_t text;
} Bigram;

/* What each thread has of its own. */
typedef struct {
    Count *count;
    Strings tokens;
    uint8_t *entries; /* of each token, by number - 1 */
    size_t room, width;
    uint32_t *seen; /* by the number of a lower case: the last text that held it */
    size_t seen_room;
    Bigram *pairs; /* a table with open addressing: the bigrams of the text, those of others are free */
    size_t pairs_mask, pairs_used;
    uint8_t *lowered;
    size_t lowered_room;
    Occurrence (*handed)[HANDED];
    uint32_t filled[PARTS];
    Token held[AHEAD];
    uint32_t held_count, sentiment, text, last, last_flags; /* text: its number; last: the token before */
    int in_sentences;
    double share;
    size_t memory; /* as it is counted in `tokens_memory` */
    int failed;
} Worker;

static Entry *entry_of(Worker *worker, uint32_t number) {
    return (Entry *)(worker->entries + (number - 1) * worker->width);
}

/* Find out what is known of a token. 0: the memory is used up. */
static int know(Worker *worker, const Token *token, Entry *entry) {
    Count *count = worker->count;
    int length;
    size_t room = (size_t)token->key.length * 2;
    if (room > worker->lowered_room) {
        uint8_t *larger = realloc(worker->lowered, room);
        if (!larger) return 0;
        worker->lowered = larger;
        worker->lowered_room = room;
    }
    uint32_t bytes = (uint32_t)write_lower(token->at, token->key.length, worker->lowered);
    Key key = key_of(worker->lowered, bytes);
    int stop = strings_find(&count->stops, worker->lowered, &key)->number != 0;
    pthread_mutex_lock(&count->words_lock);
    entry->lower = strings_number(&count->lower, worker->lowered, &key);
    pthread_mutex_unlock(&count->words_lock);
    if (kinds_of[character_at(token->at, &length)] & LETTER && !stop) entry->flags |= WORD;
    if (bytes != token->key.length || memcmp(worker->lowered, token->at, bytes)) entry->flags |= CASED;
    if (worker->lowered[0] >= 'a') entry->flags |= BEFORE;
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
    Part *shared = &worker->count->bigrams.parts[part];
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
    *occurrence = (Occurrence){key, first_in_text(worker, key) ? worker->share : 0};
    if (worker->filled[part] == HANDED) hand_over(worker, part);
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
        int new_in_text = worker->seen[entry->lower] != worker->text;
        worker->seen[entry->lower] = worker->text;
        tally->count++;
        if (new_in_text) tally->texts += worker->share;
        if (worker->in_sentences && worker->last_flags & BEFORE && entry->flags & CASED) tally->capitals++;
        if (worker->last_flags & entry->flags & WORD) count_bigram(worker, entry->lower);
        worker->last = entry->lower;
        worker->last_flags = entry->flags;
    }
}

static inline void take(Worker *worker, const uint8_t *from, const uint8_t *to) {
    Token *token = &worker->held[worker->held_count++];
    token->at = from;
    token->key = key_of(from, (uint32_t)(to - from));
    __builtin_prefetch(&worker->tokens.slots[token->key.hash & worker->tokens.mask]);
    if (worker->held_count == AHEAD) count_held(worker);
}

static void split(Worker *worker, const uint8_t *p, const uint8_t *end) {
    worker->last = NONE;
    worker->last_flags = 0;
    worker->pairs_used = 0;
    worker->text++;
    while (p < end) {
        int length;
        uint8_t kinds = kinds_at(p, end, &length);
        const uint8_t *from = p;
        if (kinds & SPACE) {
            p += length;
            continue;
        }
        p = token_end(p, end, kinds);
        take(worker, from, p);
    }
    count_held(worker); /* the text may be gone after it */
}

static void count_rows(Worker *worker, const struct ArrowArray *array, int64_t from, int64_t to) {
    const struct ArrowArray *const *columns = (const struct ArrowArray *const *)array->children;
    const uint8_t *bytes = columns[TEXT]->buffers[2];
    for (int64_t row = from; row < to && !worker->failed; row++) {
        int64_t at = columns[TEXT]->offset + row, begin, end;
        if (worker->count->wide) {
            const int64_t *offsets = columns[TEXT]->buffers[1];
            begin = offsets[at], end = offsets[at + 1];
        } else {
            const int32_t *offsets = columns[TEXT]->buffers[1];
            begin = offsets[at], end = offsets[at + 1];
        }
        worker->sentiment = ((const uint8_t *)columns[SENTIMENT]->buffers[1])[columns[SENTIMENT]->offset + row];
        worker->in_sentences = ((const uint8_t *)columns[IN_SENTENCES]->buffers[1])[columns[IN_SENTENCES]->offset + row];
        worker->share = ((const double *)columns[SHARE]->buffers[1])[columns[SHARE]->offset + row];
        if (end > begin && worker->sentiment < worker->count->sentiments)
            split(worker, bytes + begin, bytes + end);
    }
}

/* Return the batch to take rows of, NULL at the end; the lock of the stream is held. */
static Batch *current_batch(Count *count) {
    if (count->batch && count->batch->next < count->batch->array.length) return count->batch;
    count->batch = NULL;
    if (count->ended || count->full || count->failed) return NULL;
    pthread_mutex_lock(&count->words_lock);
    size_t memory = count->tokens_memory + strings_memory(&count->lower) + bigrams_memory(&count->bigrams);
    pthread_mutex_unlock(&count->words_lock);
    if (memory > count->budget) {
        count->full = 1;
        return NULL;
    }
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch || count->stream->get_next(count->stream, &batch->array)) count->failed = 1;
    else if (!batch->array.release) count->ended = 1;
    else return count->batch = batch;
    free(batch);
    return NULL;
}

static void *work(void *given) {
    Worker *worker = given;
    Count *count = worker->count;
    for (;;) {
        pthread_mutex_lock(&count->stream_lock);
        if (worker->failed) count->failed = 1;
        size_t memory = strings_memory(&worker->tokens) + worker->room * worker->width + worker->seen_room * sizeof *worker->seen;
        count->tokens_memory += memory - worker->memory;
        worker->memory = memory;
        Batch *batch = current_batch(count);
        if (!batch) break;
        int64_t from = batch->next, rest = batch->array.length - from;
        int64_t rows = rest < CHUNK ? rest : CHUNK;
        batch->next += rows;
        pthread_mutex_unlock(&count->stream_lock);
        count_rows(worker, &batch->array, from, from + rows);
        pthread_mutex_lock(&count->stream_lock);
        batch->done += rows;
        if (batch->done == batch->array.length) {
            if (count->batch == batch) count->batch = NULL;
            batch->array.release(&batch->array);
            free(batch);
        }
        pthread_mutex_unlock(&count->stream_lock);
    }
    pthread_mutex_unlock(&count->stream_lock);
    for (uint32_t part = 0; part < PARTS; part++)
        if (worker->filled[part]) hand_over(worker, part);
    return NULL;
}

static int worker_open(Worker *worker, Count *count) {
    memset(worker, 0, sizeof *worker);
    worker->count = count;
    worker->width = sizeof(Entry) + count->sentiments * sizeof(Tally);
    worker->room = 1024;
    worker->entries = calloc(worker->room, worker->width);
    worker->handed = malloc(PARTS * sizeof *worker->handed);
    worker->pairs_mask = 1023;
    worker->pairs = calloc(worker->pairs_mask + 1, sizeof *worker->pairs);
    return strings_open(&worker->tokens) && worker->entries && worker->handed && worker->pairs;
}

static void worker_close(Worker *worker) {
    strings_close(&worker->tokens);
    free(worker->entries);
    free(worker->seen);
    free(worker->pairs);
    free(worker->handed);
    free(worker->lowered);
}

/* Write the tokens of all threads; the engine adds up those that several have. */
static int token_rows(Worker *workers, int threads, uint32_t sentiments, Rows *rows) {
    size_t count = 0, bytes = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass && !rows_open(rows, count, bytes)) return 0;
        for (int i = 0; i < threads; i++) {
            Strings *tokens = &workers[i].tokens;
            uint64_t *offsets = strings_offsets(tokens);
            if (!offsets) return 0;
            for (uint32_t number = 1; number <= tokens->count; number++) {
                const Tally *tallies = entry_of(&workers[i], number)->tallies;
                size_t length = offsets[number] - offsets[number - 1];
                for (uint32_t s = 0; s < sentiments; s++) {
                    const Tally *tally = &tallies[s];
                    if (!tally->count) continue;
                    if (pass) {
                        uint8_t *out = rows_add(rows, s, length, tally->count, tally->texts, tally->capitals);
                        memcpy(out, tokens->bytes + offsets[number - 1], length);
                    }
                    count++, bytes += length;
                }
            }
            free(offsets);
        }
    }
    return 1;
}

static int bigram_rows(Count *count, Rows *rows) {
    uint64_t *offsets = strings_offsets(&count->lower);
    if (!offsets) return 0;
    size_t total = 0, bytes = 0;
    int sound = 1;
    for (int pass = 0; pass < 2 && sound; pass++) {
        if (pass) sound = rows_open(rows, total, bytes);
        for (int i = 0; i < PARTS && sound; i++) {
            const Part *part = &count->bigrams.parts[i];
            for (uint64_t at = 0; at <= part->mask; at++) {
                uint64_t key = part->keys[at];
                if (!key) continue;
                uint32_t first = bigram_first(key) - 1, second = bigram_second(key) - 1;
                size_t before = offsets[first + 1] - offsets[first], after = offsets[second + 1] - offsets[second];
                if (pass) {
                    uint8_t *out = rows_add(rows, bigram_sentiment(key), before + 1 + after, part->counts[at], part->texts[at], 0);
                    memcpy(out, count->lower.bytes + offsets[first], before);
                    out[before] = ' ';
                    memcpy(out + before + 1, count->lower.bytes + offsets[second], after);
                }
                total++, bytes += before + 1 + after;
            }
        }
    }
    free(offsets);
    return sound;
}

/* Count until the stream ends or the budget is used up; fill both tables. */
static int count_stream(Count *count, Worker *workers, int threads, Rows *tokens, Rows *bigrams) {
    pthread_t ids[MOST_THREADS];
    int started = 0;
    while (started < threads && !pthread_create(&ids[started], NULL, work, &workers[started])) started++;
    if (!started) work(&workers[0]);
    for (int i = 0; i < started; i++) pthread_join(ids[i], NULL);
    for (int i = 0; i < threads; i++) count->failed |= workers[i].failed;
    return !count->failed && token_rows(workers, threads, count->sentiments, tokens) && bigram_rows(count, bigrams);
}

/* Read the schema: text (UTF-8), sentiment and whether in sentences (a byte each), share (double). */
static int schema_fits(Count *count) {
    struct ArrowSchema schema = {0};
    if (count->stream->get_schema(count->stream, &schema)) return 0;
    int fits = schema.n_children == GIVEN && !strcmp(schema.children[SENTIMENT]->format, "C") &&
               !strcmp(schema.children[IN_SENTENCES]->format, "C") && !strcmp(schema.children[SHARE]->format, "g") &&
               (!strcmp(schema.children[TEXT]->format, "u") || !strcmp(schema.children[TEXT]->format, "U"));
    count->wide = fits && schema.children[TEXT]->format[0] == 'U';
    schema.release(&schema);
    return fits;
}

static int add_stop_words(Count *count, const uint8_t *words, size_t bytes) {
    for (size_t from = 0, to; from < bytes; from = to + 1) {
        for (to = from; to < bytes && words[to] != '\n'; to++) {}
        Key key = key_of(words + from, (uint32_t)(to - from));
        if (to > from && !strings_number(&count->stops, words + from, &key)) return 0;
    }
    return 1;
}

static void capsule_free(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream && stream->release) stream->release(stream);
    free(stream);
}

/* Return rows as a capsule of an Arrow stream, which owns them; or NULL. */
static PyObject *capsule_of(Rows *rows) {
    Rows *kept = malloc(sizeof *kept);
    struct ArrowArrayStream *stream = kept ? rows_stream(kept) : NULL;
    if (!stream) {
        free(kept);
        rows_close(rows);
        return PyErr_NoMemory();
    }
    *kept = *rows;
    PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", capsule_free);
    if (!capsule) {
        stream->release(stream);
        free(stream);
    }
    return capsule;
}

static PyObject *kernel_count(PyObject *module, PyObject *args) {
    PyObject *capsule;
    const char *words;
    Py_ssize_t bytes, budget;
    unsigned int sentiments;
    int threads;
    (void)module;
    if (!PyArg_ParseTuple(args, "OIy#in", &capsule, &sentiments, &words, &bytes, &threads, &budget)) return NULL;
    Count count = {.stream = PyCapsule_GetPointer(capsule, "arrow_array_stream"), .sentiments = sentiments, .budget = (size_t)budget};
    if (!count.stream) return NULL;
    if (!count.stream->release || !sentiments || sentiments > MOST_SENTIMENTS || !schema_fits(&count)) {
        PyErr_SetString(PyExc_ValueError, "a stream of texts, their sentiments and shares is wanted");
        return NULL;
    }
    threads = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads;
    Worker *workers = calloc((size_t)threads, sizeof *workers);
    Rows tokens = {0}, bigrams = {0};
    int sound = workers != NULL;
    pthread_mutex_init(&count.words_lock, NULL);
    pthread_mutex_init(&count.stream_lock, NULL);
    Py_BEGIN_ALLOW_THREADS
    sound &= strings_open(&count.stops);
    sound &= strings_open(&count.lower);
    sound &= bigrams_open(&count.bigrams);
    for (int i = 0; sound && i < threads; i++) sound &= worker_open(&workers[i], &count);
    sound = sound && add_stop_words(&count, (const uint8_t *)words, (size_t)bytes) &&
            count_stream(&count, workers, threads, &tokens, &bigrams);
    if (count.batch) { /* left where counting failed */
        count.batch->array.release(&count.batch->array);
        free(count.batch);
    }
    for (int i = 0; workers && i < threads; i++) worker_close(&workers[i]);
    free(workers);
    strings_close(&count.stops);
    strings_close(&count.lower);
    bigrams_close(&count.bigrams);
    Py_END_ALLOW_THREADS
    pthread_mutex_destroy(&count.words_lock);
    pthread_mutex_destroy(&count.stream_lock);
    if (!sound) {
        rows_close(&tokens);
        rows_close(&bigrams);
        const char *error = count.failed && !count.ended ? count.stream->get_last_error(count.stream) : NULL;
        PyErr_SetString(error ? PyExc_RuntimeError : PyExc_MemoryError, error ? error : "counting needs more memory");
        return NULL;
    }
    PyObject *first = capsule_of(&tokens), *second = first ? capsule_of(&bigrams) : NULL;
    if (!second) {
        Py_XDECREF(first);
        return NULL;
    }
    PyObject *result = Py_BuildValue("(NNO)", first, second, count.ended ? Py_False : Py_True);
    return result;
}

static PyMethodDef methods[] = {
    {"count", kernel_count, METH_VARARGS,
     "count(stream, sentiments, stop_words, threads, budget)\n"
     "Return streams of the tokens and of the bigrams, and whether rows are left to be read."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernel", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) {
    fill_characters();
    return PyModule_Create(&definition);
}
