"""Promises of the roadmap."""
