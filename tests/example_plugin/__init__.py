"""A third party's plugin: what is promised, and held to it."""
