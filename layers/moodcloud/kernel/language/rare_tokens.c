/* Reads rare Korean tokens as a known beginning and a known ending.

   korean_rare.py says by what rules, in Python: it learns the parts, and reads the tokens where this
   file is not compiled. The tests hold the two against each other. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include "parts.h"

#define MOST_TAGS 256

/* How the end of a token from some place on is read: as two parts, or as a word that is followed by
   the next end; or not at all, where all is NULL. */
typedef struct {
    const Reading *beginning, *ending;
    PyObject *closed;
    size_t next;
} Known;

typedef struct {
    Parts beginnings, endings;
    PyObject *tags[MOST_TAGS];
    int tag_count;
    double least;
    Py_ssize_t shortest_noun, longest_ending;
    /* of the token that is read, with room for its letters and one more */
    size_t length, room;
    Py_UCS4 *letters;
    const Part **starts, **ends; /* by place: the part before it from the first letter, the part after it */
    Known *known;                /* by the place where an end begins */
} Reader;

static int is_known(const Known *known) {
    return known->beginning || known->closed;
}

/* Return the number of a tag; -1 with an exception. */
static int tag_number(Reader *reader, PyObject *tag) {
    for (int i = 0; i < reader->tag_count; i++)
        if (reader->tags[i] == tag) return i;
    for (int i = 0; i < reader->tag_count; i++) {
        int different = PyUnicode_Compare(reader->tags[i], tag);
        if (PyErr_Occurred()) return -1;
        if (!different) return i;
    }
    if (reader->tag_count == MOST_TAGS) {
        PyErr_SetString(PyExc_ValueError, "more tags than a language has");
        return -1;
    }
    reader->tags[reader->tag_count] = tag;
    return reader->tag_count++;
}

/* Make room for a token's letters, and copy them there. */
static int take(Reader *reader, PyObject *token) {
    Py_ssize_t length = PyUnicode_GetLength(token);
    if (length < 0) return 0;
    reader->length = (size_t)length;
    if (reader->length + 1 > reader->room) {
        size_t room = (reader->length + 1) * 2;
        free(reader->letters);
        free(reader->starts);
        free(reader->ends);
        free(reader->known);
        reader->letters = malloc(room * sizeof *reader->letters);
        reader->starts = malloc(room * sizeof *reader->starts);
        reader->ends = malloc(room * sizeof *reader->ends);
        reader->known = malloc(room * sizeof *reader->known);
        reader->room = room;
        if (!reader->letters || !reader->starts || !reader->ends || !reader->known) {
            reader->room = 0;
            return PyErr_NoMemory() != NULL;
        }
    }
    return PyUnicode_AsUCS4(token, reader->letters, (Py_ssize_t)reader->room, 0) != NULL;
}

/* Learn the parts of a dict: `{part: ([(tag, weight, words)], beside or None, closed or None)}`. */
static int learn(Reader *reader, Parts *parts, PyObject *given, int backward) {
    PyObject *string, *known, *words, *tag;
    Py_ssize_t at = 0;
    if (!parts_open(parts, (size_t)PyDict_Size(given))) return PyErr_NoMemory() != NULL;
    while (PyDict_Next(given, &at, &string, &known)) {
        PyObject *readings, *beside, *closed;
        if (!take(reader, string) || !PyArg_ParseTuple(known, "O!OO", &PyList_Type, &readings, &beside, &closed)) return 0;
        Part *part = parts_add(parts, reader->letters, reader->length, backward);
        if (!part) return PyErr_NoMemory() != NULL;
        if (closed != Py_None) part->closed = closed;
        if (beside != Py_None && !PyArg_ParseTuple(beside, "dO!", &part->share, &PyTuple_Type, &part->beside)) return 0;
        for (Py_ssize_t i = 0; i < PyList_Size(readings); i++) {
            double weight;
            if (!PyArg_ParseTuple(PyList_GetItem(readings, i), "UdO!", &tag, &weight, &PyTuple_Type, &words)) return 0;
            int number = tag_number(reader, tag);
            if (number < 0) return 0;
            if (!parts_read(parts, part, (Reading){words, weight, number})) return PyErr_NoMemory() != NULL;
        }
    }
    return 1;
}

/* Return the likeliest reading as one of a beginning's and one of an ending's with the same tag. */
static double likeliest_of(const Reader *reader, const Part *beginning, const Part *ending, Known *found) {
    double likeliest = 0;
    if (!beginning->readings || !ending->readings) return 0;
    const Reading *first = reader->beginnings.readings + beginning->first;
    for (const Reading *one = first; one < first + beginning->readings; one++) {
        const Reading *second = reader->endings.readings + ending->first;
        for (const Reading *other = second; other < second + ending->readings; other++)
            if (one->tag == other->tag && one->weight * other->weight > likeliest) {
                likeliest = one->weight * other->weight;
                *found = (Known){.beginning = one, .ending = other};
            }
    }
    return likeliest;
}

