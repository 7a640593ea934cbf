"""Promises about people, sign-in, administration and consultants."""
