"""The web layer: what is promised, and held to it."""
