"""Points in time.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#45-iso-8601-timestamps
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from lms.xapi.rules.faults import DATA, Place
from lms.xapi.rules.versions import Version

TIMESTAMPS = f"{DATA}45-iso-8601-timestamps"

_EXTENDED = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt](?P<time>\d\d:\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?"
)
_BASIC = re.compile(
    r"(?P<date>\d{8})T(?P<time>\d{4})(?:(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?(?P<zone>Z|[+-]\d\d(?:\d\d)?)?"
)
# Room for a fraction of 64 digits.
LONGEST = 100
_UNKNOWN_ZONE = re.compile(r"-00(:?00)?")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")


# A statement is checked and then filed: its times are read twice.
@lru_cache(maxsize=2048)
def _read(text: str) -> datetime | None:
    found = _EXTENDED.fullmatch(text) or _BASIC.fullmatch(text)
    if not found:
        return None
    date, time, second, fraction, zone = found.group("date", "time", "second", "fraction", "zone")
    if zone and _UNKNOWN_ZONE.fullmatch(zone):
        return None
    second = "59" if second == "60" else second or "00"
    date, time = date.replace("-", ""), time.replace(":", "")
    digits = (fraction or "0")[:6].ljust(6, "0")
    zone = "+0000" if not zone or zone in "Zz" else zone.replace(":", "").ljust(5, "0")
    try:
        return datetime.fromisoformat(f"{date}T{time}{second}.{digits}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment(text: Any) -> datetime | None:
    """The moment that an ISO 8601 date and time names, aware, in UTC; None if it names none.

    Without a zone it is taken as UTC. -00:00 is refused, as ISO 8601 does. A leap second counts as the one
    before.
    """
    return _read(text) if isinstance(text, str) and len(text) <= LONGEST else None


def timestamp(value: Any, place: Place) -> None:
    """A date and time; in version 2 as RFC 3339 writes it, with zone."""
    if moment(value) is None:
        place.fault("must be a date and time of ISO 8601, such as 2026-02-03T10:15:30.123Z", TIMESTAMPS)
    elif place.version is Version.TWO and not _RFC_3339.fullmatch(value):
        place.fault("must be a date and time of RFC 3339, such as 2026-02-03T10:15:30.123Z", TIMESTAMPS)


def written(at: datetime) -> str:
    """How we write the moment `at` (aware) in a statement: UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
