"""Tasks that are written in the interface."""
