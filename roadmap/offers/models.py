"""Offers of training providers, the same for every organisation, and who has finished which."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.db import Model, UtcDateTime
from lms.kernel.toml import Texts


class Offer(Model):
    """A measure of a training provider.

    origin: "content" for a file of ours, "import" for a sheet; loading one leaves the other alone. minutes: whole
    learning time; unit_minutes: the shortest piece it can be learned in. cost: euros for one person. place: empty where
    it has none. language_level: German that is needed, "" for none, else A1 … C2. barrier_free: None where not known.
    targets: keys of education targets of the regional plan. outcomes: [{"competence": "2.1", "needs": 1, "reaches": 3,
    "gain": 1.5}], gain being what is expected of a participant. requires: slugs of offers or courses.
    dates: [{"id": "1", "start": "2027-01-11", "end": "2027-02-19", "seats": 12}]; none if it can begin at any time.
    """

    __tablename__ = "roadmap_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    origin: Mapped[str] = mapped_column(String(10))
    title: Mapped[Texts] = mapped_column(JSON)
    summary: Mapped[Texts] = mapped_column(JSON)
    provider: Mapped[str] = mapped_column(String(200))
    azav_provider: Mapped[bool]
    azav_measure: Mapped[bool]
    minutes: Mapped[int]
    unit_minutes: Mapped[int]
    cost: Mapped[float]
    format: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(100))
    language_level: Mapped[str] = mapped_column(String(2))
    part_time: Mapped[bool]
    barrier_free: Mapped[bool | None]
    targets: Mapped[list[str]] = mapped_column(JSON)
    outcomes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    requires: Mapped[list[str]] = mapped_column(JSON)
    dates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sample: Mapped[bool]
    retired: Mapped[bool] = mapped_column(default=False)
    content_hash: Mapped[str] = mapped_column(String(64))


class OfferCompletion(Model):
    """That somebody has finished an offer, as they say themselves: providers do not report to us. offer: its slug."""

    __tablename__ = "roadmap_offer_done"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    offer: Mapped[str] = mapped_column(String(60), primary_key=True)
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
