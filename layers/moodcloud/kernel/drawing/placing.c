/* Where the words of a cloud go: drawing/placing.py does the same in Python, and says what for.

A call takes some 20 microseconds, where numpy takes 200. So the GIL is kept: to take it back from a
busy thread could take a hundred times as long. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

typedef Py_ssize_t Size;

/* A search for the place of a box. A place is the number of its upper left corner, counted row after
   row of `length` corners. */
typedef struct {
    const uint16_t *taken, *shut; /* how many marked cells are above and left of each corner */
    const float *distances;       /* of each place from the middle */
    Size length, width, height, beside, above;
    Size best; /* the place found; -1 before */
    float nearest;
} Search;

static inline uint16_t marked(const uint16_t *above, const uint16_t *below, Size width) {
    return (uint16_t)(below[width] - below[0] - above[width] + above[0]);
}

static bool is_free(const uint16_t *sums, const Search *search, Size place) {
    return marked(sums + place, sums + place + search->height * search->length, search->width) == 0;
}

/* Whether a box with its air would touch no word at one of the places of a row: compilers make this
   eight places at a time. */
static bool any_free(const Search *search, Size place, Size count) {
    const uint16_t *above = search->taken + place - search->above * search->length - search->beside;
    const uint16_t *below = above + (search->height + 2 * search->above) * search->length;
    Size width = search->width + 2 * search->beside;
    uint16_t any = 0;
    for (Size i = 0; i < count; i++) any |= marked(above + i, below + i, width) == 0;
    return any != 0;
}

static const float *distance_of(const Search *search, Size place) {
    return search->distances + search->height / 2 * search->length + search->width / 2 + place;
}

/* How many places of a row are near enough, counted from its middle to one side: distances grow. */
static Size count_near(const Search *search, Size place, Size count, Size step) {
    const float *distance = distance_of(search, place);
    Size near = 0;
    while (near < count) {
        Size half = near + (count - near) / 2;
        if (distance[half * step] <= search->nearest) near = half + 1;
        else count = half;
    }
    return near;
}

/* Search places of a row, from its middle to one side. Of places that are equally near the first is
   found, row by row from the left. */
static void search_side(Search *search, Size place, Size count, Size step) {
    for (; count-- > 0; place += step) {
        float distance = *distance_of(search, place);
        if (distance > search->nearest) return;
        if ((distance < search->nearest || place < search->best) && any_free(search, place, 1)
            && (search->shut == NULL || is_free(search->shut, search, place))) {
            search->nearest = distance;
            search->best = place;
        }
    }
}

/* Search a row; return whether a part of it is near enough. */
static bool search_row(Search *search, Size row, Size left, Size right) {
    Size middle = (left + right) / 2, place = row * search->length + middle;
    Size before = count_near(search, place, middle - left + 1, -1);
    Size after = count_near(search, place + 1, right - middle, 1);
    if (any_free(search, place - before + 1, before + after)) {
        search_side(search, place, before, -1);
        search_side(search, place + 1, after, 1);
    }
    return before + after > 0;
}

/* Search from the row in the middle upwards, and then downwards: distances grow from there. */
static void search_rows(Search *search, Size first, Size last, Size left, Size right) {
    const float *column = distance_of(search, (left + right) / 2);
    Size middle = first;
    for (Size row = first; row <= last; row++)
        if (column[row * search->length] < column[middle * search->length]) middle = row;
    for (Size row = middle; row >= first && search_row(search, row, left, right); row--) {}
    for (Size row = middle + 1; row <= last && search_row(search, row, left, right); row++) {}
}

static PyObject *nearest(PyObject *module, PyObject *arguments) {
    (void)module;
    Py_buffer taken, shut, distances;
    Size first, last, left, right;
    Search search = {.best = -1, .nearest = INFINITY};
    if (!PyArg_ParseTuple(arguments, "y*z*y*n(nn)(nn)(nn)(nn):nearest", &taken, &shut, &distances, &search.length,
                          &first, &last, &left, &right, &search.width, &search.height, &search.beside, &search.above))
        return NULL;
    search.taken = taken.buf, search.shut = shut.buf, search.distances = distances.buf;
    Size rows = search.length > 0 ? taken.len / (Size)sizeof(uint16_t) / search.length : 0;
    bool within = search.width > 0 && search.height > 0 && search.beside >= 0 && search.above >= 0
        && first >= search.above && last < rows - search.height - search.above
        && left >= search.beside && right < search.length - search.width - search.beside
        && distances.len >= rows * search.length * (Size)sizeof(float)
        && (shut.buf == NULL || shut.len == taken.len);
    if (within && left <= right) search_rows(&search, first, last, left, right);
    PyBuffer_Release(&taken);
    if (shut.buf != NULL) PyBuffer_Release(&shut);
    PyBuffer_Release(&distances);
    if (!within) return PyErr_Format(PyExc_ValueError, "the box would be beyond the grid");
    return PyLong_FromSsize_t(search.best);
}

