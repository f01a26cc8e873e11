"""The words that people write as labels and as names of columns, in many languages."""
