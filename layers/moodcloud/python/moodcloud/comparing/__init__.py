"""Comparing: two sets of results side by side."""
