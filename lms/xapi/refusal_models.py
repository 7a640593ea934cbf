"""The table of what was refused."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.db import Model, UtcDateTime
from lms.xapi.models import BigKey


class Refusal(Model):
    """A request that was refused to a credential, for whoever looks after the system at the other end.

    No part of a statement is kept: only which one it was (index, from 0), which property (path) and which rule
    (message). times: how often in a row the same happened; at: the last time. faults: how many there were.
    """

    __tablename__ = "xapi_refusal"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    credential_id: Mapped[int] = mapped_column(ForeignKey("xapi_credential.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    times: Mapped[int] = mapped_column(default=1)
    method: Mapped[str] = mapped_column(String(10))
    resource: Mapped[str] = mapped_column(String(100))
    status: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(String(300))
    index: Mapped[int | None]
    path: Mapped[str] = mapped_column(String(200))
    faults: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_xapi_refusal_credential_id_id", "credential_id", "id"),)
