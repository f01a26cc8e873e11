"""Columns: which holds the texts, which the sentiments, and why."""
