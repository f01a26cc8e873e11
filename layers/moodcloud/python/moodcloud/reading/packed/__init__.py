"""Packed uploads: layer after layer comes off, within bounds."""
