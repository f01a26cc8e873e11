"""Vocabulary: counts and language become words and phrases with their statistics."""
