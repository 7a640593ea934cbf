"""The individual qualification roadmap: dated courses that close a person's gaps, each with a reason."""
