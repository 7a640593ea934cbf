"""How long another side asks to be left alone.

https://datatracker.ietf.org/doc/html/rfc9110#name-retry-after
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 7 * 24 * 3600


def seconds_to_wait(header: str | None, now: datetime) -> int | None:
    """The seconds that `Retry-After` names, as a number or as a date; None where it names none. At most a week."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0, round((at - now).total_seconds())), LONGEST)
