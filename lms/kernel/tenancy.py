"""Organisations: the city and the firms around it. Every other row belongs to exactly one of them."""

import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class OrganisationKind(StrEnum):
    """What an organisation is: the city that runs the platform, or a firm it helps."""

    CITY = "city"
    FIRM = "firm"


class Organisation(Model):
    """A tenant. Nothing of one organisation is visible to another, except to a consultant it admitted."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
