"""The few ways in which the platform says no.

Features subclass them; `lms.web.errors` translates them to pages, `lms.xapi` to the codes of an LRS.
Messages are for the person in front of the screen: what is wrong and what to do.
"""

from collections.abc import Mapping


class PlatformError(Exception):
    """Something the user can understand went wrong; `message` is shown to them."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(PlatformError):
    """There is no such thing, or it belongs to another organisation."""


class Refused(PlatformError):
    """The thing exists, but this person or this state does not allow the action."""


class SignInNeeded(PlatformError):
    """Nobody may see this, but somebody might: the visitor is asked to sign in and then comes back."""


class Invalid(PlatformError):
    """The input cannot be taken; `fields` maps a field's name to what is wrong with it."""

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})
