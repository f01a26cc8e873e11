"""Labels: what a label means, by the one scale that fits its column."""