/* Cells, row after row, that are marked or not. */
typedef struct {
    uint8_t *marks;
    Size height, width;
} Cells;

/* Mark the cells that have a pixel with ink; the ink begins `down` and `across` pixels from the first. */
static void mark_ink(Cells cells, const Py_buffer *ink, Size down, Size across, Size cell) {
    for (Size y = 0; y < ink->shape[0]; y++) {
        const uint8_t *pixel = (const uint8_t *)ink->buf + y * ink->strides[0];
        uint8_t *mark = cells.marks + (y + down) / cell * cells.width + across / cell;
        for (Size x = 0, left = cell - across % cell; x < ink->shape[1]; x++, pixel += ink->strides[1]) {
            *mark |= *pixel;
            if (--left == 0) left = cell, mark++;
        }
    }
    for (Size i = 0; i < cells.height * cells.width; i++) cells.marks[i] = cells.marks[i] != 0;
}

/* Mark every cell below, above, right and left of a marked one, in this order. */
static void grow(Cells cells) {
    Size width = cells.width, count = cells.height * width;
    for (Size i = count - 1; i >= width; i--) cells.marks[i] |= cells.marks[i - width];
    for (Size i = 0; i < count - width; i++) cells.marks[i] |= cells.marks[i + width];
    for (uint8_t *row = cells.marks; row < cells.marks + count; row += width) {
        for (Size x = width - 1; x > 0; x--) row[x] |= row[x - 1];
        for (Size x = 0; x < width - 1; x++) row[x] |= row[x + 1];
    }
}

/* Take the marked cells of a grid of `rows` and `columns`; `fresh` is a row of zeros. */
static void take(Cells cells, uint8_t *taken, uint16_t *sums, Size rows, Size columns, Size top, Size left, uint16_t *fresh) {
    Size right = left + cells.width < columns ? left + cells.width : columns;
    for (Size y = top; y < rows; y++) {
        uint16_t *sum = sums + (y + 1) * (columns + 1) + 1, newly = 0;
        for (Size x = left; y < top + cells.height && x < right; x++) {
            uint8_t mark = cells.marks[(y - top) * cells.width + x - left];
            newly += mark & !taken[y * columns + x];
            taken[y * columns + x] |= mark;
            fresh[x] += newly;
        }
        for (Size x = left; x < right; x++) sum[x] += fresh[x];
        for (Size x = right; x < columns; x++) sum[x] += fresh[right - 1];
    }
}

/* Mark cells of a grid that is `columns` wide; return whether all of it is within the grid. */
static bool mark_cells(Py_buffer *taken, Py_buffer *sums, Size columns, Py_buffer *ink, Size top, Size left,
                       Size down, Size across, Cells cells, Size cell, Size growth) {
    Size rows = columns > 0 ? taken->len / columns : 0;
    if (ink->ndim != 2 || ink->itemsize != 1 || cell <= 0 || top < 0 || top >= rows || left < 0 || left >= columns
        || down < 0 || across < 0 || cells.width <= 0 || cells.width > columns || cells.height > rows
        || down + ink->shape[0] > cells.height * cell || across + ink->shape[1] > cells.width * cell
        || sums->len < (rows + 1) * (columns + 1) * (Size)sizeof(uint16_t)) {
        PyErr_SetString(PyExc_ValueError, "the ink would be beyond the grid");
        return false;
    }
    cells.marks = calloc((size_t)(cells.height * cells.width), 1);
    uint16_t *fresh = calloc((size_t)columns, sizeof(uint16_t));
    bool done = cells.marks != NULL && fresh != NULL;
    if (done) {
        mark_ink(cells, ink, down, across, cell);
        while (growth-- > 0) grow(cells);
        take(cells, taken->buf, sums->buf, rows, columns, top, left, fresh);
    } else {
        PyErr_NoMemory();
    }
    free(cells.marks);
    free(fresh);
    return done;
}

static PyObject *mark(PyObject *module, PyObject *arguments) {
    (void)module;
    Py_buffer taken, sums, ink;
    PyObject *coverage;
    Size columns, top, left, down, across, cell, growth;
    Cells cells = {0};
    if (!PyArg_ParseTuple(arguments, "w*w*nO(nn)(nn)(nn)nn:mark", &taken, &sums, &columns, &coverage, &top, &left,
                          &down, &across, &cells.height, &cells.width, &cell, &growth))
        return NULL;
    bool done = PyObject_GetBuffer(coverage, &ink, PyBUF_STRIDED_RO) == 0;
    if (done) {
        done = mark_cells(&taken, &sums, columns, &ink, top, left, down, across, cells, cell, growth);
        PyBuffer_Release(&ink);
    }
    PyBuffer_Release(&taken);
    PyBuffer_Release(&sums);
    if (!done) return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"nearest", nearest, METH_VARARGS, "Return the free place nearest the middle for a box, or -1; see drawing/placing.py."},
    {"mark", mark, METH_VARARGS, "Mark the cells under ink and around it; see drawing/placing.py."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_placing", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__placing(void) { return PyModule_Create(&definition); }
