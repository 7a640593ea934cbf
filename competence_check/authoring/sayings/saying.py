"""A finding of a reader or linter in the words of the interface.

They speak to people at a terminal, in English; the editor shows the same findings. So each rule has one place, and its
German sentence goes by the pattern of the English one. What nobody translated yet is shown as it is; a test finds it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext


@dataclass(frozen=True)
class Saying:
    """pattern: of the whole English sentence, with named groups; sentence: in German, with %(name)s for them.

    field: where the editor shows it if the finding does not say so; may hold groups, such as "prompt.{language}".
    """

    pattern: re.Pattern[str]
    sentence: str
    field: str = ""


def say(pattern: str, sentence: str, field: str = "") -> Saying:
    """A saying for sentences of that pattern."""
    return Saying(re.compile(pattern, re.DOTALL), sentence, field)


def saying_of(message: str, sayings: Sequence[Saying]) -> tuple[Saying, dict[str, str]] | None:
    """The saying for a message and what its groups hold; None where nobody wrote one."""
    for saying in sayings:
        if found := saying.pattern.fullmatch(message):
            return saying, {name: value or "" for name, value in found.groupdict().items()}
    return None


def in_words(message: str, sayings: Sequence[Saying]) -> str:
    """The message in the language of the interface."""
    known = saying_of(message, sayings)
    return str(gettext(known[0].sentence)) % known[1] if known else message


def field_of(message: str, sayings: Sequence[Saying]) -> str:
    """Where the editor shows the message; empty for the task as a whole."""
    known = saying_of(message, sayings)
    return known[0].field.format(**known[1]).strip(".") if known else ""
