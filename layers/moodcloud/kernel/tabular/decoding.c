/* Which bytes of a file are UTF-8 already, and which lines need a closer look.

   What is to become of such a line, tabular/utf8.py decides; most files have few of them or none. Sentiment140, of which
   two lines in a thousand are no UTF-8, takes 0.5 s of the processor instead of 8. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef const uint8_t *Bytes;

#define EVERY(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Whether eight bytes hold a given one. */
static int holds(uint64_t eight, uint8_t byte) {
    uint64_t odd = eight ^ EVERY(byte);
    return ((odd - EVERY(1)) & ~odd & EVERY(0x80)) != 0;
}

static uint64_t eight_at(Bytes at) {
    uint64_t eight;
    memcpy(&eight, at, 8);
    return eight;
}

static int follows(Bytes at) { return (*at & 0xC0) == 0x80; }

/* Return how many bytes the character of UTF-8 has that is at a byte beyond ASCII; 0 where there is none. */
static int character(Bytes at, Bytes end) {
    uint8_t first = at[0];
    if (first < 0xC2 || end - at < 2) return 0;
    if (first < 0xE0) return follows(at + 1) ? 2 : 0;
    uint8_t least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    uint8_t most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (first > 0xF4 || at[1] < least || at[1] > most || end - at < 3 || !follows(at + 2)) return 0;
    if (first < 0xF0) return 3;
    return end - at > 3 && follows(at + 3) ? 4 : 0;
}

static int begins(Bytes at, Bytes end, const char *with, size_t size) {
    return (size_t)(end - at) >= size && !memcmp(at, with, size);
}

static int is_replaced(Bytes at, Bytes end) { return begins(at, end, "\xEF\xBF\xBD", 3); }

/* The longest mark of tabular/damage.py. */
#define LONGEST_MARK 12

static int is_damage(Bytes at, Bytes end) {
    if (*at == 0xC3)
        return begins(at, end, "\xC3\xAF\xC2\xBF\xC2\xBD", 6) || begins(at, end, "\xC3\xAF\xC2\xBB\xC2\xBF", 6) ||
               begins(at, end, "\xC3\x83\xC2\xAF\xC3\x82\xC2\xBF\xC3\x82\xC2\xBD", 12);
    return *at == 0xE9 && begins(at, end, "\xE9\x94\x9F\xE6\x96\xA4\xE6\x8B\xB7", 9);
}

enum { INVALID = 1, ZERO = 2, CRLF = 4, CR = 8, LF = 16, DAMAGED = 32 };

/* Return where reading has to go on with more bytes; add to what was found. */
static Bytes look(Bytes at, Bytes end, int final, int *flags, Py_ssize_t *replaced) {
    while (at < end) {
        if (*at >= 0x80) {
            if (!final && end - at < LONGEST_MARK) return at;
            int size = character(at, end);
            if (!size) *flags |= INVALID;
            if (is_damage(at, end)) *flags |= DAMAGED;
            *replaced += is_replaced(at, end);
            at += size ? size : 1;
            continue;
        }
        /* Eight at a time: 0.05 s for 244 MB, byte by byte it takes 0.3. */
        for (uint64_t eight; end - at >= 8; at += 8) {
            eight = eight_at(at);
            if (eight & EVERY(0x80) || holds(eight, '\r') || holds(eight, 0)) break;
            if (holds(eight, '\n')) *flags |= LF;
        }
        for (; at < end && *at < 0x80; at++) {
            if (*at == 0) *flags |= ZERO;
            if (*at == '\n') *flags |= LF;
            if (*at != '\r') continue;
            if (!final && end - at < 2) return at;
            if (end - at > 1 && at[1] == '\n') *flags |= CRLF, at++;
            else *flags |= CR;
            break;
        }
        at += at < end && *at < 0x80;
    }
    return at;
}

/* Return where a line ends, its newline included. It is plain where it becomes UTF-8 by leaving out what is before the
   newline in \r\n: no zeros, no other newline; ASCII only, or where UTF-8 is read, whole characters and no marks of lost ones. */
static Bytes line_end(Bytes at, Bytes end, int utf8, int *plain) {
    *plain = 1;
    while (at < end && *plain) {
        if (*at >= 0x80) {
            int size = utf8 ? character(at, end) : 0;
            *plain = size && !is_replaced(at, end) && !is_damage(at, end);
            at += size ? size : 1;
            continue;
        }
        for (uint64_t eight; end - at >= 8; at += 8) {
            eight = eight_at(at);
            if (eight & EVERY(0x80) || holds(eight, '\n') || holds(eight, '\r') || holds(eight, 0)) break;
        }
        for (; at < end && *at < 0x80; at++) {
            if (*at == '\n') return at + 1;
            if (*at == 0 || (*at == '\r' && !(end - at > 1 && at[1] == '\n'))) {
                *plain = 0;
                break;
            }
        }
    }
    Bytes newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return newline ? newline + 1 : end;
}

