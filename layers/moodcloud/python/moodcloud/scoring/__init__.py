"""Scoring: the sentiment of texts that have no label."""
