"""Pages about the platform: what is promised, and held to it."""
