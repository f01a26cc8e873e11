"""The same small table in every format, encoding and packing people have."""