/* Find how the end of the token from a place on is read, once the shorter ends are known. */
static void read_from(Reader *reader, size_t from) {
    const Py_UCS4 *letters = reader->letters;
    size_t length = reader->length, last = length - from > reader->beginnings.longest ? from + reader->beginnings.longest : length;
    uint64_t hash = NO_LETTERS;
    Known in_two = {0}, in_words = {0}, found = {0};
    double likeliest = 0;
    for (size_t at = from + 1; at <= last; at++) {
        hash = with_letter(hash, letters[at - 1]);
        const Part *part = parts_find(&reader->beginnings, letters + from, at - from, hash);
        if (!from) reader->starts[at] = part;
        if (!part) continue;
        /* Of equals the longest beginning is taken. */
        double likelihood = reader->ends[at] ? likeliest_of(reader, part, reader->ends[at], &found) : 0;
        if (likelihood > 0 && likelihood >= likeliest) {
            likeliest = likelihood;
            in_two = found;
        }
        if (part->closed && at >= from + 2 && at + 2 <= length && is_known(&reader->known[at]))
            in_words = (Known){.closed = part->closed, .next = at};
    }
    reader->known[from] = likeliest >= reader->least ? in_two : in_words;
}

/* Return the words of a token all of whose parts are known. */
static PyObject *known_words(const Reader *reader) {
    const Known *known = &reader->known[0];
    PyObject *words = PyTuple_New(0);
    while (words) {
        int last = known->beginning != NULL;
        PyObject *longer = PySequence_Concat(words, last ? known->beginning->words : known->closed);
        Py_DECREF(words);
        words = longer;
        if (last) break;
        known = &reader->known[known->next];
    }
    if (!words) return NULL;
    PyObject *all = PySequence_Concat(words, known->ending->words);
    Py_DECREF(words);
    return all;
}

/* Return one word, which is a token's beginning, and those after it, unless NULL. */
static PyObject *word_and(PyObject *token, Py_ssize_t length, PyObject *after) {
    PyObject *word = PyUnicode_Substring(token, 0, length);
    PyObject *one = word ? PyTuple_Pack(1, word) : NULL;
    Py_XDECREF(word);
    if (!one || !after) return one;
    PyObject *words = PySequence_Concat(one, after);
    Py_DECREF(one);
    return words;
}

/* Return the words of a token one part of which is unknown: a noun before its ending, or an ending
   after its stem. Where no part is known the token is one word. */
static PyObject *words_beside_unknown(const Reader *reader, PyObject *token) {
    Py_ssize_t length = (Py_ssize_t)reader->length, noun = 0;
    PyObject *best = NULL;
    double likeliest = 0;
    for (Py_ssize_t at = length - 1; at > 0; at--) {
        const Part *ending = reader->ends[at], *stem = reader->starts[at];
        if (at >= reader->shortest_noun && ending && ending->beside && ending->share > likeliest) {
            likeliest = ending->share;
            best = ending->beside;
            noun = at;
        }
        if (length - at <= reader->longest_ending && stem && stem->beside && stem->share > likeliest) {
            likeliest = stem->share;
            best = stem->beside;
            noun = 0;
        }
    }
    if (best && !noun) {
        Py_INCREF(best);
        return best;
    }
    return word_and(token, best ? noun : length, best);
}

static PyObject *words_of(Reader *reader, PyObject *token) {
    if (!take(reader, token)) return NULL;
    size_t length = reader->length;
    uint64_t hash = NO_LETTERS;
    for (size_t at = length + 1; at-- > 0;) {
        if (at < length) hash = with_letter(hash, reader->letters[at]);
        size_t rest = length - at;
        reader->ends[at] = rest > reader->endings.longest ? NULL : parts_find(&reader->endings, reader->letters + at, rest, hash);
        reader->starts[at] = NULL;
    }
    for (size_t from = length; from-- > 0;)
        if (from == 0 || (from >= 2 && from + 2 <= length)) read_from(reader, from);
    return length && is_known(&reader->known[0]) ? known_words(reader) : words_beside_unknown(reader, token);
}

static PyObject *rare_words_of(PyObject *module, PyObject *args) {
    PyObject *tokens, *beginnings, *endings, *result = NULL;
    Reader reader = {0};
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!O!dnn", &PyList_Type, &tokens, &PyDict_Type, &beginnings, &PyDict_Type, &endings,
                          &reader.least, &reader.shortest_noun, &reader.longest_ending))
        return NULL;
    if (learn(&reader, &reader.beginnings, beginnings, 0) && learn(&reader, &reader.endings, endings, 1))
        result = PyList_New(PyList_Size(tokens));
    for (Py_ssize_t i = 0; result && i < PyList_Size(result); i++) {
        PyObject *words = words_of(&reader, PyList_GetItem(tokens, i));
        if (words) {
            PyList_SetItem(result, i, words);
        } else {
            Py_CLEAR(result);
        }
    }
    parts_close(&reader.beginnings);
    parts_close(&reader.endings);
    free(reader.letters);
    free(reader.starts);
    free(reader.ends);
    free(reader.known);
    return result;
}

static PyMethodDef methods[] = {
    {"words_of", rare_words_of, METH_VARARGS,
     "words_of(tokens, beginnings, endings, least, shortest_noun, longest_ending)\n"
     "Return the words of each token, read by its parts."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_rare_tokens", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__rare_tokens(void) {
    return PyModule_Create(&definition);
}
