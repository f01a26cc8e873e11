"""Slices: a table that is larger than one machine, cut into pieces that are worked on apart.

Each step is a function from a folder of files to further files in it: `plan`, `survey` of each
slice, `decide`, `count` of each slice, `merge`, `finish`. The names of files follow from numbers,
so nothing is listed; a step that is repeated writes the same bytes. The results are those of
`moodcloud.analysis`, to the last byte.
"""
