"""Files made to break what reads them, or simply very large ones."""
