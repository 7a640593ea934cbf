"""Learning: what is promised, and held to it."""
