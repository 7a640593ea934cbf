"""Keep the secret addresses at which calendars fetch roadmaps."""

import sqlalchemy as sa
from alembic import op

revision = "roadmap_calendar"
down_revision = "roadmap_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_calendar",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roadmap_calendar_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_roadmap_calendar")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_roadmap_calendar_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("roadmap_calendar")
