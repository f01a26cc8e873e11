"""Bytes of any encoding become UTF-8."""
