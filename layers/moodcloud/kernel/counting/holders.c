/* Counts in how many texts each unit is: a word in any of its forms, a negated word, a phrase.

   It reads the words of different texts, which the kernel has written to a file (kept.h), once it is
   known which units they are. document_frequency.py says the same in SQL. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include <string.h>

#include "kept.h"

#define READ_AT_ONCE (1u << 18)
#define NO_PAIR UINT32_MAX

/* The units of each of many things, one after the other: those of the n-th are from starts[n] to
   before starts[n + 1]. */
typedef struct {
    const int64_t *starts, *units;
    size_t count;
} Units;

/* Pairs of adjacent words that are units, in a table with open addressing. */
typedef struct {
    uint64_t *keys; /* 0: free */
    uint32_t *numbers;
    uint64_t mask;
    uint8_t *begins; /* by word: whether a pair begins with it */
} Pairs;

/* What is sought, and what was found of the text that is read. */
typedef struct {
    Units words, added, taken; /* of each word; of each pair, and those it takes from its words */
    Pairs pairs;
    uint64_t *seen; /* by unit: the last text that holds it */
    size_t units, sentiments;
    int64_t *texts; /* in the shape (sentiments, units) */
    uint64_t text;
    uint32_t sentiment, word, before; /* word: the last one; before: the pair that ends with it */
} Holders;

static inline uint64_t spread_pair(uint64_t key) {
    key *= 0x9e3779b97f4a7c15ull;
    return key ^ key >> 29;
}

static inline uint64_t pair_place(const Pairs *pairs, uint64_t key) {
    uint64_t at = spread_pair(key) & pairs->mask;
    while (pairs->keys[at] && pairs->keys[at] != key) at = (at + 1) & pairs->mask;
    return at;
}

static int pairs_open(Pairs *pairs, const uint64_t *keys, size_t count, size_t words) {
    for (pairs->mask = 63; pairs->mask < count * 2; pairs->mask = pairs->mask * 2 + 1) {}
    pairs->keys = calloc(pairs->mask + 1, sizeof *pairs->keys);
    pairs->numbers = calloc(pairs->mask + 1, sizeof *pairs->numbers);
    pairs->begins = calloc(words + 1, 1);
    if (!pairs->keys || !pairs->numbers || !pairs->begins) return 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t at = pair_place(pairs, keys[i]);
        pairs->keys[at] = keys[i];
        pairs->numbers[at] = (uint32_t)i;
        if (keys[i] >> 32 < words) pairs->begins[keys[i] >> 32] = 1;
    }
    return 1;
}

static inline uint32_t pair_number(const Holders *holders, uint32_t first, uint32_t second) {
    const Pairs *pairs = &holders->pairs;
    if (!first || !second || !pairs->begins[first]) return NO_PAIR;
    uint64_t at = pair_place(pairs, (uint64_t)first << 32 | second);
    return pairs->keys[at] ? pairs->numbers[at] : NO_PAIR;
}

static inline int is_taken(const Holders *holders, uint32_t pair, int64_t unit) {
    if (pair == NO_PAIR) return 0;
    for (int64_t i = holders->taken.starts[pair]; i < holders->taken.starts[pair + 1]; i++)
        if (holders->taken.units[i] == unit) return 1;
    return 0;
}

static inline void hold(Holders *holders, int64_t unit) {
    if (holders->seen[unit] == holders->text) return;
    holders->seen[unit] = holders->text;
    holders->texts[holders->sentiment * holders->units + (size_t)unit]++;
}

/* Count the units of the last word, which another follows: 0 where none does. */
static inline void take_last(Holders *holders, uint32_t next) {
    uint32_t after = pair_number(holders, holders->word, next);
    if (holders->word) {
        const Units *words = &holders->words;
        for (int64_t i = words->starts[holders->word]; i < words->starts[holders->word + 1]; i++)
            if (!is_taken(holders, holders->before, words->units[i]) && !is_taken(holders, after, words->units[i]))
                hold(holders, words->units[i]);
    }
    if (after != NO_PAIR)
        for (int64_t i = holders->added.starts[after]; i < holders->added.starts[after + 1]; i++) hold(holders, holders->added.units[i]);
    holders->word = next;
    holders->before = after;
}

/* Take the numbers of a file. 0: they are none that the kernel wrote. */
static int take_numbers(Holders *holders, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i];
        if (number & KEPT_TEXT) {
            take_last(holders, KEPT_GAP);
            holders->text++;
            holders->sentiment = number & ~KEPT_TEXT;
            if (holders->sentiment >= holders->sentiments) return 0;
        } else {
            if (number >= holders->words.count || !holders->text) return 0;
            take_last(holders, number);
        }
    }
    return 1;
}

