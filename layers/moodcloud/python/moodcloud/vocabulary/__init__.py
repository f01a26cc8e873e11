"""Vocabulary: the words and phrases of a table, with their counts and their keyness."""

from moodcloud.vocabulary.build import Vocabulary, build_vocabulary

__all__ = ["Vocabulary", "build_vocabulary"]
