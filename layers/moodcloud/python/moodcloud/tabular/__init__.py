"""Tables: a file of any kind becomes named columns and rows. Knows nothing of sentiments."""
