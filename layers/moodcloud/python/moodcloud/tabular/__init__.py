"""Any file becomes named columns and rows, whatever they are about: readers know no sentiments."""
