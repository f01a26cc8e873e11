/* Counts tokens and bigrams of texts in each sentiment, on all processors, without Python's lock.

   It reads relations of the engine as streams of Arrow batches: texts as they were written, with the
   numbers of their sentiments; those that are to be cleaned in SQL it hands back, and reads them
   again when they are. What a token is, and what is counted of it, is what tokens.py and by_sql.py
   say in SQL, which the tests hold this file against. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <pthread.h>

#include "arrow.h"
#include "rows.h"
#include "worker.h"

#define MOST_SENTIMENTS 254
#define MOST_THREADS 64
/* Rows that a thread takes of a batch at a time. */
#define CHUNK 4096

/* Everything that was counted, and what it takes to count more. */
typedef struct {
    Shared shared;
    Worker workers[MOST_THREADS];
    int threads;
    size_t budget; /* bytes that all tables may have */
} Counter;

typedef struct {
    struct ArrowArray array;
    int64_t next, done;
} Batch;

/* The columns of a batch; texts as they were written have the first two. */
enum { TEXT, SENTIMENT, IN_SENTENCES, KEY, CLEANED = 4, WRITTEN = 2 };

/* A stream that is counted. */
typedef struct {
    Counter *counter;
    struct ArrowArrayStream *stream;
    int columns, wide; /* wide: the offsets of texts have 64 bits */
    size_t memory;     /* of the tokens of all threads */
    Batch *batch;
    int64_t batches; /* how many were read: one at least, whatever the budget */
    int ended, full, failed; /* of the stream; of the budget; for want of memory or by the engine */
    pthread_mutex_t lock;
} Reading;

typedef struct {
    Reading *reading;
    Worker *worker;
} Job;

static Text text_of(const struct ArrowArray *column, int64_t row, int wide) {
    const uint8_t *bytes = column->buffers[2];
    int64_t at = column->offset + row;
    if (wide) {
        const int64_t *offsets = column->buffers[1];
        return (Text){bytes + offsets[at], bytes + offsets[at + 1]};
    }
    const int32_t *offsets = column->buffers[1];
    return (Text){bytes + offsets[at], bytes + offsets[at + 1]};
}

static uint8_t byte_of(const struct ArrowArray *column, int64_t row) {
    return ((const uint8_t *)column->buffers[1])[column->offset + row];
}

static void count_rows(const Reading *reading, Worker *worker, const struct ArrowArray *array, int64_t from, int64_t to) {
    const struct ArrowArray *const *columns = (const struct ArrowArray *const *)array->children;
    for (int64_t row = from; row < to && !worker->failed; row++) {
        Text text = text_of(columns[TEXT], row, reading->wide);
        worker->sentiment = byte_of(columns[SENTIMENT], row);
        if (text.from == text.end || worker->sentiment >= worker->shared->sentiments) continue;
        if (reading->columns == WRITTEN) {
            count_written(worker, text);
        } else {
            worker->in_sentences = byte_of(columns[IN_SENTENCES], row);
            uint64_t key = ((const uint64_t *)columns[KEY]->buffers[1])[columns[KEY]->offset + row];
            count_text(worker, text, key, take_tokens);
        }
    }
}

/* Return the batch to take rows of, NULL at the end; the lock of the stream is held. */
static Batch *current_batch(Reading *reading) {
    Shared *shared = &reading->counter->shared;
    if (reading->batch && reading->batch->next < reading->batch->array.length) return reading->batch;
    reading->batch = NULL;
    if (reading->ended || reading->full || reading->failed) return NULL;
    pthread_mutex_lock(&shared->lock);
    size_t memory = reading->memory + strings_memory(&shared->lower) + bigrams_memory(&shared->bigrams);
    pthread_mutex_unlock(&shared->lock);
    if (reading->batches && memory > reading->counter->budget) {
        reading->full = 1;
        return NULL;
    }
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch || reading->stream->get_next(reading->stream, &batch->array)) reading->failed = 1;
    else if (!batch->array.release) reading->ended = 1;
    else if (++reading->batches) return reading->batch = batch;
    free(batch);
    return NULL;
}

