"""The versions of xAPI that we speak.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#33-versioning
"""

import re
from enum import StrEnum

_ONE = re.compile(r"1\.0(\.\d+)?")
_TWO = re.compile(r"2\.0(\.\d+)?")

# The version of a request that names none: the last one whose requests had no header for it.
# https://github.com/adlnet/xAPI-Spec/blob/0.95/xAPI.md#header-parameters-and-versioning
BEFORE_HEADERS = "0.9"


class Version(StrEnum):
    """A version of the specification; the value is what we answer in `X-Experience-API-Version`."""

    ONE = "1.0.3"
    TWO = "2.0.0"

    @property
    def of_statements(self) -> str:
        """The `version` of a statement that came without one: the data model is that of the first patch."""
        return "1.0.0" if self is Version.ONE else "2.0.0"

    def takes(self, text: str) -> bool:
        """Whether a statement that calls itself version `text` may come in a request of this version."""
        return bool(_ONE.fullmatch(text) or (self is Version.TWO and _TWO.fullmatch(text)))


def version_named(text: str) -> Version | None:
    """The version that a header or a statement names, whatever its patch; None for one we do not speak."""
    if _ONE.fullmatch(text):
        return Version.ONE
    return Version.TWO if _TWO.fullmatch(text) else None
