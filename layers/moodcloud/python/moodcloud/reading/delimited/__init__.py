"""Delimited text: dialect, header, rows."""