static void *work(void *given) {
    const Job *job = given;
    Reading *reading = job->reading;
    Worker *worker = job->worker;
    size_t memory = 0;
    for (;;) {
        pthread_mutex_lock(&reading->lock);
        if (worker->failed) reading->failed = 1;
        reading->memory -= memory;
        reading->memory += memory = worker_memory(worker);
        Batch *batch = current_batch(reading);
        if (!batch) break;
        int64_t from = batch->next, rest = batch->array.length - from;
        int64_t rows = rest < CHUNK ? rest : CHUNK;
        batch->next += rows;
        pthread_mutex_unlock(&reading->lock);
        count_rows(reading, worker, &batch->array, from, from + rows);
        pthread_mutex_lock(&reading->lock);
        batch->done += rows;
        if (batch->done == batch->array.length) {
            if (reading->batch == batch) reading->batch = NULL;
            batch->array.release(&batch->array);
            free(batch);
        }
        pthread_mutex_unlock(&reading->lock);
    }
    pthread_mutex_unlock(&reading->lock);
    for (uint32_t part = 0; part < PARTS; part++)
        if (worker->filled[part]) hand_over(worker, part);
    if (worker->kept.used) write_kept(worker);
    return NULL;
}

/* Count until the stream ends or the budget is used up. 0: it failed. */
static int count_stream(Reading *reading) {
    Counter *counter = reading->counter;
    pthread_t ids[MOST_THREADS];
    Job jobs[MOST_THREADS];
    int started = 0;
    for (int i = 0; i < counter->threads; i++) jobs[i] = (Job){reading, &counter->workers[i]};
    while (started < counter->threads && !pthread_create(&ids[started], NULL, work, &jobs[started])) started++;
    if (!started) work(&jobs[0]);
    for (int i = 0; i < started; i++) pthread_join(ids[i], NULL);
    for (int i = 0; i < counter->threads; i++) reading->failed |= counter->workers[i].failed;
    if (reading->batch) { /* left where counting failed */
        reading->batch->array.release(&reading->batch->array);
        free(reading->batch);
    }
    return !reading->failed;
}

/* Read the schema: text (UTF-8), sentiment; where texts are cleaned, also whether they are in
   sentences (a byte each), and a key (64 bits). */
static int schema_fits(Reading *reading) {
    struct ArrowSchema schema = {0};
    if (reading->stream->get_schema(reading->stream, &schema)) return 0;
    struct ArrowSchema **columns = schema.children;
    reading->columns = (int)schema.n_children;
    int fits = (reading->columns == WRITTEN || reading->columns == CLEANED) && !strcmp(columns[SENTIMENT]->format, "C") &&
               (!strcmp(columns[TEXT]->format, "u") || !strcmp(columns[TEXT]->format, "U"));
    if (fits && reading->columns == CLEANED)
        fits = !strcmp(columns[IN_SENTENCES]->format, "C") && !strcmp(columns[KEY]->format, "L");
    reading->wide = fits && columns[TEXT]->format[0] == 'U';
    schema.release(&schema);
    return fits;
}

static int tables_open(Counter *counter) {
    int sound = strings_open(&counter->shared.lower);
    sound &= bigrams_open(&counter->shared.bigrams);
    for (int i = 0; i < counter->threads; i++) sound &= worker_open(&counter->workers[i], &counter->shared);
    return sound;
}

static void tables_close(Counter *counter) {
    for (int i = 0; i < counter->threads; i++) worker_close(&counter->workers[i]);
    strings_close(&counter->shared.lower);
    bigrams_close(&counter->shared.bigrams);
}

/* Write what was counted of tokens. 0: the memory is used up. */
static int token_rows(Counter *counter, Rows *rows) {
    Worker *all = &counter->workers[0];
    for (int i = 1; i < counter->threads; i++) {
        if (!add_tokens(all, &counter->workers[i])) return 0;
        worker_close(&counter->workers[i]);
    }
    for (uint64_t i = 0; i <= all->tokens.mask; i++) {
        const Slot *slot = &all->tokens.slots[i];
        for (uint32_t s = 0; slot->number && s < counter->shared.sentiments; s++) {
            const Tally *tally = &entry_of(all, slot->number)->tallies[s];
            if (!tally->count) continue;
            uint8_t *out = rows_add(rows, s, slot->length, tally->count, tally->texts, tally->capitals);
            if (!out) return 0;
            memcpy(out, all->tokens.bytes + slot->offset, slot->length);
        }
    }
    return 1;
}

