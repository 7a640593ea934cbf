"""Sentences in pure modules: marked here for the catalogue, translated where a request is at hand."""


def N_(sentence: str) -> str:
    """`sentence` itself."""
    return sentence
