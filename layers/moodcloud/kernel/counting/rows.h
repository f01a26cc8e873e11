/* Rows for the engine: texts with the number of their sentiment, and what was counted of them.

   They lie in blocks, each of which becomes a batch of an Arrow stream: so the engine reads them
   with several threads, and what it has read is freed. */
#ifndef MOODCLOUD_ROWS_H
#define MOODCLOUD_ROWS_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arrow.h"

#define BLOCK_ROWS 16384
#define BLOCK_BYTES (1u << 18)

/* The columns: the number of a sentiment, a text, how often it occurs, in how many texts, how often
   it has a capital within a sentence. Rows that are not counted yet have two of them. */
enum { NUMBER_COLUMN, TEXT_COLUMN, COLUMNS = 5, UNCOUNTED = 2 };

typedef struct Block {
    struct Block *next;
    int64_t rows, counts[3][BLOCK_ROWS];
    int32_t ends[BLOCK_ROWS + 1]; /* where each text begins, and where the last ends */
    uint8_t numbers[BLOCK_ROWS];
    size_t room;
    uint8_t texts[];
} Block;

typedef struct {
    Block *blocks; /* the last first */
    size_t bytes;  /* of all blocks */
} Rows;

/* Add a row and return where its text of so many bytes is to be written. NULL: the memory is used up. */
static inline uint8_t *rows_add(Rows *rows, uint32_t number, size_t bytes, uint32_t count, uint32_t texts, uint32_t capitals) {
    Block *block = rows->blocks;
    if (!block || block->rows == BLOCK_ROWS || (size_t)block->ends[block->rows] + bytes > block->room) {
        size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        block = room > INT32_MAX ? NULL : malloc(sizeof *block + room);
        if (!block) return NULL;
        block->next = rows->blocks;
        block->rows = 0;
        block->room = room;
        block->ends[0] = 0;
        rows->blocks = block;
        rows->bytes += sizeof *block + room;
    }
    int64_t row = block->rows++;
    block->numbers[row] = (uint8_t)number;
    block->counts[0][row] = count;
    block->counts[1][row] = texts;
    block->counts[2][row] = capitals;
    block->ends[row + 1] = block->ends[row] + (int32_t)bytes;
    return block->texts + block->ends[row];
}

static void rows_close(Rows *rows) {
    for (Block *block = rows->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *rows = (Rows){0};
}

/* Move all rows of `from` to `to`. */
static void rows_move(Rows *to, Rows *from) {
    Block **end = &from->blocks;
    while (*end) end = &(*end)->next;
    *end = to->blocks;
    *to = (Rows){from->blocks, to->bytes + from->bytes};
    *from = (Rows){0};
}

/* What a stream owns. */
typedef struct {
    Rows rows;
    int columns;
} Given;

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) free(schema->children[i]);
    free(schema->children);
    schema->release = NULL;
}

static int rows_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    static const char *const formats[COLUMNS] = {"C", "u", "l", "l", "l"};
    static const char *const names[COLUMNS] = {"number", "text", "count", "texts", "capitals"};
    int columns = ((const Given *)stream->private_data)->columns;
    *out = (struct ArrowSchema){.format = "+s", .name = "", .n_children = columns, .release = release_schema};
    out->children = calloc((size_t)columns, sizeof *out->children);
    if (!out->children) return ENOMEM;
    for (int i = 0; i < columns; i++) {
        out->children[i] = calloc(1, sizeof **out->children);
        if (!out->children[i]) return ENOMEM;
        *out->children[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = release_schema};
    }
    return 0;
}

/* A batch owns its block, its columns nothing but pointers to it. */
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
    free(array->private_data);
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
    buffers[1] = first; /* buffers[0] would say which are null: no row is */
    buffers[2] = second;
    *array = (struct ArrowArray){
        .length = length, .n_buffers = second ? 3 : 2, .buffers = buffers, .release = release_column};
    return array;
}

static int rows_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    Given *given = stream->private_data;
    Block *block = given->rows.blocks;
    *out = (struct ArrowArray){0};
    if (!block) return 0; /* the end */
    given->rows.blocks = block->next;
    *out = (struct ArrowArray){.length = block->rows, .n_buffers = 1, .release = release_batch, .private_data = block};
    out->buffers = calloc(1, sizeof *out->buffers);
    out->children = calloc((size_t)given->columns, sizeof *out->children);
    int sound = out->buffers && out->children;
    if (out->children) {
        const void *firsts[COLUMNS] = {block->numbers, block->ends, block->counts[0], block->counts[1], block->counts[2]};
        out->n_children = given->columns;
        for (int i = 0; i < given->columns; i++) {
            out->children[i] = column(block->rows, firsts[i], i == TEXT_COLUMN ? block->texts : NULL);
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
    Given *given = stream->private_data;
    rows_close(&given->rows);
    free(given);
    stream->release = NULL;
}

/* Return a stream of so many columns, which owns the rows from now on. NULL: the memory is used up. */
static struct ArrowArrayStream *rows_stream(Rows *rows, int columns) {
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    Given *given = malloc(sizeof *given);
    if (!stream || !given) {
        free(stream);
        free(given);
        return NULL;
    }
    *given = (Given){*rows, columns};
    *rows = (Rows){0};
    *stream = (struct ArrowArrayStream){rows_schema, rows_next, rows_error, rows_release, given};
    return stream;
}

#endif