/* Write what was counted of bigrams. 0: the memory is used up. */
static int bigram_rows(const Shared *shared, Rows *rows) {
    const Strings *lower = &shared->lower;
    uint64_t *offsets = strings_offsets(lower);
    int sound = offsets != NULL;
    for (int i = 0; i < PARTS && sound; i++) {
        const Part *part = &shared->bigrams.parts[i];
        for (uint64_t at = 0; at <= part->mask && sound; at++) {
            uint64_t key = part->keys[at];
            if (!key) continue;
            uint32_t first = bigram_first(key) - 1, second = bigram_second(key) - 1;
            size_t before = offsets[first + 1] - offsets[first], after = offsets[second + 1] - offsets[second];
            BigramTally tally = part->tallies[at];
            uint8_t *out = rows_add(rows, bigram_sentiment(key), before + 1 + after, tally.count, tally.texts, 0);
            if (!(sound = out != NULL)) break;
            memcpy(out, lower->bytes + offsets[first], before);
            out[before] = ' ';
            memcpy(out + before + 1, lower->bytes + offsets[second], after);
        }
    }
    free(offsets);
    return sound;
}

/* Write the words that texts are kept as, each with its number. 0: the memory is used up. */
static int word_rows(const Strings *lower, Rows *rows) {
    for (uint64_t i = 0; i <= lower->mask; i++) {
        const Slot *slot = &lower->slots[i];
        int length;
        if (!slot->number || !(kinds_of[character_at(lower->bytes + slot->offset, &length)] & LETTER)) continue;
        uint8_t *out = rows_add(rows, 0, slot->length, slot->number, 0, 0);
        if (!out) return 0;
        memcpy(out, lower->bytes + slot->offset, slot->length);
    }
    return 1;
}

static void capsule_free(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream && stream->release) stream->release(stream);
    free(stream);
}

