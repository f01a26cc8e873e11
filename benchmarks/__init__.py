"""How fast, how large, how good: what is measured, never tested."""