static uint8_t *copy(uint8_t *to, Bytes from, Bytes end) {
    if (end > from) memcpy(to, from, (size_t)(end - from));
    return to + (end - from);
}

static uint8_t *copy_odd_lines(uint8_t *to, Bytes at, Bytes end, int utf8) {
    int plain;
    for (Bytes next; at < end; at = next) {
        next = line_end(at, end, utf8, &plain);
        if (!plain) to = copy(to, at, next);
    }
    return to;
}

/* How many lines a line is where \r alone ends one, too. */
static int lines_in(Bytes at, Bytes end) {
    int lines = 0;
    for (; at < end; at++) lines += *at == '\n' || (*at == '\r' && !(end - at > 1 && at[1] == '\n'));
    return lines;
}

/* Copy the plain lines, and in place of each other one what has become of it; NULL where these are not as many. */
static uint8_t *copy_with(uint8_t *to, Bytes at, Bytes end, int utf8, Bytes become, Bytes become_end) {
    int plain;
    for (Bytes next; at < end; at = next) {
        next = line_end(at, end, utf8, &plain);
        if (plain && next - at > 1 && next[-1] == '\n' && next[-2] == '\r') {
            to = copy(to, at, next - 2);
            *to++ = '\n';
        } else if (plain) {
            to = copy(to, at, next);
        } else {
            Bytes from = become;
            for (int lines = next[-1] == '\n' ? lines_in(at, next) : 0; lines; lines--) {
                Bytes newline = become < become_end ? memchr(become, '\n', (size_t)(become_end - become)) : NULL;
                if (!newline) return NULL;
                become = newline + 1;
            }
            if (next[-1] != '\n') become = become_end;
            to = copy(to, from, become);
        }
    }
    return become == become_end ? to : NULL;
}

static PyObject *decoding_look(PyObject *module, PyObject *args) {
    const char *data;
    Py_ssize_t size, replaced = 0;
    int final, flags = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#p", &data, &size, &final)) return NULL;
    Bytes begin = (Bytes)data, at;
    Py_BEGIN_ALLOW_THREADS
    at = look(begin, begin + size, final, &flags, &replaced);
    Py_END_ALLOW_THREADS
    return Py_BuildValue("(inn)", flags, replaced, (Py_ssize_t)(at - begin));
}

/* Return the bytes from `buffer` to `end` as an object and free the buffer. */
static PyObject *handed_over(uint8_t *buffer, uint8_t *end) {
    PyObject *bytes = PyBytes_FromStringAndSize((char *)buffer, end - buffer);
    free(buffer);
    return bytes;
}

static PyObject *decoding_odd_lines(PyObject *module, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    int utf8;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#p", &data, &size, &utf8)) return NULL;
    uint8_t *odd = malloc((size_t)size + 1), *end;
    if (!odd) return PyErr_NoMemory();
    Py_BEGIN_ALLOW_THREADS
    end = copy_odd_lines(odd, (Bytes)data, (Bytes)data + size, utf8);
    Py_END_ALLOW_THREADS
    return handed_over(odd, end);
}

static PyObject *decoding_with_lines(PyObject *module, PyObject *args) {
    const char *data, *become;
    Py_ssize_t size, become_size;
    int utf8;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#py#", &data, &size, &utf8, &become, &become_size)) return NULL;
    uint8_t *whole = malloc((size_t)(size + become_size) + 1), *end;
    if (!whole) return PyErr_NoMemory();
    Py_BEGIN_ALLOW_THREADS
    end = copy_with(whole, (Bytes)data, (Bytes)data + size, utf8, (Bytes)become, (Bytes)become + become_size);
    Py_END_ALLOW_THREADS
    if (end) return handed_over(whole, end);
    free(whole);
    PyErr_SetString(PyExc_ValueError, "there are not as many lines as were handed out");
    return NULL;
}

static PyMethodDef methods[] = {
    {"look", decoding_look, METH_VARARGS,
     "look(data, final)\n"
     "Return what was found, how often U+FFFD was, and how many bytes were looked at; the last few need those after them."},
    {"odd_lines", decoding_odd_lines, METH_VARARGS, "odd_lines(data, utf8)\nReturn the lines that are not plain."},
    {"with_lines", decoding_with_lines, METH_VARARGS,
     "with_lines(data, utf8, lines)\nReturn the plain lines, and in place of the others those given."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_decoding", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__decoding(void) { return PyModule_Create(&definition); }
