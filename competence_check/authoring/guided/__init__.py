"""A form for the parts of a simulated task, for authors who write no TOML; what is kept is the same text."""
