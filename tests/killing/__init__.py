"""Commands that are ended from outside: at chosen places, and at any instant."""
