"""Promises of the platform, as tests."""
