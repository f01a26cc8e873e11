/* Tables from and to the engine, by the Arrow C stream interface (its ABI is fixed): no library. */
#ifndef MOODCLOUD_ARROW_H
#define MOODCLOUD_ARROW_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* A table of counts: the number of a sentiment, a gram, how often it occurs, in how many texts, and
   how often it has a capital within a sentence. */
typedef struct {
    uint8_t *sentiments;
    int64_t *ends; /* rows + 1: where each gram begins, and where the last ends */
    uint8_t *grams;
    int64_t *counts;
    double *texts;
    int64_t *capitals;
    int64_t rows;
} Rows;

enum { COLUMNS = 5 };

static int rows_open(Rows *rows, size_t count, size_t bytes) {
    rows->sentiments = malloc(count + 1);
    rows->ends = malloc((count + 1) * sizeof *rows->ends);
    rows->counts = malloc((count + 1) * sizeof *rows->counts);
    rows->texts = malloc((count + 1) * sizeof *rows->texts);
    rows->capitals = malloc((count + 1) * sizeof *rows->capitals);
    rows->grams = malloc(bytes + 1);
    rows->rows = 0;
    if (!rows->sentiments || !rows->ends || !rows->grams) return 0;
    if (!rows->counts || !rows->texts || !rows->capitals) return 0;
    rows->ends[0] = 0;
    return 1;
}

static void rows_close(Rows *rows) {
    free(rows->sentiments);
    free(rows->ends);
    free(rows->counts);
    free(rows->texts);
    free(rows->capitals);
    free(rows->grams);
}

/* Return where a gram of so many bytes is to be written; it becomes the next row. */
static inline uint8_t *rows_add(Rows *rows, uint32_t sentiment, size_t bytes, int64_t count,
                                double texts, int64_t capitals) {
    int64_t row = rows->rows++, from = rows->ends[row];
    rows->sentiments[row] = (uint8_t)sentiment;
    rows->counts[row] = count;
    rows->texts[row] = texts;
    rows->capitals[row] = capitals;
    rows->ends[row + 1] = from + (int64_t)bytes;
    return rows->grams + from;
}

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) free(schema->children[i]);
    free(schema->children);
    schema->release = NULL;
}

static int rows_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    static const char *const formats[COLUMNS] = {"C", "U", "l", "g", "l"};
    static const char *const names[COLUMNS] = {"sentiment", "gram", "count", "texts", "capitals"};
    (void)stream;
    *out = (struct ArrowSchema){.format = "+s", .name = "", .n_children = COLUMNS, .release = release_schema};
    out->children = calloc(COLUMNS, sizeof *out->children);
    if (!out->children) return ENOMEM;
    for (int i = 0; i < COLUMNS; i++) {
        out->children[i] = calloc(1, sizeof **out->children);
        if (!out->children[i]) return ENOMEM;
        *out->children[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = release_schema};
    }
    return 0;
}

/* A batch holds rows, its columns nothing but pointers to them. */
static void release_column(struct ArrowArray *array) {
    free(array->buffers);
    array->release = NULL;
}

static void release_batch(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i] && array->children[i]->release) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    free(array->buffers);
    if (array->private_data) {
        rows_close(array->private_data);
        free(array->private_data);
    }
    array->release = NULL;
}

static struct ArrowArray *column(int64_t length, const void *first, const void *second) {
    struct ArrowArray *array = calloc(1, sizeof *array);
    const void **buffers = calloc(3, sizeof *buffers);
    if (!array || !buffers) {
        free(array);
        free(buffers);
        return NULL;
    }
    buffers[1] = first; /* buffers[0] would say which are null: none is */
    buffers[2] = second;
    *array = (struct ArrowArray){
        .length = length, .n_buffers = second ? 3 : 2, .buffers = buffers, .release = release_column};
    return array;
}

static int rows_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    Rows *rows = stream->private_data;
    *out = (struct ArrowArray){0};
    if (!rows) return 0; /* the end */
    stream->private_data = NULL;
    *out = (struct ArrowArray){.length = rows->rows, .n_buffers = 1, .release = release_batch, .private_data = rows};
    out->buffers = calloc(1, sizeof *out->buffers);
    out->children = calloc(COLUMNS, sizeof *out->children);
    int sound = out->buffers && out->children;
    if (out->children) {
        const void *firsts[COLUMNS] = {rows->sentiments, rows->ends, rows->counts, rows->texts, rows->capitals};
        out->n_children = COLUMNS;
        for (int i = 0; i < COLUMNS; i++) {
            out->children[i] = column(rows->rows, firsts[i], i == 1 ? rows->grams : NULL);
            sound &= out->children[i] != NULL;
        }
    }
    if (sound) return 0;
    release_batch(out);
    return ENOMEM;
}

static const char *rows_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "the memory is used up";
}

static void rows_release(struct ArrowArrayStream *stream) {
    if (stream->private_data) {
        rows_close(stream->private_data);
        free(stream->private_data);
    }
    stream->release = NULL;
}

/* Return a stream of one batch, which owns `rows` from now on; or NULL. */
static struct ArrowArrayStream *rows_stream(Rows *rows) {
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    if (stream) *stream = (struct ArrowArrayStream){rows_schema, rows_next, rows_error, rows_release, rows};
    return stream;
}

#endif