/* Return rows as a capsule of an Arrow stream, which owns them; or NULL. */
static PyObject *capsule_of(Rows *rows, int columns) {
    struct ArrowArrayStream *stream = rows_stream(rows, columns);
    if (!stream) {
        rows_close(rows);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", capsule_free);
    if (!capsule) {
        stream->release(stream);
        free(stream);
    }
    return capsule;
}

static void counter_free(PyObject *capsule) {
    Counter *counter = PyCapsule_GetPointer(capsule, "counter");
    tables_close(counter);
    strings_close(&counter->shared.stops);
    seen_close(&counter->shared.seen);
    finder_close(&counter->shared.rare);
    pthread_mutex_destroy(&counter->shared.lock);
    pthread_mutex_destroy(&counter->shared.writing);
    free(counter);
}

static PyObject *kernel_counter(PyObject *module, PyObject *args) {
    enum { STOPS, RARE, RARE_WORDS, AFTER };
    const char *lines[4];
    Py_ssize_t bytes[4], budget;
    unsigned int sentiments;
    int threads;
    (void)module;
    if (!PyArg_ParseTuple(args, "Iy#y#y#y#in", &sentiments, &lines[STOPS], &bytes[STOPS], &lines[RARE], &bytes[RARE],
                          &lines[RARE_WORDS], &bytes[RARE_WORDS], &lines[AFTER], &bytes[AFTER], &threads, &budget))
        return NULL;
    if (!sentiments || sentiments > MOST_SENTIMENTS) return PyErr_Format(PyExc_ValueError, "from 1 to %d sentiments are wanted", MOST_SENTIMENTS);
    Counter *counter = calloc(1, sizeof *counter);
    if (!counter) return PyErr_NoMemory();
    Shared *shared = &counter->shared;
    Lines given[4];
    for (int i = 0; i < 4; i++) given[i] = (Lines){(const uint8_t *)lines[i], (size_t)bytes[i]};
    counter->threads = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads;
    counter->budget = (size_t)budget;
    shared->sentiments = sentiments;
    pthread_mutex_init(&shared->lock, NULL);
    pthread_mutex_init(&shared->writing, NULL);
    int sound = seen_open(&shared->seen);
    sound &= tables_open(counter);
    sound &= strings_open(&shared->stops) && strings_add_lines(&shared->stops, given[STOPS].lines, given[STOPS].bytes);
    sound &= finder_open(&shared->rare, given[RARE], given[RARE_WORDS], given[AFTER]);
    PyObject *capsule = PyCapsule_New(counter, "counter", counter_free);
    if (capsule && sound) return capsule;
    Py_XDECREF(capsule);
    return PyErr_NoMemory();
}

static PyObject *kernel_count(PyObject *module, PyObject *args) {
    PyObject *counter, *stream;
    int file;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOi", &counter, &stream, &file)) return NULL;
    Reading reading = {.counter = PyCapsule_GetPointer(counter, "counter")};
    if (!reading.counter || !(reading.stream = PyCapsule_GetPointer(stream, "arrow_array_stream"))) return NULL;
    if (!reading.stream->release || !schema_fits(&reading)) {
        PyErr_SetString(PyExc_ValueError, "a stream of texts and their sentiments is wanted");
        return NULL;
    }
    int sound;
    reading.counter->shared.file = file;
    reading.counter->shared.error = 0;
    pthread_mutex_init(&reading.lock, NULL);
    Py_BEGIN_ALLOW_THREADS
    sound = count_stream(&reading);
    Py_END_ALLOW_THREADS
    pthread_mutex_destroy(&reading.lock);
    if (!sound && (errno = reading.counter->shared.error)) return PyErr_SetFromErrno(PyExc_OSError);
    if (!sound) {
        const char *error = reading.ended ? NULL : reading.stream->get_last_error(reading.stream);
        PyErr_SetString(error ? PyExc_RuntimeError : PyExc_MemoryError, error ? error : "counting needs more memory");
        return NULL;
    }
    Rows rare = {0};
    for (int i = 0; i < reading.counter->threads; i++) rows_move(&rare, &reading.counter->workers[i].rare);
    PyObject *left = rare.blocks ? capsule_of(&rare, UNCOUNTED) : Py_NewRef(Py_None);
    return left ? Py_BuildValue("(NO)", left, reading.ended ? Py_False : Py_True) : NULL;
}

static PyObject *kernel_counted(PyObject *module, PyObject *capsule) {
    (void)module;
    Counter *counter = PyCapsule_GetPointer(capsule, "counter");
    if (!counter) return NULL;
    Rows tokens = {0}, bigrams = {0}, words = {0};
    int sound;
    Py_BEGIN_ALLOW_THREADS
    sound = token_rows(counter, &tokens) && bigram_rows(&counter->shared, &bigrams) && word_rows(&counter->shared.lower, &words);
    tables_close(counter);
    sound &= tables_open(counter);
    Py_END_ALLOW_THREADS
    if (!sound) {
        rows_close(&tokens);
        rows_close(&bigrams);
        rows_close(&words);
        return PyErr_NoMemory();
    }
    PyObject *first = capsule_of(&tokens, COLUMNS), *second = capsule_of(&bigrams, COLUMNS), *third = capsule_of(&words, COLUMNS);
    if (first && second && third) return Py_BuildValue("(NNN)", first, second, third);
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(third);
    return NULL;
}

static PyMethodDef methods[] = {
    {"counter", kernel_counter, METH_VARARGS,
     "counter(sentiments, stop_words, rare, rare_words, words_after, threads, budget)\n"
     "Return a counter. Strings are bytes, each on a line of its own; texts that hold one that is rare,\n"
     "or a rare word before one of the others, are to be cleaned in SQL."},
    {"count", kernel_count, METH_VARARGS,
     "count(counter, stream, file)\n"
     "Count texts, and write the words of different ones to the descriptor of a file. Return a stream\n"
     "of those that are to be cleaned before, or None, and whether rows are left to be read once\n"
     "`counted` has emptied the counter."},
    {"counted", kernel_counted, METH_O,
     "counted(counter)\n"
     "Empty the counter and return streams of the tokens, the bigrams, and the words that texts are\n"
     "written as, each with its number."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernel", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) {
    fill_characters();
    return PyModule_Create(&definition);
}
