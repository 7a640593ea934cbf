"""Lines on the terminal, at once also when the output goes into a file or a pipe."""

WIDTH = 100


def say(line: str = "") -> None:
    """Print a line now."""
    print(line, flush=True)


def detail(line: str) -> None:
    """Print a line that belongs to the step above it."""
    say("    " + line)


def shortened(text: str) -> str:
    """The text, cut to the width of a terminal."""
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
