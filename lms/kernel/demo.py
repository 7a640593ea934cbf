"""What every feature needs to know to build its share of the demo city."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from lms.kernel.events import Event


@dataclass
class DemoPlan:
    """The size of the city and its source of chance; the same seed gives the same city.

    people: accounts in the city. statements: learning events at least; 0 for what a year of such a city brings.
    end: the moment until which the city has a past, aware. made: what earlier steps leave for later ones.
    events: what happened, in any order; the record store words and stores it at the end, in the order of time.
    """

    people: int
    statements: int
    end: datetime
    random: Random
    made: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
