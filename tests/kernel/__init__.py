"""The kernel: what is promised, and held to it."""
