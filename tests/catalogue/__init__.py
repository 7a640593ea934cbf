"""The catalogue: what is promised, and held to it."""
