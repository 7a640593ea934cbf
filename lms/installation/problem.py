"""The one error of this package that a person is meant to read."""


class Problem(Exception):
    """Something the person at the terminal has to change: the message says what is wrong and what to do."""
