"""The compiled modules: how results come out with them, without them, and under sanitizers."""
