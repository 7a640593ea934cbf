"""Keep who has finished which offer of a training provider."""

import sqlalchemy as sa
from alembic import op

from lms.kernel.db import UtcDateTime

revision = "finished_offers"
down_revision = "own_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_offer_done",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("offer", sa.String(length=60), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roadmap_offer_done_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "offer", name=op.f("pk_roadmap_offer_done")),
    )


def downgrade() -> None:
    op.drop_table("roadmap_offer_done")
