/* Splits texts that Python has into tokens: a sample of a table. counting/splitting.py says what for.

   The engine takes 30 ms to plan its steps of cleaning, and 20 microseconds a text; this takes one. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdlib.h>

#include "taking.h"

typedef struct {
    Finder rare;
    uint8_t *bytes; /* room for a text in lower case, and for its tokens */
    size_t room;
    uint8_t *end; /* of the tokens written */
} Splitter;

/* Write a token, after a space where there is one before it. */
static inline void write_token(void *taker, const uint8_t *from, const uint8_t *to) {
    Splitter *splitter = taker;
    memcpy(splitter->end, from, (size_t)(to - from));
    splitter->end += to - from;
    *splitter->end++ = ' ';
}

/* Return the tokens of a text with spaces between them; None where SQL is to clean it. */
static PyObject *tokens_of(Splitter *splitter, Text text) {
    size_t bytes = (size_t)(text.end - text.from);
    /* A text in lower case has at most twice its bytes, and so have tokens with spaces. */
    if (splitter->room < bytes * 3) {
        uint8_t *larger = realloc(splitter->bytes, bytes * 6);
        if (!larger) return PyErr_NoMemory();
        splitter->bytes = larger;
        splitter->room = bytes * 6;
    }
    uint8_t *tokens = splitter->end = splitter->bytes + bytes;
    if (!cleaned(&splitter->rare, &text, tokens, splitter->bytes)) Py_RETURN_NONE;
    each_between_mentions(text, write_token, splitter);
    return PyUnicode_FromStringAndSize((const char *)tokens, splitter->end - tokens - (splitter->end > tokens));
}

static void splitter_free(PyObject *capsule) {
    Splitter *splitter = PyCapsule_GetPointer(capsule, "splitter");
    finder_close(&splitter->rare);
    free(splitter->bytes);
    free(splitter);
}

static PyObject *texts_splitter(PyObject *module, PyObject *args) {
    const char *lines[3];
    Py_ssize_t bytes[3];
    Lines given[3];
    (void)module;
    if (!PyArg_ParseTuple(args, "y#y#y#", &lines[0], &bytes[0], &lines[1], &bytes[1], &lines[2], &bytes[2])) return NULL;
    for (int i = 0; i < 3; i++) given[i] = (Lines){(const uint8_t *)lines[i], (size_t)bytes[i]};
    Splitter *splitter = calloc(1, sizeof *splitter);
    if (!splitter) return PyErr_NoMemory();
    PyObject *capsule = PyCapsule_New(splitter, "splitter", splitter_free);
    if (!capsule) {
        free(splitter);
        return NULL;
    }
    if (finder_open(&splitter->rare, given[0], given[1], given[2])) return capsule;
    Py_DECREF(capsule);
    return PyErr_NoMemory();
}

static PyObject *texts_split(PyObject *module, PyObject *args) {
    PyObject *capsule, *texts;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO", &capsule, &texts)) return NULL;
    Splitter *splitter = PyCapsule_GetPointer(capsule, "splitter");
    Py_ssize_t count = splitter ? PyList_Size(texts) : -1;
    PyObject *found = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        Py_ssize_t bytes;
        const char *text = PyUnicode_AsUTF8AndSize(PyList_GetItem(texts, i), &bytes);
        PyObject *tokens = text ? tokens_of(splitter, (Text){(const uint8_t *)text, (const uint8_t *)text + bytes}) : NULL;
        if (tokens) PyList_SetItem(found, i, tokens);
        else Py_CLEAR(found);
    }
    return found;
}

static PyMethodDef methods[] = {
    {"splitter", texts_splitter, METH_VARARGS,
     "splitter(rare, rare_words, words_after)\n"
     "Return a splitter. Strings are bytes, each on a line of its own; see `_kernel.counter`."},
    {"split", texts_split, METH_VARARGS,
     "split(splitter, texts)\n"
     "Return the tokens of each text with spaces between them; None where SQL is to clean it before."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_texts", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__texts(void) {
    fill_characters();
    return PyModule_Create(&definition);
}
