"""Broken files: thousands of small tables, each damaged in a way that its number decides."""