/* Read a file from its beginning. 0: it failed, and errno says why, or is 0. */
static int read_file(Holders *holders, int file) {
    uint32_t *numbers = malloc(READ_AT_ONCE * sizeof *numbers);
    size_t left = 0; /* bytes of a number that was read in part */
    off_t at = 0;
    ssize_t got = -1;
    int sound = numbers != NULL;
    if (!sound) errno = ENOMEM;
    while (sound && (got = pread(file, (char *)numbers + left, READ_AT_ONCE * sizeof *numbers - left, at)) != 0) {
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) break;
        at += got;
        size_t bytes = left + (size_t)got, whole = bytes / sizeof *numbers;
        if (!(sound = take_numbers(holders, numbers, whole))) errno = 0;
        left = bytes % sizeof *numbers;
        memmove(numbers, numbers + whole, left);
    }
    take_last(holders, KEPT_GAP);
    free(numbers);
    return sound && got == 0;
}

/* Return whether units are within bounds, and ends within the list. */
static int units_fit(const Units *units, size_t listed, size_t most) {
    for (size_t i = 0; i < units->count; i++)
        if (units->starts[i] < 0 || units->starts[i] > units->starts[i + 1]) return 0;
    if (units->starts[units->count] > (int64_t)listed) return 0;
    for (int64_t i = 0; i < units->starts[units->count]; i++)
        if (units->units[i] < 0 || (size_t)units->units[i] >= most) return 0;
    return 1;
}

static PyObject *holders_texts(PyObject *module, PyObject *args) {
    enum { WORDS, WORD_UNITS, KEYS, ADDED, ADDED_UNITS, TAKEN, TAKEN_UNITS, TEXTS, GIVEN };
    Py_buffer given[GIVEN] = {0};
    Py_ssize_t sentiments;
    int file;
    (void)module;
    if (!PyArg_ParseTuple(args, "iny*y*y*y*y*y*y*w*", &file, &sentiments, &given[WORDS], &given[WORD_UNITS], &given[KEYS], &given[ADDED],
                          &given[ADDED_UNITS], &given[TAKEN], &given[TAKEN_UNITS], &given[TEXTS]))
        return NULL;
    size_t lengths[GIVEN];
    for (int i = 0; i < GIVEN; i++) lengths[i] = (size_t)given[i].len / 8;
    size_t pairs = lengths[KEYS];
    Holders holders = {.sentiments = (size_t)sentiments, .before = NO_PAIR, .texts = given[TEXTS].buf};
    int sound = sentiments > 0 && lengths[WORDS] && lengths[ADDED] == pairs + 1 && lengths[TAKEN] == pairs + 1 && pairs < NO_PAIR;
    if (sound) {
        holders.units = lengths[TEXTS] / holders.sentiments;
        holders.words = (Units){given[WORDS].buf, given[WORD_UNITS].buf, lengths[WORDS] - 1};
        holders.added = (Units){given[ADDED].buf, given[ADDED_UNITS].buf, pairs};
        holders.taken = (Units){given[TAKEN].buf, given[TAKEN_UNITS].buf, pairs};
        sound = units_fit(&holders.words, lengths[WORD_UNITS], holders.units) && units_fit(&holders.added, lengths[ADDED_UNITS], holders.units) &&
                units_fit(&holders.taken, lengths[TAKEN_UNITS], SIZE_MAX);
    }
    errno = 0;
    Py_BEGIN_ALLOW_THREADS
    if (sound) {
        holders.seen = calloc(holders.units + 1, sizeof *holders.seen);
        sound = holders.seen && pairs_open(&holders.pairs, given[KEYS].buf, pairs, holders.words.count);
        if (!sound) errno = ENOMEM;
        sound = sound && read_file(&holders, file);
    }
    Py_END_ALLOW_THREADS
    free(holders.seen);
    free(holders.pairs.keys);
    free(holders.pairs.numbers);
    free(holders.pairs.begins);
    for (int i = 0; i < GIVEN; i++) PyBuffer_Release(&given[i]);
    if (sound) Py_RETURN_NONE;
    if (errno) return PyErr_SetFromErrno(PyExc_OSError);
    PyErr_SetString(PyExc_ValueError, "the units do not fit the texts");
    return NULL;
}

static PyMethodDef methods[] = {
    {"texts", holders_texts, METH_VARARGS,
     "texts(file, sentiments, words, word_units, pairs, added, added_units, taken, taken_units, texts)\n"
     "Add to `texts`, in the shape (sentiments, units), in how many texts of a file each unit is. Arrays\n"
     "are of 64-bit integers: where the units of each word begin, and at its end where the last end;\n"
     "these units; pairs as first << 32 | second; the units that each adds; those that it takes from\n"
     "its words."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_holders", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__holders(void) {
    return PyModule_Create(&definition);
}
