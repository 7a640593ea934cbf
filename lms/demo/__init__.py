"""The demo city: a whole administration with a year behind it, made by a seed."""
