"""Insight: what a sentiment is about, shown by texts."""
